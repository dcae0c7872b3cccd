"""A run as a series of parts, each decided on the tree as the earlier ones leave it.

    helpers     the helper modules, which nobody imports yet
    calls       call sites, a part for each group of files
    imports     what the calls of other groups had held back
    redirects   the old modules become shims, and retired definitions go, after their last user

A part is a run of its own that may change the files of its group only, so that every other file counts as
it stands. What a later part still has to change is found by asking again, and not by cutting up one diff:
a file may drop an import only once the files that take it from there have moved.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.report import Mode, Report
from migrate_engines.model.result import Rewritten
from migrate_engines.model.span import Span
from migrate_engines.running.request import Request
from migrate_engines.workflow.part import By, Part, PartKind

Run: TypeAlias = Callable[[Request], Report]
GroupOf: TypeAlias = Callable[[str], str]

_NO_SPAN = Span(0, 0)


class Series(Struct, frozen=True):
    """Makes the parts.

    Attributes:
        request: what is asked as a whole; it writes.
        run: a run over the tree that the parts are made in.
        create: writes new files into that tree.
        listing: every file of that tree.
        group_of: the group of a path; unused where parts are by codemod.
        most: how many files a part may have; None for any number.
    """

    request: Request
    run: Run
    create: Callable[[Sequence[Rewritten]], None]
    listing: Sequence[str]
    by: By
    group_of: GroupOf
    most: int | None = None

    def parts(self) -> Iterator[Part]:
        """The parts in their order; each is written when it is yielded."""
        yield from self._helpers()
        for kind in (PartKind.CALLS, PartKind.IMPORTS):
            yield from self._sites(kind)
        yield from self._redirects()

    def _helpers(self) -> Iterator[Part]:
        report = self.run(replace(self.request, mode=Mode.DRY_RUN))
        created = tuple(each for each in report.rewritten if each.before is None)
        if created:
            self.create(created)
            yield Part(PartKind.HELPERS, "", 1, replace(report, results=created))

    def _sites(self, kind: PartKind) -> Iterator[Part]:
        """Each file once: what is held back then has its turn in the next kind."""
        report = self.run(replace(self.request, mode=Mode.DRY_RUN))
        for group, select, paths in self._groups(report):
            for number, chosen in enumerate(_chunks(paths, self.most), 1):
                written = self._run_on(chosen, select)
                if written.rewritten:
                    yield Part(kind, group, number, written)

    def _run_on(self, paths: Sequence[str], select: tuple[str, ...]) -> Report:
        skipped = frozenset(self.listing) - frozenset(paths)
        return self.run(replace(self.request, select=select, skipped=self.request.skipped | skipped))

    def _groups(self, report: Report) -> list[tuple[str, tuple[str, ...], list[str]]]:
        """Name, codemods to select, and files; without those that only take away what others may ask for."""
        found: dict[str, list[str]] = {}
        for result in report.rewritten:
            if result.before is not None and not only_takes_away(result):
                for group in self._groups_of(result):
                    found.setdefault(group, []).append(result.path)
        is_codemod = self.by is By.CODEMOD
        return [
            (group, (group,) if is_codemod else self.request.select, paths)
            for group, paths in sorted(found.items())
        ]

    def _groups_of(self, result: Rewritten) -> Sequence[str]:
        if self.by is not By.CODEMOD:
            return [self.group_of(result.path)]
        return sorted({each.codemod for each in _fixed(result) if each.codemod is not None})

    def _redirects(self) -> Iterator[Part]:
        """Whatever is left; a redirect may need another file in its part, so that a few may not be enough."""
        for number in count(1):
            pending = self.run(replace(self.request, mode=Mode.DRY_RUN)).rewritten
            if not pending:
                return
            chosen = [each.path for each in pending][: self.most]
            written = self._run_on(chosen, self.request.select)
            if not written.rewritten:
                written = self.run(self.request)
            yield Part(PartKind.REDIRECTS, "", number, written)


def only_takes_away(result: Rewritten) -> bool:
    """Whether the file becomes a redirect, or does nothing but lose definitions."""
    fixed = _fixed(result)
    becomes_redirect = any(each.kind is UseKind.MODULE and each.span == _NO_SPAN for each in fixed)
    return becomes_redirect or all(each.kind is UseKind.DEFINITION for each in fixed)


def _fixed(result: Rewritten) -> list[Finding]:
    return [each for each in result.findings if each.outcome is Outcome.FIXED]


def _chunks(paths: Sequence[str], most: int | None) -> Iterator[Sequence[str]]:
    size = most or max(len(paths), 1)
    for start in range(0, len(paths), size):
        yield paths[start : start + size]
