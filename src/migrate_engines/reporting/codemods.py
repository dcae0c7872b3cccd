"""The codemods as a list: what each retires, and the signatures that its rules know."""

from collections.abc import Iterator, Sequence

from migrate_engines.model.problem import Problem
from migrate_engines.model.rule import (
    CallRewrite,
    CanonicalName,
    Codemod,
    Helper,
    Keep,
    ManualReview,
    Overload,
    Redirect,
    Rule,
)


def render_codemods(codemods: Sequence[Codemod]) -> str:
    """One paragraph for each codemod."""
    return "\n".join("".join(f"{line}\n" for line in _lines(codemod)) for codemod in codemods)


def render_problems(problems: Sequence[Problem]) -> str:
    """The problems under the list; nothing where there are none."""
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    lines = "".join(f"{problem}\n" for problem in problems)
    return f"\n{lines}\n{count}\n" if problems else ""


def _lines(codemod: Codemod) -> Iterator[str]:
    yield f"{codemod.name}{' (on request)' if codemod.on_request else ''}: {codemod.summary}"
    for rule in codemod.rules:
        yield from (f"  {line}" for line in _rule(rule))


def _rule(rule: Rule) -> Iterator[str]:
    match rule:
        case CallRewrite(unsafe=unsafe):
            yield from _overload("rewrite", rule)
            if unsafe:
                yield f"    unsafe: {unsafe.note}"
        case Keep():
            yield from _overload("keep", rule)
        case ManualReview(reason=reason, help=help_):
            yield from _overload("manual", rule)
            yield f"    [{reason}] {help_}"
        case Redirect(module=module, names=names):
            yield f"redirect {module}"
            yield from (f"    {name} -> {target}" for name, target in names)
        case CanonicalName(target=target):
            yield f"canonical {target}"
        case Helper(symbol=symbol, signature=signature):
            yield f"helper {symbol}{signature}"


def _overload(verb: str, rule: Overload) -> Iterator[str]:
    yield f"{verb} {'async ' if rule.is_async else ''}{rule.name}{rule.signature}"
    yield from (f"    {symbol}" for symbol in rule.symbols)
