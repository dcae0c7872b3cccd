"""The texts of many files, for searches."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Texts(Mapping[str, str]):
    """By path; decoded each time that one is asked for, since all of them at once take much memory.

    Bytes that are no UTF-8 come as replacement characters: names are found all the same.
    """

    contents: Mapping[str, bytes]

    def __getitem__(self, path: str) -> str:
        return self.contents[path].decode("utf-8", "replace")

    def __iter__(self) -> Iterator[str]:
        return iter(self.contents)

    def __len__(self) -> int:
        return len(self.contents)
