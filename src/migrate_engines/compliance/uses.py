"""No use of what is retired."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from migrate_engines.compliance.deprecated import deprecated_modules
from migrate_engines.compliance.finding import GateFinding
from migrate_engines.compliance.ground import Ground
from migrate_engines.compliance.texts import Texts
from migrate_engines.inventory.entry import Entry, EntryKind, Group
from migrate_engines.inventory.scan import FoundUse
from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.gate import Gate
from migrate_engines.model.location import Location

_ASKING = (UseKind.IMPORT, UseKind.STRING)
_ADVICE = {
    Outcome.FIXED: "Run `migrate-engines`.",
    Outcome.UNSAFE: "Read what changes, then run `migrate-engines --unsafe`.",
}


def legacy_uses(ground: Ground) -> Iterator[GateFinding]:
    """What the codemods find first; then uses of second implementations and of old names besides."""
    texts = Texts(ground.found.settings, ground.found.files.contents)
    known: set[tuple[str, int, str]] = set()
    for path, finding in ground.report.findings():
        known.add((path, finding.place.line, finding.symbol))
        if finding.outcome is not Outcome.KEPT:
            yield use_finding(path, finding, texts)
    for use, name in _others(ground):
        if (use.location.path, use.location.line, use.symbol) not in known:
            known.add((use.location.path, use.location.line, use.symbol))
            subject = subject_of(use.symbol, use.kind, texts.line(use.location))
            what = f"{use.kind} of {_told(use.symbol, name)}"
            yield GateFinding(Gate.LEGACY_USE, use.location, subject, what, _advice(ground, use))


def use_finding(path: str, finding: Finding, texts: Texts) -> GateFinding:
    """A finding of the codemods as one of this gate: the baseline knows both by the same subject."""
    location = Location(path, finding.place.line)
    code = (finding.reason or "").partition(":")[0]
    reason = f" [{finding.reason}]" if finding.reason else ""
    written = finding.proof.chain[0] if finding.proof.chain else finding.symbol
    is_suppressed = finding.outcome is Outcome.SUPPRESSED
    return GateFinding(
        Gate.LEGACY_USE,
        location,
        subject_of(finding.symbol, finding.kind, texts.line(location)),
        f"{finding.kind} of {_told(finding.symbol, written)}{reason}",
        _ADVICE.get(finding.outcome, " ".join(finding.message.split())),
        (code,) if code else (),
        finding.message if is_suppressed else None,
    )


def subject_of(symbol: str, kind: UseKind, text: str) -> str:
    return f"{symbol} ({kind}): {text}"


def used_in(subject: str) -> str:
    """What a subject is about, without the text of its line: that changes when something beside it does."""
    return f"{subject.partition('): ')[0]})"


def _advice(ground: Ground, use: FoundUse) -> str:
    if use.symbol == ground.canonical:
        return f"Import it from {use.symbol.rpartition('.')[0]}."
    return f"Use {ground.canonical}." if ground.canonical else ""


def _told(symbol: str, written: str) -> str:
    """The name by which it is used there, and what that is."""
    return symbol if written == symbol else f"{written}, which is {symbol}"


def _others(ground: Ground) -> Iterator[tuple[FoundUse, str]]:
    """Each with the old name that it goes by."""
    entries = ground.inventory.entries
    legacy = {each.symbol: each for each in entries if _is_legacy(ground, each)}
    deprecated = deprecated_modules(ground)
    old_names = {each.symbol: each for each in entries if _is_old_name(each, deprecated)}
    for use in ground.found.uses():
        own_tests = ground.found.settings.legacy_tests
        if any(fnmatchcase(use.location.path, each) for each in own_tests):
            continue
        entry = legacy.get(use.symbol)
        if entry is None and use.kind in _ASKING:
            entry = next((old_names[each] for each in use.names if each in old_names), None)
        is_own = entry and entry.location and entry.location.path == use.location.path
        if entry is not None and not is_own:
            yield use, entry.symbol


def _is_legacy(ground: Ground, entry: Entry) -> bool:
    is_class = entry.kind is EntryKind.CLASS and entry.group is Group.LEGACY
    return is_class and not ground.is_allowed(entry.symbol)


def _is_old_name(entry: Entry, deprecated: Sequence[str]) -> bool:
    return entry.kind is EntryKind.ALIAS and entry.symbol.rpartition(".")[0] in deprecated
