"""A run that knows what earlier ones have decided says what a new one does, whatever has changed since."""

import os
import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace
from remembered_project import SAMPLE, TREE, Project

from migrate_engines.cache.folder import CacheFolder
from migrate_engines.cache.records import read_record, write_record
from migrate_engines.cache.state import TreeState
from migrate_engines.model.finding import Outcome, UseKind
from migrate_engines.model.report import Mode
from migrate_engines.model.rule import Codemod
from migrate_engines.rules import load_codemods
from migrate_engines.rules.shipped import rule_folders
from migrate_engines.running.remembered import run
from migrate_engines.running.request import Request
from migrate_engines.settings import load_settings

MATCHING = {"shop/old.py", "shop/user.py"}
SUPERVISOR = "netra_backend.app.agents.supervisor"
ALONE = f"""
from {SUPERVISOR}.user_execution_engine import UserExecutionEngine


def test_alone(registry, bridge, user_context):
    assert UserExecutionEngine._init_from_factory(registry, bridge, user_context)
"""
PATCHING = f"""
def test_patched(mock):
    mock.patch("{SUPERVISOR}.execution_engine.ExecutionEngine._init_from_factory")
"""


@pytest.fixture
def sample(tmp_path: Path) -> Project:
    """A copy of the sample that was run over once."""
    root = shutil.copytree(SAMPLE, tmp_path / "sample", ignore=shutil.ignore_patterns("__pycache__"))
    made = Project(root, CacheFolder(tmp_path / "cache"))
    made.settings = load_settings(root)
    made.run()
    return made


def outcome_of(project: Project, path: str) -> Outcome:
    """Of the one call in a file."""
    results = {each.path: each for each in project.run().results}
    return next(each.outcome for each in results[path].findings if each.kind is UseKind.CALL)


def test_only_the_file_that_changed_is_decided(project: Project) -> None:
    assert set(project.decided) == MATCHING
    project.write("shop/user.py", TREE["shop/user.py"] + "\nOTHER = 2\n")
    assert project.decided_now() == {"shop/user.py"}


@pytest.mark.parametrize("text", ["# above\n", '"""What it is."""\n', "\n\n"])
def test_lines_of_another_file_may_move(project: Project, text: str) -> None:
    project.write("shop/old.py", text + TREE["shop/old.py"])
    assert project.decided_now() == {"shop/old.py"}


def test_what_another_file_does_may_change(project: Project) -> None:
    project.write("shop/old.py", TREE["shop/old.py"].replace("...", "return 1"))
    assert project.decided_now() == {"shop/old.py"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "shop/new.py",
            "from shop.base import Base\n\n\nclass Engine(Base):\n    def __init__(self, x): ...\n",
        ),
        (
            "shop/new.py",
            "from shop.user import NUMBER\nfrom shop.base import Base\n\n\nclass Engine(Base): ...\n",
        ),
        ("shop/old.py", "OldEngine = None\n"),
        ("shop/old.py", "class OldEngine(\n"),
        ("shop/another.py", ""),
    ],
)
def test_what_decisions_look_at_in_another_file_may_not(project: Project, path: str, text: str) -> None:
    project.write(path, text)
    assert project.decided_now() >= MATCHING - {path}


def test_a_run_on_a_file_knows_what_is_around_it(project: Project) -> None:
    paths = (project.settings.root / "shop/user.py",)
    assert project.decided_now(paths=paths) == MATCHING
    project.write("shop/user.py", TREE["shop/user.py"] + "\nOTHER = 2\n")
    assert project.decided_now(paths=paths) == {"shop/user.py"}
    assert project.decided_now(paths=paths) == set()


def test_a_run_on_a_file_keeps_what_the_others_know(project: Project) -> None:
    project.write("shop/user.py", TREE["shop/user.py"] + "\nOTHER = 2\n")
    project.run(paths=(project.settings.root / "shop/user.py",))
    assert project.decided_now() == {"shop/user.py"}


def test_what_a_person_has_declined_is_not_known_to_others(project: Project) -> None:
    whole = project.run()
    finding = next(each for result in whole.rewritten for each in result.findings)
    declined = frozenset([(whole.rewritten[0].path, finding.span)])
    assert project.decided_now(declined=declined) == MATCHING
    assert project.was_known()


def test_what_is_written_is_what_a_new_run_would_write(project: Project) -> None:
    project.write("shop/user.py", TREE["shop/user.py"] + "\nOTHER = 2\n")
    promised = {each.path: each.after for each in project.run_anew().rewritten}
    project.run(Mode.APPLY)
    assert {path: project.read(path).encode() for path in promised} == promised


