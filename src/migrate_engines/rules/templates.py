"""The body of a rule, read as a template."""

import ast
from collections.abc import Iterator

from migrate_engines.model.rule import Signature, Template
from migrate_engines.rules.expressions import (
    async_parts,
    binding_parts,
    bound_name,
    names_of,
    needs_new_strings,
)
from migrate_engines.rules.names import Function, RuleFile, is_async
from migrate_engines.rules.roles import Rewriting
from migrate_engines.rules.template_names import TemplateNames


def read_template(function: Function, signature: Signature, file: RuleFile) -> Template | None:
    """The body of a ``@rewrite``; None after reporting what is wrong.

    A body that returns another rule keeps that call as its expression.
    """
    before = len(file.problems)
    *statements, last = [*without_docstring(function.body)] or [function]
    if not isinstance(last, ast.Return) or last.value is None:
        what = f"The rule `{function.name}` does not end by returning the new expression"
        file.report(last.lineno, what, "End it with `return <expression>`.")
        return None
    parameters = [each.name for each in signature.parameters]
    names = TemplateNames(function, parameters, _assigned(statements), file)
    texts = tuple(_read_statement(statement, function, names, file) for statement in statements)
    _check_returned(last.value, function, names, file)
    template = Template(texts, _returned_text(last, file), names.dotted(), tuple(names.locals))
    return template if len(file.problems) == before else None


def check_empty(function: Function, file: RuleFile) -> None:
    """A rule that produces nothing has the body ``...``, a docstring or both."""
    for statement in without_docstring(function.body):
        match statement:
            case ast.Expr(value=ast.Constant(value=value)) if value is ...:
                continue
        what = f"The rule `{function.name}` has a body that would never be used"
        file.report(statement.lineno, what, "Write `...` instead.")
        return


def without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    match body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
    return body


def returned_rule(value: ast.expr, file: RuleFile) -> str | None:
    """The name of the function of this file that ``value`` calls, unless that is a helper."""
    match value:
        case ast.Call(func=ast.Name(id=name)) if name in file.names.roles:
            return None if file.names.helper_symbol(name) else name
    return None


def _read_statement(statement: ast.stmt, function: Function, names: TemplateNames, file: RuleFile) -> str:
    match statement:
        case ast.Assign(targets=[ast.Name() as target], value=value):
            _check_value(value, function, names, file)
            names.bind_local(target)
        case ast.Expr(value=value):
            _check_value(value, function, names, file)
        case _:
            what = f"`{file.positions.heading(statement)}` is too much for a template"
            remedy = (
                "Before the `return`, keep to `name = value` and calls, or move it into a `@helper` function."
            )
            file.report(statement.lineno, what, remedy)
            return ""
    return _text(statement, file.positions.dedented(statement), file)


def _check_returned(value: ast.expr, function: Function, names: TemplateNames, file: RuleFile) -> None:
    awaited = value.value if isinstance(value, ast.Await) else value
    rule = returned_rule(awaited, file)
    if rule is None:
        _check_value(value, function, names, file)
        return
    assert isinstance(awaited, ast.Call)
    if awaited is not value:
        remedy = f"Write `return {rule}(...)`: the rule is expanded, not called."
        file.report(value.lineno, f"`{function.name}` awaits the rule `{rule}`", remedy)
    elif not isinstance(file.names.roles[rule], Rewriting | None):
        what = f"`{function.name}` returns `{rule}`, which rewrites nothing"
        file.report(value.lineno, what, "Return a `@rewrite`, or write the new expression.")
    for argument in [*awaited.args, *(keyword.value for keyword in awaited.keywords)]:
        _check_value(argument, function, names, file)


def _check_value(value: ast.expr, function: Function, names: TemplateNames, file: RuleFile) -> None:
    for part in binding_parts(value):
        what = f"`{file.positions.heading(part)}` would change the function that the template lands in"
        file.report(part.lineno, what, "Move it into a `@helper` function.")
    if not is_async(function):
        for part in async_parts(value):
            what = f"`{file.positions.heading(part)}` is asynchronous, and the rule `{function.name}` is not"
            file.report(part.lineno, what, f"Write `async def {function.name}`.")
    found = names_of(value)
    for bound in found.bound:
        names.bind_inner(bound_name(bound), bound.lineno)
    for free in found.free:
        names.use(free)


def _returned_text(statement: ast.Return, file: RuleFile) -> str:
    text = file.positions.dedented(statement).removeprefix("return")
    return _text(statement, text.lstrip(" \t\f\\\n"), file)


def _text(statement: ast.stmt, text: str, file: RuleFile) -> str:
    """``text``, where its lines may be indented without changing what it says."""
    shifted = text.replace("\n", "\n ")
    if ast.dump(ast.parse(text)) != ast.dump(ast.parse(shifted)):
        what = "A string of several lines would change with the indentation of the call"
        file.report(statement.lineno, what, "Move it into a `@helper` function, or write it on one line.")
    if needs_new_strings(text):
        what = "Only Python 3.12 can read this formatted string, and the call's file may be of an earlier one"
        file.report(
            statement.lineno, what, "Use other quotes inside it, and no backslash, comment or new line."
        )
    return text


def _assigned(statements: list[ast.stmt]) -> Iterator[str]:
    for statement in statements:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)]):
                yield name
