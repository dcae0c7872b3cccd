"""Files decided in earlier runs: that stands as long as all that decisions look at is the same."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from migrate_engines.cache.surroundings import Surroundings, surroundings_of
from migrate_engines.deciding.context import Context
from migrate_engines.deciding.decided import DecidedFile
from migrate_engines.settings import Settings
from migrate_engines.tree.digest import Digest, digest_of, joined
from migrate_engines.tree.import_requests import Request
from migrate_engines.tree.reading import read_source
from migrate_engines.tree.source import SourceFile
from migrate_engines.tree.steps import Step, are_digested, digest_of_path
from migrate_engines.tree.summary import Binding, ClassSummary, FunctionSummary, ModuleSummary, Value
from migrate_engines.tree.trace import (
    current_trace,
    note_answer,
    note_existing,
    note_folder,
    note_imports,
    note_summary,
    note_torn,
)
from migrate_engines.tree.unlisted import names_of_code

_ENCODER = msgspec.msgpack.Encoder(order="deterministic")


class _Shown(msgspec.Struct, frozen=True, array_like=True):
    """``contents`` are those of a file, ``shown`` what decisions have seen of it, both as digests."""

    contents: Digest
    shown: Digest


class _Ground(msgspec.Struct, frozen=True, array_like=True):
    """What decisions have looked at besides the decided files, by path.

    Attributes:
        name: no other one has it. A ground may grow by what later decisions look at, and keeps its name.
        summaries: what files bind.
        imports: what files import.
        answers: what was asked of the names that texts hold, and answered.
    """

    name: Digest
    summaries: dict[str, _Shown]
    imports: dict[str, _Shown]
    answers: dict[str, str]
    surroundings: Surroundings


_GROUND = Step("ground", _Ground)
_SUMMARY = Step("summary without lines", bytes)
_IMPORTS = Step("imports without lines", bytes)
_DECIDED = Step("decided", DecidedFile)


class KnownDecisions:
    """The decisions of earlier runs that hold for this one, and those that it adds.

    ``listing`` are the files that the modules of the context's index come from.
    """

    def __init__(self, context: Context, settings: Settings, listing: Iterable[str]) -> None:
        self._context = context
        self._settings = settings
        self._base = _digest_of_context(context, listing)
        ground = _GROUND.found(self._base)
        self._ground = ground if ground is not None and self._holds(ground) else None

    def find(self, path: str, data: bytes, context: Context) -> DecidedFile | None:
        """``data`` are the contents of the file, ``context`` what the run knows by now of single ones.

        What may be written over a file is made for the bytes that were read, whatever the system says of it.
        """
        contents = digest_of(data)
        if contents != digest_of_path(path):
            note_torn()
            return None
        if self._ground is None:
            return None
        found = _DECIDED.found(self._key(self._ground, path, contents, context))
        return None if found is None else replace(found, source=read_source(path, self._settings, data))

    def keep(self, files: Iterable[DecidedFile], contents_of: Mapping[str, bytes], context: Context) -> None:
        """Files that were decided just now by these contents, with all that was looked at until now."""
        ground = self._ground = self._grown()
        if ground is None:
            return
        for file in files:
            path = file.source.path
            contents = digest_of(contents_of[path])
            if contents == digest_of_path(path):
                _DECIDED.keep(
                    self._key(ground, path, contents, context), replace(file, source=SourceFile(path, ""))
                )

    def _key(self, ground: _Ground, path: str, contents: Digest, context: Context) -> Digest:
        own = (path in context.lone_tests, context.is_selected(path))
        return joined(contents + self._base + ground.name, path, repr(own))

    def _holds(self, ground: _Ground) -> bool:
        """Whether all of it is the same. Then it is noted as looked at, since what follows rests on it."""
        holds = (
            all(self._is_shown(path, each, self._summary) for path, each in ground.summaries.items())
            and all(self._is_shown(path, each, self._imports) for path, each in ground.imports.items())
            and all(self._answer(question) == answer for question, answer in ground.answers.items())
            and ground.surroundings.hold(self._settings.root)
        )
        if holds:
            self._note(ground)
        return holds

    def _note(self, ground: _Ground) -> None:
        note_summary(*ground.summaries)
        note_imports(*ground.imports)
        for question, answer in ground.answers.items():
            note_answer(question, answer)
        for folder in map(Path, ground.surroundings.folders):
            note_folder(folder, names_of_code(folder))
        for path, is_there in ground.surroundings.existing.items():
            note_existing(path, is_there)

    def _answer(self, question: str) -> str:
        names = (self._context.dotted_strings, self._context.assigned)
        return next(each for each in names if question.startswith(f"{each.what} ")).answer(question)

    def _is_shown(self, path: str, before: _Shown, show: Callable[[str], Digest]) -> bool:
        return digest_of_path(path) == before.contents or show(path) == before.shown

    def _grown(self) -> _Ground | None:
        """The ground with what was looked at since; None where nobody has noted that."""
        trace = current_trace()
        if trace is None or trace.is_torn:
            return None
        before = self._ground
        try:
            summaries = _all_shown(trace.summaries, before.summaries if before else {}, self._summary)
            imports = _all_shown(trace.imports, before.imports if before else {}, self._imports)
        except (KeyError, UnicodeEncodeError):
            return None
        name = before.name if before else os.urandom(16)
        ground = _Ground(name, summaries, imports, dict(trace.answers), surroundings_of(trace))
        if ground != before:
            _GROUND.keep(self._base, ground)
        return ground

    def _summary(self, path: str) -> Digest:
        index = self._context.index
        return self._shown(path, _SUMMARY, lambda: _digest_of_summary(index.summary_at(path)))

    def _imports(self, path: str) -> Digest:
        graph = self._context.graph
        return self._shown(path, _IMPORTS, lambda: _digest_of_requests(graph.read(path)))

    def _shown(self, path: str, step: Step[bytes], work: Callable[[], Digest]) -> Digest:
        contents = digest_of_path(path)
        return work() if contents is None else step.made(joined(contents, path), work)


def known_decisions(context: Context, settings: Settings, listing: Sequence[str]) -> KnownDecisions | None:
    """None where nobody knows what the files of the tree hold, or a person has answered for single calls."""
    if context.declined or not are_digested(listing):
        return None
    try:
        return KnownDecisions(context, settings, listing)
    except (UnicodeEncodeError, OSError):  # a file name that is no text, a folder that has just gone
        return None


def _all_shown(
    paths: Iterable[str], before: Mapping[str, _Shown], show: Callable[[str], Digest]
) -> dict[str, _Shown]:
    """Raises KeyError for a file whose contents nobody knows."""
    found: dict[str, _Shown] = {}
    for path in {*before, *paths}:
        contents = digest_of_path(path)
        if contents is None:
            raise KeyError(path)
        found[path] = _Shown(contents, before[path].shown if path in before else show(path))
    return found


def _digest_of_context(context: Context, listing: Iterable[str]) -> Digest:
    """All of it but the files that it is read from, and what it knows of single ones."""
    table = context.table
    parts = (
        sorted(listing),
        (table.overloads, table.redirects, table.retirements, table.helpers, sorted(table.unfit.items())),
        table.wanted,
        context.index.adopted,
        context.graph.changes,
        context.helper_refusals,
        (context.failure_guards, context.legacy_tests),
        (context.apply_unsafe, context.reports_keeps, context.can_rename),
    )
    return digest_of(_ENCODER.encode(parts))


def _digest_of_summary(summary: ModuleSummary | None) -> Digest:
    """Without lines: no decision goes by those of another file, which move with everything above them."""
    if summary is None:
        return digest_of(b"")
    names = [(name, [_without_lines(each) for each in found]) for name, found in summary.names.items()]
    return digest_of(_ENCODER.encode((names, replace(summary, names={}))))


def _without_lines(binding: Binding) -> object:
    """Dictionaries as pairs, since their order may count."""
    match binding:
        case Value() | FunctionSummary():
            return replace(binding, line=0)
        case ClassSummary():
            parts = (binding.methods, binding.nested)
            inside = [[(name, _without_lines(each)) for name, each in part.items()] for part in parts]
            plain = replace(binding, line=0, methods={}, nested={}, held={})
            return plain, inside, list(binding.held.items())
    return binding


def _digest_of_requests(requests: Sequence[Request] | None) -> Digest:
    """Without lines, as above."""
    asked = None if requests is None else [(each.target, each.when, each.may_fail) for each in requests]
    return digest_of(_ENCODER.encode(asked))
