"""What a reviewer reads of a part: why, what, what was left, how to check it and to take it back."""

from collections.abc import Iterator, Sequence

from migrate_engines.model.finding import Finding, Outcome
from migrate_engines.model.rule import Codemod
from migrate_engines.reporting.markdown_text import code, plain, table
from migrate_engines.workflow.part import Part, PartKind

_LEFT = (Outcome.MANUAL, Outcome.UNSAFE, Outcome.SUPPRESSED)
_MOST = 200  # rows of a table: a hosting service cuts longer texts
_WHAT = {
    PartKind.HELPERS: "Add the helper modules of the migration",
    PartKind.CALLS: "Migrate calls of retired classes",
    PartKind.IMPORTS: "Clean up imports after the migration",
    PartKind.REDIRECTS: "Turn retired modules into redirects",
}
_WHY = {
    PartKind.HELPERS: "Nobody imports them yet; the parts that follow do.",
    PartKind.CALLS: "Each call is rewritten as its codemod states, and compared with it.",
    PartKind.IMPORTS: "Files of earlier parts asked for these names, and no longer do.",
    PartKind.REDIRECTS: "Their last user has moved: the old names stay importable, with a warning.",
}


def title_of(part: Part) -> str:
    where = f" ({part.group})" if part.group else ""
    number = f", {part.number}" if part.number > 1 else ""
    return f"{_WHAT[part.kind]}{where}{number}"


def body_of(part: Part, codemods: Sequence[Codemod]) -> str:
    """Markdown without the title."""
    blocks = [
        "## What",
        f"{plain(_WHY[part.kind])} Written by migrate-engines; {len(part.paths)} files change.",
        *_why(part, codemods),
        *_findings(part),
        *_left(part),
        "## How to verify",
        _VERIFY,
        "## How to roll back",
        "Revert the commit (`git revert`). Parts that were merged later rest on it, so revert those first.",
    ]
    return "\n\n".join(blocks) + "\n"


def message_of(part: Part, codemods: Sequence[Codemod]) -> str:
    return f"{title_of(part)}\n\n{body_of(part, codemods)}"


_VERIFY = """\
```
migrate-engines run --check --statistics   # what is left to migrate
migrate-engines explain PATH:LINE          # why a use was rewritten, or left
```

and the tests of the files that change."""


def _why(part: Part, codemods: Sequence[Codemod]) -> Iterator[str]:
    named = {each.codemod for each in _of(part, (Outcome.FIXED,))}
    told = [each for each in codemods if each.name in named]
    if told:
        yield "## Why"
    for each in told:
        yield f"**{plain(each.name)}**: {plain(each.summary)} {plain(each.description)}".rstrip()


def _of(part: Part, outcomes: Sequence[Outcome]) -> list[Finding]:
    return [finding for _, finding in part.report.findings() if finding.outcome in outcomes]


def _rows(part: Part, outcomes: Sequence[Outcome]) -> list[tuple[str, ...]]:
    paths = frozenset(part.paths)
    return [
        (code(f"{path}:{each.place.line}"), plain(each.reason or each.codemod or ""), plain(each.message))
        for path, each in part.report.findings()
        if path in paths and each.outcome in outcomes
    ]


def _findings(part: Part) -> Iterator[str]:
    if rows := _rows(part, (Outcome.FIXED,)):
        yield "## Findings"
        yield _cut(("place before", "codemod", "what became of it"), rows)


def _left(part: Part) -> Iterator[str]:
    if rows := _rows(part, _LEFT):
        yield "## What was left in these files, and why"
        yield _cut(("place before", "reason", "why"), rows)


def _cut(headings: Sequence[str], rows: Sequence[tuple[str, ...]]) -> str:
    more = f"\n\nand {len(rows) - _MOST} more" if len(rows) > _MOST else ""
    return table(headings, rows[:_MOST]) + more
