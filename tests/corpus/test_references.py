"""Every use that the census of references finds is in the report: nothing is left without a word."""

from collections import Counter
from pathlib import Path

import pytest
from references import Reference, take_references
from shapes import listed
from tool import Run


@pytest.fixture(scope="module")
def references(corpus: Path) -> tuple[Reference, ...]:
    return take_references(corpus)


def test_no_reference_is_missing(
    references: tuple[Reference, ...], dry_run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    failed = set(dry_run.paths("failed"))
    missing = [
        each for each in references if each.path not in failed and (each.path, each.line) not in dry_run.lines
    ]
    with capsys.disabled():
        counts = Counter(each.what for each in references)
        print(f"\n{', '.join(f'{count} {what}' for what, count in counts.most_common())}")
    assert not missing, listed(map(str, missing))


def test_what_is_broken_is_said_to_be(references: tuple[Reference, ...], dry_run: Run) -> None:
    # An import that a redirect leads somewhere is rewritten (None), or waits for --unsafe in a handler.
    wanted = {"broken import": {"broken-import", "broad-handler", None}, "broken patch": {"broken-patch"}}
    silent = [
        each
        for each in references
        if each.what in wanted and wanted[each.what].isdisjoint(dry_run.lines.get((each.path, each.line), ()))
    ]
    assert not silent, listed(map(str, silent))
