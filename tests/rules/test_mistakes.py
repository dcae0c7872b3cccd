"""Every mistake that a rule file can make, and what the author reads.

Each case in ``mistakes/*.txt`` is a title, the text below a good head (see conftest) and, after ``->``,
all that is reported: the line of that text, what is wrong, what to write instead.
"""

from pathlib import Path

import pytest

FILES = sorted((Path(__file__).parent / "mistakes").glob("*.txt"))


def cases():
    for file in FILES:
        for case in file.read_text(encoding="utf-8").split("=== ")[1:]:
            title, _, rest = case.partition("\n")
            body, *reports = rest.split("\n-> ")
            expected = [" ".join(report.split()) for report in reports]
            yield pytest.param(body + "\n", expected, id=f"{file.stem}: {title}")


@pytest.mark.parametrize(("body", "expected"), list(cases()))
def test_a_mistake_is_reported_where_it_is(mistakes, body, expected):
    assert expected
    assert mistakes(body) == expected
