"""Files that are decided again, since something is known once all of them are decided."""

from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec.structs import replace

from migrate_engines.deciding.context import Context
from migrate_engines.deciding.decided import DecidedFile
from migrate_engines.deciding.lone_tests import lone_tests
from migrate_engines.running.decisions import Outcome
from migrate_engines.tree.import_graph import ImportChange, ImportGraph
from migrate_engines.tree.texts import Search


class Decide(Protocol):
    """Decides many files, as they are in the context."""

    def __call__(self, paths: Sequence[str], *, context: Context) -> list[Outcome]: ...


def out_of_reach(
    outcomes: Sequence[Outcome], context: Context, again: Decide, search: Search
) -> tuple[Context, list[Outcome]]:
    """Test modules that no patch of another file can reach are decided again, knowing that."""
    found = lone_tests([each for each in outcomes if isinstance(each, DecidedFile)], search)
    if not found:
        return context, list(outcomes)
    context = replace(context, lone_tests=found)
    paths = sorted(found)
    replaced = dict(zip(paths, again(paths, context=context), strict=True))
    return context, [
        replaced.get(each.source.path, each) if isinstance(each, DecidedFile) else each for each in outcomes
    ]


def kept_apart(
    outcomes: Sequence[Outcome], context: Context, again: Callable[[str, Context], Outcome]
) -> list[Outcome]:
    """The outcomes; files that would close a cycle with earlier ones, by path, are decided again.

    New imports that close no cycle by themselves may close one together: each file is decided without a look
    at the others, so it may import what imports it by another's change.
    """
    files = [each for each in outcomes if isinstance(each, DecidedFile) and each.arriving]
    if not _closes(files, context, _with(files, context)):
        return list(outcomes)
    found = {each.source.path: each for each in files}
    settled: list[DecidedFile] = []
    replaced: dict[str, Outcome] = {}
    for path, file in sorted(found.items()):
        graph = _with(settled, context)
        outcome: Outcome = file
        if _closes([file], context, graph):
            outcome = replaced[path] = again(path, replace(context, graph=graph))
        settled += [outcome] if isinstance(outcome, DecidedFile) else []
    return [
        replaced.get(each.source.path, each) if isinstance(each, DecidedFile) else each for each in outcomes
    ]


def _with(files: Sequence[DecidedFile], context: Context) -> ImportGraph:
    modules = context.index.modules
    return context.graph.changed(
        {modules.module_of(each.source.path): ImportChange(arriving=each.arriving) for each in files}
    )


def _closes(files: Sequence[DecidedFile], context: Context, graph: ImportGraph) -> bool:
    modules = context.index.modules
    return any(
        graph.closing(modules.module_of(file.source.path), target)
        for file in files
        for target in file.arriving
    )
