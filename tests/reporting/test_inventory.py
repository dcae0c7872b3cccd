"""The inventory as JSON, Markdown and a page: structure, escaping, and the same bytes each time."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from migrate_engines.inventory.inventory import Inventory
from migrate_engines.inventory.take import take_inventory
from migrate_engines.reporting.inventory.format import InventoryFormat
from migrate_engines.reporting.inventory.formats import INVENTORY_RENDERERS
from migrate_engines.reporting.inventory.json import render_inventory_json
from migrate_engines.reporting.inventory.markdown import render_inventory_markdown
from migrate_engines.reporting.inventory.page import render_inventory_page
from migrate_engines.settings import InventorySettings, Settings

NASTY = "<script>alert(1)</script>&\"'|`"
FILES = {
    "acme/engine.py": f"""
class Engine:
    shared = {{}}

    def __init__(self, context, note={NASTY!r}):
        self.context = context

    async def execute(self, task):
        self.shared[task] = {NASTY!r}
        await self.context.bridge.send({NASTY!r})
""",
    "acme/adapter.py": """
from acme.engine import Engine, LostEngine


class EngineAdapter:
    def __init__(self, engine: Engine):
        self.engine = engine

    async def execute(self, task):
        return await self.engine.execute(task)
""",
    "acme/factory.py": """
from acme.adapter import EngineAdapter
from acme.engine import Engine

OldEngine = Engine


class EngineFactory:
    def create(self, context):
        return EngineAdapter(Engine(context))
