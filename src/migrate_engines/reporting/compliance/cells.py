"""What every format says about a gate."""

from collections.abc import Iterator

from migrate_engines.compliance.compliance import Compliance
from migrate_engines.compliance.finding import Status
from migrate_engines.inventory.wording import count
from migrate_engines.model.gate import Gate

HEADINGS = ("gate", "result", "new", "known", "suppressed")


def result(compliance: Compliance, gate: Gate) -> str:
    """``fails``, ``known`` (all of it is in the baseline), ``passes`` or ``not judged``."""
    counts = compliance.counts(gate)
    if counts[Status.NEW]:
        return "fails"
    if gate in dict(compliance.not_judged):
        return "not judged"
    return "known" if counts[Status.KNOWN] else "passes"


def rows(compliance: Compliance) -> Iterator[tuple[str, ...]]:
    """One row under ``HEADINGS`` for each gate."""
    for gate in Gate:
        counts = compliance.counts(gate)
        numbers = (str(counts[status] or "-") for status in Status)
        yield (gate.value, result(compliance, gate), *numbers)


def total(compliance: Compliance) -> str:
    """``16 gates over 120 files: 3 fail (7 new findings), 12 pass, 1 not judged``."""
    results = [result(compliance, gate) for gate in Gate]
    failing, passing = results.count("fails"), results.count("passes") + results.count("known")
    new = f" ({count(compliance.total(Status.NEW), 'new finding')})" if failing else ""
    idle = f", {results.count('not judged')} not judged" if "not judged" in results else ""
    fails = f"{failing} {'fails' if failing == 1 else 'fail'}{new}"
    passes = f"{passing} {'passes' if passing == 1 else 'pass'}"
    return f"{len(results)} gates over {count(compliance.files_scanned, 'file')}: {fails}, {passes}{idle}"


def settled(compliance: Compliance) -> str:
    """What can leave the baseline; "" for nothing."""
    gone = sum(number for _, number in compliance.settled)
    if not gone:
        return ""
    subject = "1 finding of the baseline is" if gone == 1 else f"{gone} findings of the baseline are"
    return f"{subject} settled: `migrate-engines compliance --update-baseline` takes them out"
