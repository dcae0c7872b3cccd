"""Unified diffs, of files and of lists of findings."""

import difflib
import re
from collections.abc import Iterator

from migrate_engines.golden.folder import Tree

_UNENDED = "\\ No newline at end of file\n"
_VISIBLE = str.maketrans({"\r": "\u240d", "\ufeff": "<BOM>"})


def unified(old: str, new: str, old_name: str, new_name: str) -> str:
    """Lines end at ``\\n`` only, and a missing last one is marked as git does."""
    lines = difflib.unified_diff(_lines(old), _lines(new), old_name, new_name)
    return "".join(line if line.endswith("\n") else f"{line}\n{_UNENDED}" for line in lines)


def tree_differences(expected: Tree, got: Tree) -> Iterator[tuple[str, str]]:
    """Each path whose bytes differ, with a diff that shows carriage returns and byte order marks."""
    for path in sorted({*expected, *got}):
        if path not in got:
            yield path, "the file vanished\n"
        elif expected.get(path) != got[path]:
            diff = unified(
                _visible(expected.get(path, b"")),
                _visible(got[path]),
                f"expected/{path}" if path in expected else "/dev/null",
                f"got/{path}",
            )
            yield path, diff or "an empty file appeared\n"


def _visible(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace").translate(_VISIBLE)


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)
