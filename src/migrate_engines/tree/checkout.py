"""A commit laid out beside the user's tree, in a second work tree of the same repository."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from migrate_engines.tree.git import GitUnusable, ask_git, run_git


class Checkout(Struct, frozen=True):
    """``folder`` is the second work tree, ``root`` the root of the project in it."""

    repository: Path
    folder: Path
    root: Path
    commit: str


@contextmanager
def checkout(root: Path, revision: str = "HEAD") -> Iterator[Checkout]:
    """A commit of the repository around ``root``; it is gone afterwards.

    Files, index and branches of the user stay as they are, and no hook runs.

    Raises:
        GitUnusable: there is no repository or no such commit, or git refuses.
    """
    repository = Path(ask_git("rev-parse", "--show-toplevel", folder=root).decode().strip()).resolve()
    commit = commit_named(root, revision)
    with tempfile.TemporaryDirectory(prefix="migrate-engines-") as place:
        folder = Path(place).resolve() / "tree"
        command = ("worktree", "add", "--quiet", "--detach", str(folder), commit)
        ask_git(*command, folder=repository)
        try:
            inside = root.resolve().relative_to(repository)
            yield Checkout(repository, folder, folder / inside, commit)
        finally:
            ask_git("worktree", "remove", "--force", str(folder), folder=repository)


def commit_named(root: Path, revision: str) -> str:
    """The full name of a commit.

    Raises:
        GitUnusable: there is no repository, or no commit of that name.
    """
    ask_git("rev-parse", "--show-toplevel", folder=root)
    command = ("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    found = run_git(*command, folder=root)
    if revision.startswith("-") or found.returncode:
        raise GitUnusable(f"there is no commit {revision}")
    return found.stdout.decode().strip()
