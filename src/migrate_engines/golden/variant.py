"""The same case as CRLF, with a byte order mark, and without a final newline.

Only the Python files of a case's before blocks are transformed; surroundings, files that the run creates
and files in other languages are what they are in the case. A transformed file must come out as its
expected text, transformed the same way, whether it was edited or replaced whole (a shim keeps the line
ends and the mark of the module whose place it takes):

CRLF
    every line of it ends in CRLF.
BOM
    it begins with the mark. A file whose coding cookie names another encoding than UTF-8 is left alone.
no final newline
    its last newline is dropped where its last line is the last line of the before block. Where that last
    line was edited, removed or followed by another, the last newline may be there or not.
"""

from collections.abc import Iterable
from enum import StrEnum

from msgspec.structs import replace

from migrate_engines.golden.case import Scenario
from migrate_engines.golden.encoding import is_utf8

_MARK = b"\xef\xbb\xbf"


class Variant(StrEnum):
    CRLF = "CRLF"
    BOM = "BOM"
    NO_FINAL_NEWLINE = "no final newline"


def varied(scenario: Scenario, variant: Variant, paths: Iterable[str]) -> Scenario:
    """``scenario`` with the Python files among ``paths`` transformed."""
    before, after, alternatives = dict(scenario.before), dict(scenario.after), dict(scenario.alternatives)
    for path in paths:
        old, new = before[path], after[path]
        if not path.endswith(".py") or (variant is Variant.BOM and not is_utf8(path, old)):
            continue
        before[path], after[path] = _transformed(old, variant), _transformed(new, variant)
        if variant is Variant.NO_FINAL_NEWLINE and _last_line(old) != _last_line(new):
            alternatives[path] = new
    return replace(scenario, before=before, after=after, alternatives=alternatives)


def _transformed(data: bytes, variant: Variant) -> bytes:
    match variant:
        case Variant.CRLF:
            return data.replace(b"\n", b"\r\n")
        case Variant.BOM:
            return _MARK + data
        case Variant.NO_FINAL_NEWLINE:
            return data.removesuffix(b"\n")


def _last_line(data: bytes) -> bytes:
    return data.removesuffix(b"\n").rpartition(b"\n")[2]
