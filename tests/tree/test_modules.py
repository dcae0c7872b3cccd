"""Which file is which module."""

import pytest

from migrate_engines.tree.modules import MOST_PARTS, ModuleMap, beginnings

ROOTS = (".", "src")


@pytest.mark.parametrize(
    ("path", "module", "package"),
    [
        ("acme/__init__.py", "acme", "acme"),
        ("acme/engine.py", "acme.engine", "acme"),
        ("acme/agents/__init__.py", "acme.agents", "acme.agents"),
        ("setup.py", "setup", ""),
        ("src/acme/engine.py", "acme.engine", "acme"),
        ("src/acme/__init__.py", "acme", "acme"),
        ("src/tool.py", "tool", ""),
        ("srcs/acme.py", "srcs.acme", "srcs"),
        ("acme/src/engine.py", "acme.src.engine", "acme.src"),
    ],
)
def test_the_longest_source_root_names_a_file(path: str, module: str, package: str) -> None:
    modules = ModuleMap([path], ROOTS)
    assert modules.module_of(path) == module
    assert modules.package_of(path) == package
    assert modules.path_of(module) == path


@pytest.mark.parametrize("root", ["lib", "lib/", "lib/python"])
def test_a_source_root_may_be_written_with_a_slash(root: str) -> None:
    path = f"{root.rstrip('/')}/acme/engine.py"
    assert ModuleMap([path], [root]).module_of(path) == "acme.engine"


def test_a_file_below_a_source_root_also_has_the_name_from_the_top() -> None:
    modules = ModuleMap(["src/acme/engine.py"], ROOTS)
    assert modules.path_of("src.acme.engine") == "src/acme/engine.py"


def test_a_file_outside_every_source_root_is_named_by_its_path() -> None:
    modules = ModuleMap(["tools/run.py"], ["src"])
    assert modules.module_of("tools/run.py") == "tools.run"
    assert modules.path_of("tools.run") is None


def test_a_package_hides_the_module_of_its_name() -> None:
    modules = ModuleMap(["acme.py", "acme/__init__.py"], ROOTS)
    assert modules.path_of("acme") == "acme/__init__.py"


@pytest.mark.parametrize(
    ("dotted", "module", "rest"),
    [
        ("acme", "acme", ()),
        ("acme.engine", "acme.engine", ()),
        ("acme.engine.Engine", "acme.engine", ("Engine",)),
        ("acme.engine.Engine.create", "acme.engine", ("Engine", "create")),
        ("acme.missing.Name", "acme", ("missing", "Name")),
        ("space", "space", ()),
        ("space.inner", "space.inner", ()),
        ("space.inner.engine.Engine", "space.inner.engine", ("Engine",)),
        ("space.other", "space", ("other",)),
        ("json.dumps", None, ("json", "dumps")),
        ("acm.engine", None, ("acm", "engine")),
    ],
)
def test_a_dotted_name_is_split_at_its_module(dotted: str, module: str | None, rest: tuple[str, ...]) -> None:
    paths = ["acme/__init__.py", "acme/engine.py", "space/inner/engine.py"]
    assert ModuleMap(paths, ROOTS).split(dotted) == (module, rest)


def test_a_namespace_package_has_no_file() -> None:
    modules = ModuleMap(["space/inner/engine.py"], ROOTS)
    assert modules.path_of("space") is None
    assert modules.path_of("space.inner") is None


@pytest.mark.parametrize(
    ("paths", "path"),
    [
        (["acme/__init__.py"], "acme/wiring.py"),
        (["src/acme/__init__.py", "tests/acme_test.py"], "src/acme/wiring.py"),
        (["src/acme/engine.py"], "src/acme/wiring.py"),
        (["src/acme/agents/__init__.py"], "src/acme/wiring.py"),
        (["src/acme/agents/deep/engine.py"], "src/acme/wiring.py"),
        (["acmes/engine.py"], None),
        (["acme.py"], None),
        ([], None),
    ],
)
def test_a_new_module_goes_into_its_package(paths: list[str], path: str | None) -> None:
    assert ModuleMap(paths, ROOTS).path_for("acme.wiring") == path


def test_the_order_of_paths_decides_nothing() -> None:
    paths = ["src/acme/a.py", "acme/a.py", "acme/__init__.py"]
    first, second = ModuleMap(paths, ROOTS), ModuleMap(reversed(paths), ROOTS)
    assert first.path_of("acme.a") == second.path_of("acme.a") == "acme/a.py"


def test_a_name_of_any_length_is_split_where_the_tree_ends() -> None:
    modules = ModuleMap(["acme/engine.py", ".hidden/tool.py"], ROOTS)
    rest = ("b",) * 100_000
    assert modules.split(".".join(("acme", "engine", *rest))) == ("acme.engine", rest)
    assert modules.split(".".join(rest)) == (None, rest)


def test_a_folder_whose_name_begins_with_a_dot() -> None:
    modules = ModuleMap([".hidden/tool.py"], ROOTS)
    assert modules.split(".hidden.tool.Tool") == (".hidden.tool", ("Tool",))
    assert modules.split(".other") == (None, ("", "other"))
    assert modules.split("") == (None, ("",))


def test_beginnings() -> None:
    assert list(beginnings("a.b.c")) == ["a", "a.b", "a.b.c"]
    assert list(beginnings("a")) == ["a"]


def test_of_a_name_that_is_deeper_than_any_tree_only_so_many_beginnings_are_made() -> None:
    assert len(list(beginnings("a" + ".b" * 100_000))) == MOST_PARTS
