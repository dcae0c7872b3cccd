"""The import statements of one file that may change, with what is known of their names."""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from migrate_engines.deciding.context import Context
from migrate_engines.deciding.decided import Held, ImportedAlias, ImportLine, OpenedFunction
from migrate_engines.deciding.failing import held_by_failure
from migrate_engines.deciding.forward import names_local
from migrate_engines.deciding.renames import RenamePlan
from migrate_engines.emitting.arguments import span_of
from migrate_engines.emitting.names import NewImport
from migrate_engines.emitting.openings import opening_of
from migrate_engines.finding.scope import Binding, BindingKind, Scope, ScopeKind
from migrate_engines.finding.use import Use
from migrate_engines.finding.uses import FileUses
from migrate_engines.model.finding import UseKind
from migrate_engines.model.span import Span
from migrate_engines.tree.comments import comments_in, comments_on
from migrate_engines.tree.index import ObjectKind
from migrate_engines.tree.source import SourceFile


class Applied(Struct, frozen=True):
    """What the applied rewrites of a file did to its names."""

    consumed: frozenset[ast.Name]
    written: frozenset[str]
    imports: tuple[NewImport, ...]


class ImportReader(Struct, frozen=True):
    """Reads the import statements of one file after its calls are decided."""

    source: SourceFile
    file: FileUses
    context: Context
    applied: Applied
    plan: RenamePlan

    def lines(self, uses: Sequence[Use]) -> tuple[ImportLine, ...]:
        """The statements that hold a wanted import, or beside which a new one goes."""
        wanted = {id(use.node): use for use in uses if use.kind in (UseKind.IMPORT, UseKind.MODULE)}
        bindings = self._by_statement()
        chosen = {key for key, found in bindings.items() if any(self._matters(b, wanted) for b in found)}
        chosen.update(id(each.place) for each in self.applied.imports)
        found = [
            self._line(statement, block, bindings.get(id(statement), []), wanted)
            for block in (_blocks(self.file.tree) if chosen else ())
            for statement in block
            if id(statement) in chosen and isinstance(statement, (ast.Import, ast.ImportFrom))
        ]
        return tuple(sorted(found, key=lambda line: line.span))

    def _matters(self, binding: Binding, wanted: Mapping[int, Use]) -> bool:
        alias = binding.node
        is_renamed = self.plan.of(alias) is not None or alias in self.plan.refused
        return id(alias) in wanted or is_renamed or self._was_used(binding)

    def _by_statement(self) -> Mapping[int, list[Binding]]:
        found: dict[int, list[Binding]] = {}
        for scope in set_of(self.file.scopes.scope_of.values()):
            for bindings in scope.bindings.values():
                for binding in bindings:
                    if binding.statement is not None:
                        found.setdefault(id(binding.statement), []).append(binding)
        return found

    def opened(self) -> tuple[OpenedFunction, ...]:
        """The functions that import first, in source order."""
        found: list[OpenedFunction] = []
        for place in dict.fromkeys(each.place for each in self.applied.imports):
            if isinstance(place, (ast.FunctionDef, ast.AsyncFunctionDef)):
                opening = opening_of(self.source, place)
                assert opening is not None  # the import was refused otherwise
                found.append(OpenedFunction(opening, self._additions(place)))
        return tuple(found)

    def _additions(self, place: ast.stmt) -> tuple[tuple[str, str, str], ...]:
        found = [(each.module, each.name, each.local) for each in self.applied.imports if each.place is place]
        modules = list(dict.fromkeys(module for module, _, _ in found))
        return tuple(sorted(set(found), key=lambda each: (modules.index(each[0]), each[1])))

    def _line(
        self,
        statement: ast.Import | ast.ImportFrom,
        block: list[ast.stmt],
        bindings: list[Binding],
        wanted: Mapping[int, Use],
    ) -> ImportLine:
        order = {id(alias): position for position, alias in enumerate(statement.names)}
        bindings.sort(key=lambda binding: order[id(binding.node)])
        span = span_of(self.source, statement)
        return ImportLine(
            span,
            self._is_alone(span),
            span_of(self.source, block[0]).start,
            len(block),
            tuple(self._alias(binding, wanted) for binding in bindings),
            self._additions(statement),
        )

    def _is_alone(self, span: Span) -> bool:
        last = self.source.line_of(span.end)
        line_end = self.source.line_starts[last - 1] + len(self.source.line_text(last))
        after = self.source.text[span.end : line_end].strip()
        return self.source.begins_line(span.start) and (not after or after.startswith("#"))

    def _alias(self, binding: Binding, wanted: Mapping[int, Use]) -> ImportedAlias:
        alias = binding.node
        assert isinstance(alias, ast.alias)
        use = wanted.get(id(alias))
        target = use.written if use else binding.target or ""
        local = (
            "*" if binding.kind is BindingKind.STAR_IMPORT else alias.asname or alias.name.partition(".")[0]
        )
        resolution = self.context.index.resolve(target)
        rename = self.plan.of(alias)
        return ImportedAlias(
            alias.name,
            alias.asname,
            local,
            target,
            resolution.canonical,
            span_of(self.source, alias),
            use is not None,
            use is not None and use.kind is UseKind.MODULE,
            resolution.kind in (ObjectKind.MISSING, ObjectKind.EXTERNAL),
            self._was_used(binding),
            self._is_used(binding, local),
            self._protection(binding, local),
            binding.scope.kind is ScopeKind.FUNCTION,
            not binding.type_checking and binding.scope.definition() is None,
            self._comment(binding, alias),
            rename.new if rename else None,
            rename is not None and alias in rename.dropped,
            rename is not None and alias in rename.moved,
            self.plan.refused.get(alias),
            self._failing(use),
        )

    def _failing(self, use: Use | None) -> Held | None:
        if use is None or not self.context.index.is_adopted(use.written):
            return None
        return held_by_failure(use, self.file.tree, self.context)

    def _comment(self, binding: Binding, alias: ast.alias) -> str:
        """The tool's comment behind an alias on a line of its own inside parentheses."""
        assert binding.statement is not None
        line = alias.end_lineno or alias.lineno
        if any(other is not alias and other.end_lineno == line for other in binding.statement.names):
            return ""
        inside = span_of(self.source, binding.statement)
        found = [each for each in comments_in(self.source, inside) if each.is_magic]
        return next((each.text for each in found if self.source.line_of(each.span.start) == line), "")

    def _home_reads(self, binding: Binding) -> Iterator[ast.Name]:
        alias = binding.node
        if isinstance(alias, ast.alias) and alias.name != "*":
            local = alias.asname or alias.name.partition(".")[0]
            scope = binding.scope.module if local in binding.scope.globals else binding.scope
            yield from (read.node for read in self.file.reads_of(local, scope))

    def _was_used(self, binding: Binding) -> bool:
        return any(node in self.applied.consumed for node in self._home_reads(binding))

    def _is_used(self, binding: Binding, local: str) -> bool:
        if binding.kind is BindingKind.STAR_IMPORT or self.plan.is_read(binding, local):
            return True
        if self.plan.current(local, binding.scope) in self.applied.written:
            return True
        return any(node not in self.applied.consumed for node in self._home_reads(binding))

    def _protection(self, binding: Binding, local: str) -> str | None:
        alias = binding.node
        if isinstance(alias, ast.alias) and alias.asname == alias.name:
            return "exported by its alias"
        if binding.scope.kind is ScopeKind.MODULE and self.source.path.endswith("__init__.py"):
            return "a package may export it"
        if binding.scope.kind is ScopeKind.CLASS:
            return "an attribute of the class"
        if self._has_magic_comment(binding):
            return "a tool's comment on the import"
        return self._string_protection(local, binding.scope)

    def _has_magic_comment(self, binding: Binding) -> bool:
        assert binding.statement is not None
        span = span_of(self.source, binding.statement)
        first, last = self.source.line_of(span.start), self.source.line_of(span.end)
        return any(comment.is_magic for comment in comments_on(self.source, first, last))

    def _string_protection(self, local: str, home: Scope) -> str | None:
        for string in self.file.scopes.strings:
            if string.scope.home_of(local) is home and names_local(string, local):
                what = "a string" if string.text == local else "an annotation"
                return f"{what} names it (line {string.node.lineno})"
        return None


