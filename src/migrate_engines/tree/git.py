"""Git, asked in a way that runs no program which a repository's own configuration names.

What git's documentation lists as commands in its configuration is turned off for every call: the watcher of
files, hooks, the check of signatures. Filters are turned off, by their names, where the repository itself
defines them; those of the user's own configuration (Git LFS) stay. Nothing is fetched: neither a missing
object of a partial clone nor a submodule.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

# Set by git for its hooks, and relative to the folder that the hook started in.
_PLACES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")
_VARIABLES = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_OWN_SCOPES = ("local", "worktree")
_OFF = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "log.showSignature=false",
    "commit.gpgSign=false",
    "submodule.recurse=false",
    "diff.ignoreSubmodules=all",  # git would ask in the submodule, by the configuration there
)
# What looks at no file of the work tree; all others may compare one with the index, through its filter.
_WITHOUT_FILES = frozenset(
    ["branch", "check-ignore", "log", "ls-files", "merge-file", "rev-parse", "update-ref"]
)
_FILTER = re.compile(r"(filter\..*)\.(?:clean|smudge|process|required)", re.DOTALL | re.IGNORECASE)
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
    off = [*_OFF, *(() if arguments[0] in _WITHOUT_FILES else _without_filters(folder))]
    return _run([*(part for each in off for part in ("-c", each)), *arguments], folder, variables)


def _run(
    arguments: Sequence[str], folder: Path, variables: Mapping[str, str] = _NONE
) -> subprocess.CompletedProcess[bytes]:
    program = _program()
    if program is None:
        raise GitUnusable("git is not installed")
    command = [program, "--no-pager", *arguments]
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


def _without_filters(folder: Path) -> Iterator[str]:
    """What turns off each filter that the repository's own configuration defines."""
    asked = ["config", "--includes", "--show-scope", "--name-only", "-z", "--get-regexp", r"^filter\."]
    words = os.fsdecode(_run(asked, folder).stdout).split("\0")
    own = {name for scope, name in zip(words[::2], words[1::2], strict=False) if scope in _OWN_SCOPES}
    for filters in sorted({found[1] for name in own if (found := _FILTER.fullmatch(name))}):
        if "=" in filters:
            raise GitUnusable(f"the repository defines {filters!r}, which cannot be turned off")
        yield from (f"{filters}.{key}=" for key in ("clean", "smudge", "process"))
        yield f"{filters}.required=false"


def _program() -> str | None:
    """Found on the absolute folders of PATH alone: Windows would also take one from the current folder."""
    for folder in os.get_exec_path():
        if os.path.isabs(folder) and (found := shutil.which(os.path.join(folder, "git"))):
            return found
    return None


def _environment() -> dict[str, str]:
    environment = {**os.environ, **_VARIABLES}
    for name in _PLACES:
        if environment.get(name):
            environment[name] = os.path.abspath(environment[name])
    return environment
