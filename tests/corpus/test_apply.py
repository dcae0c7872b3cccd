"""Applied to a copy, a run leaves a tree that compiles, binds every name, and has nothing left to do."""

import json
import re
import subprocess
import sys
import tokenize
import warnings
from collections import Counter
from collections.abc import Iterable, Set
from pathlib import Path

import pytest
from census import ENGINE, Census, Site, take_census
from reach import unreachable_imports
from shapes import is_canonical, listed
from tool import Run, run_tool

RUFF = ["check", "--isolated", "--no-cache", "--exit-zero", "--output-format", "json"]


@pytest.fixture(scope="module")
def rewritten(applied: Run) -> list[str]:
    paths = applied.paths("rewritten")
    if not paths and not any(each.outcome == "fixed" for each in applied.calls):
        pytest.skip("in this tree there is nothing that such a run may rewrite")
    assert paths
    return paths


@pytest.fixture(scope="module")
def old(corpus: Path, rewritten: list[str]) -> list[str]:
    """Those that were there before."""
    return [path for path in rewritten if (corpus / path).exists()]


@pytest.fixture(scope="module")
def changed(old: list[str], census: Census) -> list[str]:
    """Those of them that this Python can parse."""
    return [path for path in old if path not in census.unparsable]


@pytest.fixture(scope="module")
def after(copy: Path, applied: Run) -> Census:
    return take_census(copy)


def test_it_does_what_the_dry_run_says(applied: Run, dry_run: Run) -> None:
    assert applied.results == dry_run.results
    assert applied.calls == dry_run.calls


def test_only_the_reported_files_change(corpus: Path, copy: Path, rewritten: list[str]) -> None:
    files = {path.relative_to(copy).as_posix(): path for path in copy.rglob("*.py")}
    differing = {name for name, path in files.items() if _differs(path, corpus / name)}
    assert differing == set(rewritten)


def test_a_second_run_changes_nothing(copy: Path, applied: Run, options: tuple[str, ...]) -> None:
    again = run_tool(copy, "--dry-run", *options)
    assert not again.paths("rewritten")
    pending = [f"{each.place} {each.outcome}" for each in again.calls if each.outcome == "fixed"]
    assert not pending, listed(pending)


def test_every_rewritten_file_compiles(copy: Path, rewritten: list[str], census: Census) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for path in set(rewritten) - set(census.unparsable):
            compile((copy / path).read_bytes(), path, "exec", dont_inherit=True)


def test_no_name_is_unbound_or_bound_twice_that_was_not_before(
    corpus: Path, copy: Path, rewritten: list[str], old: list[str]
) -> None:
    new = _complaints(copy, rewritten, "F821,F811") - _complaints(corpus, old, "F821,F811")
    assert not new, listed(" ".join(each) for each in new)


def test_an_import_that_is_newly_unused_is_reported(
    corpus: Path, copy: Path, applied: Run, rewritten: list[str], old: list[str]
) -> None:
    before, after = _complaints(corpus, old, "F401"), _complaints(copy, rewritten, "F401")
    counts = Counter(path for path, _ in after.elements()) - Counter(path for path, _ in before.elements())
    counts -= applied.unused_imports
    assert not counts, listed(" ".join(each) for each in after - before if each[0] in counts)


def test_no_name_is_read_in_one_branch_and_imported_in_another(
    corpus: Path, copy: Path, changed: list[str]
) -> None:
    new = {path: _unreached(copy / path) - _unreached(corpus / path) for path in changed}
    unbound = [f"{path}: {dict(each)}" for path, each in new.items() if each]
    assert not unbound, listed(unbound)


def test_no_new_call_is_rejected_by_the_canonical_signature(census: Census, after: Census) -> None:
    new = _rejected(after.sites) - _rejected(census.sites)
    assert not new, listed(map(str, new))


def test_every_fixed_call_builds_the_canonical_engine(census: Census, after: Census, applied: Run) -> None:
    read = [each for each in applied.calls if each.path not in census.unparsable]
    fixed = sum(each.outcome == "fixed" for each in read)
    built = _canonical_engines(after.sites) - _canonical_engines(census.sites)
    assert built == fixed


def test_no_call_is_lost(census: Census, after: Census, gone: dict[str, set[int]]) -> None:
    staying = [site for site in census.sites if site.starts[0][0] not in gone.get(site.path, ())]
    assert len(after.sites) == len(staying)


def test_no_comment_is_lost(corpus: Path, copy: Path, changed: list[str], gone: dict[str, set[int]]) -> None:
    found = {
        path: _comments(corpus / path, gone.get(path, set())) - _comments(copy / path) for path in changed
    }
    lost = [f"{path}: {dict(each)}" for path, each in found.items() if each]
    assert not lost, listed(lost)


def _differs(path: Path, original: Path) -> bool:
    if not original.exists():
        return True
    return not path.samefile(original) and path.read_bytes() != original.read_bytes()


def _complaints(root: Path, paths: Iterable[str], rules: str) -> Counter[tuple[str, str]]:
    """What ruff says of the files, line numbers left out."""
    command = [sys.executable, "-P", "-m", "ruff", *RUFF, "--select", rules, *paths]
    ended = subprocess.run(command, cwd=root, capture_output=True, check=True)
    return Counter(
        (Path(each["filename"]).relative_to(root).as_posix(), re.sub(r"line \d+", "line …", each["message"]))
        for each in json.loads(ended.stdout)
    )


def _unreached(path: Path) -> Counter[tuple[str, str]]:
    return unreachable_imports(path.read_bytes())


def _rejected(sites: Iterable[Site]) -> Counter[tuple[object, ...]]:
    """Calls of no canonical shape, whatever line they stand in."""
    return Counter(
        (site.path, site.symbol, site.positional, site.keywords) for site in sites if not is_canonical(site)
    )


def _canonical_engines(sites: Iterable[Site]) -> int:
    return sum(site.symbol == ENGINE and is_canonical(site) for site in sites)


def _comments(path: Path, gone: Set[int] = frozenset()) -> Counter[str]:
    with tokenize.open(path) as stream:
        return Counter(
            token.string.strip()
            for token in tokenize.generate_tokens(stream.readline)
            if token.type == tokenize.COMMENT and token.start[0] not in gone
        )
