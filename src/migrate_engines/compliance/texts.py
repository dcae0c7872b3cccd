"""The text of a line, by which a finding is known when lines move."""

from collections.abc import Mapping

from msgspec import Struct, field

from migrate_engines.model.location import Location
from migrate_engines.settings import Settings
from migrate_engines.tree.reading import UNREADABLE, read_source
from migrate_engines.tree.source import SourceFile


class Texts(Struct, frozen=True):
    """``contents`` are files that were read before, by path."""

    settings: Settings
    contents: Mapping[str, bytes] = field(default_factory=dict)
    _sources: dict[str, SourceFile | None] = field(default_factory=dict)

    def line(self, location: Location) -> str:
        """The line with white space as single spaces; "" where there is none."""
        source = self._source(location.path)
        if source is None or location.line > len(source.line_starts):
            return ""
        return " ".join(source.line_text(location.line).split())

    def _source(self, path: str) -> SourceFile | None:
        if path not in self._sources:
            try:
                self._sources[path] = read_source(path, self.settings, self.contents.get(path))
            except UNREADABLE:
                self._sources[path] = None  # reported where the file is read to be judged
        return self._sources[path]
