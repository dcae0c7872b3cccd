"""The output formats of the inventory by name; only text has a shorter and a longer form."""

from collections.abc import Callable
from typing import TypeAlias

from migrate_engines.inventory.inventory import Inventory
from migrate_engines.reporting.inventory.format import InventoryFormat
from migrate_engines.reporting.inventory.json import render_inventory_json
from migrate_engines.reporting.inventory.markdown import render_inventory_markdown
from migrate_engines.reporting.inventory.page import render_inventory_page
from migrate_engines.reporting.inventory.text import render_inventory_text

InventoryRenderer: TypeAlias = Callable[[Inventory, bool], str | bytes]

INVENTORY_RENDERERS: dict[InventoryFormat, InventoryRenderer] = {
    InventoryFormat.TEXT: lambda inventory, verbose: render_inventory_text(inventory, verbose=verbose),
    InventoryFormat.JSON: lambda inventory, verbose: render_inventory_json(inventory),
    InventoryFormat.MARKDOWN: lambda inventory, verbose: render_inventory_markdown(inventory),
    InventoryFormat.HTML: lambda inventory, verbose: render_inventory_page(inventory),
}
