"""What the decorators make of a function."""

from dataclasses import dataclass
from typing import TypeAlias

from migrate_engines.model.rule import Unsafe


@dataclass(frozen=True, slots=True)
class Rewriting:
    symbols: tuple[str, ...]
    unsafe: Unsafe | None = None


@dataclass(frozen=True, slots=True)
class Keeping:
    symbols: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reviewing:
    symbols: tuple[str, ...]
    reason: str
    help: str


@dataclass(frozen=True, slots=True)
class Shipping:
    module: str


Role: TypeAlias = Rewriting | Keeping | Reviewing | Shipping
