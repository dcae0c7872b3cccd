"""Git, asked in a way that runs no program which a repository's configuration names."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

# Set by git for its hooks, and relative to the folder that the hook started in.
_PLACES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")
_NONE: Mapping[str, str] = MappingProxyType({})


class GitUnusable(Exception):
    """Git is not there, or refuses; the message is its own."""


def ask_git(*arguments: str, folder: Path, variables: Mapping[str, str] = _NONE) -> bytes:
    """What git prints when it runs in ``folder``, with more ``variables`` in its environment.

    Raises:
        GitUnusable: it could not be run, or failed.
    """
    ended = run_git(*arguments, folder=folder, variables=variables)
    if ended.returncode:
        raise GitUnusable(ended.stderr.decode("utf-8", "replace").strip() or f"exit code {ended.returncode}")
    return ended.stdout


def is_ignored(folder: Path) -> bool:
    """Whether the repository around a folder leaves it out. Raises GitUnusable."""
    return run_git("check-ignore", "--quiet", "--", str(folder), folder=folder).returncode == 0


def run_git(
    *arguments: str, folder: Path, variables: Mapping[str, str] = _NONE
) -> subprocess.CompletedProcess[bytes]:
    """The ended process, whatever its exit code.

    Raises:
        GitUnusable: it could not be run.
    """
    program = _program()
    if program is None:
        raise GitUnusable("git is not installed")
    command = [program, "-c", "core.fsmonitor=false", *arguments]
    try:
        return subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env={**_environment(), **variables},
            check=False,
        )
    except OSError as error:
        raise GitUnusable(str(error)) from error


def _program() -> str | None:
    """Found on the absolute folders of PATH alone: Windows would also take one from the current folder."""
    for folder in os.get_exec_path():
        if os.path.isabs(folder) and (found := shutil.which(os.path.join(folder, "git"))):
            return found
    return None


def _environment() -> dict[str, str]:
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    for name in _PLACES:
        if environment.get(name):
            environment[name] = os.path.abspath(environment[name])
    return environment
