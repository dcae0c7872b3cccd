"""What is asked of a run, and what each answer settles."""

from collections.abc import Callable

import pytest

from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.report import Mode, Report
from migrate_engines.model.result import Rewritten, Unchanged
from migrate_engines.model.span import Place, Span
from migrate_engines.workflow.questions import Answer, Choices, Question, questions, settle

LETTERS = {answer.value: answer for answer in Answer}


def use(line: int, codemod: str = "engine", kind: UseKind = UseKind.CALL) -> Finding:
    return Finding(
        codemod, "acme.Engine", kind, Span(line, line + 1), Place(line, 1, line, 2), Outcome.FIXED, "m"
    )


def file(name: str, *findings: Finding) -> Rewritten:
    return Rewritten(name, b"a\n", b"b\n", findings)


REPORT = Report(
    ".",
    Mode.DRY_RUN,
    9,
    4,
    (
        file("a.py", use(9), use(2), use(1, kind=UseKind.IMPORT)),
        file("b.py", use(1, kind=UseKind.IMPORT)),
        file("c.py", use(3, "other"), use(4)),
        Unchanged("d.py", (use(1),)),
        Rewritten("new.py", None, b"x\n"),
    ),
)


@pytest.fixture
def answer_with() -> Callable[[str], tuple[Choices, list[str]]]:
    """Answer the questions of the report by these letters; what was asked, as ``path:line`` or ``path``."""

    def answer_with(letters: str) -> tuple[Choices, list[str]]:
        asked: list[str] = []
        waiting = list(letters)

        def ask(question: Question) -> Answer:
            line = f":{question.call.place.line}" if question.call else ""
            asked.append(f"{question.file.path}{line}")
            return LETTERS[waiting.pop(0)]

        choices = settle(questions(REPORT), ask)
        assert not waiting, "more answers than questions"
        return choices, asked

    return answer_with


def test_calls_are_asked_one_by_one_and_the_rest_of_a_file_once():
    found = [(each.file.path, each.call and each.call.place.line) for each in questions(REPORT)]
    assert found == [("a.py", 2), ("a.py", 9), ("a.py", None), ("b.py", None), ("c.py", 3), ("c.py", 4)]
    assert [(each.number, each.count) for each in questions(REPORT)][-1] == (6, 6)


def test_yes_to_all_leaves_nothing_out(answer_with):
    choices, asked = answer_with("yyyyy")
    assert choices == Choices()
    assert asked == ["a.py:2", "a.py:9", "b.py", "c.py:3", "c.py:4"]


def test_the_rest_of_a_file_follows_its_calls_and_is_asked_where_none_is_taken(answer_with):
    choices, asked = answer_with("nnnnyn")
    assert asked[:4] == ["a.py:2", "a.py:9", "a.py", "b.py"]
    assert choices.skipped == {"a.py", "b.py"}
    assert choices.declined == {("a.py", Span(2, 3)), ("a.py", Span(9, 10)), ("c.py", Span(4, 5))}


def test_all_of_a_codemod(answer_with):
    choices, asked = answer_with("an")
    assert asked == ["a.py:2", "c.py:3"]
    assert choices.declined == {("c.py", Span(3, 4))}


def test_all_in_a_file_ends_with_the_file(answer_with):
    _, asked = answer_with("fyyy")
    assert asked == ["a.py:2", "b.py", "c.py:3", "c.py:4"]


def test_a_skipped_file_is_left_even_where_a_call_was_taken(answer_with):
    choices, asked = answer_with("ysyyy")
    assert asked == ["a.py:2", "a.py:9", "b.py", "c.py:3", "c.py:4"]
    assert choices.skipped == {"a.py"}


def test_quit_keeps_what_was_answered_and_leaves_the_rest(answer_with):
    choices, asked = answer_with("yq")
    assert asked == ["a.py:2", "a.py:9"]
    assert choices.declined == {("a.py", Span(9, 10)), ("c.py", Span(3, 4)), ("c.py", Span(4, 5))}
    assert choices.skipped == {"b.py"}
