r"""A report as a unified diff that ``git apply`` takes.

    diff --git a/acme/wiring.py b/acme/wiring.py
    new file mode 100644
    --- /dev/null
    +++ b/acme/wiring.py
    @@ -0,0 +1 @@
    +FACTORY = None
    \ No newline at end of file

Lines end at ``\n`` only, as they do for git: a carriage return or a form feed is content.
"""

import os
import re
from collections.abc import Iterator
from difflib import unified_diff

from migrate_engines.model.report import Report

_NO_NEWLINE = b"\n\\ No newline at end of file\n"
_ESCAPES = {ord('"'): b'\\"', ord("\\"): b"\\\\", ord("\t"): b"\\t", ord("\n"): b"\\n", ord("\r"): b"\\r"}


def render_diff(report: Report, prefix: str = "") -> bytes:
    """Every rewritten and created file; ``prefix`` is where the root stands in its repository."""
    return b"".join(file_diff(f"{prefix}{each.path}", each.before, each.after) for each in report.rewritten)


def file_diff(path: str, before: bytes | None, after: bytes | None) -> bytes:
    """One file; None on a side where there is no file. Nothing where both sides are the same."""
    if before == after:
        return b""
    old, new = (_quoted(f"{side}/{path}") for side in "ab")
    header = b"diff --git %b %b\n" % (old, new)
    if before is None:
        header += b"new file mode 100644\n"
        old = b"/dev/null"
    if after is None:
        header += b"deleted file mode 100644\n"
        new = b"/dev/null"
    return header + _hunks(before or b"", after or b"", old, new)


def _hunks(before: bytes, after: bytes, old: bytes, new: bytes) -> bytes:
    """The hunks under their two file names; nothing where an empty file is created."""
    # Latin-1 stands each byte for one character, so that bytes of any encoding pass through difflib.
    lines = unified_diff(lines_of(before.decode("latin-1")), lines_of(after.decode("latin-1")))
    body = b"".join(_ended(line.encode("latin-1")) for line in list(lines)[2:])
    return b"--- %b\n+++ %b\n" % (_tabbed(old), _tabbed(new)) + body if body else b""


def lines_of(text: str) -> list[str]:
    """The lines with their ends, as git divides a text."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _ended(line: bytes) -> bytes:
    return line if line.endswith(b"\n") else line + _NO_NEWLINE


def _tabbed(name: bytes) -> bytes:
    """A name with a space is closed by a tab, or a patch program reads on for a date."""
    return name + b"\t" if b" " in name and not name.startswith(b'"') else name


def _quoted(name: str) -> bytes:
    """The name as git writes it: between quotes, with escapes, where it holds a special character."""
    raw = os.fsencode(name)
    if not any(byte < 32 or byte in b'"\\\x7f' for byte in raw):
        return raw
    return b'"' + b"".join(_escaped(raw)) + b'"'


def _escaped(raw: bytes) -> Iterator[bytes]:
    for byte in raw:
        plain = byte >= 32 and byte != 127
        yield _ESCAPES.get(byte) or (bytes([byte]) if plain else b"\\%03o" % byte)
