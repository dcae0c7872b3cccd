"""The cookbook's settings, run over its own small tree: what the page shows is what comes out.

``UPDATE_GATES=1`` rewrites the output in the page; read the difference.
"""

import os
from pathlib import Path

import pytest
from cases_of_gates import lay_out
from markdown_it import MarkdownIt

from migrate_engines.cli.main import main

PAGE = Path(__file__).parents[2] / "docs" / "cookbook-websocket-managers.md"
NAMES = ("WebSocketManager", "EmergencyWebSocketManager", "LegacyWebSocketManagerAdapter")


def fences() -> dict[str, tuple[str, tuple[int, int]]]:
    """The text of each block by its title, and its lines in the page."""
    tokens = [each for each in MarkdownIt().parse(PAGE.read_text(encoding="utf-8")) if each.type == "fence"]
    return {each.info.strip(): (each.content, (each.map[0] + 1, each.map[1] - 1)) for each in tokens}


@pytest.mark.parametrize("command", ["compliance", "inventory"])
def test_the_page_shows_what_comes_out(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    blocks = fences()
    files = {
        title.split()[1]: content for title, (content, _) in blocks.items() if title.startswith("python ")
    }
    lay_out(tmp_path, files, blocks["toml"][0])
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as exited:
        main([command, *(NAMES if command == "inventory" else ())])
    text = capsys.readouterr().out
    expected, (start, end) = blocks[f"text {command}"]
    if os.environ.get("UPDATE_GATES"):
        assert not os.environ.get("CI"), "expectations are not rewritten in CI"
        lines = PAGE.read_text(encoding="utf-8").splitlines(keepends=True)
        PAGE.write_text("".join([*lines[:start], text, *lines[end:]]), encoding="utf-8", newline="")
        expected = text
    assert exited.value.code == (1 if command == "compliance" else 0)
    assert text == expected
