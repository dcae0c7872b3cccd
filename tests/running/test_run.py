"""One run over a small tree, from its rule file to what stands on the disk."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

from migrate_engines.model.finding import Outcome, UseKind
from migrate_engines.model.problem import InputError
from migrate_engines.model.report import Mode, Report
from migrate_engines.model.result import Failed, Rewritten, Skipped
from migrate_engines.rules import load_codemods
from migrate_engines.running.request import Request
from migrate_engines.running.run import run
from migrate_engines.settings import Settings

RULES = {
    "engine": '''
        """Retire acme.old.Engine."""
        from acme.factory import AgentFactory
        from acme.fresh import UserEngine
        from migrate_engines.codemod import helper, keep, redirect, rewrite
        LEGACY = "acme.old.Engine"

        @helper("acme.wiring")
        def configured(registry):
            """A factory for one request."""
            factory = AgentFactory()
            factory.configure(registry)
            return factory

        @keep(UserEngine)
        def canonical(*, context, factory): ...

        @rewrite(LEGACY)
        def per_user(registry, context):
            return UserEngine(context=context, factory=configured(registry))

        redirect("acme.old", Engine=UserEngine)
    ''',
    "pool": '''
        """Retire acme.pools.make_pool."""
        from acme.pools import Pool
        from migrate_engines.codemod import rewrite

        @rewrite("acme.pools.make_pool")
        def built(size):
            return Pool(size=size)
    ''',
}
TREE = {
    "acme/__init__.py": "",
    "acme/factory.py": "class AgentFactory:\n    def __init__(self): ...\n    def configure(self, registry): ...\n",
    "acme/fresh.py": "class UserEngine:\n    def __init__(self, context, factory): ...\n",
    "acme/old.py": "class Engine:\n    def __init__(self, registry, context): ...\n",
    "acme/pools.py": "class Pool:\n    def __init__(self, size): ...\ndef make_pool(size):\n    return Pool(size)\n",
}
CALLER = (
    "from acme.old import Engine\n\n\ndef build(registry, context):\n    return Engine(registry, context)\n"
)
CALLER_AFTER = (
    "from acme.fresh import UserEngine\nfrom acme.wiring import configured\n\n\n"
    "def build(registry, context):\n    return UserEngine(context=context, factory=configured(registry))\n"
)
POOL = "from acme.pools import make_pool\n\npool = make_pool(3)\n"
POOL_AFTER = "from acme.pools import Pool\n\npool = Pool(size=3)\n"
HELPER = '''\
"""Builds what the canonical constructor needs. Written by migrate-engines, from its codemods."""

from acme.factory import AgentFactory


def configured(registry):
    """A factory for one request."""
    factory = AgentFactory()
    factory.configure(registry)
    return factory
'''


@dataclass(frozen=True)
class Project:
    """A tree, its rule files, and what it held before the run."""

    root: Path
    before: Mapping[str, bytes]

    def run(
        self,
        *paths: str,
        mode: Mode = Mode.APPLY,
        select: tuple[str, ...] = (),
        ignore: tuple[str, ...] = (),
        module: str | None = None,
        listing: list[str] | None = None,
        **choices: frozenset,
    ) -> Report:
        settings = Settings(self.root, codemods=("codemods",), exclude=("codemods",))
        chosen = tuple(self.root / path for path in paths)
        request = Request(chosen, mode, False, select, ignore, module, **choices)
        return run(request, settings, load_codemods([self.root / "codemods"]), listing=listing)

    def files(self) -> dict[str, bytes]:
        paths = sorted(path for path in self.root.rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in paths}

    def text(self, path: str) -> str:
        return (self.root / path).read_bytes().decode()

    def changed(self) -> set[str]:
        """The files that are not what they were."""
        after = self.files()
        return {
            path for path in after.keys() | self.before.keys() if after.get(path) != self.before.get(path)
        }


Tree = Callable[..., Project]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A project with these files besides those that every test has."""

    def tree(files: Mapping[str, str | bytes], rules: Mapping[str, str] = RULES) -> Project:
        texts = {**TREE, **{f"codemods/{name}.py": dedent(text) for name, text in rules.items()}, **files}
        for name, text in texts.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        project = Project(tmp_path, {})
        return Project(tmp_path, project.files())

    return tree


