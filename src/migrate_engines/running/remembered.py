"""Runs, of which one that was made before is not made again.

A run over the whole tree is kept with all that it looked at there. It is the answer as long as everything
that it looked at is the same, down to the last byte of what comes out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache as once
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.cache.codemods import kept_codemods
from migrate_engines.cache.entry import NotKept, kept, restored
from migrate_engines.cache.fingerprint import asking, fingerprint
from migrate_engines.cache.folder import CacheFolder
from migrate_engines.cache.looked import Looked
from migrate_engines.cache.runs import KeptRuns, seen_by
from migrate_engines.cache.state import TreeState, forget_state, is_still, kept_state, unknown_stamps
from migrate_engines.cache.steps import CachedSteps
from migrate_engines.cache.surroundings import Surroundings
from migrate_engines.model.report import Report
from migrate_engines.rules.shipped import rule_folders
from migrate_engines.running.memory import rare_collections
from migrate_engines.running.request import Request
from migrate_engines.running.transformed import Transformed, reported
from migrate_engines.running.watch import Watch, unwatched
from migrate_engines.running.writing import writing
from migrate_engines.settings import Settings
from migrate_engines.tree.git_files import Stamp, begin_listing
from migrate_engines.tree.listing import Listing, code_endings, list_tree
from migrate_engines.tree.steps import keeping
from migrate_engines.tree.trace import Trace, traced

if TYPE_CHECKING:
    from migrate_engines.model.rule import Codemod


class Remembered(Struct, frozen=True):
    """``looked`` is what the answer goes by; None where nobody knows all of it.

    ``codemods`` gives those that it was made with.
    """

    report: Report
    codemods: Callable[[], Sequence["Codemod"]]
    looked: Looked | None = None


def run(
    request: Request,
    settings: Settings,
    codemods: Callable[[], Sequence["Codemod"]],
    *,
    cache: CacheFolder | None = None,
    watch: Watch = unwatched,
) -> Remembered:
    """What ``running.run.run`` does; ``codemods`` are only asked for where nobody has read them before.

    Raises:
        InputError: as there, or by ``codemods``.
    """
    name = _name(settings) if cache is not None else None
    if cache is None or name is None:
        # Imported late, here and below: it takes longer than all the rest of a run that is known.
        from migrate_engines.running.run import run as run_anew

        return Remembered(run_anew(request, settings, codemods(), watch=watch), codemods)
    runs = _kept_runs(request, settings, cache, name)
    read = once(partial(kept_codemods, cache, name, lambda: _name(settings) == name, codemods))
    if runs is None or not runs.has_any():
        read()  # what is wrong with them is told before anything else
    with writing(request, settings) as write, rare_collections():
        remembering = _Remembering(request, settings, read, cache, name, runs, watch)
        transformed, looked = remembering.transformed()
        return Remembered(reported(request, transformed, write), read, looked)


def _name(settings: Settings) -> str | None:
    return fingerprint(settings, rule_folders(settings))


def _kept_runs(request: Request, settings: Settings, cache: CacheFolder, name: str) -> KeptRuns | None:
    """None for a run that may not be kept: one of files alone, or after a person's answers."""
    paths = _below_root(request, settings)
    if paths is None or request.declined or request.skipped or not request.keeps_journal:
        return None
    asked = (
        *("paths", *paths, "select", *request.select, "ignore", *request.ignore),
        *("module", repr(request.module), f"unsafe {request.unsafe}", f"keeps {request.keeps}"),
    )
    return KeptRuns(settings.root, cache, asking(name, asked))


def _below_root(request: Request, settings: Settings) -> list[str] | None:
    root = settings.root.resolve()
    paths = [path.resolve() for path in request.paths]
    if not all(path.is_dir() and path.is_relative_to(root) for path in paths):
        return None
    return [path.relative_to(root).as_posix() for path in paths]


class _Remembering(Struct, frozen=True):
    """One run, made or remembered; ``name`` is the fingerprint of who answers, ``runs`` those of the kind."""

    request: Request
    settings: Settings
    codemods: Callable[[], Sequence["Codemod"]]
    folder: CacheFolder
    name: str
    runs: KeptRuns | None
    watch: Watch

    def transformed(self) -> tuple[Transformed, Looked | None]:
        listing = self._listing()
        try:
            state = kept_state(self.settings.root, self.folder, listing.found, listing.taken)
        except OSError:  # the run will tell which file it is
            return self._made(listing), None
        looking = _Looking(self.settings.root, state, unknown_stamps(state, listing.found), listing.others)
        with suppress(NotKept):
            if self.runs is not None and (entry := self.runs.find(state)):
                results = restored(self.settings.root, entry.results)
                looked = looking.looked(entry.read, entry.words, entry.surroundings)
                return Transformed(results, entry.scanned), looked
        listing = replace(listing, found={})  # which takes much memory in a large tree
        steps = CachedSteps(self.folder, self.name, state)
        with traced() as trace, keeping(steps):
            made = self._made(listing)
        with suppress(NotKept, OSError):
            return made, self._kept(made, trace, steps, looking)
        return made, None

    def _listing(self) -> Listing:
        if self.runs is None:  # else the program may not be needed
            begin_listing(self.settings.root, code_endings(self.settings))
            import migrate_engines.running.run  # noqa: F401
        return list_tree(self.settings)

    def _made(self, listing: Listing) -> Transformed:
        from migrate_engines.running.run import transformed

        return transformed(self.request, self.settings, self.codemods(), listing, watch=self.watch)

    def _kept(
        self, made: Transformed, trace: Trace, steps: CachedSteps, looking: "_Looking"
    ) -> Looked | None:
        """Keep what was found out, unless something has changed meanwhile.

        Raises:
            NotKept: a file has failed, so that the run as a whole is not kept.
            OSError: a file has vanished, or cannot be read any more.
        """
        if trace.is_torn:
            forget_state(self.folder)
            return None
        if self.runs is None and not steps.has_news:
            return None
        # What was found out by contents alone holds for these contents, whatever became of the file.
        files = looking.state.files
        if not looking.is_still(trace.read & files.keys() if self.runs is None else files):
            return None
        if _name(self.settings) != self.name:
            return None
        steps.save(is_whole=self.runs is not None and not self.request.paths)
        results = kept(made.results)
        seen = seen_by(trace, looking.state)
        if not seen.surroundings.hold(self.settings.root):
            return None
        if self.runs is not None:
            self.runs.keep(replace(seen, scanned=made.scanned, results=results))
        return looking.looked(trace.read, sorted(trace.words), seen.surroundings)


class _Looking(Struct, frozen=True):
    """The tree that a run looks at; ``unknown`` and ``others`` as in what it has ``looked`` at."""

    root: Path
    state: TreeState
    unknown: Mapping[str, Stamp]
    others: Mapping[str, bool] | None

    def is_still(self, paths: Iterable[str]) -> bool:
        return is_still(self.root, self.state, self.unknown, paths)

    def looked(self, read: Iterable[str], words: Iterable[str], surroundings: Surroundings) -> Looked | None:
        if self.others is None:
            return None
        state, others = self.state, self.others
        return Looked(self.root, state, others, frozenset(read), tuple(words), surroundings)
