"""The statements of a rule file: ``redirect(...)``, ``canonical(...)``, ``retire(...)`` and the others."""

import ast
from typing import TypeAlias

from msgspec import Struct

from migrate_engines.model.rule import CanonicalName, Leave, Redirect, Retirement
from migrate_engines.rules.decorator_arguments import read_filled, read_symbols, required
from migrate_engines.rules.names import RuleFile, Word
from migrate_engines.rules.outline import WORDS
from migrate_engines.rules.symbols import read_module, read_symbol
from migrate_engines.rules.words import STATEMENTS, check_arguments, read_word


class OnRequest(Struct, frozen=True):
    """The codemod runs only where it is selected."""


Statement: TypeAlias = Redirect | CanonicalName | Retirement | Leave | OnRequest


def read_statement(call: ast.Call, codemod: str, file: RuleFile) -> Statement | None:
    """What the statement says; None after reporting what is wrong."""
    if not isinstance(call.func, ast.Name):
        what = f"`{file.positions.heading(call)}` is no statement of a rule file"
        file.report(call.lineno, what, f"Only {WORDS} may be called.")
        return None
    word = read_word(call.func.id, call.lineno, STATEMENTS, file)
    if word is None:
        return None
    if word is Word.ON_REQUEST:
        return _on_request(call, file)
    if word is Word.REDIRECT:
        return _redirect(call, codemod, file)
    if word is Word.CANONICAL:
        return _canonical(call, codemod, file)
    return _retire(call, codemod, file) if word is Word.RETIRE else _leave(call, codemod, file)


def _on_request(call: ast.Call, file: RuleFile) -> OnRequest | None:
    if call.args or call.keywords:
        file.report(call.lineno, "`on_request` takes nothing", "Write `on_request()`.")
        return None
    return OnRequest()


def _redirect(call: ast.Call, codemod: str, file: RuleFile) -> Redirect | None:
    if not check_arguments(call, [keyword.arg for keyword in call.keywords if keyword.arg], file):
        return None
    if len(call.args) != 1 or not call.keywords:
        remedy = 'Write `redirect("old.module", Name=Target)`.'
        file.report(call.lineno, "`redirect` takes one module and at least one name", remedy)
        return None
    module = read_module(call.args[0], file)
    targets = [(keyword.arg, read_symbol(keyword.value, file)) for keyword in call.keywords]
    names = tuple((name, target) for name, target in targets if name is not None and target is not None)
    return None if module is None else Redirect(codemod, call.lineno, module, names)


def _canonical(call: ast.Call, codemod: str, file: RuleFile) -> CanonicalName | None:
    if not check_arguments(call, (), file):
        return None
    if len(call.args) != 1:
        remedy = "Write one `canonical(Target)` for each."
        file.report(call.lineno, "`canonical` takes one target", remedy)
        return None
    target = read_symbol(call.args[0], file)
    return None if target is None else CanonicalName(codemod, call.lineno, target)


def _retire(call: ast.Call, codemod: str, file: RuleFile) -> Retirement | None:
    if not check_arguments(call, ("successor", "help"), file):
        return None
    symbols = read_symbols(call, file)
    written = next((each.value for each in call.keywords if each.arg == "successor"), None)
    successor = None if written is None else read_symbol(written, file)
    text = required(call, "help", "a sentence that says what to do", file)
    help_ = text and read_filled(text, file)
    if symbols is None or not help_ or (written is not None and successor is None):
        return None
    return Retirement(codemod, call.lineno, symbols, successor, help_)


def _leave(call: ast.Call, codemod: str, file: RuleFile) -> Leave | None:
    if not check_arguments(call, ("because",), file):
        return None
    symbols = read_symbols(call, file)
    text = required(call, "because", "a sentence that says why they stay", file)
    because = text and read_filled(text, file)
    return Leave(codemod, call.lineno, symbols, because) if symbols and because else None
