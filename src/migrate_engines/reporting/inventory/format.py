"""The names of the inventory's output formats."""

from enum import StrEnum


class InventoryFormat(StrEnum):
    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
