"""When a file was last changed, by git."""

from collections.abc import Iterable
from pathlib import Path

from migrate_engines.inventory.entry import LastChange
from migrate_engines.tree.git import GitUnusable, ask_git

_COMMIT = "\x01"


def last_changes(root: Path, paths: Iterable[str]) -> dict[str, LastChange]:
    """The newest commit of each file: one call of git for all of them; nothing where there is no git.

    Paths are relative to ``root``.
    """
    waiting = set(paths)
    if not waiting or not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return {}
    command = [
        "-c",
        "core.quotePath=false",
        "log",
        "--relative",
        "--name-only",
        "--no-renames",
        "--no-ext-diff",
    ]
    command += [f"--format={_COMMIT}%h%x09%cs%x09%s", "--", *sorted(waiting)]
    try:
        output = ask_git(*command, folder=root)
    except GitUnusable:
        return {}  # no git on this machine, or no commit yet
    found: dict[str, LastChange] = {}
    newest = LastChange("", "", "")
    for line in output.decode("utf-8", "backslashreplace").split("\n"):
        if line.startswith(_COMMIT):
            newest = LastChange(*line.removeprefix(_COMMIT).split("\t", 2))
        elif line in waiting:
            found.setdefault(line, newest)
    return found
