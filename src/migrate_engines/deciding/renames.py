"""Imports that bind a canonical class under another name: which of them can take its own name.

All aliases of one class in a file change together with all their uses, or none does: a class never has two
names in one file because one of its scopes could not be changed.
"""

import ast
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from migrate_engines.deciding.context import Context
from migrate_engines.deciding.forward import is_type, names_local
from migrate_engines.emitting.arguments import span_of
from migrate_engines.emitting.names import visible_scopes
from migrate_engines.finding.scope import Binding, BindingKind, NameUse, Scope, ScopeKind, StringRead
from migrate_engines.finding.strings import parts_of_type
from migrate_engines.finding.uses import FileUses
from migrate_engines.model.edit import Edit
from migrate_engines.model.span import Span
from migrate_engines.tree.comments import comments_on
from migrate_engines.tree.source import SourceFile

_LOOK_UPS = frozenset(["globals", "locals", "vars", "eval", "exec", "dir"])


class Rename(Struct, frozen=True, eq=False):
    """One alias in one scope.

    Attributes:
        dropped: imports of the alias that are not needed beside an earlier one of the own name.
        moved: imports that can take the own name only from the class's own module.
    """

    scope: Scope
    old: str
    new: str
    codemod: str
    bindings: tuple[Binding, ...]
    reads: tuple[NameUse, ...]
    dropped: frozenset[ast.AST]
    moved: frozenset[ast.AST]


class RenamePlan(Struct, frozen=True):
    """What one file can rename, and why it keeps an alias.

    Attributes:
        edits: of every use.
        refused: the codemod, and why, by alias of an import.
    """

    renames: tuple[Rename, ...] = ()
    edits: tuple[Edit, ...] = ()
    refused: Mapping[ast.AST, tuple[str, str]] = field(default_factory=dict)

    def as_refused(self) -> "RenamePlan":
        """The plan of the file as it is when the other files refuse; they say why."""
        waiting = {each.node: (rename.codemod, "") for rename in self.renames for each in rename.bindings}
        return RenamePlan(refused={**self.refused, **waiting})

    def current(self, name: str, scope: Scope) -> str:
        """What ``name`` is called at a place in ``scope``."""
        home = scope.home_of(name)
        return next((each.new for each in self.renames if each.scope is home and each.old == name), name)

    def of(self, alias: ast.AST) -> Rename | None:
        """The rename that an alias of an import takes part in."""
        return next((each for each in self.renames if any(b.node is alias for b in each.bindings)), None)

    def is_read(self, binding: Binding, local: str) -> bool:
        """Whether reads of an alias become reads of this import, which has the own name already."""
        return any(each.scope is binding.scope and each.new == local and each.reads for each in self.renames)


def plan_renames(source: SourceFile, file: FileUses, context: Context) -> RenamePlan:
    """Every alias of a canonical class in one file, with its uses; other files may still refuse it."""
    if not context.can_rename or file.names.module in context.table.wanted.modules:
        return RenamePlan()
    planner = _Planner(source, file, context)
    found = list(planner.renames())
    refused: dict[ast.AST, tuple[str, str]] = {}
    targets = {each.new for each, why in found if why}
    for rename, _ in found:
        if rename.new in targets:
            first = next(f"{other.old} {why}" for other, why in found if why and other.new == rename.new)
            refused |= {binding.node: (rename.codemod, first) for binding in rename.bindings}
    renames = tuple(each for each, _ in found if each.new not in targets)
    names = {span_of(source, read.node): each.new for each in renames for read in each.reads}
    names |= {span: each.new for each in renames for span in planner.in_strings(each)}
    return RenamePlan(renames, tuple(Edit(span, names[span]) for span in sorted(names)), refused)


