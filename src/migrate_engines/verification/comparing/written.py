"""The tree after a run against the files as they were when it began."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from migrate_engines.model.problem import InputError, Problem
from migrate_engines.model.report import Report
from migrate_engines.model.rule import Codemod
from migrate_engines.running.run import Watch
from migrate_engines.settings import Settings
from migrate_engines.tree.checkout import commit_named
from migrate_engines.tree.git import GitUnusable, ask_git
from migrate_engines.verification.comparing.before import inside, laid_out
from migrate_engines.verification.comparing.compare import Wanted, compare
from migrate_engines.verification.comparing.fault import Compared


def refuse_without_commit(root: Path) -> None:
    """
    Raises:
        InputError: there is nothing that the tree before could be laid out from.
    """
    try:
        commit_named(root, "HEAD")
    except GitUnusable as error:
        remedy = "Run it in a git repository with a commit, or leave --verify out."
        raise InputError([Problem(str(root), 0, f"Git says: {error}", remedy)]) from error


def compare_written(
    report: Report, settings: Settings, codemods: Sequence[Codemod], wanted: Wanted, *, watch: Watch
) -> Compared:
    """What the run of this report has made worse. Changes that were there before it count as before.

    Raises:
        InputError: see ``laid_out`` and ``compare``.
    """
    with laid_out(settings) as before:
        there = inside(settings, before)
        _take_over(settings.root, there.root)
        for each in report.rewritten:
            _put(there.root, each.path, each.before)
        wanted = replace(wanted, base="the files before the run")
        return compare(there, settings, codemods, wanted, watch=watch)


def _take_over(root: Path, other: Path) -> None:
    """Whatever git could commit: changed, new and deleted files of the user's tree."""
    for path in _uncommitted(root):
        file = root / path
        if not file.is_symlink():
            _put(other, path, file.read_bytes() if file.is_file() else None)


def _uncommitted(root: Path) -> Iterator[str]:
    changed = ask_git(
        "diff", "--name-only", "--no-renames", "--relative", "-z", "HEAD", "--", ".", folder=root
    )
    untracked = ask_git("ls-files", "--others", "--exclude-standard", "-z", "--", ".", folder=root)
    yield from (os.fsdecode(each) for each in (changed + untracked).split(b"\0") if each)


def _put(root: Path, path: str, data: bytes | None) -> None:
    """A file of the checkout; a link that stands in its place gives way, and is not followed."""
    file = root / path
    for each in (*(folder for folder in reversed(file.parents) if folder.is_relative_to(root)), file):
        if each != root and each.is_symlink():
            each.unlink()
    if data is None:
        file.unlink(missing_ok=True)
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
