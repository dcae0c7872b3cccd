"""The output formats of a comparison by name."""

from collections.abc import Callable
from typing import TypeAlias

from migrate_engines.reporting.comparison.format import ComparisonFormat
from migrate_engines.reporting.comparison.json import render_comparison_json
from migrate_engines.reporting.comparison.markdown import render_comparison_markdown
from migrate_engines.reporting.comparison.text import render_comparison_text
from migrate_engines.verification.comparing.fault import Compared

ComparisonRenderer: TypeAlias = Callable[[Compared], str | bytes]

COMPARISON_RENDERERS: dict[ComparisonFormat, ComparisonRenderer] = {
    ComparisonFormat.TEXT: render_comparison_text,
    ComparisonFormat.JSON: render_comparison_json,
    ComparisonFormat.MARKDOWN: render_comparison_markdown,
}
