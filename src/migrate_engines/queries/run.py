"""One run of a file of Bowler queries over a tree, with the same journal as any other."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.model.problem import InputError, Problem
from migrate_engines.model.report import Report
from migrate_engines.model.result import FileResult
from migrate_engines.model.rule import Codemod
from migrate_engines.queries.file import Asked, Wish, file_result, guarded
from migrate_engines.queries.load import load_queries
from migrate_engines.queries.query import Query
from migrate_engines.running.request import Request
from migrate_engines.running.select import select
from migrate_engines.running.transformed import Transformed, reported
from migrate_engines.running.watch import Watch, unwatched
from migrate_engines.running.writing import writing
from migrate_engines.settings import Settings
from migrate_engines.tree.listing import list_files


class QueryRun(Struct, frozen=True):
    """What ``running.run.run`` is, for the queries in ``path``; they are executed anew for each run."""

    path: Path

    def __call__(
        self,
        request: Request,
        settings: Settings,
        codemods: Sequence[Codemod],
        *,
        listing: Sequence[str] | None = None,
        watch: Watch = unwatched,
    ) -> Report:
        """Rewrite the tree at ``settings.root``; ``codemods`` is what ``described`` says of the file.

        Raises:
            InputError: the queries cannot be had or name a path that does not exist; or as in ``run``.
        """
        with writing(request, settings) as write:
            files = tuple(list_files(settings) if listing is None else listing)
            selection = select(request, replace(settings, extend_select=()), codemods, files)
            chosen = [each for each in files if selection.files is None or each in selection.files]
            top = settings.root.resolve()
            arguments = [each.resolve().relative_to(top).as_posix() for each in request.paths]
            queries = load_queries(self.path, arguments)
            places = [_Places(each, settings.root) for each in queries]
            wish = Wish(codemods[0].name, settings, request.declined)
            with redirect_stdout(sys.stderr):
                results = list(self._results(watch(chosen, "Migrating"), places, settings.root, wish))
            report = reported(request, Transformed(tuple(results), len(chosen)), write)
        return replace(report, notes=(*report.notes, *_notes(queries)))

    def _results(
        self, files: Iterable[str], places: Sequence["_Places"], root: Path, wish: Wish
    ) -> Iterator[FileResult]:
        own = self.path.resolve()
        for path in files:
            if (root / path).resolve() != own:
                result = guarded(path, partial(_result, path, places, root, wish))
                yield from () if result is None else (result,)


def _result(path: str, places: Sequence["_Places"], root: Path, wish: Wish) -> FileResult | None:
    asked = [Asked(each.query, name) for each in places if (name := each.name_of(path)) is not None]
    return file_result(path, (root / path).read_bytes(), asked, wish) if asked else None


class _Places:
    """Where a query looks, as Bowler would walk from the paths that it was given."""

    def __init__(self, query: Query, root: Path) -> None:
        self.query = query
        self._starts = [(written, _below(written, root)) for written in query.paths]

    def name_of(self, path: str) -> str | None:
        """The name by which Bowler would know the file; None where it would not come to it."""
        for written, start in self._starts:
            if start == path:
                return written
            if start in ("", ".") or path.startswith(f"{start}/"):
                inside = PurePosixPath(path).relative_to(start or ".").parts
                name = os.path.join(written, *inside)
                is_hidden = any(part.startswith(".") for part in inside)
                if not is_hidden and (self.query.matches is None or self.query.matches(name)):
                    return name
        return None


def _below(written: str, root: Path) -> str:
    """The path from the root, with ``/``.

    Raises:
        InputError: it does not exist, or lies outside.
    """
    top = root.resolve()
    path = (top / written).resolve()
    if not path.exists():
        raise InputError([Problem(written, 0, "The query names no such file or folder", "Correct the query")])
    if not path.is_relative_to(top):
        what = f"The query names a path outside the root {root}"
        raise InputError([Problem(written, 0, what, "Run from that project, or give --config")])
    return path.relative_to(top).as_posix()


def _notes(queries: Sequence[Query]) -> Iterator[str]:
    if any(each.matches is not None for each in queries):
        yield "a query has a filename_matcher of its own; no files but *.py are looked at"
