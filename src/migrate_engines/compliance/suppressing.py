"""Which findings a comment in their file suppresses, and which comments suppress nothing."""

from collections.abc import Iterator, Mapping, Sequence, Set

from msgspec import Struct, field

from migrate_engines.compliance.finding import GateFinding
from migrate_engines.model.gate import Gate
from migrate_engines.model.location import Location
from migrate_engines.settings import Settings
from migrate_engines.tree.parsing import parse
from migrate_engines.tree.prefilter import matching_files
from migrate_engines.tree.reading import UNREADABLE, read_source, why_unread
from migrate_engines.tree.suppressions import MARKER, Suppression, Suppressions, suppressions_of


class FoundSuppressions(Struct, frozen=True):
    """``by_file`` are files that have one; ``unread`` those that seem to, and why nobody can tell."""

    by_file: dict[str, Suppressions] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)


def find_suppressions(settings: Settings, listing: Sequence[str]) -> FoundSuppressions:
    """Those of every Python file of the tree."""
    contents, _ = matching_files(settings.root, listing, [MARKER])
    found = FoundSuppressions()
    for path in sorted(contents):
        try:
            source = read_source(path, settings, contents[path])
            parse(source)
        except UNREADABLE as error:
            found.unread[path] = why_unread(error)
            continue
        each = suppressions_of(source)
        if each.each or each.malformed:
            found.by_file[path] = each
    return found


class Suppressing:
    """Answers for findings, and remembers which comments were needed."""

    def __init__(self, by_file: Mapping[str, Suppressions], known: Set[str]) -> None:
        self._by_file = by_file
        self._known = known
        self._used: set[tuple[str, int, str]] = set()

    def reason(self, finding: GateFinding) -> str | None:
        """The reason of the comment that suppresses it."""
        path, line = finding.location.path, finding.location.line
        codes = (finding.gate.value, *finding.also)
        found = self._by_file.get(path, Suppressions()).of(line, *codes)
        if found is None:
            return finding.suppressed
        self._used.update((path, found.written, code) for code in found.codes if code in codes)
        return found.reason

    def findings(self, judged: Set[str], unread: Set[str]) -> Iterator[GateFinding]:
        """Malformed comments, and unused ones of the codes that were judged, in files that were read."""
        for path, suppressions in self._by_file.items():
            for malformed in suppressions.malformed:
                yield _malformed(Location(path, malformed.written), malformed.what)
            for each in suppressions.each:
                place = Location(path, each.written)
                for code in each.codes:
                    if code not in self._known:
                        yield _malformed(place, f"there is no code `{code}`")
                    elif (
                        (path, each.written, code) not in self._used and code in judged and path not in unread
                    ):
                        yield _unused(place, each, code)


def _malformed(location: Location, what: str) -> GateFinding:
    return GateFinding(Gate.MALFORMED_SUPPRESSION, location, what, f"it suppresses nothing: {what}")


def _unused(location: Location, each: Suppression, code: str) -> GateFinding:
    told = f"`{code}` suppresses nothing on line {each.line}"
    return GateFinding(Gate.UNUSED_SUPPRESSION, location, f"{code}: {each.reason}", told)
