"""The codemods as a list: what each retires, and the signatures that its rules know."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from migrate_engines.model.problem import Problem
from migrate_engines.model.rule import (
    CallRewrite,
    CanonicalName,
    Codemod,
    Helper,
    Keep,
    Leave,
    ManualReview,
    Overload,
    Redirect,
    Retirement,
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
        case Retirement(symbols=symbols, successor=successor, help=help_):
            yield f"retire{f' for {successor}' if successor else ''}"
            yield from (f"    {symbol}" for symbol in symbols)
            yield f"    {help_}"
        case Leave(symbols=symbols, because=because):
            yield "leave"
            yield from (f"    {symbol}" for symbol in symbols)
            yield f"    {because}"
        case CanonicalName(target=target):
            yield f"canonical {target}"
        case Helper(symbol=symbol, signature=signature):
            yield f"helper {symbol}{signature}"


def _overload(verb: str, rule: Overload) -> Iterator[str]:
    yield f"{verb} {'async ' if rule.is_async else ''}{rule.name}{rule.signature}"
    yield from (f"    {symbol}" for symbol in rule.symbols)


class CodemodPage(Struct, frozen=True):
    """A codemod with its golden cases: the sentence and the file of each."""

    codemod: Codemod
    cases: tuple[tuple[str, str], ...]


def render_codemod_pages(pages: Sequence[CodemodPage]) -> str:
    """The document of the codemods, in Markdown."""
    names = "".join(f"{line}\n" for line in _names([page.codemod for page in pages]))
    return f"{_HEAD}{names}\n" + "\n".join("".join(f"{line}\n" for line in _page(page)) for page in pages)


def _names(codemods: Sequence[Codemod]) -> Iterator[str]:
    """A table of the classes that the rules speak of: who handles each, and how."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for codemod in codemods:
        for rule in codemod.rules:
            for symbol, told in _handled(rule):
                parts = symbol.split(".")
                place = next((each for each, part in enumerate(parts) if part[:1].isupper()), None)
                if place is not None:
                    name = f"{parts[place]}` in `{'.'.join(parts[:place][-2:])}"
                    found.setdefault((name, codemod.name), {})[told] = None
    yield "| class | codemod | what becomes of it |"
    yield "|---|---|---|"
    for (name, codemod_name), told_ in sorted(found.items()):
        yield f"| `{name}` | [{codemod_name}](#{codemod_name}) | {'; '.join(told_)} |"


def _handled(rule: Rule) -> Iterator[tuple[str, str]]:
    """The symbols that a rule is about, and what it does with their uses."""
    match rule:
        case CallRewrite(symbols=symbols, unsafe=unsafe):
            is_always = unsafe is not None and not unsafe.reads
            told = "calls are rewritten with --unsafe" if is_always else "calls are rewritten"
        case Keep(symbols=symbols):
            told = "calls of today stay"
        case ManualReview(symbols=symbols, reason=reason):
            told = f"calls are left: {reason}"
        case Retirement(symbols=symbols):
            told = "removed with --unsafe once nothing refers to it"
        case Leave(symbols=symbols, because=because):
            told = f"stays: {because}"
        case Redirect(module=module, names=names):
            yield from ((f"{module}.{name}", "imports take the target's path") for name, _ in names)
            return
        case CanonicalName(target=target):
            symbols, told = (target,), "takes its own name everywhere"
        case _:
            return
    yield from ((symbol, told) for symbol in symbols)


def _page(page: CodemodPage) -> Iterator[str]:
    codemod = page.codemod
    yield f"## {codemod.name}"
    yield ""
    yield codemod.summary + (" Runs on request only." if codemod.on_request else "")
    yield ""
    if codemod.description:
        yield codemod.description
        yield ""
    yield "```text"
    for rule in codemod.rules:
        yield from _rule(rule)
    yield "```"
    yield ""
    for title, name in page.cases:
        yield f"- [{title}](../{name})"


_HEAD = """\
# Codemods

What the shipped codemods retire, the signatures that their rules know, and the cases that show what becomes
of a use. This page is generated by `make docs` from the rule files and the golden cases. What a name of your
own report is in your tree, `migrate-engines inventory NAME` says.

"""
