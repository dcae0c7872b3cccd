"""Everything that a case asserts."""

from collections.abc import Iterator, Sequence
from textwrap import indent

from msgspec import Struct

from migrate_engines.golden.attempt import Attempt, RunFunction, attempt
from migrate_engines.golden.case import Case, GoldenCase, Scenario
from migrate_engines.golden.difference import tree_differences, unified
from migrate_engines.golden.folder import Tree
from migrate_engines.golden.line import FindingLine, as_text
from migrate_engines.golden.variant import Variant, varied
from migrate_engines.model.finding import Outcome, UseKind
from migrate_engines.model.problem import InputError
from migrate_engines.model.rule import Codemod
from migrate_engines.reporting.explanation import render_explanation
from migrate_engines.running.explain import explain_findings
from migrate_engines.running.run import run
from migrate_engines.tree.parsing import check_compiles
from migrate_engines.tree.source import SourceFile, Unreadable, decode

_SECOND_RUN = "second run"


class Failure(Struct, frozen=True):
    """``check`` is what was looked at, ``detail`` what was seen instead."""

    check: str
    detail: str


class Verdict(Struct, frozen=True):
    """What became of one case; ``warnings`` are what is wrong, and let pass."""

    name: str
    title: str
    failures: tuple[Failure, ...]
    warnings: tuple[Failure, ...] = ()

    def render(self) -> str:
        """The case on one line, then its failures; nothing for a case that passed."""
        if not self.failures:
            return ""
        details = (f"  {each.check}\n{indent(each.detail, '    ')}" for each in self.failures)
        return f"FAILED {self.name}: {self.title}\n{''.join(details)}"

    def render_warnings(self) -> str:
        """What is let pass, on one line."""
        return f"{self.name}: {', '.join(each.check for each in self.warnings)}"


def check(
    case: Case, codemods: Sequence[Codemod], *, run: RunFunction = run, must_settle: bool = True
) -> Verdict:
    """Run ``case`` in temporary folders, with ``codemods`` and the command line's defaults.

    Without ``must_settle``, it is only a warning that a second run changes something.
    """
    try:
        failures = list(_failures(case, codemods, run))
    except InputError as error:
        failures = [Failure("the input is refused", f"{error}\n")]
    allowed = [] if must_settle else [each for each in failures if each.check.startswith(_SECOND_RUN)]
    left = tuple(each for each in failures if each not in allowed)
    return Verdict(case.name, case.title, left, tuple(allowed))


def _failures(case: Case, codemods: Sequence[Codemod], run: RunFunction) -> Iterator[Failure]:
    scenario = case.scenario()
    first, second = attempt(scenario.before, codemods, run, times=2)
    wrong_texts = list(_wrong_texts(scenario, first, "text"))
    yield from wrong_texts
    yield from _wrong_findings(scenario.findings, scenario.listed(first.findings), "findings")
    yield from _crashes(scenario.before, first)
    yield from _broken_syntax(scenario.before, first.tree)
    yield from _unexplained(first)
    yield from _second_run(first, second)
    yield from _order(first, attempt(scenario.before, codemods, run, is_backwards=True)[0])
    if isinstance(case, GoldenCase) and case.has_variants and not wrong_texts:
        yield from _variants(case, scenario, codemods, run)


def _variants(
    case: GoldenCase, scenario: Scenario, codemods: Sequence[Codemod], run: RunFunction
) -> Iterator[Failure]:
    for variant in Variant:
        changed = varied(scenario, variant, case.before)
        if changed.before != scenario.before:
            (result,) = attempt(changed.before, codemods, run)
            yield from _wrong_texts(changed, result, variant)
            yield from _crashes(changed.before, result)


def _wrong_texts(scenario: Scenario, result: Attempt, check: str) -> Iterator[Failure]:
    also_right = {path for path, data in scenario.alternatives.items() if result.tree.get(path) == data}
    for path, diff in tree_differences(scenario.after, result.tree):
        if path not in also_right:
            yield Failure(f"{check}: {path}", diff)


def _wrong_findings(
    expected: tuple[FindingLine, ...], got: tuple[FindingLine, ...], check: str
) -> Iterator[Failure]:
    diff = unified(as_text(expected), as_text(got), "expected findings", "got findings")
    if diff:
        yield Failure(check, diff)


def _crashes(before: Tree, result: Attempt) -> Iterator[Failure]:
    """A file may fail only if Python cannot read it either; else nothing changed for the wrong reason.

    One that fails with findings is a case's own matter: it lists them.
    """
    for failed in result.failed:
        if failed.findings:
            continue
        if failed.path not in before or _compiles(failed.path, before[failed.path]):
            yield Failure(f"failed: {failed.path}", f"{failed.message}\n")


def _broken_syntax(before: Tree, after: Tree) -> Iterator[Failure]:
    for path, data in after.items():
        if not path.endswith(".py") or before.get(path) == data or _compiles(path, data):
            continue
        if path not in before or _compiles(path, before[path]):
            yield Failure(f"syntax: {path}", "the output does not compile\n")


def _unexplained(result: Attempt) -> Iterator[Failure]:
    """`explain` has an answer for each finding: how the name was resolved, and how a rewrite was proven."""
    for path, finding in result.report.findings():
        place = finding.place
        found = explain_findings(path, place.line, result.report, result.report, result.index, place.column)
        for each in found.explained:
            is_rewrite = each.finding.kind is UseKind.CALL and each.finding.outcome in _REWRITTEN
            proof = each.finding.proof
            if not each.way or (is_rewrite and not (proof.overloads and proof.evaluation)):
                yield Failure(f"explain: {path}:{place.line}", render_explanation(found))
        if not found.explained:
            yield Failure(f"explain: {path}:{place.line}", "it has no answer\n")


_REWRITTEN = (Outcome.FIXED, Outcome.UNSAFE)


def _second_run(first: Attempt, second: Attempt) -> Iterator[Failure]:
    for path, diff in tree_differences(first.tree, second.tree):
        yield Failure(f"{_SECOND_RUN}: {path}", diff)
    fixed = [line for line in second.findings if line.outcome is Outcome.FIXED]
    yield from _wrong_findings((), tuple(fixed), f"{_SECOND_RUN}: findings")


def _order(first: Attempt, backwards: Attempt) -> Iterator[Failure]:
    for path, diff in tree_differences(first.tree, backwards.tree):
        yield Failure(f"files in the opposite order: {path}", diff)
    yield from _wrong_findings(first.findings, backwards.findings, "files in the opposite order: findings")


def _compiles(path: str, data: bytes) -> bool:
    try:
        source = decode(path, data)
        check_compiles(source, SourceFile(path, ""))
    except Unreadable:
        return False
    return True
