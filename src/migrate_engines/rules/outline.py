"""The top level of a rule file: what it imports, names, defines and calls."""

import ast

from msgspec import Struct, field

from migrate_engines.rules.decorators import read_role
from migrate_engines.rules.imports import define, read_import, read_import_from
from migrate_engines.rules.names import Function, RuleFile
from migrate_engines.rules.symbols import read_text
from migrate_engines.rules.templates import without_docstring

WORDS = "`redirect(...)`, `canonical(...)`, `retire(...)`, `leave(...)` and `on_request()`"


class Outline(Struct, frozen=True):
    """``summary`` and ``description`` are the docstring's; the rest is in the order of the file."""

    summary: str
    description: str
    functions: list[Function] = field(default_factory=list)
    calls: list[ast.Call] = field(default_factory=list)


def read_outline(tree: ast.Module, file: RuleFile) -> Outline:
    """The outline; ``file.names`` knows every name of the top level afterwards."""
    outline = Outline(*_read_docstring(tree, file))
    for statement in without_docstring(tree.body):
        _read_statement(statement, outline, file)
    for function in outline.functions:
        file.names.roles[function.name] = None
    for function in outline.functions:
        file.names.roles[function.name] = read_role(function, file)
    return outline


def _read_docstring(tree: ast.Module, file: RuleFile) -> tuple[str, str]:
    docstring = ast.get_docstring(tree)
    if docstring is None or not docstring.strip():
        remedy = 'Begin it with one, like `"""Retire package.module.Name."""`.'
        file.report(1, "The rule file has no docstring", remedy)
        return "", ""
    summary, _, description = docstring.strip().partition("\n")
    if not _is_sentence(summary):
        what = f"The first line of the docstring is not a sentence: `{summary}`"
        remedy = "Say on one line what is retired, from a capital letter to a full stop."
        file.report(tree.body[0].lineno, what, remedy)
    return summary.strip(), description.strip()


def _is_sentence(text: str) -> bool:
    text = text.strip()
    return " " in text and not text[0].islower() and text.endswith((".", "!", "?"))


def _read_statement(statement: ast.stmt, outline: Outline, file: RuleFile) -> None:
    match statement:
        case ast.Import():
            read_import(statement, file)
        case ast.ImportFrom():
            read_import_from(statement, file)
        case ast.Assign(targets=[ast.Name(id=name)]):
            define(name, statement.lineno, file)
            _read_constant(name, statement.value, file)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            define(statement.name, statement.lineno, file)
            outline.functions.append(statement)
        case ast.Expr(value=ast.Call() as call):
            outline.calls.append(call)
        case _:
            _refuse(statement, file)


def _read_constant(name: str, value: ast.expr, file: RuleFile) -> None:
    match value:
        case ast.JoinedStr() | ast.Constant(value=str()):
            text = read_text(value, file)
            if text is not None:
                file.names.constants[name] = text
        case _:
            remedy = "Keep to string constants, and write other values where they are used."
            file.report(value.lineno, f"`{name}` is not a string constant", remedy)


def _refuse(statement: ast.stmt, file: RuleFile) -> None:
    what = f"`{file.positions.heading(statement)}` cannot stand at the top level of a rule file"
    if isinstance(statement, ast.If | ast.Try):
        remedy = "Import without a condition: a rule file is never run."
    elif isinstance(statement, ast.AnnAssign):
        remedy = 'Write string constants without an annotation, like `LEGACY = "package.module.Name"`.'
    else:
        remedy = f"Keep to imports, string constants, functions, {WORDS}."
    file.report(statement.lineno, what, remedy)
