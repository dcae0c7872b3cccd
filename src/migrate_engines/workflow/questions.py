"""What a person is asked of a run, and what the answers come to.

Each call that would be rewritten is a question of its own, and so is each change of a Bowler query. The other
changes of a file (its imports, its renames, its becoming a redirect) follow from what is answered for its
calls; where it has no call that is taken, they are one question.
"""

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from itertools import groupby
from typing import TypeAlias

from msgspec import Struct, field

from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.report import Report
from migrate_engines.model.result import Rewritten
from migrate_engines.model.span import Span

_ALONE = (UseKind.CALL, UseKind.QUERY)


class Answer(Enum):
    YES = "y"
    NO = "n"
    CODEMOD = "a"
    FILE = "f"
    SKIP = "s"
    QUIT = "q"


class Question(Struct, frozen=True):
    """One call, or with ``call`` None the other changes of a file; ``number`` counts from 1 to ``count``."""

    file: Rewritten
    call: Finding | None
    others: tuple[Finding, ...]
    number: int
    count: int


Ask: TypeAlias = Callable[[Question], Answer]


class Choices(Struct):
    """What stays as it is: calls by file and span, and whole files."""

    declined: set[tuple[str, Span]] = field(default_factory=set)
    skipped: set[str] = field(default_factory=set)


def questions(report: Report) -> list[Question]:
    """In the order of files and places; created files are no question, they come with what needs them."""
    found = [
        (result, call, tuple(others))
        for result in report.rewritten
        if result.before is not None
        for call, others in _of_file(result)
    ]
    count = len(found)
    return [Question(file, call, others, at, count) for at, (file, call, others) in enumerate(found, 1)]


def _of_file(result: Rewritten) -> Iterator[tuple[Finding | None, list[Finding]]]:
    fixed = [each for each in result.findings if each.outcome is Outcome.FIXED]
    calls = [each for each in fixed if each.kind in _ALONE]
    others = [each for each in fixed if each.kind not in _ALONE]
    for call in sorted(calls, key=lambda each: each.place):
        yield call, others
    if others:
        yield None, others


def settle(asked: Sequence[Question], ask: Ask) -> Choices:
    """Ask each question that earlier answers leave open."""
    choices = Choices()
    codemods: set[str | None] = set()
    has_quit = False
    for path, group in groupby(asked, lambda each: each.file.path):
        taken, all_here = False, False
        for question in group:
            if path in choices.skipped:
                break
            finding = question.call or question.others[0]
            if question.call is None and taken:
                continue
            answer = Answer.QUIT if has_quit else Answer.YES
            if not has_quit and not all_here and finding.codemod not in codemods:
                answer = ask(question)
            match answer:
                case Answer.YES | Answer.CODEMOD | Answer.FILE:
                    taken = True
                    all_here = all_here or answer is Answer.FILE
                    codemods |= {finding.codemod} if answer is Answer.CODEMOD else set()
                case Answer.QUIT | Answer.NO:
                    has_quit = has_quit or answer is Answer.QUIT
                    _decline(choices, question)
                case Answer.SKIP:
                    choices.skipped.add(path)
    return choices


def _decline(choices: Choices, question: Question) -> None:
    if question.call is None:
        choices.skipped.add(question.file.path)
    else:
        choices.declined.add((question.file.path, question.call.span))
