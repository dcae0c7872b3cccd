"""The page is followed to the letter."""

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from migrate_engines.testing.finding import Code

pytest_plugins = ["pytester"]

PAGE = Path(__file__).parents[2] / "docs" / "isolation.md"


def blocks() -> dict[str, str]:
    """Fenced blocks, by the file that they are or the language that they are in."""
    tokens = MarkdownIt("commonmark").parse(PAGE.read_text(encoding="utf-8"))
    return {each.info.split()[-1]: each.content for each in tokens if each.type == "fence"}


def told(pytester: pytest.Pytester, files: dict[str, str]) -> str:
    for name, text in files.items():
        path = pytester.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    pytester.makeini("[pytest]\nfilterwarnings = error\npythonpath = .\n")
    result = pytester.runpytest_subprocess("-p", "no:asyncio", "-p", "no:hypothesispytest", "tests")
    return str(result.stdout)


@pytest.fixture
def files() -> dict[str, str]:
    return {name: text for name, text in blocks().items() if name.endswith(".py")}


def test_the_mistake_is_told_as_the_page_says(pytester: pytest.Pytester, files: dict[str, str]) -> None:
    said = told(pytester, files)
    assert blocks()["text"] in said
    assert "1 failed" in said


def test_the_remedy_helps(pytester: pytest.Pytester, files: dict[str, str]) -> None:
    right = files["acme/engine.py"].replace("    history: list[str] = []\n\n", "")
    right = right.replace(
        "        self.context = context\n", "        self.context = context\n        self.history = []\n"
    )
    said = told(pytester, files | {"acme/engine.py": right})
    assert "failed" not in said
    assert "passed" in said


def test_every_code_is_in_the_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [code for code in Code if f"\n| `{code}` | " not in page] == []
