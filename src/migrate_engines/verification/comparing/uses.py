"""What the codemods and the gates find, as faults of the checks that they are part of."""

from collections.abc import Iterator

from migrate_engines.compliance.uses import used_in
from migrate_engines.model.finding import Finding, Outcome
from migrate_engines.model.gate import Gate
from migrate_engines.model.reason import EXPLANATIONS, Reason
from migrate_engines.verification.comparing.fault import Fault
from migrate_engines.verification.comparing.side import Pair, Side

_OF_PATCHES = (Reason.BROKEN_PATCH, Reason.VACUOUS_MOCK)
_OF_OTHER_CHECKS = (Gate.LEGACY_USE, Gate.IMPORT_CYCLE)
_ACCEPTED = (Outcome.KEPT, Outcome.SUPPRESSED)


def idle_patches(pair: Pair, side: Side) -> Iterator[Fault]:
    """Patches of names that are not there, or that no code looks up where they are patched."""
    for path, finding in side.findings:
        code = (finding.reason or "").partition(":")[0]
        if code in _OF_PATCHES and finding.outcome not in _ACCEPTED:
            name = finding.proof.chain[0] if finding.proof.chain else finding.symbol
            what = f"{name}: {EXPLANATIONS[Reason(code)]}"
            yield Fault(path, finding.place.line, code, name, what)


def legacy_uses(pair: Pair, side: Side) -> Iterator[Fault]:
    """Every use of what is retired that is neither right as it is nor suppressed; patches aside."""
    for each in side.standing:
        if each.gate is Gate.LEGACY_USE and not set(each.also).intersection(_OF_PATCHES):
            path, line = each.location.path, each.location.line
            yield Fault(path, line, each.gate, used_in(each.subject), each.what)
    known = {id(finding) for _, finding in side.ground.report.findings()}
    for path, finding in side.findings:
        code = (finding.reason or "").partition(":")[0]
        if id(finding) not in known and finding.outcome not in _ACCEPTED and code not in _OF_PATCHES:
            yield _use(path, finding)


def kept_uses(side: Side) -> Iterator[Fault]:
    """Uses that were right as they were: what becomes of them is not new, either."""
    return (_use(path, finding) for path, finding in side.findings if finding.outcome is Outcome.KEPT)


def _use(path: str, finding: Finding) -> Fault:
    told = f"{finding.symbol} ({finding.kind})"
    what = f"{finding.kind} of {finding.symbol}"
    return Fault(path, finding.place.line, Gate.LEGACY_USE, told, what)


def gate_findings(pair: Pair, side: Side) -> Iterator[Fault]:
    for each in side.standing:
        if each.gate not in _OF_OTHER_CHECKS:
            place = each.location
            yield Fault(place.path, place.line, each.gate, each.subject, each.what)
