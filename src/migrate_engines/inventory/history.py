"""When a file was last changed, by git."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

from migrate_engines.inventory.entry import LastChange

_COMMIT = "\x01"


def last_changes(root: Path, paths: Iterable[str]) -> dict[str, LastChange]:
    """The newest commit of each file: one call of git for all of them; nothing where there is no git.

    Paths are relative to ``root``.
    """
    waiting = set(paths)
    if not waiting or not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return {}
    command = ["git", "-c", "core.quotePath=false", "log", "--relative", "--name-only", "--no-renames"]
    command += [f"--format={_COMMIT}%h%x09%cs%x09%s", "--", *sorted(waiting)]
    try:
        process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return {}  # no git on this machine
    found: dict[str, LastChange] = {}
    assert process.stdout is not None
    with process:
        newest = LastChange("", "", "")
        for raw in process.stdout:
            line = raw.decode("utf-8", "backslashreplace").rstrip("\n")
            if line.startswith(_COMMIT):
                newest = LastChange(*line.removeprefix(_COMMIT).split("\t", 2))
            elif line in waiting:
                waiting.discard(line)
                found[line] = newest
            if not waiting:
                process.kill()  # older commits say nothing new
                break
    return found