def findings(report: Report) -> list[str]:
    """``path:line outcome reason`` for each finding."""
    return [
        f"{path}:{each.place.line} {each.outcome} {each.reason or ''}".strip()
        for path, each in report.findings()
    ]


def result_of(report: Report, path: str) -> object:
    return next((result for result in report.results if result.path == path), None)


CALLERS = {
    "app/a.py": CALLER,
    "app/sub/b.py": CALLER,
    "app_too/d.py": CALLER,
    "other/c.py": CALLER,
    "other/pool.py": POOL,
}


def test_a_whole_tree_is_rewritten_with_its_helper_and_its_shim(tree: Tree) -> None:
    project = tree(CALLERS)
    report = project.run()
    assert project.changed() == {*CALLERS, "acme/wiring.py", "acme/old.py"}
    assert {project.text(path) for path in ("app/a.py", "app/sub/b.py", "other/c.py")} == {CALLER_AFTER}
    assert project.text("other/pool.py") == POOL_AFTER
    assert project.text("acme/wiring.py") == HELPER
    assert "Engine as Engine" in project.text("acme/old.py")
    assert report.exit_code() == 0
    assert report.files_scanned == len(TREE) + len(CALLERS)
    assert report.outcomes() == {Outcome.FIXED: 11}


@pytest.mark.parametrize(
    ("paths", "changed"),
    [
        (["app"], {"app/a.py", "app/sub/b.py", "acme/wiring.py"}),
        (["app/sub"], {"app/sub/b.py", "acme/wiring.py"}),
        (["app/sub", "other"], {"app/sub/b.py", "other/c.py", "other/pool.py", "acme/wiring.py"}),
        (["app/a.py", "app/sub"], {"app/a.py", "app/sub/b.py", "acme/wiring.py"}),
        (["app/../app/sub"], {"app/sub/b.py", "acme/wiring.py"}),
        (["other/pool.py"], {"other/pool.py"}),
        (["codemods"], set()),
    ],
)
def test_paths_restrict_what_changes(tree: Tree, paths: list[str], changed: set[str]) -> None:
    project = tree(CALLERS)
    report = project.run(*paths)
    assert project.changed() == changed
    assert {each.path for each in report.rewritten} == changed
    assert all(path in changed for path, _ in report.findings())


def test_the_root_as_a_path_is_the_whole_tree(tree: Tree) -> None:
    project = tree(CALLERS)
    project.run(".")
    assert project.changed() == {*CALLERS, "acme/wiring.py", "acme/old.py"}


def test_a_folder_whose_module_others_still_use_gets_no_shim(tree: Tree) -> None:
    project = tree(CALLERS)
    report = project.run("acme")
    assert project.changed() == set()
    assert findings(report)[0] == "acme/old.py:1 manual redirect-blocked"


def test_folders_that_hold_the_module_and_all_its_users_get_the_shim(tree: Tree) -> None:
    project = tree({"app/a.py": CALLER, "other/pool.py": POOL})
    project.run("acme", "app")
    assert project.changed() == {"app/a.py", "acme/wiring.py", "acme/old.py"}


def test_a_list_of_files_gets_no_helper_and_no_shim(tree: Tree) -> None:
    project = tree(CALLERS)
    report = project.run("app/a.py", "acme/old.py")
    assert project.changed() == set()
    assert "app/a.py:5 manual helper-missing" in findings(report)
    assert not [each for each in findings(report) if each.startswith("acme/old.py:1 ")]


def test_a_list_of_files_says_nothing_of_the_others(tree: Tree) -> None:
    broken = f"{CALLER}\ndef f(:\n"
    project = tree({"app/broken.py": broken, "app/user.py": CALLER})
    assert [each.path for each in project.run("app/user.py").results] == ["app/user.py"]
    assert [each.path for each in project.run("app/broken.py").failed] == ["app/broken.py"]


