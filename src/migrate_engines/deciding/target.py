"""Where an object is, once the redirects are applied."""

from migrate_engines.deciding.context import Context
from migrate_engines.finding.use import Use
from migrate_engines.finding.wanted import prefixes
from migrate_engines.tree.index import ObjectKind


def target_note(use: Use, context: Context) -> str | None:
    """What to write now in place of a name; None where nothing says."""
    target = current_target(use.written, context) or current_target(use.symbol, context)
    if target is None:
        return None
    owner = use.written.rpartition(".")[0]
    is_elsewhere = context.index.is_module(owner) and owner not in context.table.wanted.modules
    if use.patch is not None and is_elsewhere:
        return f"{use.written} stays right where {owner} reads it; it is {target} now"
    return f"now {target}{_lacking(target, context)}"


def current_target(dotted: str, context: Context) -> str | None:
    """The canonical name behind the redirects, for a member of what was redirected, too."""
    redirects = context.table.redirects
    for beginning in prefixes(dotted):
        if beginning in redirects:
            rest = dotted.removeprefix(beginning)
            return context.index.canonical(f"{context.index.canonical(redirects[beginning].target)}{rest}")
    if dotted in context.table.wanted.modules:
        return _successor(dotted, context)
    resolution = context.index.resolve(dotted)
    is_passed_on = any(each in context.table.wanted.modules for each in prefixes(dotted))
    is_known = resolution.kind not in (ObjectKind.MISSING, ObjectKind.AMBIGUOUS)
    return resolution.canonical if is_passed_on and is_known and resolution.canonical != dotted else None


def _successor(module: str, context: Context) -> str:
    """The modules that the names of a deprecated one go to."""
    targets = [
        context.index.canonical(each.target).rpartition(".")[0]
        for each in context.table.redirects.values()
        if each.module == module
    ]
    return " and ".join(dict.fromkeys(targets))


def _lacking(target: str, context: Context) -> str:
    owner, _, name = target.rpartition(".")
    if context.index.resolve(owner).kind is not ObjectKind.CLASS:
        return ""
    members = context.index.members(owner)
    return f", which has no {name}" if members is not None and name not in members else ""
