"""One file: its bytes, its text, and the way back."""

import codecs
import io
import re
import string
import tokenize
import warnings
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import accumulate

from msgspec import Struct

from migrate_engines.model.span import Place, Span

LINE_END = re.compile(r"\r\n|\r|\n")
_LONE_RETURN = re.compile(rb"\r(?!\n)")

# Python's syntax, and what the codecs take for a sign of their own that have ASCII characters otherwise.
_ASCII = string.printable.replace("\v", "") + "\\u0041+AEE-~{}~~"


class Unreadable(Exception):
    """The file cannot be decoded or parsed; the message says why."""


class SourceFile(Struct, frozen=True, dict=True):
    """A decoded file.

    Attributes:
        path: relative to the root, with ``/``.
        text: decoded, without the byte order mark, line ends as they are.
        encoding: the codec's name as the file declares it.
        has_mark: the file begins with a UTF-8 byte order mark.
    """

    path: str
    text: str
    encoding: str = "utf-8"
    has_mark: bool = False

    def encode(self, text: str) -> bytes:
        """``text`` as this file would hold it.

        Raises:
            UnicodeEncodeError: the file's encoding has no such character.
        """
        return (codecs.BOM_UTF8 if self.has_mark else b"") + text.encode(self.encoding)

    @cached_property
    def newline(self) -> str:
        """The file's first line end; ``\\n`` where it has none."""
        found = LINE_END.search(self.text)
        return found.group() if found else "\n"

    @cached_property
    def line_starts(self) -> Sequence[int]:
        """Offsets at which lines start, as Python's tokenizer counts lines."""
        if "\r" in self.text:
            return array("I", [0, *(found.end() for found in LINE_END.finditer(self.text))])
        lengths = [len(line) + 1 for line in self.text.split("\n")]
        return array("I", [0, *accumulate(lengths[:-1])])

    def offset(self, line: int, utf8_column: int) -> int:
        """The offset of an ``ast`` position (line from 1, column in UTF-8 bytes)."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        content = self.text[start:end]
        if content.isascii():
            return start + utf8_column
        return start + len(content.encode("utf-8")[:utf8_column].decode("utf-8"))

    def place(self, span: Span) -> Place:
        line, column = self._position(span.start)
        end_line, end_column = self._position(span.end)
        return Place(line, column, end_line, end_column)

    def line_of(self, offset: int) -> int:
        """The line number, from 1."""
        return bisect_right(self.line_starts, offset)

    def line_text(self, line: int) -> str:
        """The text of a line (from 1) without its line end."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def begins_line(self, offset: int) -> bool:
        """Whether nothing but white space precedes the offset on its line, nor a backslash before that."""
        line = self.line_of(offset)
        is_continued = line > 1 and self.line_text(line - 1).endswith("\\")
        return not is_continued and not self.text[self.line_starts[line - 1] : offset].strip(" \t\f")

    def indentation(self, offset: int) -> str:
        """The white space that begins the line of ``offset``."""
        line = self.line_text(self.line_of(offset))
        return line[: len(line) - len(line.lstrip(" \t\f"))]

    def place_of(self, offset: int) -> tuple[int, int]:
        """The line and the column, both from 1."""
        return self._position(offset)

    def _position(self, offset: int) -> tuple[int, int]:
        line = self.line_of(offset)
        return line, offset - self.line_starts[line - 1] + 1


def decode(path: str, data: bytes) -> SourceFile:
    """The file's text by its byte order mark and coding cookie, as Python reads it.

    Raises:
        Unreadable: the bytes are not what the declared encoding says.
    """
    try:
        encoding = declared_encoding(data)
        has_mark = encoding == "utf-8-sig"
        encoding = "utf-8" if has_mark else encoding
        body = data[len(codecs.BOM_UTF8) :] if has_mark else data
        if not extends_ascii(encoding):
            raise Unreadable(f"cannot be read: {encoding} does not write ASCII as it is; convert it to UTF-8")
        text = body.decode(encoding)
    except (SyntaxError, ValueError) as error:
        raise Unreadable(f"cannot be decoded: {error}") from error
    if text.encode(encoding) != body:
        raise Unreadable(f"does not survive a round trip through its encoding {encoding}")
    return SourceFile(path, text, encoding, has_mark)


def declared_encoding(data: bytes) -> str:
    """By mark or cookie, as ``tokenize`` names it; a lone carriage return ends a line, as it does in Python.

    Raises:
        SyntaxError: the encoding is unknown, or the mark says otherwise.
    """
    end = data.find(b"\n", data.find(b"\n") + 1) if b"\n" in data else -1
    head = data if end < 0 else data[: end + 1]
    if b"\r" in head:
        head = _LONE_RETURN.sub(b"\n", head)
    return tokenize.detect_encoding(io.BytesIO(head).readline)[0]


@lru_cache
def extends_ascii(encoding: str) -> bool:
    """Whether bytes that are ASCII mean the same in the encoding."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # some take the backslashes for escapes
            return (
                _ASCII.encode("ascii").decode(encoding) == _ASCII == _ASCII.encode(encoding).decode("ascii")
            )
    except (ValueError, LookupError):
        return False
