"""The words that a rule file uses as decorators and statements."""

import ast
from collections.abc import Sequence

from migrate_engines.rules.names import RuleFile, Word
from migrate_engines.rules.problems import spelling

DECORATORS = (Word.REWRITE, Word.KEEP, Word.MANUAL, Word.HELPER, Word.UNSAFE)
STATEMENTS = (Word.REDIRECT, Word.CANONICAL, Word.RETIRE, Word.LEAVE, Word.ON_REQUEST)


def read_word(name: str, line: int, wanted: Sequence[Word], file: RuleFile) -> Word | None:
    """The word that ``name`` stands for in this file; None after reporting that it is none of ``wanted``."""
    word = file.names.words.get(name)
    if word in wanted:
        return word
    if word is None:
        _report_unknown(name, line, wanted, file)
    elif word in DECORATORS:
        file.report(
            line, f"`{name}` is a decorator, not a statement", f"Write `@{name}(...)` above a function."
        )
    else:
        remedy = f"Write `{name}(...)` as a statement of its own."
        file.report(line, f"`{name}` is a statement, not a decorator", remedy)
    return None


def check_arguments(call: ast.Call, known: Sequence[str], file: RuleFile) -> bool:
    """Whether the arguments are written out and only keywords in ``known`` are used; the rest is reported."""
    before = len(file.problems)
    for argument in call.args:
        if isinstance(argument, ast.Starred):
            file.report(argument.lineno, "An argument is unpacked", "Write the arguments out.")
    for keyword in call.keywords:
        if keyword.arg is None:
            file.report(keyword.value.lineno, "An argument is unpacked", "Write the arguments out.")
        elif keyword.arg not in known:
            _report_keyword(call, keyword, known, file)
    return len(file.problems) == before


def _report_unknown(name: str, line: int, wanted: Sequence[Word], file: RuleFile) -> None:
    if name in list(wanted):
        remedy = f"Write `from migrate_engines.codemod import {name}`."
        file.report(line, f"`{name}` is not imported from `migrate_engines.codemod`", remedy)
        return
    kind = "decorator" if wanted is DECORATORS else "statement"
    known = {*wanted, *(local for local, word in file.names.words.items() if word in wanted)}
    words = ", ".join(f"`{word}`" for word in wanted)
    file.report(line, f"`{name}` is no {kind} of a rule file", spelling(name, known, f"There are {words}."))


def _report_keyword(call: ast.Call, keyword: ast.keyword, known: Sequence[str], file: RuleFile) -> None:
    assert keyword.arg is not None
    callee = ast.unparse(call.func)
    words = ", ".join(f"`{word}`" for word in known)
    otherwise = f"Its keywords are {words}." if known else "It takes no keywords."
    remedy = spelling(keyword.arg, known, otherwise)
    file.report(keyword.value.lineno, f"`{callee}` has no keyword `{keyword.arg}`", remedy)
