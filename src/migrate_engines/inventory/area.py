"""Which part of the tree a file belongs to."""

import re
from enum import StrEnum
from fnmatch import fnmatchcase

from msgspec import Struct

from migrate_engines.settings import InventorySettings

_TEST_WORDS = frozenset(["test", "tests", "testing", "conftest"])


class Area(StrEnum):
    PRODUCTION = "production"
    TESTS = "tests"
    ELSEWHERE = "elsewhere"


class Areas(Struct, frozen=True):
    """Tests come first: a test below a production folder is a test."""

    roots: tuple[str, ...]
    tests: tuple[str, ...]

    @classmethod
    def of(cls, settings: InventorySettings) -> "Areas":
        return cls(settings.roots, settings.tests)

    def of_path(self, path: str) -> Area:
        if self._is_test(path):
            return Area.TESTS
        return Area.PRODUCTION if any(_is_below(path, each) for each in self.roots) else Area.ELSEWHERE

    def _is_test(self, path: str) -> bool:
        if self.tests:
            return any(_is_below(path, each) for each in self.tests)
        parts = path.removesuffix(".py").split("/")
        return any(word in _TEST_WORDS for part in parts for word in re.split(r"[^a-z0-9]+", part.lower()))


def _is_below(path: str, pattern: str) -> bool:
    """Whether a pattern fits the path or a folder above it."""
    parts = path.split("/")
    prefixes = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    return pattern == "." or any(fnmatchcase(prefix, pattern.rstrip("/")) for prefix in prefixes)
