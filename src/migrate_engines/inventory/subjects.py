"""The classes and functions that the inventory is about."""

from collections.abc import Iterator

from msgspec import Struct, field

from migrate_engines.facts.definitions import ClassDefinition, class_definitions
from migrate_engines.facts.parsed import ParsedModule, parse_module
from migrate_engines.inventory.area import Area
from migrate_engines.inventory.plan import Plan
from migrate_engines.inventory.reading import Files
from migrate_engines.tree.index import ObjectKind
from migrate_engines.tree.reading import UNREADABLE, why_unread
from migrate_engines.tree.summary import FunctionSummary


class DeclaredFunction(Struct, frozen=True):
    """A function that a codemod retires."""

    symbol: str
    path: str
    summary: FunctionSummary
    module: ParsedModule


class Subjects(Struct):
    """``classes`` by symbol: a symbol that several statements define has a ``#2`` and so on behind it."""

    classes: dict[str, ClassDefinition] = field(default_factory=dict)
    functions: dict[str, DeclaredFunction] = field(default_factory=dict)
    modules: dict[str, ParsedModule] = field(default_factory=dict)

    @property
    def symbols(self) -> frozenset[str]:
        return frozenset([*self.classes, *self.functions])


def find_subjects(files: Files, plan: Plan) -> Subjects:
    """Classes of matching names in production code, and what the codemods speak of wherever it is."""
    subjects = Subjects()
    reader = ModuleReader(files, subjects.modules)
    for path in files.in_area(Area.PRODUCTION):
        if any(plan.patterns.match(name) for name, _ in files.class_lines(path)):
            module = reader.module(path)
            for definition in class_definitions(module) if module else ():
                if plan.patterns.match(definition.name):
                    _add(subjects, definition)
    _add_declared(files, plan, subjects, reader)
    return subjects


class ModuleReader(Struct, frozen=True):
    """Parses each module once; what cannot be parsed is noted as unread."""

    files: Files
    modules: dict[str, ParsedModule]

    def module(self, path: str) -> ParsedModule | None:
        if path not in self.modules:
            try:
                self.modules[path] = parse_module(self.files.source(path), self.files.index)
            except UNREADABLE as error:
                self.files.unread[path] = why_unread(error)
                return None
        return self.modules[path]

    def definition(self, symbol: str) -> ClassDefinition | None:
        """The class statement of a symbol of this tree."""
        module, rest = self.files.index.modules.split(symbol)
        path = self.files.index.modules.path_of(module) if module and rest else None
        parsed = self.module(path) if path else None
        found = [each for each in class_definitions(parsed) if each.symbol == symbol] if parsed else []
        return found[-1] if found else None


def _add(subjects: Subjects, definition: ClassDefinition) -> None:
    symbol, count = definition.symbol, 1
    while symbol in subjects.classes:
        count += 1
        symbol = f"{definition.symbol}#{count}"
    subjects.classes[symbol] = definition


def _add_declared(files: Files, plan: Plan, subjects: Subjects, reader: ModuleReader) -> None:
    for symbol in _owners(plan):
        resolution = files.index.resolve(symbol)
        canonical = resolution.canonical
        if canonical in subjects.symbols:
            continue
        if resolution.kind is ObjectKind.FUNCTION and (function := _function(files, canonical, reader)):
            subjects.functions[canonical] = function
        elif files.index.class_of(canonical) and (definition := reader.definition(canonical)):
            _add(subjects, definition)


def _owners(plan: Plan) -> Iterator[str]:
    """What the codemods declare, a method by its class, and the canonical class."""
    for symbol in (*plan.declared, *(name for name, _ in plan.canonical[:1])):
        owner, _, name = symbol.rpartition(".")
        is_method = owner.rpartition(".")[2][:1].isupper() and not name[:1].isupper()
        yield owner if is_method else symbol


def _function(files: Files, symbol: str, reader: ModuleReader) -> DeclaredFunction | None:
    summary = files.index.function_of(symbol)
    module = files.index.modules.split(symbol)[0]
    path = files.index.modules.path_of(module) if module else None
    parsed = reader.module(path) if path else None
    return DeclaredFunction(symbol, path, summary, parsed) if path and summary and parsed else None