""",
    "acme/broken.py": "class BrokenEngine(:\n",
    "tests/test_it.py": "from acme.engine import Engine\n\nEngine(1)\n",
}


@pytest.fixture
def inventory(tmp_path: Path) -> Inventory:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    settings = InventorySettings(patterns=("*Engine*",), canonical="acme.engine.Engine")
    return take_inventory(Settings(tmp_path, inventory=settings), (), ["OldEngine", NASTY])


class Page(HTMLParser):
    """What a browser would find; ``open`` are the elements that are never closed."""

    VOID = frozenset(["meta", "input", "wbr"])

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        where = self.open[-1] if self.open else ""
        self.text[where] = self.text.get(where, "") + data

    def with_class(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.tags if name in (attributes.get("class") or "").split()]


def test_the_page_is_well_formed(inventory: Inventory):
    page = Page(render_inventory_page(inventory))
    assert page.open == []
    identifiers = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    links = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
    assert links
    assert {link.removeprefix("#") for link in links if link} <= set(identifiers)


def test_the_page_needs_nothing_else(inventory: Inventory):
    text = render_inventory_page(inventory)
    assert not re.search(r"https?:|//[a-z]|@import|url\((?!#)", text)
    page = Page(text)
    assert not {"link", "img", "iframe", "object", "base"} & {tag for tag, _ in page.tags}
    assert all("src" not in attributes for _, attributes in page.tags)
    policy = next(attributes["content"] for tag, attributes in page.tags if "http-equiv" in attributes)
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def test_the_page_escapes_whatever_stands_in_the_tree(inventory: Inventory):
    text = render_inventory_page(inventory)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert sum(tag == "script" for tag, _ in Page(text).tags) == 1


def test_the_graph_shows_who_depends_on_whom(inventory: Inventory):
    page = Page(render_inventory_page(inventory))
    names = {entry.symbol: f"e{at}" for at, entry in enumerate(inventory.entries, 1)}
    drawn = {(edge["data-from"], edge["data-to"], edge["class"]) for edge in page.with_class("edge")}
    expected = {
        ("acme.adapter.EngineAdapter", "acme.engine.Engine", "edge delegates"),
        ("acme.adapter.EngineAdapter", "acme.engine.LostEngine", "edge refers"),
        ("acme.factory.EngineFactory", "acme.adapter.EngineAdapter", "edge constructs"),
        ("acme.factory.EngineFactory", "acme.engine.Engine", "edge constructs"),
        ("acme.factory.OldEngine", "acme.engine.Engine", "edge redirects"),
    }
    assert drawn == {(names[source], names[target], kind) for source, target, kind in expected}
    nodes = page.with_class("node")
    assert len(nodes) == 2 * len(inventory.entries)  # one drawing for wide windows, one for phones
    assert all(node["tabindex"] == "0" and node["role"] == "button" and node["aria-label"] for node in nodes)


def test_no_box_of_the_graph_lies_on_another(inventory: Inventory):
    text = render_inventory_page(inventory)
    for drawing in re.findall(r'<svg class="graph .*?</svg>', text, re.DOTALL):
        found = re.findall(
            r'translate\(([\d.]+) ([\d.]+)\)".*?<rect class="box" width="([\d.]+)" height="([\d.]+)"', drawing
        )
        boxes = [tuple(map(float, each)) for each in found]
        assert len(boxes) == len(inventory.entries)
        for at, (x, y, width, height) in enumerate(boxes):
            for other_x, other_y, other_width, other_height in boxes[at + 1 :]:
                apart = x + width <= other_x or other_x + other_width <= x
                assert apart or y + height <= other_y or other_y + other_height <= y


@pytest.mark.parametrize("output_format", list(InventoryFormat))
def test_the_same_inventory_gives_the_same_bytes(output_format: InventoryFormat, inventory: Inventory):
    render = INVENTORY_RENDERERS[output_format]
    assert render(inventory, True) == render(inventory, True)


def test_markdown_means_what_it_says(inventory: Inventory):
    text = render_inventory_markdown(inventory)
    tokens = MarkdownIt().enable("table").parse(text)
    assert not [token for token in tokens if token.type in ("html_block", "html_inline")]
    inline = [child for token in tokens for child in token.children or ()]
    assert not [child for child in inline if child.type == "html_inline"]
    assert f"(context, note={NASTY!r})" in [child.content for child in inline if child.type == "code_inline"]
    tables = text.split("\n\n")
    for table in (block for block in tables if block.startswith("| ")):
        cells = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(cells) == 1


def test_markdown_tells_everything(inventory: Inventory):
    text = render_inventory_markdown(inventory)
    for part in (
        "## Names",
        "| primary | `Engine` | the same |",
        "## Constructors that differ",
        "- adapter: 1 of 1 method forwards to engine",
        "- state, `acme/engine.py:3`: shared: class container",
        "- imported by 1 files in tests: `tests/test_it.py`",
        "- called 1 times in tests: `tests/test_it.py:3`",
        "## Files that could not be read",
        "- `acme/broken.py`: cannot be parsed",
    ):
        assert part in text


def test_json_holds_each_fact_with_its_place(inventory: Inventory):
    record = json.loads(render_inventory_json(inventory))
    assert (record["schema_version"], record["patterns"]) == (1, ["*Engine*"])
    assert record["canonical"]["signatures"] == [f"(context, note={NASTY!r})"]
    assert record["summary"] == {
        "files_scanned": 5,
        "files_read": 5,
        "files_failed": 1,
        "classes": 3,
        "functions": 0,
        "redirects": 1,
        "phantoms": 1,
        "groups": {"primary": 1, "adapter": 1, "factory": 1, "redirect": 1, "phantom": 1},
        "competing": {
            "primary": ["Engine"],
            "adapter": ["EngineAdapter"],
            "factory": ["EngineFactory"],
            "legacy": [],
        },
    }
    entries = {entry["symbol"]: entry for entry in record["entries"]}
    engine, adapter = entries["acme.engine.Engine"], entries["acme.adapter.EngineAdapter"]
    assert engine["place"] == {"path": "acme/engine.py", "line": 2}
    assert [(each["kind"], each["name"], each["written"]) for each in engine["state"]] == [
        ("class-container", "shared", True)
    ]
    assert [each["place"]["line"] for each in engine["emissions"]] == [10]
    assert engine["uses"]["tests"]["call_sites"] == [{"path": "tests/test_it.py", "line": 3}]
    assert adapter["constructor"]["verdict"] == "incompatible"
    assert adapter["delegation"]["pure_share"] == 1.0
    relations = [(each["source"], each["kind"], each["target"]) for each in record["relations"]]
    assert relations == [
        ("acme.adapter.EngineAdapter", "delegates", "acme.engine.Engine"),
        ("acme.adapter.EngineAdapter", "refers", "acme.engine.LostEngine"),
        ("acme.factory.EngineFactory", "constructs", "acme.adapter.EngineAdapter"),
        ("acme.factory.EngineFactory", "constructs", "acme.engine.Engine"),
        ("acme.factory.OldEngine", "redirects", "acme.engine.Engine"),
    ]
    assert record["unread"][0]["defines"] == ["BrokenEngine"]
    assert [name["name"] for name in record["names"]] == ["OldEngine", NASTY]


def test_a_file_name_that_is_no_utf8_survives_every_format(inventory: Inventory):
    from msgspec.structs import replace

    odd = replace(inventory.unread[0], path="acme/caf\udce9\x1b.py")
    changed = replace(inventory, unread=(odd,))
    for render in INVENTORY_RENDERERS.values():
        data = render(changed, True)
        shown = data if isinstance(data, bytes) else data.encode("utf-8", "backslashreplace")
        assert b"caf" in shown
    assert "\x1b" not in render_inventory_page(changed)


def test_an_empty_inventory_has_a_page(tmp_path: Path, take_nothing: Callable[[], Inventory]):
    page = Page(render_inventory_page(take_nothing()))
    assert page.open == []
    assert not page.with_class("graph")


@pytest.fixture
def take_nothing(tmp_path: Path) -> Callable[[], Inventory]:
    settings = Settings(tmp_path, inventory=InventorySettings(patterns=("*Engine*",)))
    return lambda: take_inventory(settings, (), listing=[])
