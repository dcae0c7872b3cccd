"""Where something stands in a text."""

from msgspec import Struct


class Span(Struct, frozen=True, order=True):
    """A half-open range of code-point offsets into a decoded file."""

    start: int
    end: int

    def contains(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


class Place(Struct, frozen=True, order=True):
    """Lines and columns start at 1; columns count code points; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