def test_a_list_of_files_uses_a_helper_that_is_there(tree: Tree) -> None:
    project = tree({**CALLERS, "acme/wiring.py": HELPER})
    project.run("app/a.py")
    assert project.changed() == {"app/a.py"}
    assert "return UserEngine(context=context, factory=configured(registry))" in project.text("app/a.py")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_helper_that_differs_is_left_and_its_calls_too(tree: Tree, newline: str) -> None:
    other = HELPER.replace("one request", "another").replace("\n", newline)
    project = tree({"app/a.py": CALLER, "acme/wiring.py": other})
    report = project.run()
    assert project.changed() == set()
    assert "app/a.py:5 manual helper-conflict" in findings(report)


@pytest.mark.parametrize(
    ("module", "paths", "changed"),
    [
        ("app", [], {"app/a.py", "app/sub/b.py", "acme/wiring.py"}),
        ("app.sub", [], {"app/sub/b.py", "acme/wiring.py"}),
        ("app.sub.b", [], {"app/sub/b.py", "acme/wiring.py"}),
        ("other.pool", [], {"other/pool.py"}),
        ("app", ["app/sub"], {"app/sub/b.py", "acme/wiring.py"}),
        ("app", ["other"], set()),
    ],
)
def test_a_module_restricts_what_changes(
    tree: Tree, module: str, paths: list[str], changed: set[str]
) -> None:
    project = tree(CALLERS)
    project.run(*paths, module=module)
    assert project.changed() == changed


def test_a_module_by_the_name_that_a_source_root_gives(tree: Tree) -> None:
    project = tree({"src/app/a.py": CALLER, "other/c.py": CALLER})
    project.run(module="app.a")
    assert project.changed() == {"src/app/a.py", "acme/wiring.py"}


@pytest.mark.parametrize(
    ("select", "ignore", "changed"),
    [
        (("pool",), (), {"other/pool.py"}),
        ((), ("engine",), {"other/pool.py"}),
        (("engine", "pool"), ("engine",), {"other/pool.py"}),
        (("engine",), (), {"app/a.py", "acme/wiring.py", "acme/old.py"}),
        ((), ("pool",), {"app/a.py", "acme/wiring.py", "acme/old.py"}),
        ((), ("pool", "engine"), set()),
        (("pool",), ("pool",), set()),
    ],
)
def test_codemods_are_selected(
    tree: Tree, select: tuple[str, ...], ignore: tuple[str, ...], changed: set[str]
) -> None:
    project = tree({"app/a.py": CALLER, "other/pool.py": POOL})
    report = project.run(select=select, ignore=ignore)
    assert project.changed() == changed
    assert {each.codemod for _, each in report.findings()} <= {"engine", "pool"} - set(ignore)


def test_a_declined_call_stays_and_what_it_needs_stays_with_it(tree: Tree) -> None:
    project = tree({"app/a.py": CALLER, "app/b.py": CALLER})
    found = project.run(mode=Mode.DRY_RUN).findings()
    [span] = [each.span for path, each in found if path == "app/b.py" and each.kind is UseKind.CALL]
    report = project.run(declined=frozenset({("app/b.py", span)}))
    assert project.changed() == {"app/a.py", "acme/wiring.py"}
    told = {(path, each.kind, each.outcome, each.reason) for path, each in report.findings()}
    assert ("app/b.py", UseKind.CALL, Outcome.SUPPRESSED, None) in told
    assert ("acme/old.py", UseKind.MODULE, Outcome.MANUAL, "redirect-blocked") in told


def test_a_skipped_file_stays_and_is_a_user_all_the_same(tree: Tree) -> None:
    project = tree({"app/a.py": CALLER, "app/b.py": CALLER})
    project.run(skipped=frozenset({"app/b.py"}))
    assert project.changed() == {"app/a.py", "acme/wiring.py"}


