"""The page in a real browser, where there is one: choosing, filtering, and both widths."""

from collections.abc import Callable
from pathlib import Path

import pytest

from migrate_engines.inventory.take import take_inventory
from migrate_engines.reporting.inventory.page import render_inventory_page
from migrate_engines.settings import InventorySettings, Settings

FILES = {
    "acme/engine.py": "class Engine:\n    def __init__(self, context):\n        self.open(context)\n",
    "acme/adapter.py": (
        "from acme.engine import Engine\n\n\nclass EngineAdapter:\n    def __init__(self, engine: Engine):\n"
        "        self.engine = engine\n\n    def open(self, context):\n        return self.engine.open(context)\n"
    ),
    "acme/factory.py": (
        "from acme.engine import Engine\n\nARatherLongOldNameOfTheEngineThatIsStillImported = Engine\n\n\n"
        "class EngineFactory:\n    def create(self, context):\n        return Engine(context)\n"
    ),
}
SCRIPT = """
const shown = (element) => getComputedStyle(element).display !== "none";
const graph = [...document.querySelectorAll("svg.graph")].find(shown);
const node = (name) => [...graph.querySelectorAll(".node")].find((each) => each.querySelector(".name").textContent === name);
const names = (kind) => [...graph.querySelectorAll(`.node.${kind} .name`)].map((each) => each.textContent).sort();
const result = { graph: graph.classList[1], width: innerWidth, wide: document.documentElement.scrollWidth };
node("EngineFactory").dispatchEvent(new MouseEvent("click", { bubbles: true }));
result.chosen = { here: names("here"), near: names("near"), panel: document.getElementById("panel").innerText };
document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
result.let_go = { here: names("here"), hidden: document.getElementById("panel").hidden };
node("Engine").focus();
result.reached = document.activeElement === node("Engine");
node("Engine").dispatchEvent(new FocusEvent("focus"));  // a window in the background sends none itself
result.focus = names("near").length;
node("Engine").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
result.pressed = node("Engine").getAttribute("aria-pressed");
const box = document.querySelector(".filters input[value=factory]");
box.click();
result.filtered = [...graph.querySelectorAll(".node")].filter(shown).length;
result.edges = [...graph.querySelectorAll(".edge")].filter(shown).length;
box.click();
result.overflow = [...graph.querySelectorAll(".node")].filter((each) =>
  each.querySelector(".name").getBBox().width > each.querySelector(".box").getBBox().width - 12).length;
const told = document.createElement("pre");
told.id = "result";
told.textContent = JSON.stringify(result);
document.body.append(told);
"""


@pytest.fixture
def visit(
    told_by: Callable[[Path, int], dict[str, object]], tmp_path: Path
) -> Callable[[int], dict[str, object]]:
    """Open the page in a window of the given width, use it, and tell what happened."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    settings = InventorySettings(patterns=("*Engine*",), canonical="acme.engine.Engine")
    page = render_inventory_page(take_inventory(Settings(tmp_path, inventory=settings), ()))
    file = tmp_path / "page.html"
    file.write_text(page.replace("</body>", f"<script>{SCRIPT}</script></body>"), encoding="utf-8")

    def visit(width: int) -> dict[str, object]:
        return told_by(file, width)

    return visit


@pytest.mark.parametrize(("width", "graph"), [(1280, "graph-wide"), (390, "graph-narrow")])
def test_the_page_can_be_used(width: int, graph: str, visit: Callable[[int], dict[str, object]]):
    result = visit(width)
    assert result["graph"] == graph
    assert result["wide"] <= result["width"]
    assert (result["chosen"]["here"], result["chosen"]["near"]) == (["EngineFactory"], ["Engine"])
    assert "EngineFactory constructs Engine acme/factory.py:8" in result["chosen"]["panel"]
    assert result["let_go"] == {"here": [], "hidden": True}
    assert (result["reached"], result["focus"]) == (True, 3)
    assert result["pressed"] == "true"
    assert (result["filtered"], result["edges"]) == (3, 2)


def test_names_fit_into_their_boxes(visit: Callable[[int], dict[str, object]]):
    assert visit(1280)["overflow"] == 0
