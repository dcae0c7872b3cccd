"""The names that a rule file imports.

A rule file is read, never imported, so nothing here ever runs on its behalf. The functions exist so
that linters, type checkers and editors understand rule files; calling one changes nothing.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

_Function = TypeVar("_Function", bound=Callable[..., Any])


def rewrite(*symbols: object) -> Callable[[_Function], _Function]:
    """The function below is the new body of each legacy symbol, for calls that bind its parameters."""
    return _unchanged


def keep(*symbols: object) -> Callable[[_Function], _Function]:
    """Calls of the symbols that bind the parameters below are already right."""
    return _unchanged


def manual(*symbols: object, reason: str, help: str) -> Callable[[_Function], _Function]:
    """Calls of the symbols that bind the parameters below need a person; ``help`` says what to do."""
    return _unchanged


def unsafe(note: str, *, reads: Sequence[str] = ()) -> Callable[[_Function], _Function]:
    """The rewrite below changes behaviour: everywhere, or only where the caller reads a name in ``reads``.

    ``reads`` holds names or ``fnmatch`` patterns.
    """
    return _unchanged


def helper(module: str) -> Callable[[_Function], _Function]:
    """The function below is shipped verbatim into the tree being migrated, as part of ``module``."""
    return _unchanged


def redirect(module: str, /, **names: object) -> None:
    """Imports of ``names`` from ``module`` go to their targets; the module becomes a shim."""


def retire(*symbols: object, successor: object = None, help: str) -> None:
    """The definitions go once nothing refers to them; until then ``help`` says what a person has to do.

    ``successor`` is what takes their place: the report says which members and parameters it lacks.
    """


def leave(*symbols: object, because: str) -> None:
    """The symbols stay as they are, and ``because`` says why they are no part of what is retired."""


def canonical(target: object, /) -> None:
    """Imports that bind ``target`` under another name take its own name, with all their uses."""


def on_request() -> None:
    """The codemod runs only where it is asked for: by ``--select``, or by ``extend-select``."""


def _unchanged(function: _Function) -> _Function:
    return function
