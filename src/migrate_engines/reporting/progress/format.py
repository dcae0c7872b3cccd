"""The names of the output formats of the report."""

from enum import StrEnum


class ProgressFormat(StrEnum):
    MARKDOWN = "markdown"
    HTML = "html"
