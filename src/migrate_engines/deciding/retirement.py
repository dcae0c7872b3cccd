"""Definitions that are to go: which of them nothing refers to any more, and what keeps the others."""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from migrate_engines.deciding.decided import DecidedFile, ImportedAlias
from migrate_engines.deciding.redirected import RedirectDecisions
from migrate_engines.deciding.removal import Needs
from migrate_engines.deciding.successor import lacking
from migrate_engines.deciding.suppressed import suppression
from migrate_engines.emitting.definitions import (
    Definition,
    Prunable,
    Pruning,
    definition_of,
)
from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.proof import Proof
from migrate_engines.model.reason import EXPLANATIONS, Reason
from migrate_engines.model.rule import Retirement
from migrate_engines.model.span import Span
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.source import SourceFile

_SHOWN = 4  # places in a message


class Retired(Struct, frozen=True):
    """One definition that is to go; ``blockers`` say what refers to it, one place each.

    ``accepted`` is the reason of a comment on its line by which it stays.
    """

    rule: Retirement
    symbol: str
    source: SourceFile
    span: Span
    blockers: tuple[str, ...]
    lacking: str
    accepted: str | None = None

    @property
    def name(self) -> str:
        return self.symbol.rpartition(".")[2]

    @property
    def stays(self) -> bool:
        return bool(self.blockers) or self.accepted is not None

    def finding(self, *, is_applied: bool) -> Finding:
        """``is_applied`` says that the definition is removed if nothing keeps it."""
        reason: Reason | None
        if self.accepted is not None:
            reason = Reason.STILL_REFERENCED if self.blockers else Reason.UNREFERENCED
            outcome, told = Outcome.SUPPRESSED, self.accepted
        elif self.blockers:
            outcome, reason, told = Outcome.MANUAL, Reason.STILL_REFERENCED, self._told()
        elif is_applied:
            outcome, reason, told = Outcome.FIXED, None, "removed: nothing in the tree refers to it"
        else:
            outcome, reason = Outcome.UNSAFE, Reason.UNREFERENCED
            told = f"{EXPLANATIONS[reason]} Apply with --unsafe."
        place, proof = self.source.place(self.span), Proof((self.symbol,), notes=(told, *self.blockers))
        kind = UseKind.DEFINITION
        return Finding(self.rule.codemod, self.symbol, kind, self.span, place, outcome, told, reason, proof)

    def _told(self) -> str:
        shown = "; ".join(self.blockers[:_SHOWN])
        more = f"; {len(self.blockers)} in all" if len(self.blockers) > _SHOWN else ""
        return " ".join(filter(None, (self.rule.help, self.lacking, f"Kept by {shown}{more}.")))


def decide_retirements(
    rules: Mapping[str, Retirement],
    index: SymbolIndex,
    files: Sequence[DecidedFile],
    redirects: RedirectDecisions,
    needs: Needs,
    pure_calls: frozenset[str],
    is_selected: Callable[[str], bool],
) -> list[Retired]:
    """Every definition of ``rules`` that is in the tree, sorted by path and place.

    Of those that only refer to each other all may go; a module that becomes a shim loses its own anyway.
    """
    shims = {each.path for each in redirects.modules if each.text is not None}
    paths = {symbol: index.modules.path_of(symbol.rpartition(".")[0]) for symbol in rules}
    homes = [each.source for each in files if each.source.path in paths.values()]
    modules = {each.path: Prunable(each, pure_calls) for each in homes}
    found: list[_Candidate] = []
    for symbol, rule in rules.items():
        name, path = symbol.rpartition(".")[2], paths[symbol] or ""
        is_here = path in modules and path not in shims and index.canonical(symbol) == symbol
        node = _node_of(modules[path].tree, name) if is_here else None
        if node is not None and is_selected(path):
            found.append(_Candidate(symbol, rule, path, node))
    fold = _Fold(files, modules, redirects, needs, is_selected)
    kept = fold.kept(found)
    return sorted(
        (fold.retired(each, tuple(kept.get(each.symbol, ())), index) for each in found),
        key=lambda each: (each.source.path, each.span),
    )


class _Candidate(Struct, frozen=True, eq=False):
    symbol: str
    rule: Retirement
    path: str
    node: Definition

    @property
    def name(self) -> str:
        return self.node.name


def _node_of(tree: ast.Module, name: str) -> Definition | None:
    """The definition, wherever it stands at the module's own level."""
    blocks = (node for node in ast.walk(tree) if isinstance(node, Definition) and node.name == name)
    return definition_of(tree, name) or next(blocks, None)


