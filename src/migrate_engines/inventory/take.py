"""The inventory of a tree."""

from collections.abc import Sequence

from msgspec.structs import replace

from migrate_engines.facts.calls import Channels
from migrate_engines.facts.classes import ClassFacts, class_facts
from migrate_engines.facts.definitions import ClassDefinition
from migrate_engines.facts.lineage import lineage_of
from migrate_engines.finding.wanted import Wanted
from migrate_engines.inventory.assemble import assemble
from migrate_engines.inventory.found import Found
from migrate_engines.inventory.inventory import Inventory
from migrate_engines.inventory.names import explain
from migrate_engines.inventory.plan import Plan, make_plan
from migrate_engines.inventory.reading import Files, grow, open_files
from migrate_engines.inventory.scan import FileScan, scan_file
from migrate_engines.inventory.subjects import ModuleReader, Subjects, find_subjects
from migrate_engines.model.rule import Codemod
from migrate_engines.running.run import Watch, unwatched
from migrate_engines.settings import Settings
from migrate_engines.tree.listing import list_files
from migrate_engines.tree.reading import UNREADABLE, why_unread


def take_inventory(
    settings: Settings,
    codemods: Sequence[Codemod],
    names: Sequence[str] = (),
    *,
    listing: Sequence[str] | None = None,
    watch: Watch = unwatched,
) -> Inventory:
    """Find every competing implementation below ``settings.root``, and explain the ``names``.

    ``listing`` replaces the files that would be found (paths relative to the root, with ``/``).

    Raises:
        InputError: there is nothing to look for, or a setting cannot be used.
    """
    found = survey(settings, codemods, listing=listing, watch=watch)
    inventory = assemble(found)
    return replace(inventory, explanations=explain(names, inventory, found.files)) if names else inventory


def survey(
    settings: Settings,
    codemods: Sequence[Codemod],
    *,
    listing: Sequence[str] | None = None,
    watch: Watch = unwatched,
) -> Found:
    """Everything that the inventory is put together from. Raises InputError as above."""
    plan = make_plan(settings.inventory, codemods)
    paths = list_files(settings) if listing is None else tuple(listing)
    files = open_files(settings, paths, plan)
    subjects = find_subjects(files, plan)
    grow(files, lambda dotted: files.index.canonical(dotted) in subjects.symbols)
    scans = _scan(files, subjects, plan, watch)
    facts = _facts(settings, files, subjects)
    return Found(settings, plan, files, subjects, facts, scans)


def _scan(files: Files, subjects: Subjects, plan: Plan, watch: Watch) -> dict[str, FileScan]:
    words = frozenset([*files.words, *(symbol.rpartition(".")[2] for symbol in subjects.symbols)])
    wanted = Wanted(subjects.symbols, subjects.symbols, frozenset(), frozenset(), words)
    homes = frozenset(definition.module.name for definition in subjects.classes.values())
    scans: dict[str, FileScan] = {}
    for path in watch(sorted(files.contents), "Reading"):
        try:
            scans[path] = scan_file(files.source(path), files.index, wanted, plan.patterns, homes)
        except UNREADABLE as error:
            files.unread[path] = why_unread(error)
    return scans


def _facts(settings: Settings, files: Files, subjects: Subjects) -> dict[str, ClassFacts]:
    """The facts of every class; what its ancestors in this tree do is read, too."""
    reader = ModuleReader(files, subjects.modules)
    channels = Channels(settings.inventory.emitters, settings.inventory.channels)
    facts: dict[str, ClassFacts] = {}
    for symbol, definition in subjects.classes.items():
        try:
            found = class_facts(definition, channels, _ancestors(definition, reader))
        except RecursionError as error:
            files.unread[definition.module.path] = why_unread(error)
        else:
            facts[symbol] = replace(found, symbol=symbol)
    return facts


def _ancestors(definition: ClassDefinition, reader: ModuleReader) -> dict[str, ClassDefinition]:
    found = {name: reader.definition(name) for name in lineage_of(definition).known}
    return {name: each for name, each in found.items() if each is not None}
