"""Rules that return another rule of their file: expanded into a template of their own."""

import ast
from collections.abc import Iterator, Mapping
from itertools import count

from msgspec.structs import replace

from migrate_engines.model.rule import CallRewrite, Template
from migrate_engines.rules.arguments import Return, read_values
from migrate_engines.rules.expressions import async_parts, bound_name, names_of
from migrate_engines.rules.names import RuleFile
from migrate_engines.rules.substitution import Value, names_in_fstrings, parts, substitute
from migrate_engines.rules.templates import returned_rule


def expand(
    rules: Mapping[str, CallRewrite], lines: Mapping[str, int], file: RuleFile
) -> dict[str, CallRewrite]:
    """``rules``, none of which returns another; what cannot be expanded is reported and left out.

    ``lines`` says where each rule returns.
    """
    expansion = _Expansion(rules, lines, file)
    expanded = {name: expansion.expanded(name) for name in rules}
    return {name: rule for name, rule in expanded.items() if rule is not None}


class _Expansion:
    def __init__(self, rules: Mapping[str, CallRewrite], lines: Mapping[str, int], file: RuleFile) -> None:
        self._rules = rules
        self._lines = lines
        self._file = file
        self._done: dict[str, CallRewrite | None] = {}
        self._trail: list[str] = []

    def expanded(self, name: str) -> CallRewrite | None:
        if name in self._trail:
            self._report_cycle(name)
            return None
        if name not in self._done:
            self._trail.append(name)
            self._done[name] = self._expand(self._rules[name])
            self._trail.pop()
        return self._done[name]

    def _expand(self, rule: CallRewrite) -> CallRewrite | None:
        call = ast.parse(rule.template.expression, mode="eval").body
        name = returned_rule(call, self._file)
        if name is None:
            return rule
        callee = self.expanded(name) if name in self._rules else None
        if callee is None:
            return None
        assert isinstance(call, ast.Call)
        template = _flattened(Return(rule, callee, call, self._lines[rule.name], self._file))
        return None if template is None else replace(rule, template=template)

    def _report_cycle(self, name: str) -> None:
        cycle = [*self._trail[self._trail.index(name) :], name]
        what = f"The rules return each other: {' -> '.join(f'`{each}`' for each in cycle)}"
        self._file.report(self._lines[name], what, "Let one of them return the new expression.")


def _flattened(returned: Return) -> Template | None:
    """The template of the returned rule, in the names of the caller; None after reporting why not."""
    before = len(returned.file.problems)
    caller, callee = returned.caller.template, returned.callee.template
    values = read_values(returned) | _renamed_locals(returned)
    _check_async(returned)
    _check_names(returned)
    _check_fstrings(returned, values)
    if len(returned.file.problems) > before:
        return None
    body = substitute(callee, values)
    return Template(
        statements=caller.statements + body.statements,
        expression=body.expression,
        names=tuple(sorted({*caller.names, *callee.names})),
        locals=caller.locals + body.locals,
    )


def _check_async(returned: Return) -> None:
    is_async = any(True for part in parts(returned.callee.template) for _ in async_parts(part))
    if is_async and not returned.caller.is_async:
        name = returned.caller.name
        what = f"`{returned.callee.name}` awaits, and the rule `{name}` that returns it is not asynchronous"
        returned.report(what, f"Write `async def {name}`.")


def _check_names(returned: Return) -> None:
    """A name of the caller must not change what a name in the returned template means."""
    callee = returned.callee
    for name in sorted(_own_names(returned.caller).intersection(_fixed_names(callee))):
        what = f"`{name}` means something else in `{callee.name}` than in `{returned.caller.name}`"
        returned.report(what, f"Use another name in `{callee.name}`, or write the new expression out.")


def _check_fstrings(returned: Return, values: Mapping[str, Value]) -> None:
    changed = {name for name, value in values.items() if value.text != name}
    for name in sorted(changed & names_in_fstrings(returned.callee.template)):
        place = f"an f-string of `{returned.callee.name}`"
        what = f"`{name}` stands in {place} and would become `{values[name].text}`"
        returned.report(what, "Join the string without an f-string, or call it the same in both rules.")


def _renamed_locals(returned: Return) -> dict[str, Value]:
    own = _own_names(returned.caller)
    used = {*own, *returned.file.names.lines, *_all_names(returned.callee)}
    return {
        name: Value(next(new for number in count(2) if (new := f"{name}_{number}") not in used))
        for name in returned.callee.template.locals
        if name in own
    }


def _own_names(rule: CallRewrite) -> set[str]:
    return {*(each.name for each in rule.signature.parameters), *rule.template.locals}


def _fixed_names(rule: CallRewrite) -> set[str]:
    """The names in a template that expansion leaves as they are: builtins and those bound inside."""
    return set(_all_names(rule)) - _own_names(rule) - {name for name, _ in rule.template.names}


def _all_names(rule: CallRewrite) -> Iterator[str]:
    for part in parts(rule.template):
        found = names_of(part)
        yield from (name.id for name in found.free)
        yield from map(bound_name, found.bound)
