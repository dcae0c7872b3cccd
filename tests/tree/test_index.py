"""Which dotted names mean the same object."""

import ast
from textwrap import dedent

import pytest

from migrate_engines.tree.index import ObjectKind, SymbolIndex
from migrate_engines.tree.modules import ModuleMap
from migrate_engines.tree.summary import ModuleSummary, summarize

MODULE, CLASS, FUNCTION, ATTRIBUTE, VALUE, MISSING, AMBIGUOUS, EXTERNAL = ObjectKind
DIAMOND = """
class D:
    def __init__(self, d): ...
class B(D): ...
class C(D):
    def __init__(self, c): ...
class X(B, C): ...
"""
CORE = """
    LIMIT = 3
    class Base:
        limit = 3
        def run(self): ...
        @classmethod
        def create(cls): ...
    class Engine(Base):
        class Options:
            level = 1
        def stop(self): ...
    async def build(registry, *, bridge=None) -> Engine: ...
    def _private(): ...
"""


def index_of(**files: str) -> SymbolIndex:
    """An index over files whose names have ``__`` for ``/``, and ``core.py``."""
    texts = {f"{name.replace('__', '/')}.py": dedent(text) for name, text in {"core": CORE, **files}.items()}
    texts = {path.replace("/init.py", "/__init__.py"): text for path, text in texts.items()}
    modules = ModuleMap(texts, ["."])

    def read(path: str) -> ModuleSummary | None:
        try:
            tree = ast.parse(texts[path])
        except SyntaxError:
            return None
        return summarize(tree, modules.module_of(path), modules.package_of(path))

    return SymbolIndex(modules, read)


def in_module(text: str, name: str, **files: str) -> tuple[str, ObjectKind]:
    """What ``name`` means in a module ``m`` with this text."""
    found = index_of(m=text, **files).resolve(f"m.{name}")
    return found.canonical, found.kind


@pytest.mark.parametrize(
    ("dotted", "canonical", "kind"),
    [
        ("core", "core", MODULE),
        ("space", "space", MODULE),
        ("space.inner", "space.inner", MODULE),
        ("core.Engine", "core.Engine", CLASS),
        ("core.Engine.stop", "core.Engine.stop", ATTRIBUTE),
        ("core.Engine.create", "core.Base.create", ATTRIBUTE),
        ("core.Engine.limit", "core.Base.limit", ATTRIBUTE),
        ("core.Engine.unknown", "core.Engine.unknown", ATTRIBUTE),
        ("core.Engine.Options", "core.Engine.Options", CLASS),
        ("core.Engine.Options.level", "core.Engine.Options.level", ATTRIBUTE),
        ("core.build", "core.build", FUNCTION),
        ("core._private", "core._private", FUNCTION),
        ("core.LIMIT", "core.LIMIT", VALUE),
        ("core.Missing", "core.Missing", MISSING),
        ("core.Missing.create", "core.Missing.create", MISSING),
        ("space.missing", "space.missing", MISSING),
        ("json.dumps", "json.dumps", EXTERNAL),
    ],
)
def test_a_dotted_name_leads_to_its_definition(dotted: str, canonical: str, kind: ObjectKind) -> None:
    found = index_of(space__inner__other="x = 1").resolve(dotted)
    assert (found.canonical, found.kind) == (canonical, kind)


@pytest.mark.parametrize(
    ("text", "name", "canonical", "kind"),
    [
        ("from core import Engine", "Engine", "core.Engine", CLASS),
        ("from core import Engine as Motor", "Motor", "core.Engine", CLASS),
        ("from core import Engine as Motor", "Engine", "m.Engine", MISSING),
        ("from core import Engine as Motor", "Motor.create", "core.Base.create", ATTRIBUTE),
        ("import core", "core.Engine", "core.Engine", CLASS),
        ("import core as c", "c.Engine.stop", "core.Engine.stop", ATTRIBUTE),
        ("from core import Gone", "Gone", "core.Gone", MISSING),
        ("from json import dumps", "dumps", "json.dumps", EXTERNAL),
        ("import core\nMotor = core.Engine", "Motor", "core.Engine", CLASS),
        ("from core import Engine\nMotor = Engine\nFast = Motor", "Fast", "core.Engine", CLASS),
        ("from core import Engine\nMotor: type = Engine", "Motor", "core.Engine", CLASS),
        ("from core import Engine\nA = B = Engine", "B", "core.Engine", CLASS),
        ("from core import Engine\nbuild = Engine.create", "build", "core.Base.create", ATTRIBUTE),
        ("Motor: type", "Motor", "m.Motor", MISSING),
        ("from core import Engine\nMotor = wrap(Engine)", "Motor", "m.Motor", VALUE),
        ("class Engine: ...\nEngine = wrap(Engine)", "Engine", "m.Engine", VALUE),
        (
            "from core import Engine as B\nclass Engine(B): ...",
            "Engine.create",
            "core.Base.create",
            ATTRIBUTE,
        ),
        ("import core\nclass Engine(core.Engine): ...", "Engine.stop", "core.Engine.stop", ATTRIBUTE),
        ("from core import *", "Engine", "core.Engine", CLASS),
        ("from core import *", "Gone", "m.Gone", MISSING),
        ("from core import *", "_private", "m._private", MISSING),
        ("from json import *", "Gone", "m.Gone", VALUE),
        ("def __getattr__(name): ...", "Gone", "m.Gone", VALUE),
        ("with open('x') as file: ...\nfor line in []: ...", "file", "m.file", VALUE),
        ("(", "Gone", "m.Gone", VALUE),
    ],
)
def test_a_name_leads_through_imports_and_aliases(
    text: str, name: str, canonical: str, kind: ObjectKind
) -> None:
    assert in_module(text, name) == (canonical, kind)


