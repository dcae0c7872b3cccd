"""Methods of one name take the same calls everywhere."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from migrate_engines.compliance.finding import GateFinding
from migrate_engines.compliance.ground import Ground
from migrate_engines.facts.methods import Method, MethodKind
from migrate_engines.facts.signatures import Verdict, compare
from migrate_engines.inventory.entry import Entry, Group
from migrate_engines.inventory.wording import last
from migrate_engines.model.gate import Gate

_COMPARED = (Group.LEGACY, Group.ADAPTER, Group.INTERFACE, Group.REDIRECT)


def inconsistent_signatures(ground: Ground) -> Iterator[GateFinding]:
    """Each class's own methods of the names in question, compared with those of the canonical class."""
    canonical = ground.inventory.entry(ground.canonical)
    if canonical is None or canonical.facts is None:
        return
    wanted = {
        each.name: each
        for each in canonical.facts.public_methods()
        if any(fnmatchcase(each.name, pattern) for pattern in ground.settings.signatures)
    }
    for entry in ground.classes(*_COMPARED):
        for method in entry.facts.methods if entry.facts else ():
            if method.name in wanted and (told := _told(wanted[method.name], method)):
                yield _finding(entry, method, ground.canonical, told)


def _finding(entry: Entry, method: Method, canonical: str, told: str) -> GateFinding:
    subject = f"{entry.symbol}.{method.name}"
    what = f"{subject}{method.signature} is not {last(canonical)}.{method.name}: {told}"
    return GateFinding(Gate.INCONSISTENT_SIGNATURE, method.location, subject, what)


def _told(reference: Method, other: Method) -> str:
    """How they differ; "" where every canonical call is taken. ``*args`` and ``**kwargs`` take anything."""
    if (reference.kind is MethodKind.PROPERTY) is not (other.kind is MethodKind.PROPERTY):
        return f"a {other.kind}, not a {reference.kind}"
    told = []
    if reference.is_async is not other.is_async:
        told.append("async, not sync" if other.is_async else "sync, not async")
    compared = compare(reference.signature, other.signature)
    if compared.verdict is Verdict.INCOMPATIBLE:
        told += [each.text for each in compared.differences if not each.is_unseen]
    return "; ".join(told)
