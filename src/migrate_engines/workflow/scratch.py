"""A second work tree beside the user's, where the parts of a series become commits.

Commits are made by git's plumbing: no hook runs, and the user's index, files and current branch stay as
they are. Their dates are those of the commit that they start from, so that the same series gives the same
commits.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from migrate_engines.model.problem import InputError, Problem
from migrate_engines.model.result import Rewritten
from migrate_engines.tree.checkout import checkout
from migrate_engines.tree.git import GitUnusable, ask_git

TRAILER = "Migrate-Engines-Part"


class Scratch(Struct):
    """``root`` is the root of the project in the second work tree, ``head`` the newest commit there."""

    repository: Path
    folder: Path
    root: Path
    head: str
    date: str

    def create(self, files: Sequence[Rewritten]) -> None:
        for each in files:
            (self.root / each.path).write_bytes(each.after)

    def commit(self, message: str, part: str) -> str:
        """The tree as it now is, on top of the newest commit.

        The last line of the message names part and tree, so that a later split knows what it may replace.
        """
        self._ask("add", "--all", "--", ".")
        tree = self._ask("write-tree")
        file = self.folder.parent / "message"
        told = f"{message}\n{TRAILER}: {part} {tree}\n"
        file.write_text(told, encoding="utf-8", errors="backslashreplace", newline="\n")
        self.head = (
            ask_git(
                *("commit-tree", tree, "-p", self.head, "-F", str(file)),
                folder=self.folder,
                variables={"GIT_AUTHOR_DATE": self.date, "GIT_COMMITTER_DATE": self.date},
            )
            .decode()
            .strip()
        )
        self._ask("update-ref", "--no-deref", "HEAD", self.head)
        return self.head

    def patch(self, commit: str) -> bytes:
        """The commit as `git am` takes it."""
        return ask_git(
            "format-patch",
            "--no-ext-diff",
            "--no-textconv",
            "-1",
            "--stdout",
            "--no-signature",
            "--binary",
            commit,
            folder=self.folder,
        )

    def _ask(self, *arguments: str) -> str:
        return ask_git(*arguments, folder=self.folder).decode().strip()


@contextmanager
def scratch_of(root: Path) -> Iterator[Scratch]:
    """A scratch tree at HEAD of the repository around ``root``; it is gone afterwards.

    Raises:
        InputError: there is no repository or no commit, git refuses, or files have changes that are not
            committed.
    """
    try:
        ask_git("rev-parse", "--show-toplevel", folder=root)
        _refuse_uncommitted(root)
        date = ask_git("log", "-1", "--format=%cI", folder=root).decode().strip()
        with checkout(root) as found:
            yield Scratch(found.repository, found.folder, found.root, found.commit, date)
    except GitUnusable as error:
        remedy = "Run in a git repository with a commit, and with user.name and user.email set."
        raise InputError([Problem(root.as_posix(), 0, f"Git says: {error}", remedy)]) from error


def _refuse_uncommitted(root: Path) -> None:
    changed = ask_git("status", "--porcelain", "--untracked-files=no", "--", ".", folder=root).decode()
    if changed:
        paths = ", ".join(line[3:] for line in changed.splitlines()[:5])
        told = f"There are changes that are not committed ({paths}), and a series is made of commits"
        raise InputError([Problem(root.as_posix(), 0, told, "Commit or stash them.")])