@pytest.mark.parametrize(
    ("text", "canonical", "kind"),
    [
        (
            "try:\n    from core import Engine\nexcept ImportError:\n    from core import Base as Engine",
            "m.Engine",
            AMBIGUOUS,
        ),
        (
            "try:\n    from core import Engine\nexcept ImportError:\n    Engine = None",
            "m.Engine",
            AMBIGUOUS,
        ),
        (
            "try:\n    from core import Engine\nexcept ImportError:\n    class Engine: ...",
            "m.Engine",
            AMBIGUOUS,
        ),
        (
            "try:\n    from core import Engine\nexcept ImportError:\n    from other import Engine",
            "core.Engine",
            CLASS,
        ),
        (
            "try: ...\nfinally:\n    from core import Engine",
            "core.Engine",
            CLASS,
        ),
        (
            "try: ...\nexcept ValueError: ...\nelse:\n    from core import Engine",
            "core.Engine",
            CLASS,
        ),
        (
            "if x:\n    from core import Engine\nelse:\n    from core import Base as Engine",
            "m.Engine",
            AMBIGUOUS,
        ),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from core import Engine",
            "core.Engine",
            CLASS,
        ),
        ("with x:\n    from core import Engine", "core.Engine", CLASS),
        ("def f():\n    from core import Engine", "m.Engine", MISSING),
        ("class C:\n    from core import Engine", "m.Engine", MISSING),
    ],
)
def test_a_name_bound_in_branches(text: str, canonical: str, kind: ObjectKind) -> None:
    assert in_module(text, "Engine", other="from core import Engine") == (canonical, kind)


@pytest.mark.parametrize(
    ("path", "statement", "canonical"),
    [
        ("a__init", "from .impl import X", "a.impl.X"),
        ("a__init", "from . import impl; X = impl.X", "a.impl.X"),
        ("a__other", "from .impl import X", "a.impl.X"),
        ("a__b__init", "from ..impl import X", "a.impl.X"),
        ("a__b__init", "from .. import impl; X = impl.X", "a.impl.X"),
        ("a__b__other", "from ..impl import X", "a.impl.X"),
        ("a__b__c__other", "from ...impl import X", "a.impl.X"),
        ("space__inner__other", "from .impl import X", "space.inner.impl.X"),
    ],
)
def test_relative_imports(path: str, statement: str, canonical: str) -> None:
    files = {"a__impl": "class X: ...", "space__inner__impl": "class X: ...", path: statement}
    module = path.replace("__", ".").removesuffix(".init")
    found = index_of(**files).resolve(f"{module}.X")
    assert (found.canonical, found.kind) == (canonical, CLASS)


@pytest.mark.parametrize("dots", ["....", "....."])
def test_a_relative_import_from_above_the_top_leads_nowhere(dots: str) -> None:
    files = {"a__impl": "class X: ...", "a__b__impl": "class X: ...", "a__b__m": f"from {dots}impl import X"}
    assert index_of(**files).resolve("a.b.m.X").kind is not CLASS


def test_a_chain_names_every_module_on_the_way() -> None:
    index = index_of(
        a__init="from .one import Engine", a__one="from b import Motor as Engine", b="from core import *"
    )
    assert index.resolve("a.Engine").kind is MISSING
    index = index_of(
        a__init="from .one import Engine",
        a__one="from b import Motor as Engine",
        b="from core import Engine\nMotor = Engine",
    )
    found = index.resolve("a.Engine")
    assert found.canonical == "core.Engine"
    assert found.chain == ("a.Engine", "a.one.Engine", "b.Motor", "b.Engine", "core.Engine")


