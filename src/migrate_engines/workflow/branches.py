"""The commits of a series as branches, one on top of the other."""

import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from migrate_engines.model.problem import InputError, Problem
from migrate_engines.tree.git import ask_git, run_git
from migrate_engines.workflow.scratch import TRAILER

PREFIX = "migrate-engines/"


def branches_of(names: Sequence[str]) -> list[str]:
    """A branch for each part; two that differ only in marks or case get a hash of the name."""
    taken: set[str] = set()
    found: list[str] = []
    for name in names:
        branch = f"{PREFIX}{plain_name(name)}"
        if branch.casefold() in taken:
            branch += f"-{sha256(name.encode()).hexdigest()[:8]}"
        taken.add(branch.casefold())
        found.append(branch)
    return found


def plain_name(name: str) -> str:
    """A part's name as git and every file system take it: without the "@" and "/" of owners."""
    plain = re.sub(r"[^A-Za-z0-9_]+", lambda found: "." if found[0] == "." else "-", name).strip(".-")
    return re.sub(r"\.lock$", "-lock", plain)


def refuse_foreign(repository: Path, branches: Sequence[str]) -> None:
    """
    Raises:
        InputError: these branches exist, and are not as a split has left them: somebody works there.
    """
    remedy = "Merge, rename or delete it first, then split again."
    problems = [
        Problem(branch, 0, "The branch has commits of somebody else", remedy)
        for branch in branches
        if (old := _commit_of(repository, branch)) and not _is_ours(repository, old)
    ]
    if problems:
        raise InputError(problems)


def set_branch(repository: Path, branch: str, commit: str) -> bool:
    """Let the branch be at the commit; whether that changed anything."""
    if _commit_of(repository, branch) == commit:
        return False
    ask_git("branch", "--force", branch, commit, folder=repository)
    return True


def _commit_of(repository: Path, branch: str) -> str:
    """Empty where there is no such branch."""
    found = run_git("rev-parse", "--verify", "--quiet", f"refs/heads/{branch}", folder=repository)
    return found.stdout.decode().strip()


def _is_ours(repository: Path, commit: str) -> bool:
    """Whether the commit still holds the tree that its last line names: an amended one does not."""
    told = ask_git("log", "-1", "--format=%T%n%B", commit, folder=repository).decode("utf-8", "replace")
    tree, *message = told.strip().splitlines()
    return bool(message) and message[-1].startswith(f"{TRAILER}: ") and message[-1].endswith(f" {tree}")
