"""What the README and the pages of docs/ show: their commands exist, and the rule file is one."""

import re
import shlex
from pathlib import Path

import pytest
import typer
from markdown_it import MarkdownIt
from typer.core import TyperGroup

from migrate_engines.cli.command_line import command_line, with_default_command
from migrate_engines.rules.load import load_codemods
from migrate_engines.settings import load_settings

REPOSITORY = Path(__file__).resolve().parents[1]
PAGES = [
    REPOSITORY / "README.md",
    REPOSITORY / "CONTRIBUTING.md",
    *sorted((REPOSITORY / "docs").glob("*.md")),
]
TOOL = "migrate-engines "


def commands(page: Path) -> list[str]:
    """The lines of code blocks that call the tool."""
    tokens = MarkdownIt().parse(page.read_text(encoding="utf-8"))
    blocks = [each.content for each in tokens if each.type in ("fence", "code_block")]
    lines = [line.removeprefix("$ ").strip() for block in blocks for line in block.splitlines()]
    return [
        line for line in lines if re.match(rf"{TOOL}[\[\w.-]", line) and not re.search(r" \| (?!git)", line)
    ]


def understood(line: str) -> str:
    """The command that a line calls; it has every option that the line names."""
    words = shlex.split(line.partition(" | ")[0], comments=True)[1:]
    name, *arguments = with_default_command([each for each in words if each != "[PATHS]"])
    group = typer.main.get_command(command_line())
    assert isinstance(group, TyperGroup)
    command = group.commands.get(name, group)
    known = {option for each in command.params for option in each.opts} | {"--help", "-h"}
    assert [each for each in arguments if each.startswith("-") and each not in known] == [], line
    return name


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=lambda page: page.name)
def test_every_command_can_be_called(page: Path) -> None:
    for line in commands(page):
        assert understood(line), line


def test_a_misspelt_option_would_be_seen() -> None:
    with pytest.raises(AssertionError, match="--bye"):
        understood("migrate-engines split --bye owner")


def test_every_command_is_in_the_readme() -> None:
    group = typer.main.get_command(command_line())
    assert isinstance(group, TyperGroup)
    assert group.commands.keys() == {understood(line) for line in commands(PAGES[0])}


def blocks(language: str) -> list[str]:
    tokens = MarkdownIt().parse(PAGES[0].read_text(encoding="utf-8"))
    return [each.content for each in tokens if each.type == "fence" and each.info == language]


def test_the_rule_file_is_one(tmp_path: Path) -> None:
    [text] = blocks("python")
    (tmp_path / "execution_engine.py").write_text(text, encoding="utf-8")
    [codemod] = load_codemods([tmp_path])
    assert codemod.summary == "Retire acme.agents.execution_engine.ExecutionEngine."
    assert len(codemod.rules) == 5


def test_the_settings_are_settings(tmp_path: Path) -> None:
    found = blocks("toml")
    assert len(found) > 2
    for text in found:
        path = tmp_path / "pyproject.toml"
        path.write_text(text if "[tool.migrate-engines]" in text else f"[tool.migrate-engines]\n{text}")
        assert load_settings(tmp_path).root == tmp_path
