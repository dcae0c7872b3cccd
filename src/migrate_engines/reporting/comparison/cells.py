"""What every format says about a comparison."""

from collections.abc import Iterator

from migrate_engines.inventory.wording import count
from migrate_engines.verification.comparing.fault import CheckResult, Compared

HEADINGS = ("check", "before", "after", "new", "seconds")


def rows(compared: Compared) -> Iterator[tuple[str, ...]]:
    """One row under ``HEADINGS`` for each check."""
    for each in compared.results:
        yield (each.name.value, *_numbers(each))


def _numbers(result: CheckResult) -> tuple[str, ...]:
    if result.not_run:
        return ("-", "-", "not run", "-")
    return str(result.before), str(result.after), str(len(result.new) or "-"), f"{result.seconds:.1f}"


def total(compared: Compared) -> str:
    """``3 new in 2 checks: 12 files differ from HEAD (1a2b3c4)``."""
    failing = sum(bool(each.new) for each in compared.results)
    new = f"{compared.new} new in {count(failing, 'check')}" if failing else "nothing is new"
    files = "1 file differs" if len(compared.touched) == 1 else f"{len(compared.touched)} files differ"
    return f"{new}: {files} from {compared.base}"


def rest(compared: Compared) -> Iterator[str]:
    """What there is to know besides, one sentence each."""
    for each in compared.results:
        if each.not_run:
            yield f"{each.name}: {each.not_run}"
    if compared.reading:
        yield f"reading both trees took {compared.reading:.1f} s"
    yield from compared.notes
