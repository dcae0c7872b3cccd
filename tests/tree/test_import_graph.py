"""Which module runs which when it is imported."""

import ast
import sys
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from textwrap import dedent

import grimp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migrate_engines.settings import Settings
from migrate_engines.tree.import_cycles import import_cycles
from migrate_engines.tree.import_graph import Chain, ImportChange, ImportGraph
from migrate_engines.tree.import_requests import Request, When, import_requests
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.modules import ModuleMap
from migrate_engines.tree.open import open_tree
from migrate_engines.tree.summary import ModuleSummary, summarize


class Tree:
    """Files by path, and which of them the graph has asked for."""

    def __init__(self, files: Mapping[str, str], roots: tuple[str, ...] = (".", "src")) -> None:
        self.texts = {path: dedent(text) for path, text in files.items()}
        self.modules = ModuleMap(self.texts, roots)
        self.asked: list[str] = []
        self.graph = ImportGraph(SymbolIndex(self.modules, self._summary), self._requests)

    def _summary(self, path: str) -> ModuleSummary:
        package = self.modules.package_of(path)
        return summarize(ast.parse(self.texts[path]), self.modules.module_of(path), package)

    def _requests(self, path: str) -> list[Request] | None:
        self.asked.append(path)
        try:
            tree = ast.parse(self.texts[path])
        except SyntaxError:
            return None
        return list(import_requests(tree, self.modules.package_of(path)))


def edges(text: str, path: str = "m.py", when: When = When.LOADING) -> set[str]:
    """What a file of a small tree imports; packages that run along with it end in a dot."""
    tree = Tree({**SMALL, path: text})
    found = tree.graph.edges(tree.modules.module_of(path))
    return {f"{each.imported}{'.' * each.is_parent}" for each in found if each.when is when}


SMALL = {
    "a/__init__.py": "__all__ = ['one', 'Name']",
    "a/one.py": "",
    "a/b/__init__.py": "",
    "a/b/two.py": "",
    "a/b/three.py": "",
    "space/inner/four.py": "",
    "src/lib/__init__.py": "",
    "src/lib/five.py": "",
    "six.py": "",
}


@pytest.mark.parametrize(
    ("text", "imported"),
    [
        ("import six", {"six"}),
        ("import a.b.two", {"a.", "a.b.", "a.b.two"}),
        ("import a.b.two as t, six", {"a.", "a.b.", "a.b.two", "six"}),
        ("from a.b import two", {"a.", "a.b.", "a.b.two"}),
        ("from a.b import Name", {"a.", "a.b"}),
        ("from a.b.two import Name as Other", {"a.", "a.b.", "a.b.two"}),
        ("from a.b import (two,\n    three as t, Name)", {"a.", "a.b.", "a.b", "a.b.two", "a.b.three"}),
        ("from a.b import *", {"a.", "a.b"}),
        ("from a import *", {"a", "a.one"}),
        ("import space.inner.four", {"space.inner.four"}),
        ("from space.inner import four", {"space.inner.four"}),
        ("import space", set()),
        ("import lib.five", {"lib.", "lib.five"}),
        ("import src.lib.five", {"lib.", "lib.five"}),
        ("import json, a_b", set()),
        ("import a.missing", {"a"}),
        ("import m", set()),
        ("class C:\n    import six", {"six"}),
        ("class C:\n    class D:\n        import six", {"six"}),
        ("try:\n    import six\nexcept ImportError:\n    import a\nelse:\n    import a.one", {"six", "a", "a.", "a.one"}),
        ("try:\n    pass\nfinally:\n    import six", {"six"}),
        ("if x:\n    import six\nelif y:\n    import a\nelse:\n    import a.one", {"six", "a", "a.", "a.one"}),
        ("with x:\n    import six", {"six"}),
        ("for x in y:\n    import six\nelse:\n    import a", {"six", "a"}),
        ("while x:\n    import six", {"six"}),
        ("match x:\n    case 1:\n        import six", {"six"}),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import six\nelse:\n    import a", {"a"}),
        ("import typing\nif not typing.TYPE_CHECKING:\n    import six\nelse:\n    import a", {"six"}),
        ("if TYPE_CHECKING:\n    import six\nelif x:\n    import a", {"a"}),
        ("import os; import six", {"six"}),
        ("def f():\n    import six", set()),
        ("async def f():\n    if x:\n        import six", set()),
        ("class C:\n    def f(self):\n        import six", set()),
        ("f = lambda: __import__('six')", set()),
    ],
)  # fmt: skip
def test_what_runs_when_a_module_is_imported(text: str, imported: set[str]) -> None:
    assert edges(text) == imported


