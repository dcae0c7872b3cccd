"""``migrate-engines explain`` through the command line."""

import json
from pathlib import Path

import pytest

RULES = '''"""Retire acme.old.make."""
from acme.fresh import build
from migrate_engines.codemod import keep, manual, rewrite, unsafe

@keep(build)
def today(context, *, size): ...

@rewrite("acme.old.make")
def made(context, size=3):
    return build(context, size=size)

@unsafe("it counts no more")
@rewrite("acme.old.counted")
def counted(context):
    return build(context, size=1)

@manual("acme.old.make", reason="missing-context", help="Pass the context.")
def nothing(): ...
'''
WORKER = """\
from acme import make as shared
from acme.fresh import build
from acme.old import counted


def work(context, make):
    first = shared(context.load(), size=2)
    second = shared()
    third = counted(context)
    fourth = build(context, size=4)
    return make(first, second, third, fourth)
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        "pyproject.toml": '[tool.migrate-engines]\ncodemods = ["codemods"]\n',
        "codemods/old.py": RULES,
        "acme/__init__.py": "from acme.old import make\n",
        "acme/fresh.py": "def build(context, *, size): ...\n",
        "acme/old.py": "def make(context, size=3): ...\n\n\ndef counted(context): ...\n",
        "app/worker.py": WORKER,
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8", newline="")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_call_that_is_rewritten(project: Path, migrate_engines) -> None:
    assert migrate_engines("explain", "app/worker.py:7").out.decode() == (
        "app/worker.py:7:13 fixed old\n"
        "  rewritten by made\n"
        "  what it is\n"
        "    shared  (app/worker.py:1)\n"
        "    which is acme.make  (acme/__init__.py:1)\n"
        "    which is acme.old.make  (acme/old.py:1)\n"
        "  signatures\n"
        "    yes      made(context, size=3)\n"
        "    no       nothing(): takes 0 positional arguments, not 1\n"
        "  arguments\n"
        "    context = context.load()\n"
        "    size = 2\n"
        "  evaluation\n"
        "    context may have effects: evaluated once, in the same order, before what the rule does\n"
        "  what would change\n"
        "    -     first = shared(context.load(), size=2)\n"
        "    +     first = build(context.load(), size=2)\n"
    )


def test_every_line_of_the_file_that_gives_the_name_its_meaning(project: Path, migrate_engines) -> None:
    text = "import acme.old as old\n\nmake = old.make\n\n\ndef work(context):\n    own = make\n    return own(context)\n"
    (project / "app/worker.py").write_text(text)
    told = migrate_engines("explain", "app/worker.py:8").out.decode()
    assert (
        "    own  (app/worker.py:7)\n"
        "    make  (app/worker.py:3)\n"
        "    old  (app/worker.py:1)\n"
        "    which is acme.old.make  (acme/old.py:1)\n"
    ) in told


def test_a_call_that_is_left(project: Path, migrate_engines) -> None:
    told = migrate_engines("explain", "app/worker.py:8").out.decode()
    assert told.startswith("app/worker.py:8:14 manual old [missing-context]\n  Pass the context.\n")
    assert "no       made(context, size=3): context is missing\n" in told
    assert "what would change" not in told


def test_an_unsafe_call_shows_what_would_be_written(project: Path, migrate_engines) -> None:
    told = migrate_engines("explain", "app/worker.py:9:13").out.decode()
    assert told.startswith("app/worker.py:9:13 unsafe old [declared-unsafe]\n")
    assert "  notes\n    it counts no more\n" in told
    assert "    +     third = build(context, size=1)\n" in told


def test_a_call_that_is_right_as_it_is(project: Path, migrate_engines) -> None:
    told = migrate_engines("explain", "app/worker.py:10").out.decode()
    assert told.startswith("app/worker.py:10:14 kept old\n  right as it is: today(context, *, size)")


def test_a_look_alike_says_what_it_is(project: Path, migrate_engines) -> None:
    told = migrate_engines("explain", "app/worker.py:11").out.decode()
    assert told == (
        "app/worker.py:11:12 make is no finding\n  a parameter on line 6\n\n"
        "The nearest findings in this file are on line 10, 9, 8, 7, 3.\n"
    )


def test_an_import_says_who_holds_it(project: Path, migrate_engines) -> None:
    told = migrate_engines("explain", "app/worker.py:1").out.decode()
    assert told.startswith("app/worker.py:1:18 kept old [still-used]\n")


def test_a_line_with_nothing_on_it(project: Path, migrate_engines) -> None:
    ended = migrate_engines("explain", "app/worker.py:4")
    assert ended.code == 0
    assert ended.out.decode().startswith(
        "app/worker.py:4: nothing here is, or looks like, a retired symbol\n"
    )


def test_as_json(project: Path, migrate_engines) -> None:
    document = json.loads(
        migrate_engines("explain", "app/worker.py:7", "--output-format", "json").out.decode()
    )
    [explained] = document["explained"]
    assert explained["finding"]["proof"]["arguments"] == [
        {"parameter": "context", "text": "context.load()"},
        {"parameter": "size", "text": "2"},
    ]
    assert explained["way"][-1] == {"name": "acme.old.make", "place": "acme/old.py:1"}


def test_the_page_of_a_reason(project: Path, migrate_engines) -> None:
    told = migrate_engines("explain", "name-collision").out.decode()
    assert told.startswith(
        "name-collision\n  A name that the replacement needs already means something else there."
    )


def test_the_other_separator(project: Path, migrate_engines) -> None:
    assert (
        migrate_engines("explain", "app\\worker.py:8").out.decode()
        == migrate_engines("explain", "app/worker.py:8").out.decode()
    )


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        ("app/worker.py", "This is no place in a file. Write path:line"),
        ("captured-warning", "Did you mean captured-warnings?"),
        ("shared-singelton", "Did you mean shared-singleton?"),
        ("app/none.py:3", "app/none.py: There is no such file. Give its path from here."),
        ("app/worker.py:12", "It has 11 lines, so there is no line 12. Give a line of the file, from 1."),
        ("app/worker.py:0", "so there is no line 0"),
    ],
)
def test_what_cannot_be_explained(project: Path, migrate_engines, place: str, problem: str) -> None:
    ended = migrate_engines("explain", place)
    assert (ended.code, problem in ended.err) == (2, True), ended.err


def test_a_file_outside_the_root(
    project: Path, migrate_engines, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other") / "a.py"
    other.write_text("a\n", encoding="utf-8")
    ended = migrate_engines("explain", f"{other}:1", "--config", "pyproject.toml")
    assert (ended.code, "It is outside the root" in ended.err) == (2, True)


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("app/broken.py", "from acme.old import make\ndef (\n", "the file failed: cannot be parsed"),
        ("app/other.py", "def (\n", "the file cannot be parsed"),
        ("app/made.py", "# @generated\nfrom acme.old import make\n", "the file is skipped: generated file"),
        ("app/left/out.py", "from acme.old import make\n", "no run reads this file"),
        ("app/notes.txt", "acme.old.make\n", "no run reads this file"),
    ],
)
def test_a_file_that_no_run_knows_is_said_to_be_one(
    project: Path, migrate_engines, path: str, text: str, told: str
) -> None:
    (project / "app" / "left").mkdir()
    (project / path).write_text(text, encoding="utf-8", newline="")
    settings = (project / "pyproject.toml").read_text(encoding="utf-8")
    (project / "pyproject.toml").write_text(f'{settings}exclude = ["app/left"]\n', encoding="utf-8")
    assert migrate_engines("explain", f"{path}:1").out.decode().startswith(f"{path}: {told}")
    document = json.loads(migrate_engines("explain", f"{path}:1", "--output-format", "json").out)
    assert document["unread"].startswith(told)
