"""Scopes are Python's own: ``symtable`` is the oracle."""

import ast
import symtable
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrate_engines.finding.scope import Scope, ScopeKind
from migrate_engines.finding.scopes import build_scopes

STDLIB = Path(sysconfig.get_paths()["stdlib"])
FILES = ["ast.py", "asyncio/tasks.py", "dataclasses.py", "enum.py", "inspect.py", "typing.py", "tarfile.py"]

NASTY = """
import a.b, c as d
from e import f as g

def outer(p, /, q, *r, s=1, **t):
    global G
    nonlocal_ = 0
    def inner():
        nonlocal nonlocal_
        nonlocal_ = 1
        G2 = [x for x in q if (w := x)]
        return lambda y, *z: (y, z, G)
    G = 1
    try:
        pass
    except ValueError as error:
        del p
    with open(q) as handle, open(q) as (left, *right):
        pass
    match q:
        case {"k": v, **rest} | [v, *rest]:
            pass
        case C(attr=u) as whole:
            pass
    for i, (j, k) in t:
        pass
    async def later():
        async for m in q:
            yield {n: o for n, o in m}
    import h.i
    class K(q):
        member = 1
        def method(self, default=member):
            return member
    annotated: int
    valued: int = 1
    valued += 1
    return inner
"""


def own_names(scope: Scope) -> set[str]:
    return set(scope.bindings)


def tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    """Function and class tables; comprehensions are Python's own affair since 3.12."""
    for child in table.get_children():
        if child.get_type() in ("function", "class") and child.get_name() not in (
            "listcomp",
            "genexpr",
            "setcomp",
            "dictcomp",
        ):
            yield child
        yield from tables(child)


def expected_names(table: symtable.SymbolTable) -> set[str]:
    """What the scope binds itself; a comprehension's own names are not its."""
    return {
        symbol.get_name()
        for symbol in table.get_symbols()
        if (symbol.is_assigned() or symbol.is_imported() or symbol.is_parameter())
        and not (symbol.is_global() or symbol.is_free())
        and not symbol.get_name().startswith(".")
    }


def scope_place(scope: Scope) -> tuple[int, str]:
    return getattr(scope.node, "lineno", 0), getattr(scope.node, "name", "lambda")


def comprehension_names(node: ast.AST) -> set[str]:
    """Names that since Python 3.12 count as the function's own, because comprehensions are inlined."""
    return {
        name.id
        for each in ast.walk(node)
        if isinstance(each, ast.comprehension)
        for name in ast.walk(each.target)
        if isinstance(name, ast.Name)
    }


def check(text: str, is_exact: bool) -> None:
    tree = ast.parse(text)
    built = build_scopes(tree, "", frozenset())
    ours = {
        scope_place(scope): own_names(scope)
        for scope in built.scope_of.values()
        if scope.kind in (ScopeKind.FUNCTION, ScopeKind.CLASS)
    }
    inlined = {scope_place(scope): comprehension_names(scope.node) for scope in built.scope_of.values()}
    theirs = {
        (table.get_lineno(), table.get_name()): expected_names(table)
        for table in tables(symtable.symtable(text, "<text>", "exec"))
    }
    assert theirs
    for place, names in theirs.items():
        if place not in ours:  # a decorated definition starts at its decorator for some versions
            continue
        mangled = f"_{place[1].lstrip('_')}__"
        missing = {name for name in names if name not in ours[place] and not name.startswith(mangled)}
        missing -= {"__class__", "__type_params__", "annotated"} | inlined[place]
        assert not missing, (place, missing)
        if is_exact:
            extra = ours[place] - names - {"annotated"}
            assert not extra, (place, extra)


def test_every_kind_of_binding() -> None:
    check(NASTY, is_exact=True)


@pytest.mark.parametrize("name", FILES)
def test_standard_library(name: str) -> None:
    check((STDLIB / name).read_text(encoding="utf-8"), is_exact=False)


def uses(text: str, name: str) -> dict[int, ScopeKind | None]:
    """For each line that reads the name, the kind of the scope that it means."""
    built = build_scopes(ast.parse(text), "", frozenset([name]))
    homes = {use.node.lineno: use.scope.home_of(name) for use in built.uses}
    return {line: home.kind if home else None for line, home in homes.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X = 1\ndef f():\n    return X", {3: ScopeKind.MODULE}),
        ("X = 1\ndef f(X):\n    return X", {3: ScopeKind.FUNCTION}),
        ("X = 1\nclass C:\n    X = 2\n    def f(self):\n        return X", {5: ScopeKind.MODULE}),
        ("class C:\n    X = 2\n    y = X", {3: ScopeKind.CLASS}),
        ("X = 1\ny = [X for X in (1,)]", {2: ScopeKind.COMPREHENSION}),
        ("X = 1\ndef f():\n    global X\n    X = 2\n    return X", {5: ScopeKind.MODULE}),
        (
            "def f():\n    X = 1\n    def g():\n        nonlocal X\n        X = 2\n    return X",
            {6: ScopeKind.FUNCTION},
        ),
        ("X = 1\ndef f(a=X):\n    X = 2", {2: ScopeKind.MODULE}),
        ("def f():\n    return X", {2: None}),
        ("X = 1\nf = lambda X: X", {2: ScopeKind.FUNCTION}),
        ("X = 1\ndef f():\n    try:\n        pass\n    except E as X:\n        X", {6: ScopeKind.FUNCTION}),
        ("X = 1\ndef f():\n    if (X := 2):\n        return X", {4: ScopeKind.FUNCTION}),
    ],
)
def test_a_read_means_the_binding_that_python_looks_up(
    text: str, expected: dict[int, ScopeKind | None]
) -> None:
    assert uses(text, "X") == expected