def test_calls_that_no_patch_of_another_file_reaches_are_found_again(sample: Project) -> None:
    sample.settings = replace(sample.settings, unsafe=False)
    sample.write("tests/test_alone.py", ALONE)
    sample.write("tests/test_patching.py", PATCHING)
    assert outcome_of(sample, "tests/test_alone.py") is Outcome.FIXED
    sample.write("tests/test_patching.py", f"{PATCHING}# a comment\n")
    assert sample.decided_now() == {"tests/test_patching.py"}
    assert outcome_of(sample, "tests/test_alone.py") is Outcome.FIXED
    sample.write("tests/other.py", "from tests.test_alone import test_alone\n")
    assert not sample.was_known()
    assert outcome_of(sample, "tests/test_alone.py") is Outcome.UNSAFE


def test_a_name_in_a_string_counts_where_somebody_asks_for_it(sample: Project) -> None:
    sample.settings = replace(sample.settings, unsafe=False)
    sample.write("tests/test_alone.py", ALONE)
    sample.write("tests/conftest.py", "# execution_engine\n")
    sample.run()
    sample.write("tests/conftest.py", '# execution_engine\nNAMES = ["a.b.c"]\n')
    assert sample.decided_now() == {"tests/conftest.py"}
    sample.write("tests/conftest.py", f"# execution_engine\n{PATCHING}")
    assert "tests/test_alone.py" in sample.decided_now()


def test_a_new_import_far_away_may_close_a_cycle(sample: Project) -> None:
    rewritten = "netra_backend/app/services/chat_service.py"
    path = "netra_backend/app/core/ids.py"
    sample.write(path, f"{sample.read(path)}\nimport netra_backend.app.services.chat_service\n")
    assert rewritten in sample.decided_now()


def test_a_changed_patch_is_settled_anew(sample: Project) -> None:
    wiring = f"{SUPERVISOR}.engine_wiring"
    sample.write("tests/test_p.py", f'def test_p(mock):\n    mock.patch("{wiring}.UserExecutionEngine")\n')
    sample.run()
    sample.write("tests/test_q.py", f'NAME = "{wiring}"\n')
    assert not sample.was_known()


@pytest.mark.parametrize("seed", range(3))
def test_whatever_changes_a_run_that_knows_more_says_the_same(sample: Project, seed: int) -> None:
    root, chance = sample.settings.root, random.Random(seed)
    for _ in range(6):
        path = chance.choice(sorted(each for each in root.rglob("*.py") if each.is_file()))
        mutation = chance.choice(MUTATIONS)
        path.write_bytes(mutation(path.read_bytes(), chance))
        if chance.random() < 0.3:
            sample.was_known(paths=(path,))
        sample.was_known()
        sample.was_known()


def _some_line(data: bytes, chance: random.Random, change: Callable[[bytes], bytes]) -> bytes:
    lines = data.splitlines(keepends=True)
    if lines:
        position = chance.randrange(len(lines))
        lines[position] = change(lines[position])
    return b"".join(lines)


MUTATIONS: list[Callable[[bytes, random.Random], bytes]] = [
    lambda data, chance: b"# above\n" + data,
    lambda data, chance: data.replace(b"self, ", b"self, more, ", 1),
    lambda data, chance: data.replace(b"class ", b"class New", 1),
    lambda data, chance: data.replace(b"import ", b"import os as ", 1),
    lambda data, chance: _some_line(data, chance, lambda line: b""),
    lambda data, chance: _some_line(data, chance, lambda line: line + line),
    lambda data, chance: (
        data + b'\npatch("netra_backend.app.agents.supervisor.execution_engine.ExecutionEngine")\n'
    ),
    lambda data, chance: data + b"\nimport netra_backend.app.agents.supervisor.execution_engine as hidden\n",
    lambda data, chance: data + b"\nfrom netra_backend.app.agents.supervisor import *\n",
    lambda data, chance: data + b'\nsys.modules["netra_backend.app.agents"] = None\n',
    lambda data, chance: data + b"\nexecution_engine.ExecutionEngine = None\n",
]


KINDS = '''
"""Retire shop.old."""
from shop.kinds import Alpha, Beta
from shop.new import Engine
from migrate_engines.codemod import rewrite

@rewrite("shop.old.OldEngine")
def by_alpha(x: Alpha):
    return Engine(a=x)

@rewrite("shop.old.OldEngine")
def by_beta(x: Beta):
    return Engine(b=x)
'''
KINDS_TREE = {
    "shop/__init__.py": "",
    "shop/kinds.py": "class Alpha: ...\nclass Beta: ...\n",
    "shop/new.py": "class Engine:\n    def __init__(self, a=None, b=None): ...\n",
    "shop/old.py": "class OldEngine:\n    def __init__(self, x): ...\n",
    "shop/user.py": "from shop.old import OldEngine\nfrom shop.make import line\n\nsafe = 'x'\nengine = OldEngine(line())\n",
    "shop/make.py": "from shop.kinds import Alpha, Beta\n\n\ndef line() -> Alpha: ...\n",
}


@pytest.fixture
def kinds(tmp_path: Path) -> Project:
    """A tree in which another file says which overload a call means."""
    made = Project(tmp_path / "kinds", CacheFolder(tmp_path / "kinds-cache"))
    for path, text in {**KINDS_TREE, "codemods/old.py": KINDS}.items():
        made.write(path, text)
    made.run()
    return made


