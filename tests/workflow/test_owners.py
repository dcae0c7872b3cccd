"""CODEOWNERS as GitHub reads it."""

from pathlib import Path

import pytest

from migrate_engines.model.problem import InputError
from migrate_engines.workflow.owners import UNOWNED, owners_in

TEXT = """\
# Everything, unless something below matches.
*                 @org/all
/agents/          @org/agents @ann   # and not @bob
docs/*            docs@example.org
/agents/vendor/
!/agents/x.py     @nobody
/agents/[ab].py   @nobody
/with\\ space.py   @org/space
"""


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("setup.py", "@org/all"),
        ("agents/engine.py", "@org/agents+@ann"),
        ("agents/deep/er.py", "@org/agents+@ann"),
        ("other/agents/engine.py", "@org/all"),
        ("docs/a.py", "docs@example.org"),
        ("docs/deep/a.py", "@org/all"),
        ("agents/vendor/a.py", UNOWNED),
        ("agents/x.py", "@org/agents+@ann"),
        ("agents/a.py", "@org/agents+@ann"),
        ("with space.py", "@org/space"),
    ],
)
def test_the_last_line_that_matches_decides(path: str, owners: str, tmp_path: Path) -> None:
    (tmp_path / "CODEOWNERS").write_text(TEXT)
    assert owners_in(tmp_path)(path) == owners


def test_the_first_place_counts(tmp_path: Path) -> None:
    for place, owner in ((".github", "@first"), ("docs", "@last")):
        (tmp_path / place).mkdir()
        (tmp_path / place / "CODEOWNERS").write_text(f"* {owner}\n")
    assert owners_in(tmp_path)("a.py") == "@first"


def test_without_the_file_it_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"There is no CODEOWNERS \(\.github/CODEOWNERS, CODEOWNERS, docs/"):
        owners_in(tmp_path)
