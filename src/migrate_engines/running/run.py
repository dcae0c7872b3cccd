"""One run over a tree: candidates, decisions, results, files."""

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial

from msgspec import Struct

from migrate_engines.deciding.context import Context
from migrate_engines.deciding.cycles import without_cycles
from migrate_engines.deciding.decided import DecidedFile
from migrate_engines.deciding.finish import Finisher
from migrate_engines.deciding.fit import unfit_rules
from migrate_engines.deciding.named import Named
from migrate_engines.deciding.redirected import RedirectDecisions
from migrate_engines.deciding.redirects import decide_redirects
from migrate_engines.deciding.removal import Needs
from migrate_engines.deciding.retirement import decide_retirements
from migrate_engines.deciding.table import build_table
from migrate_engines.deciding.vacuous import settle_patches
from migrate_engines.model.report import Report
from migrate_engines.model.result import Failed, FileResult
from migrate_engines.model.rule import Codemod
from migrate_engines.running.ahead import search_ahead
from migrate_engines.running.apart import kept_apart, out_of_reach
from migrate_engines.running.candidates import Candidates, find_candidates
from migrate_engines.running.decisions import Outcome, decide_file, decide_files, finish_files
from migrate_engines.running.known import known_decisions
from migrate_engines.running.memory import rare_collections
from migrate_engines.running.modules import with_modules
from migrate_engines.running.pruning import Pruner
from migrate_engines.running.request import Request
from migrate_engines.running.select import Selection, select
from migrate_engines.running.settings_files import settings_files
from migrate_engines.running.shipment import HelperModule, helper_modules, refusals, shipped
from migrate_engines.running.transformed import Transformed, reported
from migrate_engines.running.watch import Watch as Watch
from migrate_engines.running.watch import unwatched as unwatched
from migrate_engines.running.workers import Workers
from migrate_engines.running.writing import writing
from migrate_engines.settings import Settings
from migrate_engines.tree.import_graph import ImportChange, ImportGraph
from migrate_engines.tree.listing import Listing, list_settings_files, list_tree
from migrate_engines.tree.prefilter import matching_paths
from migrate_engines.tree.reading import why_unread
from migrate_engines.tree.steps import are_kept, collected
from migrate_engines.tree.texts import FileContents, Texts


def run(
    request: Request,
    settings: Settings,
    codemods: Sequence[Codemod],
    *,
    listing: Sequence[str] | None = None,
    watch: Watch = unwatched,
) -> Report:
    """Rewrite the tree at ``settings.root``; in the modes other than APPLY nothing is written.

    ``listing`` replaces the files that would be found (paths relative to the root, with ``/``).

    Raises:
        InputError: a path, codemod or module that does not exist; or the journal's or git's state forbids
            to write.
    """
    with writing(request, settings) as write:
        if listing is None:
            listed = list_tree(settings)
        else:
            listed = Listing(tuple(listing), list_settings_files(settings), 0, {})
        return reported(request, transformed(request, settings, codemods, listed, watch=watch), write)


def transformed(
    request: Request,
    settings: Settings,
    codemods: Sequence[Codemod],
    listing: Listing,
    *,
    watch: Watch = unwatched,
) -> Transformed:
    """What becomes of every file that matters; nothing is written.

    Raises:
        InputError: a path, codemod or module that does not exist.
    """
    with rare_collections(), _steps():
        paths = listing.python
        selection = select(request, settings, codemods, paths)
        workers = Workers(request.jobs, settings.file_time_limit)
        files = selection.files if selection.is_partial else None
        found = find_candidates(settings, codemods, selection.codemods, paths, workers, files)
        results = _Run(request, settings, codemods, selection, found, listing, workers, watch).results()
    return Transformed(tuple(results), len(paths if selection.files is None else selection.files))


def _steps() -> AbstractContextManager[object]:
    """What one process finds out is known to the others, also where nothing is kept for later runs."""
    return nullcontext() if are_kept() else collected()