@pytest.mark.parametrize(
    ("impl", "name", "canonical", "kind"),
    [
        ("__all__ = ['A']\nclass A: ...\nclass B: ...", "A", "impl.A", CLASS),
        ("__all__ = ['A']\nclass A: ...\nclass B: ...", "B", "m.B", MISSING),
        ("__all__ = ('A',)\n__all__ += ['B']\nclass A: ...\nclass B: ...", "B", "impl.B", CLASS),
        ("__all__ = ['_A']\nclass _A: ...", "_A", "impl._A", CLASS),
        ("from core import Engine", "Engine", "core.Engine", CLASS),
        ("from core import *", "Engine", "core.Engine", CLASS),
        ("from core import *\n__all__ = ['Engine']", "Engine", "core.Engine", CLASS),
        ("from core import *\n__all__ = ['Engine']", "Base", "m.Base", MISSING),
    ],
)
def test_star_imports_bring_what_all_lists(impl: str, name: str, canonical: str, kind: ObjectKind) -> None:
    assert in_module("from impl import *", name, impl=impl) == (canonical, kind)


def test_a_later_star_import_hides_an_earlier_one() -> None:
    files = {"one": "class X: ...", "two": "class X: ..."}
    assert in_module("from one import *\nfrom two import *", "X", **files) == ("two.X", CLASS)


def test_a_name_of_the_modules_own_hides_a_star_import_before_it() -> None:
    assert in_module("from core import *\nclass Engine: ...", "Engine") == ("m.Engine", CLASS)


def test_a_name_that_a_package_imports_hides_its_submodule() -> None:
    index = index_of(a__init="from .engine import engine", a__engine="def engine(): ...")
    assert index.canonical("a.engine") == "a.engine.engine"


@pytest.mark.parametrize(
    "files",
    [
        {"m": "from n import X", "n": "from m import X"},
        {"m": "from m import X"},
        {"m": "X = X"},
        {"m": "X = Y\nY = X"},
        {"m": "from n import *", "n": "from m import *"},
        {"m": "from m import *"},
        {"m": "from a import *\nfrom b import *", "a": "from m import *", "b": "from a import *"},
    ],
)
def test_a_cycle_ends(files: dict[str, str]) -> None:
    assert index_of(**files).resolve("m.X").kind is MISSING


@pytest.mark.parametrize("star", ["p._native", "p.sub._native", "p", "p.native", "p.sub.native"])
@pytest.mark.parametrize(
    "name", ["p.gone", "p.gone.Name", "p._native", "p.native", "p.native.Name", "p.sub.gone"]
)
def test_a_package_may_take_all_names_of_a_module_of_its_own_that_is_not_there(star: str, name: str) -> None:
    index = index_of(p__init=f"from {star} import *\n", p__sub__init="from p import *\n")
    found = index.resolve(name)
    assert (found.kind, found.canonical) == (MISSING, name)
    assert index.resolve("p.sub").kind is MODULE


def test_two_packages_may_take_all_names_of_what_the_other_one_lacks() -> None:
    index = index_of(p__init="from q.native import *\n", q__init="from p.native import *\n")
    for name in ("p.gone", "q.native", "p.native.Name"):
        assert index.resolve(name).kind is MISSING


def test_what_a_compiled_module_of_the_package_has_nobody_knows() -> None:
    known = index_of(p__init="from p.native import *\n", q="from p import Name\n")
    index = SymbolIndex(known.modules, known.summary_at, {"p.native"}.__contains__)
    assert index.resolve("p.native").kind is VALUE
    found = index.resolve("q.Name")
    assert (found.kind, found.canonical) == (VALUE, "p.native.Name")


def test_a_name_is_found_beyond_a_cycle_of_star_imports() -> None:
    files = {"m": "from n import *", "n": "from m import *\nfrom core import Engine"}
    assert index_of(**files).canonical("m.Engine") == "core.Engine"