@pytest.mark.parametrize(
    ("asked", "problems"),
    [
        ({"select": ("engin",)}, ["engin: no codemod of that name. Did you mean engine?"]),
        ({"ignore": ("pols",)}, ["pols: no codemod of that name. Did you mean pool?"]),
        ({"select": ("zzz",)}, ["zzz: no codemod of that name. There are: engine, pool"]),
        ({"module": "ap"}, ["ap: no module or package of that name. Did you mean app?"]),
        (
            {"select": ("engin", "pool"), "ignore": ("zzz",), "module": "ap"},
            [
                "ap: no module or package of that name. Did you mean app?",
                "engin: no codemod of that name. Did you mean engine?",
                "zzz: no codemod of that name. There are: engine, pool",
            ],
        ),
    ],
)
def test_what_does_not_exist_is_told_all_at_once(
    tree: Tree, asked: Mapping[str, tuple[str, ...]], problems: list[str]
) -> None:
    project = tree(CALLERS)
    with pytest.raises(InputError) as caught:
        project.run(**asked)  # type: ignore[arg-type]
    assert list(map(str, caught.value.problems)) == problems
    assert project.changed() == set()


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("gone.py", "{root}/gone.py: no such file or folder. Give a path below the root"),
        ("ap/one.py", "{root}/ap/one.py: no such file or folder. Did you mean app?"),
        ("..", "{root}/..: outside the root {root}. Run from that project, or give --config"),
    ],
)
def test_a_path_that_is_not_below_the_root_is_refused(tree: Tree, path: str, told: str) -> None:
    project = tree(CALLERS)
    with pytest.raises(InputError) as caught:
        project.run("app", path)
    assert list(map(str, caught.value.problems)) == [told.format(root=project.root)]


@pytest.mark.parametrize(("mode", "code"), [(Mode.DRY_RUN, 0), (Mode.CHECK, 1)])
def test_without_applying_nothing_is_written(tree: Tree, mode: Mode, code: int) -> None:
    project = tree(CALLERS)
    report = project.run(mode=mode)
    assert project.changed() == set()
    assert report.exit_code() == code
    assert report.results == project.run().results
    assert {each.path: each.after for each in report.rewritten} == {
        path: project.files()[path] for path in project.changed()
    }


BROKEN = {
    "syntax": (b"from acme.old import Engine\nEngine(\n", "cannot be parsed by Python "),
    "encoding": (b"from acme.old import Engine\nx = '\xff'\n", "cannot be decoded: "),
    "nul": (b"from acme.old import Engine\n\0\n", "cannot be parsed"),
    "depth": (b"from acme.old import Engine\nx = " + b"(" * 5000 + b")" * 5000 + b"\n", "cannot be parsed"),
    "operators": (b"from acme.old import Engine\nx = " + b"-" * 50000 + b"1\n", "cannot be parsed"),
    "attributes": (b"from acme.old import Engine\nx = y" + b".z" * 3000 + b"\n", ""),
}


@pytest.mark.parametrize("name", [name for name in BROKEN if name != "attributes"])
def test_a_file_that_cannot_be_parsed_fails_and_the_others_go_on(tree: Tree, name: str) -> None:
    data, told = BROKEN[name]
    project = tree({"app/a.py": CALLER, "app/broken.py": data})
    report = project.run()
    failed = result_of(report, "app/broken.py")
    assert isinstance(failed, Failed)
    assert failed.message.startswith(told)
    assert report.exit_code() == 1
    assert "UserEngine(context=context, factory=configured(registry))" in project.text("app/a.py")
    assert (project.root / "app/broken.py").read_bytes() == data


def test_nesting_that_a_visitor_cannot_follow_is_that_files_own_failure(tree: Tree) -> None:
    """How deep is too deep depends on the running Python: either the file fails, or it is read well."""
    data, _ = BROKEN["attributes"]
    project = tree({"app/a.py": CALLER, "app/deep.py": data})
    report = project.run()
    assert "UserEngine(context=context, factory=configured(registry))" in project.text("app/a.py")
    has_failed = isinstance(result_of(report, "app/deep.py"), Failed)
    assert ((project.root / "app/deep.py").read_bytes() == data) is has_failed


def test_branches_too_many_for_a_visitor_do_not_end_the_run(tree: Tree) -> None:
    """Every `elif` nests one deeper; the alias makes the index read the file before any is decided."""
    branches = "".join(f"elif n == {each}: pass\n" for each in range(1500))
    deep = f"n = 1\nif n: pass\n{branches}from acme.old import Engine as Motor\n"
    project = tree({"app/a.py": CALLER, "app/deep.py": deep})
    report = project.run()
    assert isinstance(result_of(report, "app/deep.py"), Failed)
    assert report.exit_code() == 1
    assert "UserEngine(context=context, factory=configured(registry))" in project.text("app/a.py")
    assert project.text("app/deep.py") == deep


