"""Runs, of which one that was made before is not made again.

A run over the whole tree is kept with all that it looked at there. It is the answer as long as everything
that it looked at is the same, down to the last byte of what comes out.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.cache.entry import NotKept, kept, restored
from migrate_engines.cache.fingerprint import asking, fingerprint
from migrate_engines.cache.folder import CacheFolder
from migrate_engines.cache.runs import KeptRuns
from migrate_engines.cache.state import Stamp, TreeState, forget_state, is_still, kept_state, unknown_stamps
from migrate_engines.cache.steps import CachedSteps
from migrate_engines.model.report import Report
from migrate_engines.rules.shipped import rule_folders
from migrate_engines.running.memory import rare_collections
from migrate_engines.running.request import Request
from migrate_engines.running.transformed import Transformed, reported
from migrate_engines.running.watch import Watch, unwatched
from migrate_engines.running.writing import writing
from migrate_engines.settings import Settings
from migrate_engines.tree.listing import Listing, list_tree
from migrate_engines.tree.steps import keeping
from migrate_engines.tree.trace import Trace, traced

if TYPE_CHECKING:
    from migrate_engines.model.rule import Codemod


def run(
    request: Request,
    settings: Settings,
    codemods: Callable[[], Sequence["Codemod"]],
    *,
    cache: CacheFolder | None = None,
    watch: Watch = unwatched,
) -> Report:
    """What ``running.run.run`` does; ``codemods`` are only asked for where a run has to be made.

    Raises:
        InputError: as there, or by ``codemods``.
    """
    name = fingerprint(settings, rule_folders(settings)) if cache is not None else None
    if cache is None or name is None:
        # Imported late, here and below: it takes longer than all the rest of a run that is known.
        from migrate_engines.running.run import run as run_anew

        return run_anew(request, settings, codemods(), watch=watch)
    runs = _kept_runs(request, settings, cache, name)
    if runs is None or not runs.has_any():
        codemods()  # what is wrong with them is told before anything else
    with writing(request, settings) as write, rare_collections():
        remembering = _Remembering(request, settings, codemods, cache, name, runs, watch)
        return reported(request, remembering.transformed(), write)


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

    def transformed(self) -> Transformed:
        now = time.time_ns()
        listing = list_tree(self.settings)
        try:
            state = kept_state(self.settings.root, self.folder, listing.found, now)
            if self.runs is not None and (entry := self.runs.find(state)):
                return Transformed(restored(self.settings.root, entry.results), entry.scanned)
        except OSError:  # the run will tell which file it is
            return self._made(listing)
        except NotKept:
            pass
        unknown = unknown_stamps(state, listing.found)
        listing = replace(listing, found={})  # which takes much memory in a large tree
        steps = CachedSteps(self.folder, self.name, state)
        with traced() as trace, keeping(steps):
            made = self._made(listing)
        with suppress(NotKept, OSError):
            self._keep(made, trace, state, steps, unknown)
        return made

    def _made(self, listing: Listing) -> Transformed:
        from migrate_engines.running.run import transformed

        return transformed(self.request, self.settings, self.codemods(), listing, watch=self.watch)

    def _keep(
        self,
        made: Transformed,
        trace: Trace,
        state: TreeState,
        steps: CachedSteps,
        unknown: Mapping[str, Stamp],
    ) -> None:
        """Keep what was found out, unless something has changed meanwhile.

        Raises:
            NotKept: a file has failed, so that the run as a whole is not kept.
            OSError: a file has vanished, or cannot be read any more.
        """
        if trace.is_torn:
            forget_state(self.folder)
            return
        root = self.settings.root
        if (self.runs is None and not steps.has_news) or not is_still(root, state, unknown):
            return
        if fingerprint(self.settings, rule_folders(self.settings)) != self.name:
            return
        steps.save(is_whole=self.runs is not None and not self.request.paths)
        if self.runs is not None:
            seen = self.runs.seen(trace, state)
            results = kept(made.results)
            if seen.surroundings.hold(root):
                self.runs.keep(replace(seen, scanned=made.scanned, results=results))
