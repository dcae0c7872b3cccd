"""The names of the output formats of the gates."""

from enum import StrEnum


class ComplianceFormat(StrEnum):
    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
