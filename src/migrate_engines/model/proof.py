"""How a use was decided, step by step: what a person checks who doubts a finding."""

from msgspec import Struct


class OverloadAnswer(Struct, frozen=True):
    """One signature that the call could mean: ``answer`` is yes, no or unknown, ``why`` may be empty."""

    rule: str
    signature: str
    answer: str
    why: str = ""


class BoundArgument(Struct, frozen=True):
    """``text`` is the argument's source; None where the parameter's default applies."""

    parameter: str
    text: str | None


class BoundName(Struct, frozen=True):
    """A line (from 1) of the file that gives ``name`` the meaning that the use has."""

    name: str
    line: int


class Proof(Struct, frozen=True):
    """The steps of one decision, in their order; those that did not apply are empty.

    Attributes:
        chain: dotted names, from the one that the file's own imports give to the definition.
        bindings: the lines of the file that lead to the first of them, the import last.
        overloads: the answer of every signature that the rules know.
        arguments: how the chosen one bound the call.
        evaluation: why the replacement evaluates the arguments as often and in the same order.
        notes: what makes a rewrite unsafe, or what else decided.
    """

    chain: tuple[str, ...]
    overloads: tuple[OverloadAnswer, ...] = ()
    arguments: tuple[BoundArgument, ...] = ()
    evaluation: str | None = None
    notes: tuple[str, ...] = ()
    bindings: tuple[BoundName, ...] = ()


NO_PROOF = Proof(())