@pytest.mark.parametrize(
    ("path", "text", "imported"),
    [
        ("a/b/m.py", "from . import two", {"a.b.two"}),
        ("a/b/m.py", "from .two import Name", {"a.b.two"}),
        ("a/b/m.py", "import a.b.two", {"a.b.two"}),
        ("a/b/m.py", "from a.b import Name", {"a.b"}),
        ("a/b/m.py", "from .. import one", {"a.one"}),
        ("a/b/m.py", "from ..one import Name", {"a.one"}),
        ("a/m.py", "from .b.two import Name", {"a.b.", "a.b.two"}),
        ("a/m.py", "from .....b import two", set()),
        ("a/b/__init__.py", "from .two import Name", {"a.b.two"}),
        ("a/b/__init__.py", "from . import two", {"a.b.two"}),
        ("a/b/__init__.py", "from . import Name", set()),
        ("a/b/__init__.py", "from .. import Name", {"a"}),
        ("a/b/__init__.py", "from ..one import Name", {"a.one"}),
        ("space/inner/m.py", "from . import four", {"space.inner.four"}),
        ("src/lib/m.py", "from . import five", {"lib.five"}),
    ],
)
def test_packages_around_a_module_have_begun_before_it(path: str, text: str, imported: set[str]) -> None:
    assert edges(text, path) == imported


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("def f():\n    import six", When.LATER),
        ("class C:\n    async def f(self):\n        try:\n            import six\n        finally: ...", When.LATER),
        ("if TYPE_CHECKING:\n    import six", When.TYPE_CHECKING),
        ("if TYPE_CHECKING:\n    def f():\n        import six", When.TYPE_CHECKING),
        ("def f():\n    if TYPE_CHECKING:\n        import six", When.TYPE_CHECKING),
    ],
)  # fmt: skip
def test_other_imports_are_told_apart(text: str, when: When) -> None:
    assert edges(text, when=when) == {"six"}
    assert all(edges(text, when=other) == set() for other in When if other is not when)


def test_an_edge_has_its_line() -> None:
    (edge,) = Tree({**SMALL, "m.py": "\n\nimport six\n"}).graph.edges("m")
    assert edge.line == 3


def closing(importer: str, target: str, files: Mapping[str, str]) -> str | None:
    """The chain of an import in a tree of these modules; a name that ends in a dot is a package."""
    chain = Tree(paths(files)).graph.closing(importer, target)
    return str(chain) if chain else None


def paths(files: Mapping[str, str]) -> dict[str, str]:
    """Texts by path, from texts by dotted name."""
    names = {name: f"{name}__init__" if name.endswith(".") else name for name in files}
    return {f"{names[name].replace('.', '/')}.py": text for name, text in files.items()}


@pytest.mark.parametrize(
    ("files", "chain"),
    [
        ({"t": "import six"}, None),
        ({"t": "import m"}, "t -> m"),
        ({"t": "from m import x"}, "t -> m"),
        ({"t": "import u", "u": "import m"}, "t -> u -> m"),
        ({"t": "import v, u", "u": "import m", "v": "import u"}, "t -> u -> m"),
        ({"t": "import u", "u": "import t"}, None),
        ({"t": "def f():\n    import m"}, None),
        ({"t": "import u", "u": "if TYPE_CHECKING:\n    import m"}, None),
        ({"t": "import u", "u": "("}, "t -> u, which cannot be read"),
        ({"t": "import u, m", "u": "("}, "t -> m"),
    ],
)
def test_an_import_closes_a_cycle(files: dict[str, str], chain: str | None) -> None:
    assert closing("m", "t.Name", {"m": "", "six": "", **files}) == chain


def test_a_module_does_not_import_itself() -> None:
    assert closing("m", "m.Name", {"m": ""}) == "m"