@pytest.mark.parametrize(
    ("text", "ancestry"),
    [
        ("class X: ...", ("m.X",)),
        ("class X(object): ...", ("m.X",)),
        ("from core import Engine\nclass X(Engine): ...", ("m.X", "core.Engine", "core.Base")),
        ("from abc import ABC\nclass X(ABC): ...", ("m.X",)),
        ("from typing import Generic\nclass X(Generic[T]): ...", ("m.X",)),
        ("from json import JSONEncoder\nclass X(JSONEncoder): ...", None),
        ("class X(mixin()): ...", None),
        ("def X(): ...", None),
        (DIAMOND, ("m.X", "m.B", "m.C", "m.D")),
    ],
)
def test_ancestry(text: str, ancestry: tuple[str, ...] | None) -> None:
    assert index_of(m=text).ancestry("m.X") == ancestry


@pytest.mark.parametrize(
    "text",
    [
        "from core import Engine\nclass Engine(Engine): ...",
        "class A(B): ...\nclass B(A): ...\nEngine = A",
        "class Engine(Engine): ...",
    ],
)
def test_a_class_among_its_own_bases_has_members_that_cannot_be_seen(text: str) -> None:
    index = index_of(m=text)
    assert index.members("m.Engine") is None
    assert index.constructor("m.Engine") is None


@pytest.mark.parametrize(
    ("text", "signature"),
    [
        ("class X:\n    def __init__(self, a, b=1): ...", "(a, b=1)"),
        (
            "class X:\n    def __init__(self, a, /, b, *rest, c, d=None, **kw): ...",
            "(a, /, b, *rest, c, d=None, **kw)",
        ),
        ("class X:\n    def __init__(self, *, a): ...", "(*, a)"),
        ("class X:\n    async def run(self): ...\n    def __init__(this, a): ...", "(a)"),
        ("class X: ...", "()"),
        ("class X:\n    '''Text.'''", "()"),
        ("class X:\n    def run(self, a): ...", "()"),
        ("class Y:\n    def __init__(self, a): ...\nclass X(Y): ...", "(a)"),
        ("class Y:\n    def __init__(self, a): ...\nclass X(Y):\n    def __init__(self, b): ...", "(b)"),
        ("from typing import Protocol\nclass X(Protocol):\n    def __init__(self, a): ...", "(a)"),
        ("class X:\n    def __new__(cls, a): ...", None),
        ("class Y:\n    def __init__(self, a): ...\nclass X(Y):\n    def __new__(cls, b): ...", None),
        ("class X:\n    a: int\n    b: str = ''", None),
        ("from json import JSONEncoder\nclass X(JSONEncoder): ...", None),
        ("from json import JSONEncoder\nclass X(JSONEncoder):\n    def __init__(self, a): ...", "(a)"),
        ("def X(a): ...", None),
        (DIAMOND, "(c)"),
    ],
)
def test_constructor(text: str, signature: str | None) -> None:
    found = index_of(m=text).constructor("m.X")
    assert (found and str(found)) == signature


def test_a_constructor_is_found_through_an_alias() -> None:
    index = index_of(m="from n import Y as X", n="class Y:\n    def __init__(self, a): ...")
    assert str(index.constructor("m.X")) == "(a)"


@pytest.mark.parametrize(
    ("dotted", "signature"),
    [
        ("m.f", "(a, *, b=None)"),
        ("m.g", "(a, *, b=None)"),
        ("m.X.method", "(a)"),
        ("m.X.static", "(a)"),
        ("m.X.made", "(a)"),
        ("m.Y.method", "(a)"),
        ("m.X", None),
        ("m.missing", None),
    ],
)
def test_a_function_is_what_callers_see(dotted: str, signature: str | None) -> None:
    text = """
    def f(a, *, b=None): ...
    g = f
    class X:
        def method(self, a): ...
        @staticmethod
        def static(a): ...
        @classmethod
        def made(cls, a): ...
    class Y(X): ...
    """
    found = index_of(m=text).function_of(dotted)
    assert (found and str(found.signature)) == signature


