"""The functions of a rule file, each read according to its role."""

from collections.abc import Iterator, Sequence

from migrate_engines.model.rule import CallRewrite, Keep, ManualReview, Overload, Rule
from migrate_engines.rules.expand import expand
from migrate_engines.rules.names import Function, RuleFile, is_async
from migrate_engines.rules.roles import Keeping, Reviewing, Rewriting, Shipping
from migrate_engines.rules.shipping import read_helper
from migrate_engines.rules.signatures import read_legacy_signature
from migrate_engines.rules.templates import check_empty, read_template


def read_functions(functions: Sequence[Function], codemod: str, file: RuleFile) -> Iterator[Rule]:
    """A rule for each function whose decorators could be read; what else is wrong is reported."""
    rewrites: dict[str, CallRewrite] = {}
    lines: dict[str, int] = {}
    for function in functions:
        rule = _read_function(function, codemod, file)
        if isinstance(rule, CallRewrite):
            rewrites[rule.name] = rule
            lines[rule.name] = function.body[-1].lineno
        elif rule is not None:
            yield rule
    yield from expand(rewrites, lines, file).values()


def _read_function(function: Function, codemod: str, file: RuleFile) -> Rule | None:
    role = file.names.roles[function.name]
    if isinstance(role, Shipping):
        return read_helper(function, role, codemod, file)
    return None if role is None else _read_overload(function, role, codemod, file)


def _read_overload(
    function: Function, role: Rewriting | Keeping | Reviewing, codemod: str, file: RuleFile
) -> Overload | None:
    signature = read_legacy_signature(function, file)
    start = (codemod, function.name, function.lineno, role.symbols, signature, is_async(function))
    if isinstance(role, Rewriting):
        template = read_template(function, signature, file)
        return None if template is None else CallRewrite(*start, template, role.unsafe)
    check_empty(function, file)
    return Keep(*start) if isinstance(role, Keeping) else ManualReview(*start, role.reason, role.help)