class _Planner(Struct, frozen=True):
    source: SourceFile
    file: FileUses
    context: Context

    def renames(self) -> Iterator[tuple[Rename, str | None]]:
        """Each alias with the reason why it stays, None where nothing in the file holds it."""
        for scope in dict.fromkeys(self.file.scopes.scope_of.values()):
            for old, bindings in list(scope.bindings.items()):
                for target, codemod in self.context.table.wanted.canonical.items():
                    new = target.rpartition(".")[2]
                    if old != new and any(self._means(binding, target) for binding in bindings):
                        rename = self._rename(scope, old, new, target, codemod)
                        yield rename, self._refusal(rename, target)

    def _means(self, binding: Binding, target: str) -> bool:
        is_import = binding.kind is BindingKind.IMPORT and isinstance(binding.statement, ast.ImportFrom)
        return is_import and self.context.index.canonical(binding.target or "") == target

    def _rename(self, scope: Scope, old: str, new: str, target: str, codemod: str) -> Rename:
        bindings = tuple(scope.bindings[old])
        moved = {each.node for each in bindings if getattr(each.node, "name", new) != new}
        own = [each for each in scope.bindings.get(new, ()) if self._means(each, target)]
        dropped = {each.node for each in bindings if any(self._covers(earlier, each) for earlier in own)}
        reads = tuple(self.file.reads_of(old, scope))
        return Rename(scope, old, new, codemod, bindings, reads, frozenset(dropped), frozenset(moved))

    def _covers(self, earlier: Binding, later: Binding) -> bool:
        """An import of the own name in the same block, before the alias or beside it."""
        if earlier.scope is not later.scope or earlier.type_checking is not later.type_checking:
            return False
        if earlier.statement is later.statement:
            return True
        for block in _blocks(earlier.scope.node):
            if earlier.statement in block and later.statement in block:
                return block.index(earlier.statement) < block.index(later.statement)
        return False

    def _refusal(self, rename: Rename, target: str) -> str | None:
        strange = [each for each in rename.bindings if not self._means(each, target)]
        if strange:
            return f"is also bound in another way (line {_line(strange[0].node)})"
        if any(each.scope is not rename.scope for each in rename.bindings):
            return "is bound by a global or nonlocal statement"
        if stranded := self._stranded(rename):
            return f"is the name that {stranded} has for it"
        return self._exported(rename) or self._unreadable(rename) or self._collision(rename, target)

    def _stranded(self, rename: Rename) -> str | None:
        """An alias made by another module, which no redirect replaces."""
        redirects = self.context.table.redirects
        targets = [each.target or "" for each in rename.bindings if each.node in rename.moved]
        return next((each.rpartition(".")[0] for each in targets if each not in redirects), None)

    def _exported(self, rename: Rename) -> str | None:
        if rename.scope.kind is ScopeKind.CLASS:
            return "is an attribute of a class"
        if rename.scope.kind is not ScopeKind.MODULE:
            return None
        if self.source.path.endswith("__init__.py"):
            return "may be exported by its package"
        named = {f"{self.file.names.module}.{rename.old}", f"*.{rename.old}"}
        if self.context.dotted_strings.among(named):
            return "is named by a string, such as the target of a patch"
        if not rename.reads and any(map(self._is_marked, rename.bindings)):
            return "is read nowhere here, and a tool's comment keeps it for others"
        return None

    def _is_marked(self, binding: Binding) -> bool:
        span = span_of(self.source, binding.statement or binding.node)
        first, last = self.source.line_of(span.start), self.source.line_of(span.end)
        return any(each.is_magic for each in comments_on(self.source, first, last))

    def _unreadable(self, rename: Rename) -> str | None:
        """Places that name the alias and cannot be edited with it."""
        for string in self.file.scopes.strings:
            is_named = string.scope.home_of(rename.old) is rename.scope and names_local(string, rename.old)
            if is_named and not self._quoted(string, rename):
                return f"is named by a string (line {string.node.lineno})"
        for read in rename.reads:
            if any(isinstance(node, ast.JoinedStr) for node in read.ancestors):
                return f"stands inside a formatted string (line {read.node.lineno})"
            if self._text(span_of(self.source, read.node)) != rename.old:
                return f"is written in another way (line {read.node.lineno})"
        return self._looked_up(rename)

    def in_strings(self, rename: Rename) -> Iterator[Span]:
        """The uses in quoted annotations and type comments."""
        for string in self.file.scopes.strings:
            if string.scope.home_of(rename.old) is rename.scope and names_local(string, rename.old):
                yield from self._quoted(string, rename)

    def _quoted(self, string: StringRead, rename: Rename) -> list[Span]:
        """The places of the alias in the text of an annotation; none where one cannot be edited."""
        whole = span_of(self.source, string.node)
        start = whole.start + self._text(whole).find(string.text)
        is_plain = self._text(whole).strip("\"'") == string.text and string.text.isascii()
        if not is_plain or not is_type(string) or "\n" in string.text:
            return []
        own = [part for part in parts_of_type(string.text) if isinstance(part, ast.Name)]
        spans = [Span(start + each.col_offset, start + each.col_offset + len(each.id)) for each in own]
        found = [span for each, span in zip(own, spans, strict=True) if each.id == rename.old]
        # A name that the text holds and its names do not, such as one in inner quotes, is not edited.
        words = re.findall(rf"\b{re.escape(rename.old)}\b", string.text)
        return found if len(words) == len(found) and not self._is_hidden(string, rename) else []

    def _is_hidden(self, string: StringRead, rename: Rename) -> bool:
        """Whether the own name means something else where the string stands."""
        home = string.scope.home_of(rename.new)
        return home is not None and home is not rename.scope

    def _text(self, span: Span) -> str:
        return self.source.text[span.start : span.end]

    def _looked_up(self, rename: Rename) -> str | None:
        for node in ast.walk(rename.scope.node):
            match node:
                case ast.Call(ast.Name(name), args) if name in _LOOK_UPS and _may_see(name, args):
                    return f"may be looked up by {name}() (line {node.lineno})"
                case ast.Global(names) | ast.Nonlocal(names) if rename.old in names or rename.new in names:
                    return f"is named by a global or nonlocal statement (line {node.lineno})"
        return None

    def _collision(self, rename: Rename, target: str) -> str | None:
        """Whether the own name would mean something else at a use, or be taken from somebody."""
        own = rename.scope.bindings.get(rename.new, [])
        if not all(self._means(binding, target) for binding in own):
            return f"stays: {rename.new} means something else (line {_line(own[0].node)})"
        for star in rename.scope.module.bindings.get("*", ()):
            return f"stays: a star import may bring {rename.new} (line {_line(star.node)})"
        for read in rename.reads:
            for scope in visible_scopes(read.scope):
                if scope is rename.scope:
                    break
                if rename.new in scope.bindings:
                    return f"stays: {rename.new} is bound in a scope of its own (line {read.node.lineno})"
            if len(read.scope.homes_of(rename.old, read.node.lineno)) > 1:
                return f"may mean two things (line {read.node.lineno})"
        if (line := self._captured(rename)) is not None:
            return f"stays: {rename.new} means another binding (line {line})"
        return None

    def _captured(self, rename: Rename) -> int | None:
        """The line of a read of the own name that would mean the renamed import instead."""
        for read in self.file.scopes.uses:
            home = read.scope.home_of(rename.new) if read.node.id == rename.new else rename.scope
            for scope in visible_scopes(read.scope) if home is not rename.scope else ():
                if scope is home:
                    break
                if scope is rename.scope:
                    return read.node.lineno
        return None


def _may_see(name: str, arguments: list[ast.expr]) -> bool:
    """``vars(thing)`` and ``dir(thing)`` look into the thing, not into the scope."""
    return name in ("globals", "locals", "eval", "exec") or not arguments


def _line(node: ast.AST) -> int:
    return getattr(node, "lineno", 0)


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """The blocks of one scope."""
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if isinstance(block, list):
            yield block
            for statement in block:
                if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                    yield from _blocks(statement)
    for inner in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield from _blocks(inner)