def deduplicated(imports: Sequence[NewImport], tree: ast.Module) -> tuple[NewImport, ...]:
    """Each name once a block, and nowhere else where the top level or a function around brings it."""
    if not imports:
        return ()
    blocks = {id(statement): id(block) for block in _blocks(tree) for statement in block}
    found: dict[tuple[str, str, str, int], NewImport] = {}
    for each in sorted(imports, key=lambda each: (each.place.lineno, each.place.col_offset)):
        place = each.place
        is_first = isinstance(place, (ast.FunctionDef, ast.AsyncFunctionDef))
        block = id(getattr(place, "body", None)) if is_first else blocks[id(place)]
        found.setdefault((each.module, each.name, each.local, block), each)
    top = {key[:3] for key in found if key[3] == id(tree.body)}
    kept = [(key, each) for key, each in found.items() if key[3] == id(tree.body) or key[:3] not in top]
    return tuple(
        each
        for key, each in kept
        if not any(key[:3] == above[:3] and _is_inside(each, other) for above, other in kept)
    )


def _is_inside(each: NewImport, other: NewImport) -> bool:
    """Whether one import stands in a function within the function that the other stands first in."""
    if each.place is other.place or not isinstance(other.place, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    return any(node is each.place for node in ast.walk(other.place))


def set_of(scopes: Iterable[Scope]) -> list[Scope]:
    """Every scope once, in the order of first appearance."""
    return list({id(scope): scope for scope in scopes}.values())


def _blocks(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    """Every list of statements of a file."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                yield block
                waiting += block
        waiting += getattr(node, "handlers", [])
        waiting += getattr(node, "cases", [])