class _Run(Struct, frozen=True):
    request: Request
    settings: Settings
    codemods: Sequence[Codemod]
    selection: Selection
    found: Candidates
    listing: Listing
    workers: Workers
    watch: Watch

    def results(self) -> list[FileResult]:
        helpers = helper_modules(
            self.found.table.helpers.values(),
            self.settings,
            self.found.index.modules,
            is_partial=self.selection.is_partial,
        )
        context = self._context(helpers)
        known = known_decisions(context, self.settings, self.listing.python)
        decide = partial(
            decide_files,
            contents=self.found.contents,
            settings=self.settings,
            workers=self.workers,
            known=known,
        )
        outcomes = decide(self._asked(), context=context, watch=self.watch)
        again = partial(decide, watch=unwatched)
        context, outcomes = out_of_reach(outcomes, context, again, self._texts_with)
        outcomes = kept_apart(outcomes, context, self._decided)
        decided = [each for each in outcomes if isinstance(each, DecidedFile)]
        for each in decided:
            self.found.contents.hold(each.source)
        results: list[FileResult] = [
            Failed(path, why_unread(error)) for path, error in self.found.unreadable.items()
        ]
        results += [each for each in outcomes if not isinstance(each, DecidedFile)]
        unread = {each.path: self._text(each.path) for each in results if each.path in self.found.contents}
        if self.selection.is_partial:
            results = [each for each in results if context.is_selected(each.path)]
        else:
            decided = settle_patches(decided, context, unread.values(), self._texts_with)
            others = settings_files(self.settings, self.listing.settings, context)
            decided, results, unread = (
                [*decided, *others.decided],
                [*results, *others.failed],
                unread | others.unread,
            )
        needs = self._needs(decided, unread)
        redirects = self._redirects(context, decided, needs, unread)
        finisher = Finisher(context.table, redirects, needs, self.settings.line_length)
        chosen = [file for file in decided if context.is_selected(file.source.path)]
        finished = finish_files(chosen, finisher, self.workers)
        held = [each.path for each in finished if isinstance(each, Failed)]
        pruner = self._pruner(context, decided, redirects, needs, is_whole=not held)
        results += [pruner.pruned(each) for each in self._with_modules(finished, redirects, context, held)]
        needed = {symbol for file in decided for symbol in file.helpers}
        return results + shipped(helpers, needed)

    def _asked(self) -> list[str]:
        """The files to decide. A list of files moves no import that another file might have to follow.

        So the others need no decision there, but for the deprecated modules: whether they are shims.
        """
        contents = list(self.found.contents)
        if not self.selection.is_partial:
            return contents
        modules = self.found.table.wanted.modules
        asked = (self.selection.files or frozenset()) | set(map(self.found.index.modules.path_of, modules))
        return [path for path in contents if path in asked]

    def _decided(self, path: str, context: Context) -> Outcome:
        return decide_file(path, self.found.contents[path], context, self.settings)

    def _context(self, helpers: dict[str, HelperModule]) -> Context:
        index = self.found.index
        unfit = unfit_rules(self.codemods, index)
        wanted = self.found.table.wanted
        table = build_table(self.codemods, self.selection.codemods, index, unfit, wanted.words, wanted.held)
        return Context(
            table,
            index,
            self._graph(helpers),
            Named("strings", self.found.dotted_strings),
            Named("assigned", self.found.assigned),
            refusals(helpers),
            self.settings.failure_guards,
            self.settings.legacy_tests,
            self.request.unsafe or self.settings.unsafe,
            self.request.keeps,
            not self.selection.is_partial,
            self.selection.files,
            self.request.declined,
        )

    def _graph(self, helpers: Mapping[str, HelperModule]) -> ImportGraph:
        """The imports of the tree and of the helper modules that may be added to it."""
        return self.found.graph.changed(
            {name: ImportChange(arriving=each.imported) for name, each in helpers.items() if not each.exists}
        )

    def _redirects(
        self, context: Context, decided: Sequence[DecidedFile], needs: Needs, unread: Mapping[str, str]
    ) -> RedirectDecisions:
        sources = {}
        for module in sorted(context.table.wanted.modules):
            path = context.index.modules.path_of(module)
            file = next((each for each in decided if each.source.path == path), None)
            if file is not None:
                sources[module] = file.source
        decisions = decide_redirects(
            context.table,
            context.index,
            decided,
            sources,
            frozenset(self.settings.pure_calls),
            self.found.dotted_strings,
            needs,
            unread,
        )
        return without_cycles(decisions, decided, needs, context.graph, context.is_selected)

    def _pruner(
        self,
        context: Context,
        decided: Sequence[DecidedFile],
        redirects: RedirectDecisions,
        needs: Needs,
        *,
        is_whole: bool,
    ) -> Pruner:
        """``is_whole`` says that every file has become what was decided: else all may still be needed."""
        pure_calls = frozenset(self.settings.pure_calls)
        rules = {} if self.selection.is_partial else context.table.retirements
        retired = decide_retirements(
            rules, context.index, decided, redirects, needs, pure_calls, context.is_selected
        )
        is_applied = context.apply_unsafe and is_whole
        return Pruner(retired, is_applied, needs, pure_calls, self.settings.line_length)

    def _text(self, path: str) -> str:
        return self.found.contents[path].decode("utf-8", "replace")

    def _texts_with(self, words: Sequence[str]) -> Texts:
        """The texts of all files of the tree that hold one of the words, those of settings included."""
        root, known = self.settings.root, self.found.contents
        files = (*self.listing.python, *self.listing.settings)
        search_ahead(root, files, words, (), self.workers)
        paths = matching_paths(root, files, words, known)
        return Texts(FileContents(root, paths, known))

    def _needs(self, decided: Sequence[DecidedFile], unread: Mapping[str, str]) -> Needs:
        asked = {name for file in decided for name in file.exports}
        wanted = [name for name in asked if self.found.table.wanted.may_mean(name)]
        chains = {passed for name in wanted for passed in self.found.index.resolve(name).chain}
        unseen = {f"*.{name}" for text in unread.values() for name in re.findall(r"[A-Za-z_]\w*", text)}
        names = asked | chains | unseen | self.found.dotted_strings
        modules = self.found.index.modules
        paths = {file.source.path: modules.module_of(file.source.path) for file in decided}
        return Needs(names, paths, self.selection.is_partial)

    def _with_modules(
        self, results: list[FileResult], redirects: RedirectDecisions, context: Context, held: Sequence[str]
    ) -> list[FileResult]:
        """``held`` are files that failed."""
        if self.selection.is_partial:
            return results
        modules = [each.held_by(held) if held else each for each in redirects.modules]
        selected = [each for each in modules if context.is_selected(each.path)]
        return with_modules(results, selected, self.found.contents)
