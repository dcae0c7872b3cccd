"""Rule files, read into rules: parsed only, never imported or run."""

from migrate_engines.rules.load import load_codemods
from migrate_engines.rules.parse import parse_codemod
from migrate_engines.rules.shipped import shipped_folder

__all__ = ["load_codemods", "parse_codemod", "shipped_folder"]
