"""The names of the output formats of a comparison."""

from enum import StrEnum


class ComparisonFormat(StrEnum):
    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
