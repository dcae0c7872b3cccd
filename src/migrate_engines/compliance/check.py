"""Hold a tree to the gates."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from migrate_engines.compliance.baseline import Baseline, Key, read_baseline
from migrate_engines.compliance.compliance import Compliance
from migrate_engines.compliance.finding import GateFinding, Judged, Status
from migrate_engines.compliance.gates import CHECKS, not_judged
from migrate_engines.compliance.ground import Ground
from migrate_engines.compliance.names import check_names
from migrate_engines.compliance.suppressing import Suppressing, find_suppressions
from migrate_engines.inventory.assemble import assemble
from migrate_engines.inventory.inventory import Unread
from migrate_engines.inventory.plan import concerned
from migrate_engines.inventory.take import survey
from migrate_engines.model.gate import Gate
from migrate_engines.model.reason import Reason
from migrate_engines.model.report import Mode, Report
from migrate_engines.model.rule import Codemod, ManualReview
from migrate_engines.running.request import Request
from migrate_engines.running.run import Watch, run, unwatched
from migrate_engines.settings import Settings
from migrate_engines.tree.listing import list_files
from migrate_engines.tree.open import open_tree

_ORDER = list(Gate)


def check_compliance(
    settings: Settings,
    codemods: Sequence[Codemod],
    *,
    listing: Sequence[str] | None = None,
    watch: Watch = unwatched,
) -> Compliance:
    """Judge the tree below ``settings.root``. Nothing is written.

    ``listing`` replaces the files that would be found (paths relative to the root, with ``/``).

    Raises:
        InputError: a setting cannot be used, names what is not there, or the baseline is none.
    """
    paths = list_files(settings) if listing is None else tuple(listing)
    return judge_ground(settings, open_ground(settings, codemods, paths, watch), paths)


def judge_ground(
    settings: Settings, ground: Ground, paths: Sequence[str], known: Baseline | None = None
) -> Compliance:
    """Judge what was read; ``known`` takes the place of the baseline's file. Raises InputError as above."""
    baseline = known or read_baseline(settings.inside(settings.compliance.baseline))
    codemods = ground.codemods
    check_names(ground)
    idle = {gate: why for gate in CHECKS if (why := not_judged(gate, ground))}
    found = [each for gate, check in CHECKS.items() if gate not in idle for each in check(ground)]
    suppressions = find_suppressions(settings, paths)
    suppressing = Suppressing(suppressions.by_file, _codes(codemods))
    for each in found:
        suppressing.reason(each)
    codes = frozenset(code for code in _codes(codemods) if code not in {gate.value for gate in idle})
    unread = tuple(_unread(ground, suppressions.unread))
    found += suppressing.findings(codes, {each.path for each in unread})
    judged, left = _judged(found, suppressing, baseline)
    return Compliance(
        tuple(judged), tuple(idle.items()), *_apart(left, idle, unread), baseline.is_there, unread, len(paths)
    )


def open_ground(
    settings: Settings, codemods: Sequence[Codemod], paths: Sequence[str], watch: Watch = unwatched
) -> Ground:
    """Read everything that the gates judge by. Raises InputError as above."""
    rules = settings.compliance
    looked_for = replace(
        settings.inventory,
        canonical=rules.canonical or settings.inventory.canonical,
        roots=rules.roots or settings.inventory.roots,
    )
    found = survey(replace(settings, inventory=looked_for), codemods, listing=paths, watch=watch)
    graph = open_tree(settings, paths, found.files.contents).graph
    report = _report(settings, codemods, paths, watch)
    return Ground(rules, codemods, found, assemble(found), graph, report)


def _report(settings: Settings, codemods: Sequence[Codemod], paths: Sequence[str], watch: Watch) -> Report:
    """What the codemods of this consolidation find; nothing where there are none."""
    own = frozenset(each.name for each in concerned(settings.inventory, codemods))
    asked = {each.name for each in codemods if not each.on_request} | set(settings.extend_select)
    if not own & asked:
        return Report(".", Mode.CHECK, 0, 0, ())
    request = Request(mode=Mode.CHECK, unsafe=settings.unsafe, select=tuple(sorted(own & asked)))
    return run(request, settings, codemods, listing=paths, watch=watch)


def _codes(codemods: Sequence[Codemod]) -> frozenset[str]:
    """Every code that a suppression may name."""
    declared = [
        rule.reason for codemod in codemods for rule in codemod.rules if isinstance(rule, ManualReview)
    ]
    return frozenset([*map(str, Gate), *map(str, Reason), *declared])


def _judged(
    found: Sequence[GateFinding], suppressing: Suppressing, baseline: Baseline
) -> tuple[list[Judged], Counter[Key]]:
    """The findings with their status, and what the baseline knows in vain."""
    ordered = sorted(found, key=lambda each: (_ORDER.index(each.gate), each.location, each.subject))
    reasons = [suppressing.reason(each) for each in ordered]
    open_ones = [each for each, reason in zip(ordered, reasons, strict=True) if reason is None]
    known, settled = baseline.split(open_ones)
    status = iter(known)
    judged = [
        Judged(each, Status.KNOWN if next(status) else Status.NEW)
        if reason is None
        else Judged(each, Status.SUPPRESSED, reason)
        for each, reason in zip(ordered, reasons, strict=True)
    ]
    return judged, settled


def _apart(
    left: Counter[Key], idle: Iterable[Gate], unread: Iterable[Unread]
) -> tuple[tuple[tuple[Key, int], ...], tuple[tuple[Key, int], ...]]:
    """Entries of the baseline that are settled, and those of which nothing is known this time."""
    codes, paths = {gate.value for gate in idle}, {each.path for each in unread}
    entries = [(key, left[key]) for key in sorted(left)]
    unjudged = [each for each in entries if each[0].code in codes or each[0].path in paths]
    return tuple(each for each in entries if each not in unjudged), tuple(unjudged)


def _unread(ground: Ground, unsuppressed: Mapping[str, str]) -> Iterator[Unread]:
    """What neither the inventory nor the codemods could read, and what may hold suppressions unseen."""
    yield from ground.inventory.unread
    others = {**unsuppressed, **{each.path: each.message for each in ground.report.failed}}
    for path in sorted(others.keys() - {each.path for each in ground.inventory.unread}):
        yield Unread(path, others[path])
