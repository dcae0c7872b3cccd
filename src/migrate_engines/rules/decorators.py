"""The decorators of a function, read as its role."""

import ast
from collections.abc import Callable, Sequence

from migrate_engines.model.rule import Unsafe
from migrate_engines.rules.decorator_arguments import (
    read_helper_module,
    read_review,
    read_symbols,
    read_unsafe,
)
from migrate_engines.rules.names import Function, RuleFile, Word
from migrate_engines.rules.roles import Keeping, Reviewing, Rewriting, Role, Shipping
from migrate_engines.rules.words import DECORATORS, check_arguments, read_word

_ROLES = "`@rewrite(...)`, `@keep(...)`, `@manual(...)` or `@helper(...)`"
_ARGUMENTS = {
    Word.REWRITE: '"package.module.Name"',
    Word.KEEP: '"package.module.Name"',
    Word.HELPER: '"package.module"',
    Word.UNSAFE: '"what changes"',
    Word.MANUAL: '"package.module.Name", reason="...", help="..."',
}


def read_role(function: Function, file: RuleFile) -> Role | None:
    """What ``function`` is for; None after reporting what is wrong with its decorators."""
    before = len(file.problems)
    calls = [_read_decorator(decorator, file) for decorator in function.decorator_list]
    found = [call for call in calls if call is not None]
    if len(found) == len(calls):
        _check_combination(function, [word for word, _ in found], file)
    notes = [read_unsafe(call, file) for word, call in found if word is Word.UNSAFE]
    roles = [_READERS[word](call, file) for word, call in found if word is not Word.UNSAFE]
    if len(file.problems) > before:
        return None
    (role,) = roles
    return _with_note(role, notes)


def _read_decorator(decorator: ast.expr, file: RuleFile) -> tuple[Word, ast.Call] | None:
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    if not isinstance(function, ast.Name):
        what = f"`@{file.positions.heading(decorator)}` says nothing to a rule file"
        file.report(decorator.lineno, what, f"Decorate the function with {_ROLES} only.")
        return None
    word = read_word(function.id, function.lineno, DECORATORS, file)
    if word is None:
        return None
    if isinstance(decorator, ast.Call):
        return word, decorator
    remedy = f"Write `@{function.id}({_ARGUMENTS[word]})`."
    file.report(decorator.lineno, f"`@{function.id}` has no arguments", remedy)
    return None


def _check_combination(function: Function, words: Sequence[Word], file: RuleFile) -> None:
    roles = [word for word in words if word is not Word.UNSAFE]
    name, line = function.name, function.lineno
    if not roles:
        file.report(line, f"The function `{name}` has no role", f"Decorate it with {_ROLES}.")
    elif len(set(roles)) > 1:
        named = " and ".join(f"`@{word}`" for word in dict.fromkeys(roles))
        file.report(line, f"The function `{name}` has two roles: {named}", "Write one function for each.")
    elif len(words) > len(set(words)):
        file.report(line, f"The function `{name}` has a decorator twice", "Join the two into one.")
    elif Word.UNSAFE in words and roles != [Word.REWRITE]:
        what = f"`@unsafe` stands on `{name}`, which is a `@{roles[0]}`"
        file.report(line, what, "Leave it out: only a `@rewrite` can be unsafe.")


def _with_note(role: Role | None, notes: Sequence[Unsafe | None]) -> Role | None:
    if isinstance(role, Rewriting) and notes:
        return Rewriting(role.symbols, notes[0])
    return role


def _rewriting(call: ast.Call, file: RuleFile) -> Role | None:
    symbols = read_symbols(call, file) if check_arguments(call, (), file) else None
    return None if symbols is None else Rewriting(symbols)


def _keeping(call: ast.Call, file: RuleFile) -> Role | None:
    symbols = read_symbols(call, file) if check_arguments(call, (), file) else None
    return None if symbols is None else Keeping(symbols)


def _reviewing(call: ast.Call, file: RuleFile) -> Role | None:
    if not check_arguments(call, ("reason", "help"), file):
        return None
    symbols, review = read_symbols(call, file), read_review(call, file)
    return None if symbols is None or review is None else Reviewing(symbols, *review)


def _shipping(call: ast.Call, file: RuleFile) -> Role | None:
    module = read_helper_module(call, file)
    return None if module is None else Shipping(module)


_READERS: dict[Word, Callable[[ast.Call, RuleFile], Role | None]] = {
    Word.REWRITE: _rewriting,
    Word.KEEP: _keeping,
    Word.MANUAL: _reviewing,
    Word.HELPER: _shipping,
}
