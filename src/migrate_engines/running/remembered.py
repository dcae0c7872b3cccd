"""Runs, of which one that was made before is not made again.

A run over the whole tree is kept with all that it looked at there. It is the answer as long as everything
that it looked at is the same, down to the last byte of what comes out.
"""

import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace

from migrate_engines.cache.entry import NotKept, kept, restored
from migrate_engines.cache.fingerprint import fingerprint
from migrate_engines.cache.folder import CacheFolder
from migrate_engines.cache.runs import KeptRuns
from migrate_engines.cache.state import TreeState
from migrate_engines.model.report import Report
from migrate_engines.rules.shipped import rule_folders
from migrate_engines.running.memory import rare_collections
from migrate_engines.running.request import Request
from migrate_engines.running.transformed import Transformed, reported
from migrate_engines.running.watch import Watch, unwatched
from migrate_engines.running.writing import writing
from migrate_engines.settings import Settings
from migrate_engines.tree.listing import Listing, list_tree
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
    runs = _kept_runs(request, settings, cache) if cache is not None else None
    if runs is None:
        # Imported late, here and below: it takes longer than all the rest of a run that is known.
        from migrate_engines.running.run import run as run_anew

        return run_anew(request, settings, codemods(), watch=watch)
    if not runs.has_any():
        codemods()  # what is wrong with them is told before anything else
    with writing(request, settings) as write, rare_collections():
        made = _Remembering(request, settings, codemods, runs, watch).transformed()
        return reported(request, made, write)


def _kept_runs(request: Request, settings: Settings, cache: CacheFolder) -> KeptRuns | None:
    """None for a run that may not be kept: one of files alone, or after a person's answers."""
    paths = _below_root(request, settings)
    if paths is None or request.declined or request.skipped or not request.keeps_journal:
        return None
    asked = (
        *("paths", *paths, "select", *request.select, "ignore", *request.ignore),
        *("module", repr(request.module), f"unsafe {request.unsafe}", f"keeps {request.keeps}"),
    )
    name = fingerprint(settings, rule_folders(settings), asked)
    return KeptRuns(settings.root, cache, name) if name is not None else None


def _below_root(request: Request, settings: Settings) -> list[str] | None:
    root = settings.root.resolve()
    paths = [path.resolve() for path in request.paths]
    if not all(path.is_dir() and path.is_relative_to(root) for path in paths):
        return None
    return [path.relative_to(root).as_posix() for path in paths]


class _Remembering:
    """One run, made or remembered."""

    def __init__(
        self,
        request: Request,
        settings: Settings,
        codemods: Callable[[], Sequence["Codemod"]],
        runs: KeptRuns,
        watch: Watch,
    ) -> None:
        self._request = request
        self._settings = settings
        self._codemods = codemods
        self._runs = runs
        self._watch = watch

    def transformed(self) -> Transformed:
        now = time.time_ns()
        listing = list_tree(self._settings)
        try:
            state = self._runs.state(listing.found, now)
            if entry := self._runs.find(state):
                return Transformed(restored(self._settings.root, entry.results), entry.scanned)
        except OSError:  # the run will tell which file it is
            return self._made(listing)
        except NotKept:
            pass
        with traced() as trace:
            made = self._made(listing)
        with suppress(NotKept, OSError):
            self._keep(made, trace, state)
        return made

    def _made(self, listing: Listing) -> Transformed:
        from migrate_engines.running.run import transformed

        return transformed(self._request, self._settings, self._codemods(), listing, watch=self._watch)

    def _keep(self, made: Transformed, trace: Trace, state: TreeState) -> None:
        """Keep a run, unless something has changed while it was made.

        Raises:
            NotKept: a file has failed.
            OSError: a file has vanished, or cannot be read any more.
        """
        results = kept(made.results)
        seen = self._runs.seen(trace, state)
        now = time.time_ns()
        found = {path: os.lstat(self._settings.root / path) for path in state.files}
        asked_now = _kept_runs(self._request, self._settings, self._runs.folder)
        if asked_now == self._runs and self._runs.is_unchanged(seen, self._runs.state(found, now)):
            self._runs.keep(replace(seen, scanned=made.scanned, results=results))