def test_a_module_that_is_not_in_the_tree_imports_nothing() -> None:
    assert closing("m", "json.dumps", {"m": ""}) is None


@pytest.mark.parametrize(
    ("importer", "target", "chain"),
    [
        ("m", "p.t.Name", "p -> m"),
        ("p.own", "p.t.Name", None),
        ("p.own", "p.Name", None),
        ("p.taken", "p.Name", "p -> p.taken"),
        ("p.taken", "p.t", None),
        ("p", "p.t.Name", None),
        ("p", "p.back.Name", "p.back -> p"),
        ("p", "q.Name", "q -> p"),
    ],
)
def test_packages_count_where_they_would_have_to_be_ready(
    importer: str, target: str, chain: str | None
) -> None:
    files = {"p.": "import m\nfrom . import taken", "p.t": "", "p.own": "", "p.taken": ""}
    files |= {"p.back": "from p import Name", "q": "import p.own", "m": ""}
    assert closing(importer, target, files) == chain


def test_nothing_is_read_before_it_is_asked_or_twice() -> None:
    tree = Tree({"m.py": "", "t.py": "import u", "u.py": "import t", "other.py": "import m"})
    assert tree.asked == []
    assert tree.graph.closing("m", "t") is None
    assert tree.graph.closing("n", "u") is None
    assert tree.asked == ["t.py", "u.py"]


def test_changes_of_a_run_are_laid_over_what_is_read() -> None:
    tree = Tree({"m.py": "", "t.py": "import u\nimport m\nimport six", "u.py": "import m", "six.py": ""})
    changed = tree.graph.changed({"t": ImportChange(frozenset(["m"]), ("six.Name",))})
    assert changed.closing("m", "t") == Chain(("t", "u", "m"))
    changed = tree.graph.changed({"t": ImportChange(is_whole=True, arriving=("six",))})
    assert changed.closing("m", "t") is None
    assert tree.graph.closing("m", "t") == Chain(("t", "m"))


def test_a_module_that_a_run_creates_is_known() -> None:
    tree = Tree({"m.py": "", "p/__init__.py": "", "t.py": "import m"})
    changed = tree.graph.changed({"p.new": ImportChange(arriving=("t.Name",))})
    assert changed.closing("m", "p.new.helper") == Chain(("p.new", "t", "m"))
    assert tree.graph.closing("m", "p.new.helper") is None


@given(st.data())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_known_before_a_change_does_not_count_after_it(data: st.DataObject) -> None:
    names = ["a", "a.b", "a.b.c", "d", "e"]
    targets = st.sampled_from([*names, "a.b.Name", "a.new", "new", "a.*", "a.b.*"])
    texts = {
        "a/__init__.py": "__all__ = ['b', 'Name', 'new']\n",
        "a/b/__init__.py": "",
        "a/b/c.py": "",
        "d.py": "",
        "e.py": "",
    }
    for path in texts:
        for target in data.draw(st.lists(targets, max_size=3)):
            module, _, name = target.rpartition(".")
            texts[path] += f"from {module} import {name}\n" if module else f"import {target}\n"
    change = st.builds(
        ImportChange,
        leaving=st.frozensets(targets, max_size=2),
        arriving=st.lists(targets, max_size=2).map(tuple),
        is_whole=st.booleans(),
    )
    changed = st.dictionaries(st.sampled_from([*names, "new", "a.new"]), change, max_size=2)
    changes = data.draw(st.lists(changed, min_size=1, max_size=3))
    graph, anew = Tree(texts).graph, Tree(texts).graph
    everything = [*names, "new", "a.new"]
    for each in changes:
        for name in data.draw(st.lists(st.sampled_from(everything))):
            graph.edges(name)
            graph.closing("d", name)
        graph = graph.changed(each)
    together = {name: change for each in changes for name, change in each.items()}
    expected = anew.changed(together)
    assert [graph.edges(each) for each in everything] == [expected.edges(each) for each in everything]
    for name in everything:
        assert graph.closing("d", name) == expected.closing("d", name)


def test_whether_a_module_leads_to_another() -> None:
    graph = Tree({"old.py": "from mid import X", "mid.py": "from new import X", "new.py": ""}).graph
    assert graph.leads("old", "new.X")
    assert graph.leads("old", "old.Name")
    assert not graph.leads("new", "old.X")
    assert not graph.leads("old", "json.dumps")