def test_a_coroutine_and_what_it_returns() -> None:
    found = index_of().function_of("core.build")
    assert found is not None
    assert (found.is_async, found.returns) == (True, "Engine")


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("class X:\n    a = 1\n    b: int\n    def c(self): ...", {"a", "b", "c"}),
        ("class X:\n    class A: ...\n    async def b(self): ...", {"A", "b"}),
        ("class X:\n    def __init__(self):\n        self.a = self.b = 1", {"__init__", "a", "b"}),
        ("class X:\n    def f(this):\n        this.a: int = 1\n        other.b = 1", {"f", "a"}),
        ("class X:\n    def f(self):\n        for self.a in x: self.b, (self.c, *self.d) = y", {*"fabcd"}),
        ("class X:\n    def f(self):\n        with x as self.a: self.b += 1", {"f", "a", "b"}),
        ("class X:\n    if x:\n        def f(self): ...\n    else:\n        g = 1", {"f", "g"}),
        (
            "from core import Engine\nclass X(Engine):\n    a = 1",
            {"a", "Options", "stop", "limit", "run", "create"},
        ),
        ("from core import Engine as X", {"Options", "stop", "limit", "run", "create"}),
        ("class X(metaclass=Meta):\n    a = 1", {"a"}),
        ("class X:\n    def __getattr__(self, name): ...", None),
        ("class X:\n    def __getattribute__(self, name): ...", None),
        ("class X:\n    def f(self):\n        setattr(self, x, 1)", None),
        ("class X:\n    def f(self, **kw):\n        self.__dict__.update(kw)", None),
        ("class X(table=True):\n    a = 1", None),
        ("class Y:\n    def __getattr__(self, name): ...\nclass X(Y): ...", None),
        ("from json import JSONEncoder\nclass X(JSONEncoder): ...", None),
        ("class X(mixin()): ...", None),
        ("X = make()", None),
    ],
)
def test_members(text: str, members: set[str] | None) -> None:
    assert index_of(m=text).members("m.X") == members


def test_only_modules_that_a_name_leads_to_are_read() -> None:
    read: list[str] = []

    def summary(path: str) -> ModuleSummary:
        read.append(path)
        return summarize(ast.parse("class X: ..."), path.removesuffix(".py"), "")

    index = SymbolIndex(ModuleMap(["a.py", "b.py"], ["."]), summary)
    assert index.is_module("b")
    assert not index.is_module("b.X")
    assert index.canonical("a.X") == index.canonical("a.X") == "a.X"
    assert read == ["a.py"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("name = dict", VALUE),
        ("name = str.lower", VALUE),
        ("name = gone\ngone = 1", VALUE),
        ("from core import Missing\nname = Missing", MISSING),
    ],
)
def test_an_alias_of_a_builtin_is_there(text: str, kind: ObjectKind) -> None:
    assert in_module(text, "name")[1] is kind


def test_what_no_listing_has_may_be_there() -> None:
    modules = ModuleMap(["pkg/__init__.py", "space/inner.py"], ["."])
    index = SymbolIndex(
        modules, lambda path: ModuleSummary("pkg"), {"pkg.hidden", "space.hidden"}.__contains__
    )
    names = ["pkg.hidden", "pkg.hidden.name", "pkg.other", "space.hidden.name", "space.other"]
    assert [index.resolve(name).kind for name in names] == [VALUE, VALUE, MISSING, VALUE, MISSING]


def test_lineage_knows_the_bases_of_this_tree() -> None:
    index = index_of(
        m="from core import Engine\nimport other\nclass X(other.Y, Engine): ...\nclass Z(X, X): ..."
    )
    assert index.lineage("m.Z") == ("m.Z", "m.X", "core.Engine", "core.Base")
    assert index.lineage("core.build") == ()


def test_a_chain_of_names_is_followed_only_so_far() -> None:
    """Each step is a step of Python's stack, too: 10,000 of them ended the run."""
    text = "from core import Engine as a0\n" + "".join(f"a{n + 1} = a{n}\n" for n in range(10_000))
    assert in_module(text, "a50") == ("core.Engine", CLASS)
    assert in_module(text, "a10000")[1] is VALUE


def test_names_that_branch_at_every_step_come_to_an_end() -> None:
    """Each doubles the number of ways: of 60 there would be no end."""
    doubled = "".join(f"a{n + 1} = a{n}\na{n + 1} = a{n}\n" for n in range(60))
    assert in_module(f"from core import Engine as a0\n{doubled}", "a3") == ("core.Engine", CLASS)
    assert in_module(f"from core import Engine as a0\n{doubled}", "a60")[1] is not MISSING


def test_star_imports_of_each_other_come_to_an_end() -> None:
    files = {f"m{n}": "".join(f"from m{other} import *\n" for other in range(15)) for n in range(15)}
    assert index_of(**files).resolve("m0.nothing").kind is not CLASS
    files["m14"] += "from core import Engine\n"
    assert index_of(**files).resolve("m14.Engine").canonical == "core.Engine"


def test_the_bases_of_a_class_are_followed_only_so_far() -> None:
    text = "class A0:\n    def __init__(self, a): ...\n"
    text += "".join(f"class A{n + 1}(A{n}): ...\n" for n in range(5_000))
    index = index_of(m=text)
    assert index.ancestry("m.A5000") is None
    assert index.constructor("m.A5000") is None
    assert str(index.constructor("m.A50")) == "(a)"
