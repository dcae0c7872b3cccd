"""What the decorators make of a function."""

from typing import TypeAlias

from msgspec import Struct

from migrate_engines.model.rule import Unsafe


class Rewriting(Struct, frozen=True):
    symbols: tuple[str, ...]
    unsafe: Unsafe | None = None


class Keeping(Struct, frozen=True):
    symbols: tuple[str, ...]


class Reviewing(Struct, frozen=True):
    symbols: tuple[str, ...]
    reason: str
    help: str


class Shipping(Struct, frozen=True):
    module: str


Role: TypeAlias = Rewriting | Keeping | Reviewing | Shipping
