"""Every call that the census finds is in the report, or has the canonical shape; and the other way round."""

import ast
import warnings
from collections import Counter
from pathlib import Path

import pytest
from census import Census, Site
from shapes import is_canonical, listed
from tool import Found, Run

OUTCOMES = {"fixed", "unsafe", "manual", "kept", "suppressed"}


def test_the_run_ends_and_sees_every_file(census: Census, dry_run: Run) -> None:
    assert dry_run.files_scanned == census.files
    assert dry_run.code == (1 if dry_run.paths("failed") else 0)


def test_no_file_fails_that_python_can_parse(corpus: Path, dry_run: Run) -> None:
    failed = dry_run.paths("failed")
    parsable = [path for path in failed if _can_be_parsed(corpus / path)]
    assert not parsable, listed(f"{path}: {dry_run.messages.get(path)}" for path in parsable)


def test_no_file_is_skipped(dry_run: Run) -> None:
    skipped = dry_run.paths("skipped")
    assert not skipped, listed(f"{path}: {dry_run.messages.get(path)}" for path in skipped)


def test_no_call_is_missing(
    census: Census, dry_run: Run, gone: dict[str, set[int]], capsys: pytest.CaptureFixture[str]
) -> None:
    reported = _by_start(dry_run)
    staying = [site for site in census.sites if site.starts[0][0] not in gone.get(site.path, ())]
    silent = [site for site in staying if not _finding(site, reported)]
    missing = [_line(site) for site in silent if not is_canonical(site)]
    assert not missing, listed(missing)
    with capsys.disabled():
        print(f"\n{len(census.sites)} calls, {len(silent)} of them canonical and not reported")
    print(listed(_line(site) for site in silent))


def test_what_is_reported_is_what_the_census_sees(census: Census, dry_run: Run) -> None:
    reported = _by_start(dry_run)
    found = [(site, _finding(site, reported)) for site in census.sites]
    other = [
        f"{site.place}: {each.symbol}, not {site.symbol}"
        for site, each in found
        if each and each.symbol != site.symbol
    ]
    assert not other, listed(other)
    assert {each.outcome for _, each in found if each} <= OUTCOMES


def test_no_finding_is_of_another_call(census: Census, dry_run: Run) -> None:
    known = {(site.path, start) for site in census.sites for start in site.starts}
    # The census knows the symbols that have rules; these reasons are for calls that have none.
    read = [each for each in dry_run.calls if each.path not in census.unparsable]
    ruled = [each for each in read if each.reason not in ("factory-semantics", "dynamic")]
    extra = [f"{each.place} {each.symbol}" for each in ruled if (each.path, each.start) not in known]
    assert not extra, listed(extra)


def test_no_call_is_reported_twice(dry_run: Run) -> None:
    counts = Counter(each.place for each in dry_run.calls)
    assert not [place for place, count in counts.items() if count > 1]


def test_a_canonical_call_is_left_alone(census: Census, dry_run: Run) -> None:
    reported = _by_start(dry_run)
    found = [(site, _finding(site, reported)) for site in census.sites if is_canonical(site)]
    touched = [site.place for site, each in found if each and each.outcome in {"fixed", "unsafe"}]
    assert not touched, listed(touched)


def _can_be_parsed(path: Path) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(path.read_bytes())
        except (SyntaxError, ValueError):
            return False
    return True


def _by_start(run: Run) -> dict[tuple[str, tuple[int, int]], Found]:
    return {(each.path, each.start): each for each in run.calls}


def _finding(site: Site, reported: dict[tuple[str, tuple[int, int]], Found]) -> Found | None:
    """The finding of a call, which starts at the call or at its await."""
    return next((reported[site.path, start] for start in site.starts if (site.path, start) in reported), None)


def _line(site: Site) -> str:
    arguments = [*site.positional, *(f"{name}={value}" for name, value in site.keywords)]
    return f"{site.place} {site.symbol.rpartition('.')[2]}({', '.join(arguments)})"
