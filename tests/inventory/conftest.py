"""The inventory of a small tree."""

from collections.abc import Callable
from pathlib import Path

import pytest

from migrate_engines.inventory.inventory import Inventory
from migrate_engines.inventory.take import take_inventory
from migrate_engines.rules.load import load_codemods
from migrate_engines.settings import load_settings


@pytest.fixture
def take(tmp_path: Path) -> Callable[..., Inventory]:
    """The inventory of files given by path, with the keys of the inventory's table and names to explain."""

    def take(files: dict[str, str], settings: str = "", *names: str) -> Inventory:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="")
        folders = [tmp_path / "codemods"] if (tmp_path / "codemods").is_dir() else []
        keys = 'codemods = ["codemods"]\n' if folders else ""
        table = f"[tool.migrate-engines]\n{keys}[tool.migrate-engines.inventory]\n{settings}"
        (tmp_path / "pyproject.toml").write_text(table, encoding="utf-8")
        codemods = load_codemods(folders) if folders else ()
        return take_inventory(load_settings(tmp_path), codemods, names)

    return take
