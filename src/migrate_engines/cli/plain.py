"""Calls of ``run`` with nothing but paths and switches, as hooks make them.

typer would take longer to be imported than most of such a call does. All that is not as plain as can be, such
as a word that is misspelt, is left to it.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from migrate_engines.cli.carry_out import Options

_SWITCHES = {
    "--dry-run": "dry_run",
    "--check": "check",
    "--diff": "diff",
    "--unsafe": "unsafe",
    "--allow-dirty": "allow_dirty",
    "--quiet": "quiet",
    "-q": "quiet",
    "--verbose": "verbose",
    "-v": "verbose",
    "--statistics": "statistics",
    "--exit-zero": "exit_zero",
}


def plain_options(words: Sequence[str]) -> Options | None:
    """What such a call asks for; None for another one."""
    own = words[1:] if words[:1] == ["run"] else words
    switches = [word for word in own if word in _SWITCHES]
    paths = [word for word in own if word not in _SWITCHES]
    if not all(map(_is_python_file, paths)):
        return None
    asked = {_SWITCHES[word]: True for word in switches}
    return replace(Options(tuple(map(Path, paths))), **asked)


def _is_python_file(word: str) -> bool:
    return word.endswith(".py") and not word.startswith("-") and os.path.isfile(word)
