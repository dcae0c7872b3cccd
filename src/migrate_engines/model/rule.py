"""What a codemod says, once its file has been read: valid by construction and frozen.

Dotted names are absolute (``package.module.Class.method``). Texts of templates and helpers are the
rule file's own, dedented.
"""

from enum import Enum
from inspect import _ParameterKind
from typing import TypeAlias

from msgspec import Struct

ParameterKind: TypeAlias = _ParameterKind


class NoneEvidence(Enum):
    """The annotation ``None``: satisfied by the literal ``None`` or by an absent argument."""

    NONE = "None"


class ClassEvidence(Struct, frozen=True):
    """The annotation is a class: the argument's inferred type decides."""

    symbol: str


Evidence: TypeAlias = ClassEvidence | NoneEvidence


class Parameter(Struct, frozen=True):
    """One parameter; ``default`` is the source text of its default, None where it is required."""

    name: str
    kind: ParameterKind
    default: str | None = None
    evidence: Evidence | None = None


class Signature(Struct, frozen=True):
    """A legacy or target signature, without ``self`` or ``cls``."""

    parameters: tuple[Parameter, ...]

    def __str__(self) -> str:
        parts: list[str] = []
        kinds = [parameter.kind for parameter in self.parameters]
        for position, parameter in enumerate(self.parameters):
            if parameter.kind is ParameterKind.KEYWORD_ONLY and not any(
                kind in (ParameterKind.VAR_POSITIONAL, ParameterKind.KEYWORD_ONLY)
                for kind in kinds[:position]
            ):
                parts.append("*")
            stars = {ParameterKind.VAR_POSITIONAL: "*", ParameterKind.VAR_KEYWORD: "**"}.get(
                parameter.kind, ""
            )
            default = "" if parameter.default is None else f"={parameter.default}"
            parts.append(f"{stars}{parameter.name}{default}")
            is_last_positional_only = parameter.kind is ParameterKind.POSITIONAL_ONLY and (
                position + 1 == len(kinds) or kinds[position + 1] is not ParameterKind.POSITIONAL_ONLY
            )
            if is_last_positional_only:
                parts.append("/")
        return f"({', '.join(parts)})"


class Template(Struct, frozen=True):
    """A rule's body: ``statements`` (possibly none), then the returned ``expression``.

    ``names`` maps every free name that the rule file's imports or helpers bind to its dotted name.
    ``locals`` are the names that the statements bind. The expression's text starts at column 0, its
    continuation lines are indented relative to the ``return`` statement.
    """

    statements: tuple[str, ...]
    expression: str
    names: tuple[tuple[str, str], ...]
    locals: tuple[str, ...] = ()


class Unsafe(Struct, frozen=True):
    """Why a rewrite is not equivalent; with ``reads``, only where the caller reads such a name."""

    note: str
    reads: tuple[str, ...] = ()


class CallRewrite(Struct, frozen=True, tag=True):
    codemod: str
    name: str
    line: int
    symbols: tuple[str, ...]
    signature: Signature
    is_async: bool
    template: Template
    unsafe: Unsafe | None = None


class Keep(Struct, frozen=True, tag=True):
    codemod: str
    name: str
    line: int
    symbols: tuple[str, ...]
    signature: Signature
    is_async: bool


class ManualReview(Struct, frozen=True, tag=True):
    codemod: str
    name: str
    line: int
    symbols: tuple[str, ...]
    signature: Signature
    is_async: bool
    reason: str
    help: str


class Redirect(Struct, frozen=True, tag=True):
    """Imports of ``names`` (old name, dotted target) from ``module`` go to the targets."""

    codemod: str
    line: int
    module: str
    names: tuple[tuple[str, str], ...]


class CanonicalName(Struct, frozen=True, tag=True):
    codemod: str
    line: int
    target: str


class Retirement(Struct, frozen=True, tag=True):
    """The definitions of ``symbols`` go once nothing refers to them; ``help`` is for who moves their uses.

    ``successor`` is the dotted name of what takes their place, None where nothing does.
    """

    codemod: str
    line: int
    symbols: tuple[str, ...]
    successor: str | None
    help: str


class Leave(Struct, frozen=True, tag=True):
    """``symbols`` stay as they are: the sentence says why they are no part of what is retired."""

    codemod: str
    line: int
    symbols: tuple[str, ...]
    because: str


class ImportedName(Struct, frozen=True):
    """``from module import name as local``, or ``import module as local`` where ``name`` is None.

    ``import a.b`` without ``as`` has ``local`` "a" and ``module`` "a.b".
    """

    module: str
    name: str | None
    local: str


class Helper(Struct, frozen=True, tag=True):
    """A function shipped as part of ``module``; ``source`` is its text without the decorator."""

    codemod: str
    name: str
    line: int
    module: str
    source: str
    imports: tuple[ImportedName, ...]
    signature: Signature

    @property
    def symbol(self) -> str:
        return f"{self.module}.{self.name}"


Overload: TypeAlias = CallRewrite | Keep | ManualReview
Rule: TypeAlias = CallRewrite | Keep | ManualReview | Redirect | CanonicalName | Retirement | Leave | Helper


class Codemod(Struct, frozen=True):
    """One rule file: ``name`` is the file's stem, ``summary`` its docstring's first line.

    ``on_request`` codemods run only where they are selected by name.
    """

    name: str
    path: str
    summary: str
    description: str
    rules: tuple[Rule, ...]
    on_request: bool = False