def test_a_function_called_as_a_field_of_ours_counts(kinds: Project) -> None:
    assert b"Engine(a=line())" in kinds.run().rewritten[0].after
    kinds.write("shop/make.py", KINDS_TREE["shop/make.py"].replace("-> Alpha", "-> Beta"))
    assert not kinds.was_known()
    assert b"Engine(b=line())" in kinds.run().rewritten[0].after


@pytest.mark.parametrize("meanwhile", ["", KINDS_TREE["shop/user.py"].replace("safe = 'x'\n", "")])
@pytest.mark.parametrize("changed", ["shop/user.py", "shop/make.py"])
def test_a_file_that_changes_for_a_moment_leaves_nothing_behind(
    kinds: Project, meanwhile: str, changed: str
) -> None:
    before = kinds.read(changed) + "# new\n"
    kinds.write("shop/kinds.py", KINDS_TREE["shop/kinds.py"] + "# OldEngine\n")
    kinds.write(changed, before)

    def codemods() -> Sequence[Codemod]:  # asked for when the state of the tree is known
        kinds.write(changed, meanwhile)
        return load_codemods(rule_folders(kinds.settings))

    def back(paths: Sequence[str], title: str) -> Sequence[str]:
        decided.extend(paths)
        kinds.write(changed, before)
        return paths

    decided: list[str] = []
    request = Request(mode=Mode.DRY_RUN)
    run(request, kinds.settings, codemods, cache=kinds.cache, watch=back)
    assert kinds.read(changed) == before
    for number in range(2):
        kinds.write("shop/kinds.py", KINDS_TREE["shop/kinds.py"] + f"# OldEngine {number}\n")
        kinds.was_known()


@pytest.mark.skipif(os.name == "nt", reason="Windows wants a privilege for links")
def test_a_state_that_is_wrong_is_found_out(project: Project) -> None:
    name = next(path.stem for path in project.cache.folder.glob("tree*.cache"))
    state = read_record(project.cache, name, TreeState)
    assert state is not None
    files = {path: (*known[:4], bytes(16)) for path, known in state.files.items()}
    write_record(project.cache, name, TreeState(state.taken, files))
    for _ in range(2):
        project.write("shop/unrelated.py", f"{project.read('shop/unrelated.py')}# OldEngine\n")
        project.was_known()
    assert project.was_known()


def test_a_folder_that_leads_nowhere_any_more_is_no_crash(project: Project) -> None:
    ghost = project.settings.root / "shop/ghost"
    test = "@patch('shop.ghost.old.thing')\ndef test_a(m):\n    OldEngine()\n"
    project.write(
        "tests/test_a.py", f"from unittest.mock import patch\nfrom shop.old import OldEngine\n\n\n{test}"
    )
    project.write("shop/ghost/deep/__init__.pyi", "")
    project.run()
    shutil.rmtree(ghost)
    ghost.symlink_to("ghost")
    project.was_known()


@pytest.mark.parametrize(
    "data", ["from shop.\uff4fld import X\n".encode(), "x = 1  # OldEngine\n".encode("utf-16")]
)
def test_a_word_that_a_search_for_bytes_cannot_see_is_new(project: Project, data: bytes) -> None:
    (project.settings.root / "shop/unrelated.py").write_bytes(data)
    assert not project.was_known()


def test_what_a_long_line_of_classes_is_goes_by_no_order(project: Project) -> None:
    classes = "".join(f"class C{n}(C{n + 1}): ...\n" for n in reversed(range(150)))
    project.write("shop/old_deep.py", f"class C150: ...\n{classes}")
    for name, number in (("a", 60), ("b", 0)):
        patch = f"@patch('shop.old_deep.C{number}.nope')\ndef test_{name}(m):\n    OldEngine()\n"
        text = f"from unittest.mock import patch\nfrom shop.old import OldEngine\n\n\n{patch}"
        project.write(f"tests/test_{name}.py", text)
    project.run()
    project.write("tests/test_b.py", project.read("tests/test_b.py") + "# x\n")
    assert project.decided_now() == {"tests/test_b.py"}


def test_what_a_file_shows_goes_by_no_depth(kinds: Project) -> None:
    branches = "".join(f"elif X == {n}:\n    Y = {n}\n" for n in range(300))
    make = KINDS_TREE["shop/make.py"]
    kinds.write("shop/deep.py", f"{make}\n\nX = 1\nif X == 0:\n    Y = 0\n{branches}")
    for number in range(90):
        kinds.write(
            f"shop/c{number}.py", f"from shop.{f'c{number + 1}' if number < 89 else 'deep'} import line\n"
        )
    for module in ("c0", "deep"):
        kinds.write("shop/user.py", KINDS_TREE["shop/user.py"].replace("shop.make", f"shop.{module}"))
        assert not kinds.was_known()
        assert b"Engine(a=line())" in kinds.run().rewritten[0].after