def test_a_file_that_cannot_be_parsed_keeps_the_module_that_it_may_use(tree: Tree) -> None:
    project = tree(
        {"app/a.py": CALLER, "app/broken.py": "from acme.old import Engine, helper_of_old\nEngine(\n"}
    )
    project.run()
    assert "acme/old.py" not in project.changed()


def test_a_file_that_is_listed_and_gone_fails_and_the_others_go_on(tree: Tree) -> None:
    project = tree({"app/a.py": CALLER})
    report = project.run(listing=[*TREE, "app/a.py", "app/gone.py"])
    failed = result_of(report, "app/gone.py")
    assert isinstance(failed, Failed)
    assert failed.message.startswith("cannot be read: ")
    assert report.exit_code() == 1
    assert "app/a.py" in project.changed()


def test_a_broken_file_that_no_rule_is_about_is_none_of_the_runs_business(tree: Tree) -> None:
    report = tree({"app/broken.py": "def (:\n"}).run(select=("pool",))
    assert report.exit_code() == 0
    assert result_of(report, "app/broken.py") is None


@pytest.mark.parametrize("mark", ["# @generated by protoc\n", '"""@generated SignedSource"""\n'])
def test_generated_files_are_skipped(tree: Tree, mark: str) -> None:
    project = tree({"app/a.py": CALLER, "app/generated.py": mark + CALLER})
    report = project.run()
    assert result_of(report, "app/generated.py") == Skipped("app/generated.py", "generated file")
    assert "app/generated.py" not in project.changed()
    assert "app/a.py" in project.changed()


def test_a_skipped_file_keeps_the_module_that_it_uses(tree: Tree) -> None:
    project = tree({"app/generated.py": "# @generated\n" + CALLER})
    project.run()
    assert "acme/old.py" not in project.changed()


MIXED = {
    "app/a.py": CALLER,
    "app/names.py": "from acme.old import Engine as Motor\n",
    "app/uses.py": "from app.names import Motor\n\n\ndef build(r, c):\n    return Motor(r, c)\n",
    "app/broken.py": "from acme.old import Engine\n(",
    "app/subclass.py": "from acme.old import Engine\n\n\nclass Mine(Engine): ...\n",
}


def test_the_order_of_the_listing_decides_nothing(tree: Tree) -> None:
    project = tree(MIXED)
    listing = [*TREE, *MIXED]
    expected = project.run(mode=Mode.DRY_RUN)
    assert len(expected.rewritten) >= 2
    rotations = [listing[count:] + listing[:count] for count in range(len(listing))]
    for order in [*rotations, listing[::-1]]:
        assert project.run(mode=Mode.DRY_RUN, listing=order) == expected


@pytest.mark.parametrize(
    "files",
    [CALLERS, MIXED, {"app/a.py": CALLER.replace("\n", "\r\n"), "app/pool.py": POOL.rstrip("\n")}],
    ids=["callers", "mixed", "ends"],
)
def test_a_second_run_is_silent(tree: Tree, files: Mapping[str, str]) -> None:
    project = tree(files)
    first = project.run()
    assert first.rewritten
    before = project.files()
    second = project.run()
    assert second.rewritten == ()
    assert project.files() == before
    left = [each for each in findings(first) if " fixed" not in each]
    assert [each.split()[1:] for each in findings(second)] == [each.split()[1:] for each in left]


def test_a_second_run_is_silent_though_the_shim_makes_both_names_one(tree: Tree) -> None:
    """Both constructors take two arguments by position: only the name tells old calls from new ones."""
    rule = RULES["engine"].replace("(*, context, factory)", "(context, factory)")
    rule = rule.replace("(context=context, factory=configured(registry))", "(context, configured(registry))")
    project = tree({"app/a.py": CALLER}, {"engine": rule})
    project.run()
    assert "UserEngine(context, configured(registry))" in project.text("app/a.py")
    assert findings(project.run()) == []


