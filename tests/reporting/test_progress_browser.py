"""The report in a real browser, where there is one: at both widths, light and dark."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from migrate_engines.compliance.compliance import Compliance
from migrate_engines.reporting.progress.page import render_progress_page
from migrate_engines.verification.discovery import Discovery, TestFile
from migrate_engines.verification.history import GateFigures, Measured, PhaseFigures, Verified
from migrate_engines.verification.progress import Criterion, Met, Progress

NAME = "tests/unit/agents/supervisor/test_a_rather_long_name_of_a_file_that_has_to_be_broken_somewhere.py"
PROGRESS = Progress(
    Compliance((), (), (), (), False, (), 9),
    Discovery((TestFile(NAME, "unit", 3, True, 2),), ()),
    tuple(
        Measured(f"2025-09-{day:02}T10:00:00Z", "abc1234", {"legacy-use": GateFigures(number, 2, 1)})
        for day, number in enumerate((40, 31, 31, 0), 10)
    ),
    Verified(
        "2025-09-13T10:00:00Z",
        "abc1234",
        True,
        [PhaseFigures("unit", "failed", "too few", 95, 66.67, 2, 1, 0, 4, 0, 0, 1.0, [f"{NAME}::test_<b>&"])],
    ),
    (Criterion("gate legacy-use", Met.NO, "2 findings left"), Criterion("phase unit: 95 %", Met.YES, "all")),
)
SCRIPT = """
const result = { width: innerWidth, wide: document.documentElement.scrollWidth };
result.sections = [...document.querySelectorAll("h2")].map((each) => each.textContent);
const chart = document.querySelector("svg.chart");
const box = chart.getBoundingClientRect();
result.dots = [...chart.querySelectorAll(".dot")].map((each) => each.querySelector("title").textContent);
result.outside = [...chart.querySelectorAll("text, .dot")].filter((each) => {
  const inner = each.getBoundingClientRect();
  return inner.left < box.left - 1 || inner.right > box.right + 1 || inner.bottom > box.bottom + 1;
}).length;
const heights = [...chart.querySelectorAll(".dot")].map((each) => each.getBoundingClientRect().top);
result.falls = heights.every((each, at) => at === 0 || each >= heights[at - 1]) && heights[3] > heights[0];
result.bad = document.querySelectorAll("td.bad").length;
result.named = document.querySelector(".failures li").textContent;
const told = document.createElement("pre");
told.id = "result";
told.textContent = JSON.stringify(result);
document.body.append(told);
"""


@pytest.mark.parametrize("width", [1280, 500])
def test_the_page_can_be_read(width: int, told_by: Callable[[Path, int], dict[str, object]], tmp_path: Path):
    page = render_progress_page(PROGRESS)
    # The page itself runs no script, and forbids it; the test's own one needs the permission.
    page = page.replace("style-src", "script-src 'unsafe-inline'; style-src")
    file = tmp_path / "page.html"
    file.write_text(page.replace("</body>", f"<script>{SCRIPT}</script></body>"), encoding="utf-8")
    result = told_by(file, width)
    assert result["wide"] <= result["width"]
    assert result["sections"] == [
        "Success criteria",
        "Burn-down",
        "Gates",
        "Tests",
        "Tests to update",
        "Execution",
        "Tests that fail or are missing",
    ]
    assert result["dots"][0] == "2025-09-10T10:00:00Z abc1234: 42 findings"
    assert (result["outside"], result["falls"], result["bad"]) == (0, True, 2)
    assert result["named"] == f"unit: {NAME}::test_<b>&"


def test_the_page_needs_nothing_else():
    page = render_progress_page(PROGRESS)
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=|url\(", page)
    assert page == render_progress_page(PROGRESS)
