"""What a run has asked of a tree besides the contents of its files."""

from pathlib import Path

import msgspec

from migrate_engines.tree.digest import Digest, digest_of
from migrate_engines.tree.trace import Trace
from migrate_engines.tree.unlisted import names_of_code


class Surroundings(msgspec.Struct, frozen=True, array_like=True):
    """``folders`` is what code they hold, as a digest of its names; ``existing`` whether there is a path."""

    folders: dict[str, Digest]
    existing: dict[str, bool]

    def hold(self, root: Path) -> bool:
        """Whether the answers are still the same."""
        try:
            return all(
                _digest(names_of_code(Path(folder))) == digest for folder, digest in self.folders.items()
            ) and all((root / path).exists() == is_there for path, is_there in self.existing.items())
        except OSError:
            return False


def surroundings_of(trace: Trace) -> Surroundings:
    folders = {str(folder): _digest(names) for folder, names in trace.folders.items()}
    return Surroundings(folders, dict(trace.existing))


def _digest(names: frozenset[str]) -> Digest:
    return digest_of("/".join(sorted(names)).encode("utf-8", "surrogateescape"))
