"""Which imports nothing needs any more."""

from collections.abc import Set

from msgspec import Struct

from migrate_engines.deciding.decided import DecidedFile, ImportedAlias


class Needs(Struct, frozen=True):
    """What modules ask of each other.

    Attributes:
        names: dotted names (``module.local``, ``module.*``) that other files or strings ask for.
        modules: the module of each path.
        is_partial: the run sees only some files, so what others need is not known.
    """

    names: Set[str]
    modules: dict[str, str]
    is_partial: bool = False

    def is_removable(self, file: DecidedFile, alias: ImportedAlias) -> bool:
        """Whether a rewrite took the last read of an import that nothing else protects."""
        if not alias.was_used or alias.is_used or alias.protected is not None:
            return False
        if alias.in_function:
            return True
        module = self.modules.get(file.source.path, "")
        return not self.is_partial and self.names.isdisjoint(
            {f"{module}.{alias.local}", f"{module}.*", f"*.{alias.local}"}
        )

    def asked_of(self, path: str, going: Set[str]) -> frozenset[str]:
        """The local names that others ask of the module at a path, less those that go; ``*`` for all."""
        prefix = f"{self.modules[path]}."
        names = {each.removeprefix(prefix) for each in self.names if each.startswith(prefix)}
        return frozenset({each.partition(".")[0] for each in names} - going)

    def still_imported(self, file: DecidedFile) -> set[str]:
        """The names that a file goes on asking of redirected modules."""
        aliases = [alias for line in file.lines for alias in line.aliases]
        kept = {alias.target for alias in aliases if not self.is_removable(file, alias)}
        return set(file.imported) - ({alias.target for alias in aliases} - kept)