@pytest.mark.parametrize(
    ("files", "cycles"),
    [
        ({"a": "", "b": "import a"}, []),
        ({"a": "import b", "b": "import a"}, [("a", "b")]),
        ({"a": "import b", "b": "def f():\n    import a"}, []),
        ({"a": "import b", "b": "if TYPE_CHECKING:\n    import a"}, []),
        ({"a": "import b", "b": "import c", "c": "import a\nimport d", "d": "import e", "e": "import d"}, [("a", "b", "c"), ("d", "e")]),
        ({"p.": "from .a import X", "p.a": "from p import Y"}, [("p", "p.a")]),
        ({"p.": "from .a import X", "p.a": "import p.b", "p.b": ""}, []),
        ({"p.": "import q", "p.a": "", "q": "import p.a"}, [("p", "q")]),
    ],
)  # fmt: skip
def test_cycles(files: dict[str, str], cycles: list[tuple[str, ...]]) -> None:
    tree = Tree(paths(files))
    assert import_cycles(tree.graph, map(tree.modules.module_of, tree.texts)) == cycles


NAMES = [f"m{number}" for number in range(7)]


@given(st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=16))
def test_modules_that_lead_to_each_other_are_one_cycle(pairs: set[tuple[str, str]]) -> None:
    imports = {name: [target for importer, target in sorted(pairs) if importer == name] for name in NAMES}
    graph = Tree(
        {f"{name}.py": "".join(f"import {each}\n" for each in imports[name]) for name in NAMES}
    ).graph
    mutual = {
        tuple(each for each in NAMES if graph.leads(name, each) and graph.leads(each, name)) for name in NAMES
    }
    assert import_cycles(graph, NAMES) == sorted(each for each in mutual if len(each) > 1)


fresh = count()
MODULES = ["__init__", "one", "two", "sub.__init__", "sub.three", "sub.four"]


@st.composite
def statements(draw: st.DrawFn, package: str, module: str) -> str:
    """An import of another module of the package, in one of the ways that Python has."""
    target = draw(st.sampled_from([each for each in MODULES if each != module]))
    dotted = f"{package}.{target}".removesuffix(".__init__")
    parent, _, last = dotted.rpartition(".")
    own = f"{package}.{module}".removesuffix(".__init__").split(".")
    level = len(own) + (module.endswith("__init__"))
    ways = [
        f"import {dotted}",
        f"import {dotted} as x",
        f"from {dotted} import X",
        f"from {dotted} import X as y",
    ]
    if parent:
        ways.append(f"from {parent} import {last}")
    inside = dotted.split(".")[1:]
    dots = "." * (level - 1)
    if inside and dots:
        ways.append(f"from {dots}{'.'.join(inside)} import X")
        ways.append(f"from {dots}{'.'.join(inside[:-1])} import {inside[-1]}")
    statement = draw(st.sampled_from(ways))
    block = draw(st.sampled_from(["{}", "try:\n    {}\nexcept ImportError:\n    pass", "class C:\n    {}"]))
    return str(block.format(statement))


@st.composite
def packages(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    name = f"generated_{next(fresh)}"
    texts = {
        f"{module.replace('.', '/')}.py": "\n".join(draw(st.lists(statements(name, module), max_size=3)))
        for module in MODULES
    }
    return name, texts


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder whose packages can be found by import."""
    sys.path.insert(0, str(tmp_path))
    yield tmp_path
    sys.path.remove(str(tmp_path))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(packages())
def test_grimp_sees_the_same_edges(place: Path, package: tuple[str, dict[str, str]]) -> None:
    name, texts = package
    for path, text in texts.items():
        (place / name / path).parent.mkdir(parents=True, exist_ok=True)
        (place / name / path).write_text(text)
    theirs = grimp.build_graph(name, cache_dir=None)
    found = Settings(place)
    listing = [f"{name}/{path}" for path in texts]
    graph = open_tree(found, listing).graph
    for module in theirs.modules:
        mine = {each.imported for each in graph.edges(module) if not each.is_parent}
        assert mine == theirs.find_modules_directly_imported_by(module)
