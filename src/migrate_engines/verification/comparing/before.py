"""The tree as it was: a commit, or the files that a run has written over."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from migrate_engines.model.problem import InputError, Problem
from migrate_engines.settings import Settings
from migrate_engines.tree.checkout import Checkout, checkout
from migrate_engines.tree.git import GitUnusable, ask_git


@contextmanager
def laid_out(settings: Settings, revision: str = "HEAD") -> Iterator[Checkout]:
    """A commit in a folder of its own, which is gone afterwards. The user's tree stays as it is.

    Raises:
        InputError: there is no repository or no such commit, or the root is not in it.
    """
    try:
        with checkout(settings.root, revision) as found:
            if not found.root.is_dir():
                told = f"The commit {revision} has no such folder"
                raise InputError([Problem(str(settings.root), 0, told, "Name a later commit.")])
            yield found
    except GitUnusable as error:
        remedy = "A comparison needs a git repository with a commit of that name."
        raise InputError([Problem(str(settings.root), 0, f"Git says: {error}", remedy)]) from error


def inside(settings: Settings, found: Checkout) -> Settings:
    """The same settings for the other tree."""
    return replace(settings, root=found.root)


def renamed_since(root: Path, commit: str) -> Mapping[str, str]:
    """Old paths of files that git sees as moved since a commit, with their new ones; below the root."""
    command = ("diff", "--name-status", "--find-renames", "--diff-filter=R", "--no-ext-diff", "--relative")
    told = ask_git(*command, "--ignore-submodules", "-z", commit, "--", ".", folder=root)
    fields = [os.fsdecode(each) for each in told.split(b"\0")]
    return dict(zip(fields[1::3], fields[2::3], strict=False))


def described(root: Path, revision: str, commit: str) -> str:
    """``main (1a2b3c4)``; a name that is itself one of the commit is told once."""
    short = ask_git("rev-parse", "--short", commit, folder=root).decode().strip()
    return short if commit.startswith(revision) else f"{revision} ({short})"
