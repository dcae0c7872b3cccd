"""The text of a line, by which a finding is known when lines move."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from migrate_engines.model.location import Location
from migrate_engines.tree.source import SourceFile, Unreadable, decode


@dataclass(frozen=True, slots=True)
class Texts:
    """``contents`` are files that were read before, by path."""

    root: Path
    contents: Mapping[str, bytes] = field(default_factory=dict)
    _sources: dict[str, SourceFile | None] = field(default_factory=dict)

    def line(self, location: Location) -> str:
        """The line with white space as single spaces; "" where there is none."""
        source = self.source(location.path)
        if source is None or location.line > len(source.line_starts):
            return ""
        return " ".join(source.line_text(location.line).split())

    def source(self, path: str) -> SourceFile | None:
        """The file, None where it cannot be read."""
        if path not in self._sources:
            try:
                data = self.contents.get(path)
                data = (self.root / path).read_bytes() if data is None else data
                self._sources[path] = decode(path, data)
            except (OSError, Unreadable):
                self._sources[path] = None  # reported where the file is read to be judged
        return self._sources[path]
