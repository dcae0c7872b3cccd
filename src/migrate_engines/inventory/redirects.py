"""Other names of an implementation: redirects, which people import, and aliases of lesser weight.

A name that a module binds to an implementation is a redirect when a codemod declares it, or when the module
offers it to others: it differs from the implementation's own name and is an assignment, is listed in
``__all__`` or is used from other files; or it is the same name, in a module that defines nothing of its own
and is no package, or that lists it in ``__all__``.
"""

import ast
from collections.abc import Iterator, Sequence

from msgspec import Struct

from migrate_engines.facts.definitions import block
from migrate_engines.inventory.area import Area
from migrate_engines.inventory.plan import Plan
from migrate_engines.inventory.reading import Files
from migrate_engines.inventory.scan import FoundUse
from migrate_engines.inventory.wording import count, last
from migrate_engines.model.location import Location
from migrate_engines.tree.parsing import parse
from migrate_engines.tree.summary import Alias, ClassSummary, FunctionSummary, Imported, ModuleSummary


class OtherName(Struct, frozen=True):
    """``dotted`` is bound to ``target`` there; ``evidence``: why it is a redirect, "" for a mere alias."""

    dotted: str
    target: str
    location: Location
    evidence: str


def other_names(
    files: Files, plan: Plan, symbols: frozenset[str], uses: Sequence[FoundUse]
) -> tuple[OtherName, ...]:
    """Every name that production modules bind to an implementation defined elsewhere, by dotted name."""
    used: dict[str, set[str]] = {}
    for use in uses:
        for name in use.names - {use.symbol}:
            used.setdefault(name, set()).add(use.location.path)
    found: list[OtherName] = []
    for path in files.in_area(Area.PRODUCTION):
        summary = files.index.summary(files.index.modules.module_of(path))
        if summary is not None:
            found += _in_module(files, plan, symbols, used, path, summary)
    return tuple(sorted(found, key=lambda each: each.dotted))


def _in_module(
    files: Files,
    plan: Plan,
    symbols: frozenset[str],
    used: dict[str, set[str]],
    path: str,
    summary: ModuleSummary,
) -> Iterator[OtherName]:
    for name, bindings in summary.names.items():
        dotted = f"{summary.module}.{name}"
        if not isinstance(bindings[-1], (Imported, Alias)):
            continue
        target = files.index.canonical(dotted)
        if target not in symbols or target == dotted:
            continue
        users = used.get(dotted, set()) - {path}
        evidence = _evidence(plan, path, summary, name, target, users, isinstance(bindings[-1], Alias))
        if evidence or users:
            yield OtherName(dotted, target, Location(path, _line(files, path, name)), evidence)
    yield from _by_star(files, symbols, used, path, summary)


def _by_star(
    files: Files, symbols: frozenset[str], used: dict[str, set[str]], path: str, summary: ModuleSummary
) -> Iterator[OtherName]:
    """What a star import brings into a module and other files take from there."""
    for dotted in sorted(used) if summary.stars else ():
        owner, _, name = dotted.rpartition(".")
        target = files.index.canonical(dotted)
        users = used[dotted] - {path}
        if owner == summary.module and name not in summary.names and target in symbols and users:
            evidence = f"the module passes it on by a star import; {_relying(len(users))} on that"
            is_package = path.endswith("__init__.py") and name == last(target)
            yield OtherName(
                dotted, target, Location(path, _line(files, path, "*")), "" if is_package else evidence
            )


def _evidence(
    plan: Plan, path: str, summary: ModuleSummary, name: str, target: str, users: set[str], is_assigned: bool
) -> str:
    dotted = f"{summary.module}.{name}"
    own = last(target)
    if dotted in plan.declared:
        return f"declared by the codemod {', '.join(plan.declared[dotted])}"
    if name != own:
        if is_assigned:
            return f"{name} = {own}"
        if name in (summary.exported or ()):
            return f"the module offers {own} as {name} in __all__"
        return f"{_relying(len(users))} on this name of {own}" if users else ""
    if path.endswith("__init__.py") or not users:
        return ""
    if not _defines_anything(summary):
        return f"the module defines nothing of its own; {_relying(len(users))} on it"
    if name in (summary.exported or ()):
        return f"the module offers it in __all__; {_relying(len(users))} on that"
    return ""


def _relying(files: int) -> str:
    return f"{count(files, 'other file')} {'relies' if files == 1 else 'rely'}"


def _defines_anything(summary: ModuleSummary) -> bool:
    return any(
        isinstance(each, (ClassSummary, FunctionSummary))
        for bound in summary.names.values()
        for each in bound
    )


def _line(files: Files, path: str, name: str) -> int:
    """The line of the last import or assignment that binds the name."""
    line = 1
    for statement in block(parse(files.source(path)).body):
        match statement:
            case ast.Import(names) | ast.ImportFrom(names=names):
                for alias in names:
                    if (alias.asname or alias.name) == name:
                        line = alias.lineno
            case ast.Assign(targets) if any(
                isinstance(each, ast.Name) and each.id == name for each in targets
            ):
                line = statement.lineno
            case ast.AnnAssign(ast.Name(target)) if target == name:
                line = statement.lineno
    return line
