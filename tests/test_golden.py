"""Every golden case, one test each, with the codemods and the defaults of the command line."""

from functools import cache
from pathlib import Path

import pytest

from migrate_engines.cli.codemods import configured_codemods
from migrate_engines.golden.check import check
from migrate_engines.golden.hygiene import root_problems
from migrate_engines.golden.survey import Survey, survey
from migrate_engines.settings import load_settings

REPOSITORY = Path(__file__).resolve().parents[1]
# The shipped codemods, and codemods that exist to try what a rule file can say.
PLACES = [REPOSITORY, REPOSITORY / "tests" / "mechanism"]

settings_at = cache(load_settings)


def golden_folder(place):
    return place / settings_at(place).golden


@cache
def codemods_at(place):
    return configured_codemods(settings_at(place))


@cache
def survey_at(place):
    folder = golden_folder(place)
    return survey(folder, REPOSITORY) if folder.is_dir() else Survey(())


@pytest.mark.parametrize("place", PLACES, ids=["shipped", "mechanism"])
def test_every_case_can_be_read(place):
    assert survey_at(place).readings
    assert [str(problem) for problem in survey_at(place).problems] == []


@pytest.mark.parametrize("place", PLACES, ids=["shipped", "mechanism"])
def test_every_codemod_has_its_cases(place):
    problems = root_problems(golden_folder(place), survey_at(place).cases, codemods_at(place), REPOSITORY)
    assert [str(problem) for problem in problems] == []


@pytest.mark.parametrize(
    ("place", "case"),
    [pytest.param(place, case, id=case.title) for place in PLACES for case in survey_at(place).sound],
)
def test_case(place, case):
    verdict = check(case, codemods_at(place))
    if verdict.failures:
        pytest.fail(verdict.render(), pytrace=False)
