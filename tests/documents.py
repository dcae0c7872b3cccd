"""The generated documents: ``python tests/documents.py`` writes them, a test holds them in step."""

import sys
from functools import cache
from pathlib import Path

sys.path += [str(Path(__file__).parent), str(Path(__file__).parent / "compliance")]

from cases_of_gates import Case, cases
from hazards import render_hazards
from settings_reference import render_settings

from migrate_engines.cli.codemods import configured_codemods
from migrate_engines.golden.case import GoldenCase
from migrate_engines.golden.reference import codemod_pages, reason_pages
from migrate_engines.golden.survey import survey
from migrate_engines.model.gate import Gate
from migrate_engines.reporting.codemods import render_codemod_pages
from migrate_engines.reporting.gates import GateCase, GatePage, render_gates
from migrate_engines.reporting.reasons import render_reasons
from migrate_engines.settings import load_settings

REPOSITORY = Path(__file__).resolve().parents[1]
# The shipped codemods first: their cases are the better examples where both have one.
PLACES = (REPOSITORY, REPOSITORY / "tests" / "mechanism")


@cache
def cases_of(place: Path) -> list[GoldenCase]:
    found = survey(place / load_settings(place).golden, REPOSITORY).sound
    return [case for case in found if isinstance(case, GoldenCase)]


def documents() -> dict[Path, str]:
    """The text of each document by its file."""
    codemods = configured_codemods(load_settings(REPOSITORY))
    golden = [case for place in PLACES for case in cases_of(place)]
    return {
        REPOSITORY / "docs" / "codemods.md": render_codemod_pages(
            codemod_pages(codemods, cases_of(REPOSITORY))
        ),
        REPOSITORY / "docs" / "configuration.md": render_settings(),
        REPOSITORY / "docs" / "gates.md": render_gates([gate_page(gate) for gate in Gate]),
        REPOSITORY / "docs" / "hazards.md": render_hazards(REPOSITORY, PLACES),
        REPOSITORY / "docs" / "reasons.md": render_reasons(reason_pages(codemods, golden)),
    }


def gate_page(gate: Gate) -> GatePage:
    """The gate with its cases, of which the first that fails is shown."""
    own = tuple(gate_case(case, gate) for case in cases() if case.path.stem.startswith(f"{gate}."))
    return GatePage(gate, next(case for case in own if case.findings), own)


def gate_case(case: Case, gate: Gate) -> GateCase:
    """What stands between the heading and the findings."""
    body = case.path.read_text(encoding="utf-8").partition("\n\n")[2].rpartition("```text\n")[0]
    found = [line for line in case.expected.splitlines() if line.split()[1:2] == [str(gate)]]
    path = case.path.relative_to(REPOSITORY).as_posix()
    return GateCase(case.title, path, body, tuple(line for line in found if "[suppressed]" not in line))


if __name__ == "__main__":
    for path, text in documents().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
