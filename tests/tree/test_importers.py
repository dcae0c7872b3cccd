"""Files that may import a module: more, never fewer."""

from pathlib import Path

import pytest

from migrate_engines.tree.importers import importing_files


@pytest.mark.parametrize(
    "text",
    [
        "import a.b.wanted",
        "from a.b import wanted as w",
        "from a.b.wanted import x",
        "from a.b import (  # (one)\n    x,\n    wanted,\n)",
        "from a.b import x, \\\n    wanted",
        "from a \\\r\n    .wanted \\\r\n    import x",
        "if x: import wanted",
        "x = 1; from . import wanted",
    ],
)
def test_every_form_of_an_import(text: str, tmp_path: Path):
    (tmp_path / "m.py").write_text(f"# a line\n{text}\n", newline="")
    assert importing_files(tmp_path, ["m.py", "gone.py"], ["a.b.wanted"]) == ["m.py"]


@pytest.mark.parametrize(
    "text", ["wanted = 1", "import wanted_not", "import other\nwanted()", "from x import (a)\nwanted"]
)
def test_no_import(text: str, tmp_path: Path):
    (tmp_path / "m.py").write_text(f"{text}\n")
    assert importing_files(tmp_path, ["m.py"], ["a.b.wanted"]) == []


def test_a_parenthesis_that_is_never_closed(tmp_path: Path):
    (tmp_path / "m.py").write_text('"import ("\n' + "# a comment\n" * 500 + "import wanted\n")
    assert importing_files(tmp_path, ["m.py"], ["wanted"]) == ["m.py"]
