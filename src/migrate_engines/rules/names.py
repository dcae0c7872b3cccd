"""What the names of one rule file mean."""

import ast
import builtins
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct, field

from migrate_engines.model.rule import ImportedName
from migrate_engines.rules.positions import Positions
from migrate_engines.rules.problems import Problems
from migrate_engines.rules.roles import Role, Shipping

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

BUILTINS = frozenset(dir(builtins))


class Word(StrEnum):
    """The names that ``migrate_engines.codemod`` gives to rule files."""

    REWRITE = "rewrite"
    KEEP = "keep"
    MANUAL = "manual"
    UNSAFE = "unsafe"
    HELPER = "helper"
    REDIRECT = "redirect"
    CANONICAL = "canonical"
    RETIRE = "retire"
    LEAVE = "leave"
    ON_REQUEST = "on_request"


class FileNames(Struct):
    """``lines`` has every name that the top level binds, readable or not.

    ``roles`` has every function; None where its decorators could not be read.
    """

    lines: dict[str, int] = field(default_factory=dict)
    words: dict[str, Word] = field(default_factory=dict)
    imports: list[ImportedName] = field(default_factory=list)
    constants: dict[str, str] = field(default_factory=dict)
    roles: dict[str, Role | None] = field(default_factory=dict)

    def imported(self, local: str) -> list[ImportedName]:
        """Usually one; ``import a.b`` and ``import a.c`` are two that bind ``a``."""
        return [name for name in self.imports if name.local == local]

    def dotted(self, local: str) -> str | None:
        """What the import of ``local`` names; None where no import binds it."""
        return next((dotted_name(name) for name in self.imported(local)), None)

    def helper_symbol(self, local: str) -> str | None:
        role = self.roles.get(local)
        return f"{role.module}.{local}" if isinstance(role, Shipping) else None


class RuleFile(Struct, frozen=True):
    """One rule file while it is being read."""

    positions: Positions
    problems: Problems
    names: FileNames = field(default_factory=FileNames)

    def report(self, line: int, what: str, remedy: str) -> None:
        self.problems.add(line, what, remedy)


def is_async(function: Function) -> bool:
    return isinstance(function, ast.AsyncFunctionDef)


def dotted_name(name: ImportedName) -> str:
    if name.name is not None:
        return f"{name.module}.{name.name}"
    return name.local if binds_first_part(name) else name.module


def binds_first_part(name: ImportedName) -> bool:
    """Whether this is ``import a.b`` without ``as``, which binds ``a``."""
    return name.name is None and name.module.startswith(f"{name.local}.")
