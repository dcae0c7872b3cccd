"""The golden cases as the examples of the documentation."""

from collections.abc import Iterator, Mapping, Sequence

from migrate_engines.golden.case import GoldenCase
from migrate_engines.golden.line import FindingLine
from migrate_engines.model.finding import Outcome
from migrate_engines.model.reason import EXPLANATIONS, Reason
from migrate_engines.model.rule import Codemod
from migrate_engines.reporting.codemods import CodemodPage
from migrate_engines.reporting.reasons import Example, ReasonPage, declared_reasons


def reason_pages(codemods: Sequence[Codemod], cases: Sequence[GoldenCase]) -> list[ReasonPage]:
    """One page for each code that the tool or a rule gives, sorted, with the shortest case as its example."""
    declared = declared_reasons(codemods)
    found = _findings_by_reason(cases)
    pages = []
    for code in sorted({*Reason, *declared}):
        told = EXPLANATIONS[Reason(code)] if code in list(Reason) else _advice(declared[code])
        uses = found.get(code, [])
        outcomes = tuple(sorted({line.outcome.value for _, line in uses}))
        names = tuple(sorted({name for name, _ in declared.get(code, [])}))
        pages.append(ReasonPage(str(code), told, outcomes, _example(uses), names))
    return pages


def codemod_pages(codemods: Sequence[Codemod], cases: Sequence[GoldenCase]) -> list[CodemodPage]:
    """Each codemod with the sentences of its cases."""
    return [
        CodemodPage(codemod, tuple((each.title, each.name) for each in cases if each.codemod == codemod.name))
        for codemod in codemods
    ]


def _findings_by_reason(cases: Sequence[GoldenCase]) -> Mapping[str, list[tuple[GoldenCase, FindingLine]]]:
    found: dict[str, list[tuple[GoldenCase, FindingLine]]] = {}
    for case in cases:
        for line in case.findings or ():
            code = line.reason.partition(":")[0]
            if code:
                found.setdefault(code, []).append((case, line))
    return found


def _advice(advice: Sequence[tuple[str, str]]) -> str:
    return " ".join(dict.fromkeys(told for _, told in advice))


def _example(uses: Sequence[tuple[GoldenCase, FindingLine]]) -> Example | None:
    examples = list(_examples(uses))
    return min(examples, key=lambda each: (len(each.before), each.title), default=None)


def _examples(uses: Sequence[tuple[GoldenCase, FindingLine]]) -> Iterator[Example]:
    for case, line in uses:
        before = case.before.get(line.path)
        if before is not None and line.outcome is not Outcome.FIXED:
            yield Example(case.title, line.path, before, str(line))