class _Fold(Struct, frozen=True):
    files: Sequence[DecidedFile]
    modules: Mapping[str, Prunable]
    redirects: RedirectDecisions
    needs: Needs
    is_selected: Callable[[str], bool]

    def kept(self, found: Sequence[_Candidate]) -> dict[str, list[str]]:
        """What keeps each definition that stays, by symbol: what keeps one may keep what that refers to."""
        kept = {each.symbol: told for each in found if (told := self._kept_in_place(each))}
        while True:
            going = [each for each in found if each.symbol not in kept]
            prunings = self._prunings(going)
            added = {each.symbol: told for each in going if (told := self._references(each, prunings))}
            if not added:
                break
            kept |= added
        prunings = self._prunings([each for each in found if each.symbol not in kept])
        return {
            each.symbol: [*self._references(each, prunings), *self._kept_at_home(each)]
            for each in found
            if each.symbol in kept
        }

    def _prunings(self, going: Sequence[_Candidate]) -> dict[str, Pruning]:
        names: dict[str, set[str]] = {}
        for each in going:
            names.setdefault(each.path, set()).add(each.name)
        return {
            path: self.modules[path].without(own, self.needs.asked_of(path, own))
            for path, own in names.items()
        }

    def _kept_in_place(self, each: _Candidate) -> list[str]:
        accepted = self.accepted(each)
        return [*self._kept_at_home(each), *([accepted] if accepted else [])]

    def accepted(self, each: _Candidate) -> str | None:
        """The reason of a comment that accepts the definition as it is."""
        source, line = self.modules[each.path].source, each.node.lineno
        codes = (Reason.UNREFERENCED, Reason.STILL_REFERENCED)
        return next(filter(None, (suppression(source, line, code) for code in codes)), None)

    def _kept_at_home(self, each: _Candidate) -> Iterator[str]:
        """What in the module itself speaks against removing the definition."""
        module = self.modules[each.path]
        if definition_of(module.tree, each.name) is not each.node:
            yield f"{each.path}:{each.node.lineno} the block that it stands in, or a second definition"
            return
        if not module.has_plain_exports:
            yield f"{each.path} an __all__ that is no plain list"
        inside = range(each.node.lineno, (each.node.end_lineno or each.node.lineno) + 1)
        for effect in module.effects:
            if effect.line in inside or any(effect.line == each.lineno for each in each.node.decorator_list):
                yield f"{each.path}:{effect.line} what it does when it is imported"

    def _references(self, each: _Candidate, prunings: Mapping[str, Pruning]) -> list[str]:
        """Places outside what goes that refer to the definition, or that may."""
        found = [
            f"{use.path}:{use.line} ({use.why})"
            for file in self.files
            for use in file.remaining
            if f"{use.symbol}.".startswith(f"{each.symbol}.")
            if use.path not in prunings or use.line not in prunings[use.path].lines
        ]
        found += [place for file in self.files for place in self._imports(each, file, prunings)]
        module, _, name = each.symbol.rpartition(".")
        if not self.needs.names.isdisjoint({f"{module}.*", f"*.{name}"}):
            found.append("a star import, a patch by name or a file that cannot be read")
        return list(dict.fromkeys(found))

    def _imports(self, each: _Candidate, file: DecidedFile, prunings: Mapping[str, Pruning]) -> Iterator[str]:
        path = file.source.path
        gone = prunings[path].imports if path in prunings else frozenset()
        for alias in (alias for line in file.lines for alias in line.aliases):
            if alias.symbol == each.symbol and alias.local not in gone and not self._goes(file, alias):
                yield f"{path}:{file.source.line_of(alias.span.start)} (import)"

    def _goes(self, file: DecidedFile, alias: ImportedAlias) -> bool:
        """Whether this run takes the import away, or to another path."""
        is_moving = self.redirects.moving(file, alias, self.needs) is not None
        return self.is_selected(file.source.path) and (is_moving or self.needs.is_removable(file, alias))

    def retired(self, each: _Candidate, blockers: tuple[str, ...], index: SymbolIndex) -> Retired:
        source = self.modules[each.path].source
        start = source.offset(each.node.lineno, each.node.col_offset)
        end = source.text.index(each.name, start) + len(each.name)
        lacks = lacking(each.symbol, each.rule.successor, index) if blockers else ""
        accepted = self.accepted(each)
        return Retired(each.rule, each.symbol, source, Span(start, end), blockers, lacks, accepted)
