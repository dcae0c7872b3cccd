"""The arguments of the decorators, and of the statements that take the same."""

import ast
import re

from migrate_engines.model.reason import Reason
from migrate_engines.model.rule import Unsafe
from migrate_engines.rules.names import RuleFile
from migrate_engines.rules.symbols import read_module, read_symbol, read_text
from migrate_engines.rules.words import STATEMENTS, check_arguments

_KEBAB_CASE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def read_symbols(call: ast.Call, file: RuleFile) -> tuple[str, ...] | None:
    """At least one symbol; None after reporting what is wrong."""
    if not call.args:
        what = f"`{_word(call, file)}` names no symbol"
        file.report(call.lineno, what, 'Write at least one, like `"package.module.Name"`.')
        return None
    symbols = [read_symbol(argument, file) for argument in call.args]
    return None if None in symbols else tuple(symbol for symbol in symbols if symbol is not None)


def read_review(call: ast.Call, file: RuleFile) -> tuple[str, str] | None:
    """The reason and the help of a ``@manual``; None after reporting what is wrong."""
    reason = required(call, "reason", "a short name in kebab-case", file)
    help_ = required(call, "help", "a sentence that says what to do", file)
    reason_text = reason and _read_reason(reason, file)
    help_text = help_ and read_filled(help_, file)
    return (reason_text, help_text) if reason_text and help_text else None


def read_unsafe(call: ast.Call, file: RuleFile) -> Unsafe | None:
    if not check_arguments(call, ("reads",), file):
        return None
    if len(call.args) != 1:
        remedy = 'Write `@unsafe("what changes")`.'
        file.report(call.lineno, "`@unsafe` takes one note that says what changes", remedy)
        return None
    note = read_filled(call.args[0], file)
    reads = [_read_patterns(keyword.value, file) for keyword in call.keywords]
    return None if note is None else Unsafe(note, *reads)


def read_helper_module(call: ast.Call, file: RuleFile) -> str | None:
    if not check_arguments(call, (), file):
        return None
    if len(call.args) != 1:
        remedy = 'Write `@helper("package.module")`.'
        file.report(call.lineno, "`@helper` takes the one module that the function is shipped in", remedy)
        return None
    return read_module(call.args[0], file)


def required(call: ast.Call, name: str, meaning: str, file: RuleFile) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    what = f"`{_word(call, file)}` lacks `{name}=`"
    file.report(call.lineno, what, f"Add `{name}=` with {meaning}.")
    return None


def _word(call: ast.Call, file: RuleFile) -> str:
    """The word as it stands in the file: with its ``@`` where it is a decorator."""
    name = ast.unparse(call.func)
    return name if file.names.words.get(name) in STATEMENTS else f"@{name}"


def _read_reason(node: ast.expr, file: RuleFile) -> str | None:
    reason = read_filled(node, file)
    if reason is None or (_KEBAB_CASE.fullmatch(reason) and reason not in list(Reason)):
        return reason
    if reason in list(Reason):
        remedy = "Choose a reason that only this codemod gives."
        file.report(node.lineno, f"`{reason}` is a reason that the tool itself gives", remedy)
    else:
        example = re.sub(r"[\W_]+", "-", reason).strip("-").lower()
        file.report(node.lineno, f"The reason `{reason}` is not kebab-case", f"Write it like `{example}`.")
    return None


def read_filled(node: ast.expr, file: RuleFile) -> str | None:
    text = read_text(node, file)
    if text is not None and not text.strip():
        file.report(node.lineno, "The text is empty", "Write what the reader needs to know.")
        return None
    return text


def _read_patterns(node: ast.expr, file: RuleFile) -> tuple[str, ...]:
    if not isinstance(node, ast.Tuple | ast.List) or not node.elts:
        what = "`reads` takes a tuple of names or patterns"
        file.report(node.lineno, what, 'Write it like `reads=("name", "_limit*")`.')
        return ()
    patterns = [read_filled(element, file) for element in node.elts]
    return tuple(pattern for pattern in patterns if pattern is not None)
