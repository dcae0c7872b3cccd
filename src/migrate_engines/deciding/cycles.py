"""Which imports may move to another module, and which modules may become shims, without closing a cycle."""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from migrate_engines.deciding.decided import DecidedFile
from migrate_engines.deciding.redirected import ModuleDecision, RedirectDecisions
from migrate_engines.deciding.removal import Needs
from migrate_engines.model.reason import Reason
from migrate_engines.tree.import_graph import Chain, ImportChange, ImportGraph
from migrate_engines.tree.import_requests import import_requests


class _Move(Struct, frozen=True):
    """A module imports from elsewhere: one re-pointed name, or a shim with all that it imports.

    Attributes:
        old: the name that it asked for; None for a shim.
        begun: modules that run at that point in any case.
        is_free: what it asked for imported the new place already, at that very point, and nothing is made of
            a failure there.
    """

    module: str
    path: str
    arriving: tuple[str, ...]
    begun: frozenset[str]
    old: str | None = None
    is_free: bool = False


def without_cycles(
    decisions: RedirectDecisions,
    files: Sequence[DecidedFile],
    needs: Needs,
    graph: ImportGraph,
    is_selected: Callable[[str], bool],
) -> RedirectDecisions:
    """The decisions, less the imports and the shims that would close a cycle once the run is done.

    What closes one is left out, one by one, until nothing does; then what was left out is tried again, as
    the next run would.
    """
    selected = [file for file in files if is_selected(file.source.path)]
    moves = [*_re_pointed(decisions, selected, needs, graph), *_shims(decisions, needs, graph, is_selected)]
    settled = _Settled(graph, _definite(selected, needs))
    refused = settled.refused(sorted(moves, key=lambda each: (each.path, each.old or "")))
    names = dict(decisions.names)
    for move, chain in refused.items():
        if move.old is not None:
            closing = {**names[move.old].closing, move.path: f"stays: {chain} would close a cycle"}
            names[move.old] = replace(names[move.old], closing=closing)
    shims = {move.path: chain for move, chain in refused.items() if move.old is None}
    return RedirectDecisions(names, tuple(_module(each, shims) for each in decisions.modules))


def _module(decision: ModuleDecision, closing: Mapping[str, Chain]) -> ModuleDecision:
    if decision.path not in closing:
        return decision
    return replace(decision, text=None, reason=Reason.IMPORT_CYCLE, detail=str(closing[decision.path]))


def _re_pointed(
    decisions: RedirectDecisions, files: Iterable[DecidedFile], needs: Needs, graph: ImportGraph
) -> Iterator[_Move]:
    for file in files:
        module = needs.modules[file.source.path]
        for alias in (alias for line in file.lines for alias in line.aliases):
            decision = decisions.moving(file, alias, needs)
            if decision is not None and alias.at_import:
                old = decision.name.old
                is_passed_on = decision.is_same and graph.leads(decision.name.module, decision.target)
                is_own = graph.closing(module, decision.target) == Chain((module,))
                is_free = is_passed_on and not is_own and not graph.passes_over(decision.target, module)
                begun = graph.begun(module, [old])
                yield _Move(module, file.source.path, (decision.target,), begun, old, is_free)


def _shims(
    decisions: RedirectDecisions, needs: Needs, graph: ImportGraph, is_selected: Callable[[str], bool]
) -> Iterator[_Move]:
    for each in decisions.modules:
        if each.text is not None and not needs.is_partial and is_selected(each.path):
            package = graph.index.modules.package_of(each.path)
            arriving = tuple(found.target for found in import_requests(ast.parse(each.text), package))
            begun = graph.begun(each.module, graph.asked(each.module))
            yield _Move(each.module, each.path, arriving, begun)


def _definite(files: Iterable[DecidedFile], needs: Needs) -> dict[str, ImportChange]:
    """What the rewritten calls of the files do to their imports."""
    found: dict[str, ImportChange] = {}
    for file in files:
        aliases = [alias for line in file.lines if line.at_import for alias in line.aliases]
        kept = {alias.target for alias in aliases if not needs.is_removable(file, alias)}
        leaving = frozenset(alias.target for alias in aliases) - kept
        if leaving or file.arriving:
            found[needs.modules[file.source.path]] = ImportChange(leaving, file.arriving)
    return found


class _Settled(Struct):
    """The graph as it will be: ``accepted`` grows by what closes no cycle."""

    graph: ImportGraph
    definite: Mapping[str, ImportChange]
    accepted: list[_Move] = field(default_factory=list)

    def refused(self, moves: Sequence[_Move]) -> dict[_Move, Chain]:
        refused = self._tried(moves)
        while refused and len(refused) < len(moves):
            moves = list(refused)
            refused = self._tried(moves)
        return refused

    def _tried(self, moves: Sequence[_Move]) -> dict[_Move, Chain]:
        """Accept the moves that close no cycle beside each other; the rest with what they would close."""
        waiting = list(moves)
        refused: dict[_Move, Chain] = {}
        while found := self._first_closing(waiting):
            refused[found[0]] = found[1]
            waiting.remove(found[0])
        self.accepted += waiting
        return refused

    def _first_closing(self, waiting: Sequence[_Move]) -> tuple[_Move, Chain] | None:
        graph = self.graph.changed(self._changes([*self.accepted, *waiting]))
        for move in waiting:
            chains = [graph.closing(move.module, each, move.begun) for each in move.arriving]
            if not move.is_free and (chain := next(filter(None, chains), None)):
                return move, chain
        return None

    def _changes(self, moves: Iterable[_Move]) -> dict[str, ImportChange]:
        changes = dict(self.definite)
        for move in moves:
            known = changes.get(move.module, ImportChange())
            if move.old is None or known.is_whole:
                arriving = move.arriving if move.old is None else known.arriving
                changes[move.module] = ImportChange(arriving=arriving, is_whole=True)
            else:
                leaving, arriving = known.leaving | {move.old}, (*known.arriving, *move.arriving)
                changes[move.module] = ImportChange(leaving, arriving)
        return changes
