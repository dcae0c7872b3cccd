"""The commits of a series as branches, one on top of the other."""

import re
from pathlib import Path

from migrate_engines.model.problem import InputError, Problem
from migrate_engines.tree.git import ask_git, run_git
from migrate_engines.workflow.scratch import TRAILER

PREFIX = "migrate-engines/"


def branch_of(name: str) -> str:
    return f"{PREFIX}{plain_name(name)}"


def plain_name(name: str) -> str:
    """A part's name as git and every file system take it: without the "@" and "/" of owners."""
    return re.sub(r"[^A-Za-z0-9_]+", lambda found: "." if found[0] == "." else "-", name).strip(".-")


def set_branch(repository: Path, branch: str, commit: str) -> bool:
    """Let the branch be at the commit; whether that changed anything.

    Raises:
        InputError: the branch exists, and its newest commit is none of ours: somebody works on it.
    """
    found = run_git("rev-parse", "--verify", "--quiet", f"refs/heads/{branch}", folder=repository)
    old = found.stdout.decode().strip()
    if old == commit:
        return False
    if old and f"\n{TRAILER}: " not in ask_git("log", "-1", "--format=%B", old, folder=repository).decode():
        told = "The branch has commits of somebody else"
        raise InputError([Problem(branch, 0, told, "Merge or delete it first, then split again.")])
    ask_git("branch", "--force", branch, commit, folder=repository)
    return True
