"""The report of a run in a real browser, where there is one: at both widths, and with 500 files."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.report import Mode, Report
from migrate_engines.model.result import Failed, FileResult, Rewritten, Unchanged
from migrate_engines.model.span import Place, Span
from migrate_engines.reporting.run_page.page import render_run_page
from migrate_engines.verification.history import GateFigures, Measured

SYMBOL = "acme.agents.supervisor.a_rather_long_module_name_of_old_days.RequestScopedExecutionEngine"
SCRIPT = """
const result = { width: innerWidth, wide: document.documentElement.scrollWidth };
const form = document.querySelector(".filters");
const visible = () => [...document.querySelectorAll(".file")].filter((each) => !each.hidden);
const choose = (name, value) => {
  form.elements[name].value = value;
  form.dispatchEvent(new Event("input", { bubbles: true }));
  return document.getElementById("shown").textContent;
};
result.all = document.getElementById("shown").textContent;
result.manual = choose("outcome", "manual");
result.reason = choose("reason", "missing-context");
choose("outcome", ""); choose("reason", "");
result.codemod = choose("codemod", "other");
choose("codemod", "");
result.owner = choose("owner", "@org/odd");
choose("owner", "");
result.path = choose("path", "FILE_7.py");
form.querySelector("button").click();
setTimeout(() => {
  const first = document.querySelector(".file[data-path='acme/file_0.py']");
  first.open = true;
  const cell = (kind) => first.querySelector(`.changed td.${kind}:not(.number)`).getBoundingClientRect();
  result.beside = cell("old").right <= cell("new").left + 1;
  result.below = cell("old").bottom <= cell("new").top + 1;
  result.opened = document.documentElement.scrollWidth;
  result.text = first.querySelector(".changed td.new code").textContent;
  result.dots = document.querySelectorAll("svg.chart .dot").length;
  result.again = document.getElementById("shown").textContent;
  const told = document.createElement("pre");
  told.id = "result";
  told.textContent = JSON.stringify(result);
  document.body.append(told);
});
"""


def use(outcome: Outcome, codemod: str = "engine", reason: str | None = None) -> Finding:
    place = Place(2, 1, 2, 9)
    return Finding(codemod, SYMBOL, UseKind.CALL, Span(0, 8), place, outcome, "told <b>so</b>", reason)


def file(number: int) -> FileResult:
    path = f"acme/file_{number}.py"
    if number % 2:
        return Unchanged(path, (use(Outcome.MANUAL, "engine", "missing-context:x"),))
    before = f"# {'a' * 150}\nold = Engine(<{number}>)\nkept = 1\n"
    after = before.replace("Engine", "UserEngine")
    return Rewritten(path, before.encode(), after.encode(), (use(Outcome.FIXED, "other"),))


REPORT = Report(
    ".", Mode.DRY_RUN, 999, 500, (*map(file, range(499)), Failed("acme/z.py", "line 1 </script>"))
)
MEASURED = [
    Measured(f"2025-09-1{day}T10:00:00Z", "abc", {"legacy-use": GateFigures(9 - day, 2, 1)})
    for day in range(4)
]


def owner_of(path: str) -> str:
    return "@org/odd" if path.endswith("1.py") else "@org/even"


@pytest.mark.parametrize("width", [1280, 500])
def test_500_files_can_be_read_and_filtered(
    width: int, told_by: Callable[[Path, int], dict[str, object]], tmp_path: Path
) -> None:
    document = render_run_page(REPORT, MEASURED, owner_of)
    page = tmp_path / "page.html"
    page.write_text(document.replace("</body>", f"<script>{SCRIPT}</script></body>"), encoding="utf-8")
    result = told_by(page, width)
    assert result["wide"] <= result["width"]
    assert result["opened"] <= result["width"]
    assert result["all"] == result["again"] == "499 findings in 500 of 500 files"
    assert result["manual"] == result["reason"] == "249 findings in 249 of 500 files"
    assert result["codemod"] == "250 findings in 250 of 500 files"
    assert result["owner"] == "50 findings in 50 of 500 files"
    assert result["path"] == "1 findings in 1 of 500 files"
    assert (result["beside"], result["below"]) == (width > 720, width <= 720)
    assert result["text"] == "old = UserEngine(<0>)"
    assert result["dots"] == 4


def test_the_page_needs_nothing_else_and_is_the_same_again() -> None:
    document = render_run_page(REPORT)
    assert not re.search(r"(?:src|href)=|url\(", document)
    assert document == render_run_page(REPORT)
    assert "svg" not in document.partition("</style>")[2]
    assert 'name="owner"' not in document
    assert "line 1 &lt;/script&gt;" in document


def test_a_new_file_and_one_that_was_written() -> None:
    report = Report(".", Mode.APPLY, 1, 1, (Rewritten("acme/new.py", None, b"x = 1\n"),))
    assert ">new</span>" in render_run_page(report)
    assert ">would be new</span>" in render_run_page(replace(report, mode=Mode.DRY_RUN))