def test_a_target_that_hides_its_own_base_is_no_end_of_the_run(tree: Tree) -> None:
    hiding = "from acme.base import UserEngine\n\n\nclass UserEngine(UserEngine): ...\n"
    base = TREE["acme/fresh.py"]
    project = tree({"acme/base.py": base, "acme/fresh.py": hiding, "app/a.py": CALLER, "other/pool.py": POOL})
    project.run()
    assert project.text("other/pool.py") == POOL_AFTER


USES = "from app.names import {0}\n\n\ndef build(r, c):\n    return {0}(r, c)\n"
ALIASES = {
    "import": "from acme.old import Engine as Motor\n",
    "import in parentheses": "from acme.old import (\n    Engine as Motor,\n)\n",
    "import over lines": "from acme.old import (\n    Engine\n    as Motor,\n)\n",
    "import with a backslash": "from acme.old import Engine \\\n    as Motor\n",
    "assignment": "from acme.old import Engine\n\nMotor = Engine\n",
    "attribute": "import acme.old\n\nMotor = acme.old.Engine\n",
    "annotated": "from acme.old import Engine\n\nMotor: type[Engine] = Engine  # kept for callers\n",
    "second target": "from acme.old import Engine\n\nFast = Motor = Engine\n",
    "first target": "from acme.old import Engine\n\nMotor = Fast = Engine\n",
    "in parentheses": "from acme.old import Engine\n\nMotor = (Engine)\n",
    "in a branch": "from acme.old import Engine\n\nif True:\n    Motor = Engine\n",
    "import in a branch": "try:\n    from acme.old import Engine as Motor\nexcept ImportError:\n    raise\n",
    "after a semicolon": "from acme.old import Engine; Motor = Engine\n",
    "carriage returns": "from acme.old import Engine\r\n\r\nMotor = Engine\r\n",
}


@pytest.mark.parametrize("alias", ALIASES.values(), ids=ALIASES)
def test_a_file_that_knows_the_symbol_by_an_alias_alone_is_found(tree: Tree, alias: str) -> None:
    project = tree({"app/names.py": alias, "app/uses.py": USES.format("Motor")})
    report = project.run()
    used = [each for path, each in report.findings() if path == "app/uses.py" and each.kind == "call"]
    assert [(each.symbol, each.place.line) for each in used] == [("acme.old.Engine", 5)]


def test_a_file_that_knows_the_symbol_by_an_alias_of_an_alias_is_found(tree: Tree) -> None:
    project = tree(
        {
            "app/first.py": "from acme.old import Engine as Motor\n",
            "app/second.py": "from app.first import Motor as Drive\n",
            "app/names/__init__.py": "from app.second import Drive\n\nShaft = Drive\n",
            "app/uses.py": USES.format("Shaft"),
        }
    )
    project.run()
    assert "app/uses.py" in project.changed()
    assert "UserEngine(context=c, factory=configured(r))" in project.text("app/uses.py")


def test_a_function_that_is_known_by_an_alias_alone_is_found(tree: Tree) -> None:
    project = tree(
        {
            "app/names.py": "from acme.pools import make_pool as build\n",
            "app/uses.py": "from app.names import build\n\nx = build(3)\n",
        }
    )
    project.run()
    assert "Pool(size=3)" in project.text("app/uses.py")


def test_a_look_alike_of_an_alias_is_not_touched(tree: Tree) -> None:
    project = tree(
        {
            "app/names.py": "from acme.old import Engine as Motor\n",
            "app/other.py": "class Motor:\n    def __init__(self, r, c): ...\n\n\nMotor(1, 2)\n",
        }
    )
    report = project.run()
    assert "app/other.py" not in project.changed()
    assert not [path for path, _ in report.findings() if path == "app/other.py"]


def test_every_result_says_what_is_on_the_disk(tree: Tree) -> None:
    project = tree(MIXED)
    report = project.run()
    for result in report.results:
        after = (project.root / result.path).read_bytes()
        before = project.before.get(result.path)
        expected = (result.before, result.after) if isinstance(result, Rewritten) else (before, before)
        assert (before, after) == expected
    assert [result.path for result in report.results] == sorted({each.path for each in report.results})
    assert all(first <= second for first, second in itertools.pairwise(each.path for each in report.results))
