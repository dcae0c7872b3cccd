"""A use of a legacy symbol, and what was decided about it."""

from enum import StrEnum

from msgspec import Struct

from migrate_engines.model.proof import NO_PROOF, Proof
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
    DEFINITION = "definition"
    QUERY = "query"


class Outcome(StrEnum):
    FIXED = "fixed"
    UNSAFE = "unsafe"
    MANUAL = "manual"
    SUPPRESSED = "suppressed"
    KEPT = "kept"


class Finding(Struct, frozen=True):
    """One use at one place, decided; of the kind QUERY, the lines that a Bowler query changes.

    ``codemod`` is None where no rule is concerned (a broken import). ``reason`` says why the use was
    left, or why its rewrite is unsafe: a stable code. ``proof`` holds the steps of the decision.
    ``is_known`` says that the baseline has it, so that ``--check`` lets it pass.
    """

    codemod: str | None
    symbol: str
    kind: UseKind
    span: Span
    place: Place
    outcome: Outcome
    message: str
    reason: str | None = None
    proof: Proof = NO_PROOF
    is_known: bool = False
