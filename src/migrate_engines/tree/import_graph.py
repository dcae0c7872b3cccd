"""Which module runs which when it is imported."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

from msgspec import Struct, field

from migrate_engines.tree.import_requests import Request, When
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.modules import beginnings


class Edge(Struct, frozen=True):
    """One module imports another.

    ``is_parent`` marks a package that runs because a module inside it is imported.
    """

    importer: str
    imported: str
    when: When
    line: int
    is_parent: bool = False


class Chain(Struct, frozen=True):
    """Modules each of which imports the next when it is imported itself.

    ``is_unread`` says that the last one cannot be read, so it may import anything.
    """

    modules: tuple[str, ...]
    is_unread: bool = False

    def __str__(self) -> str:
        text = " -> ".join(self.modules)
        return f"{text}, which cannot be read" if self.is_unread else text


class ImportChange(Struct, frozen=True):
    """What becomes of the imports that a module runs when it is imported.

    Attributes:
        leaving: targets of requests that go.
        arriving: targets of requests that come.
        is_whole: nothing else stays either.
    """

    leaving: frozenset[str] = frozenset()
    arriving: tuple[str, ...] = ()
    is_whole: bool = False


RequestReader = Callable[[str], Sequence[Request] | None]


class ImportGraph(Struct):
    """The imports of a tree, read when a question leads to a module.

    ``import a.b.c`` runs ``a`` and ``a.b`` too, unless the importer lies inside them: then they have begun.
    ``from a.b import c`` runs ``a.b.c`` where that is a module.

    ``read`` gives the requests of the file at a path, None where it cannot be parsed. ``changes`` are laid
    over them, by module; a module that only they know is one that a run creates.
    """

    index: SymbolIndex
    read: RequestReader
    changes: Mapping[str, ImportChange] = field(default_factory=dict)
    _edges: dict[str, tuple[Edge, ...]] = field(default_factory=dict)
    _runs: dict[str, tuple[str, ...] | None] = field(default_factory=dict)
    _names: dict[str, str | None] = field(default_factory=dict)
    _parents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _reached: dict[str, dict[str, str | None]] = field(default_factory=dict)
    _unread: dict[str, str | None] = field(default_factory=dict)

    def changed(self, changes: Mapping[str, ImportChange]) -> "ImportGraph":
        """The graph with more changes; of one module the last ones hold."""
        paths = map(self.index.modules.path_of, changes)
        is_same_tree = None not in paths  # a new module may be what others ask for
        merged = {**self.changes, **changes}
        if not is_same_tree:
            return ImportGraph(self.index, self.read, merged)
        edges = {name: found for name, found in self._edges.items() if name not in changes}
        runs = {name: found for name, found in self._runs.items() if name not in changes}
        return ImportGraph(self.index, self.read, merged, edges, runs, self._names, self._parents)

    def edges(self, module: str) -> tuple[Edge, ...]:
        """Every import of a module by another name than its own; none where it cannot be read."""
        if module not in self._edges:
            requests = self._requests(module) or ()
            self._edges[module] = tuple(dict.fromkeys(self._by_request(module, requests)))
        return self._edges[module]

    def closing(self, importer: str, target: str, begun: Set[str] = frozenset()) -> Chain | None:
        """How what an import of ``target`` runs comes back to ``importer``, by the shortest way.

        None where the import closes no cycle when it runs as ``importer`` is imported. Parents that have
        ``begun`` there in any case are none of its doing.
        """
        chains = [
            self._chain(started, importer)
            for started, is_parent in self._started(importer, target)
            if not (is_parent and started in begun)
        ]
        return min(filter(None, chains), key=lambda chain: len(chain.modules), default=None)

    def begun(self, importer: str, targets: Iterable[str]) -> frozenset[str]:
        """Every module that imports of the targets run in ``importer``."""
        started = {module for target in targets for module, _ in self._started(importer, target)}
        return frozenset[str]().union(*map(self._reach, started))

    def asked(self, module: str) -> tuple[str, ...]:
        """The targets of the imports that a module runs when it is imported."""
        requests = self._requests(module) or ()
        return tuple(each.target for each in requests if each.when is When.LOADING)

    def leads(self, start: str, target: str) -> bool:
        """Whether importing the module ``start`` runs the module that ``target`` names."""
        goal = self._named(target)
        return goal is not None and goal in self._reach(start)

    def passes_over(self, target: str, module: str) -> bool:
        """Whether something that an import of ``target`` runs goes on where the import of ``module`` fails.

        What was loaded until then stays, so that the next attempt may succeed.
        """
        start = self._named(target)
        return (
            start is not None
            and module in self._reach(start)
            and any(
                module in self._reach(started)
                for each in self._reach(start)
                for request in self._requests(each) or ()
                if request.may_fail and request.when is When.LOADING
                for started, _ in self._started(each, request.target)
            )
        )

    def _chain(self, start: str, end: str) -> Chain | None:
        reached = self._reach(start)
        if end in reached:
            return Chain(_way(reached, end))
        if start not in self._unread:
            self._unread[start] = next((each for each in reached if self._runs_of(each) is None), None)
        unread = self._unread[start]
        return Chain(_way(reached, unread), is_unread=True) if unread is not None else None

    def _reach(self, start: str) -> dict[str, str | None]:
        """Every module that importing ``start`` runs, nearest first, with the module that imports it."""
        if start not in self._reached:
            found: dict[str, str | None] = {start: None}
            for module in (waiting := [start]):
                for imported in self._runs_of(module) or ():
                    if imported not in found:
                        found[imported] = module
                        waiting.append(imported)
            self._reached[start] = found
        return self._reached[start]

    def _runs_of(self, module: str) -> tuple[str, ...] | None:
        """The modules that a module imports when it is imported itself; None where it cannot be read."""
        if module not in self._runs:
            requests = self._requests(module)
            self._runs[module] = None if requests is None else tuple(self._run_by(module, requests))
        return self._runs[module]

    def _run_by(self, module: str, requests: Sequence[Request]) -> dict[str, None]:
        targets = dict.fromkeys(each.target for each in requests if each.when is When.LOADING)
        found = {started: None for target in targets for started, _ in self._started(module, target)}
        found.pop(module, None)
        return found

    def _requests(self, module: str) -> list[Request] | None:
        path = self.index.modules.path_of(module)
        change = self.changes.get(module, ImportChange())
        read = () if change.is_whole or path is None else self.read(path)
        if read is None:
            return None
        kept = [each for each in read if each.when is not When.LOADING or each.target not in change.leaving]
        return kept + [Request(target, When.LOADING) for target in change.arriving]

    def _by_request(self, module: str, requests: Sequence[Request]) -> Iterator[Edge]:
        for each in requests:
            for started, is_parent in self._started(module, each.target):
                if started != module:
                    yield Edge(module, started, each.when, each.line, is_parent)

    def _started(self, importer: str, target: str) -> Iterator[tuple[str, bool]]:
        """The modules that a request runs, and which of them are mere parents."""
        named = self._named(target)
        if named is None:
            return
        for parent in self._parents_of(named):
            if not f"{importer}.".startswith(f"{parent}."):
                yield parent, True
        yield named, False
        if target.endswith(".*"):
            yield from ((each, False) for each in self._submodules(named))

    def _parents_of(self, module: str) -> tuple[str, ...]:
        """The packages around a module that have a file."""
        if module not in self._parents:
            around = list(beginnings(module))[:-1]
            self._parents[module] = tuple(each for each in map(self._node, around) if each is not None)
        return self._parents[module]

    def _submodules(self, package: str) -> Iterator[str]:
        """``import *`` runs the modules that ``__all__`` of a package lists."""
        summary = self.index.summary(package)
        for name in summary.exported or () if summary else ():
            if found := self._node(f"{package}.{name}"):
                yield found

    def _named(self, target: str) -> str | None:
        """The module that a request names: its longest part that is one and has a file."""
        longer: list[str] = []
        while target and target not in self._names:
            if (found := self._node(target)) is not None:
                self._names[target] = found
                break
            longer.append(target)
            target = target.rpartition(".")[0]
        named = self._names.get(target)
        self._names.update(dict.fromkeys(longer, named))
        return named

    def _node(self, name: str) -> str | None:
        """The module's own name, where a path below a source root gives it another one."""
        path = self.index.modules.path_of(name)
        if path is not None:
            return self.index.modules.module_of(path)
        return name if name in self.changes else None


def _way(reached: Mapping[str, str | None], end: str) -> tuple[str, ...]:
    found: list[str] = []
    module: str | None = end
    while module is not None:
        found.append(module)
        module = reached[module]
    return tuple(reversed(found))
