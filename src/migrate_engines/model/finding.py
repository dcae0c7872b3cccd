"""A use of a legacy symbol, and what was decided about it."""

from dataclasses import dataclass, field
from enum import StrEnum

from migrate_engines.model.span import Place, Span


class UseKind(StrEnum):
    CALL = "call"
    IMPORT = "import"
    SUBCLASS = "subclass"
    ANNOTATION = "annotation"
    TYPE_CHECK = "type-check"
    MOCK = "mock"
    ATTRIBUTE = "attribute"
    VALUE = "value"
    STRING = "string"
    MODULE = "module"


class Outcome(StrEnum):
    FIXED = "fixed"
    UNSAFE = "unsafe"
    MANUAL = "manual"
    SUPPRESSED = "suppressed"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Finding:
    """One use at one place, decided.

    ``codemod`` is None where no rule is concerned (a broken import). ``reason`` says why the use was
    left, or why its rewrite is unsafe: a stable code. ``proof`` holds, one sentence each, how the name
    was resolved, how the arguments were bound and what decided the tier.
    """

    codemod: str | None
    symbol: str
    kind: UseKind
    span: Span
    place: Place
    outcome: Outcome
    message: str
    reason: str | None = None
    proof: tuple[str, ...] = field(default=())
