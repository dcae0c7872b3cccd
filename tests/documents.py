"""The generated documents: ``python tests/documents.py`` writes them, a test holds them in step."""

from functools import cache
from pathlib import Path

from migrate_engines.cli.codemods import configured_codemods
from migrate_engines.golden.case import GoldenCase
from migrate_engines.golden.reference import codemod_pages, reason_pages
from migrate_engines.golden.survey import survey
from migrate_engines.reporting.codemods import render_codemod_pages
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
    cases = [case for place in PLACES for case in cases_of(place)]
    return {
        REPOSITORY / "docs" / "codemods.md": render_codemod_pages(
            codemod_pages(codemods, cases_of(REPOSITORY))
        ),
        REPOSITORY / "docs" / "reasons.md": render_reasons(reason_pages(codemods, cases)),
    }


if __name__ == "__main__":
    for path, text in documents().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
