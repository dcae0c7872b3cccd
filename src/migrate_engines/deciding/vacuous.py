"""Patches of a name that nothing looks up where it is patched, once every file is decided."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.deciding.context import Context
from migrate_engines.deciding.decided import DecidedFile, ModulePatch
from migrate_engines.deciding.loaders import (
    is_test,
    paths_asking,
    paths_importing_later,
    tries_imports_again,
)
from migrate_engines.deciding.passed_on import is_passed_on
from migrate_engines.finding.kinds import in_annotation
from migrate_engines.finding.scopes import build_scopes
from migrate_engines.model.finding import Finding
from migrate_engines.model.reason import EXPLANATIONS, Reason
from migrate_engines.tree.import_graph import ImportGraph
from migrate_engines.tree.index import ObjectKind, SymbolIndex
from migrate_engines.tree.late import binds_any_name
from migrate_engines.tree.parsing import parse
from migrate_engines.tree.source import SourceFile
from migrate_engines.tree.steps import Step
from migrate_engines.tree.texts import Search

_Name: TypeAlias = tuple[str, str]
_SHOWN = 3  # readers that a message names


def settle_patches(
    files: Sequence[DecidedFile], context: Context, unread: Iterable[str], search: Search
) -> list[DecidedFile]:
    """The files, with a finding for every patch that reaches nobody.

    ``unread`` are the texts of files that could not be decided.
    """
    patched = {(each.module, each.name) for file in files for each in file.patches}
    index, wanted = context.index, context.table.wanted
    fold = _Fold(files, index, context.graph, {file.source.path: file.source for file in files})
    unreached = {name for name in fold.unreached(patched) if not _may_read(unread, name[1])}
    if not unreached:
        return list(files)
    importers = {name: fold.importers(*name) for name in unreached}
    modules = {module for module, _ in unreached} | {each for found in importers.values() for each in found}
    texts = search(sorted({module.rpartition(".")[2] for module in modules}))
    around = {
        (module, name): _Around(
            paths_asking(module, name, texts),
            importers[module, name],
            frozenset().union(*(paths_importing_later(each, texts) for each in importers[module, name])),
        )
        for module, name in unreached
        if not is_passed_on((module, name), files, index, wanted, texts)
    }
    return [fold.settled(file, around) for file in files]


def _may_read(unread: Iterable[str], name: str) -> bool:
    return any(name in text for text in unread)


class _Around(Struct, frozen=True):
    """What the tree has around a patched name.

    Attributes:
        asking: paths of files that may ask its module for any name.
        importers: modules that import the name when they are imported themselves.
        importing_later: paths of files that import one of those when they run.
    """

    asking: frozenset[str]
    importers: tuple[str, ...]
    importing_later: frozenset[str]


class _Fold(Struct, frozen=True):
    files: Sequence[DecidedFile]
    index: SymbolIndex
    graph: ImportGraph
    sources: Mapping[str, SourceFile]

    def unreached(self, patched: set[_Name]) -> set[_Name]:
        """The patched names that their module binds, and that no file looks up when it runs."""
        read = {dotted for file in self.files for dotted in file.reads.at_run_time}
        reached = self._canonical(read, patched)
        handed_on = {self.index.canonical(each) for file in self.files for each in file.reads.handed_on}
        return {
            (module, name)
            for module, name in patched - reached
            if module not in handed_on and self._binds(module, name) and not self._reads_itself(module, name)
        }

    def _canonical(self, dotted_names: Iterable[str], patched: set[_Name]) -> set[_Name]:
        names = {name for _, name in patched}
        found: set[_Name] = set()
        for dotted in dotted_names:
            owner, _, name = dotted.rpartition(".")
            if owner and (name in names or name == "*"):
                found.add((self.index.canonical(owner), name))
        return found

    def _binds(self, module: str, name: str) -> bool:
        summary = self.index.summary(module)
        is_bound = summary is not None and (name in summary.names or bool(summary.stars))
        return is_bound and self.index.resolve(f"{module}.{name}").kind is not ObjectKind.MODULE

    def _reads_itself(self, module: str, name: str) -> bool:
        """Whether the module reads the name anywhere, or may; a module that is not at hand may."""
        source = self.sources.get(self.index.modules.path_of(module) or "")
        if source is None:
            return True
        package = self.index.modules.package_of(source.path)
        step = Step("reads itself", bool, (package, name))
        return step.of_data(source.encode(source.text), lambda: _reads(source, package, name))

    def settled(self, file: DecidedFile, unreached: Mapping[_Name, _Around]) -> DecidedFile:
        for each in file.patches:
            around = unreached.get((each.module, each.name))
            if around is None or self._may_be_asked(file, around) or self._may_import_under(file, around):
                continue
            file = _replaced(file, each, _message(each.name, self._others(file, around)))
        return file

    def _may_be_asked(self, file: DecidedFile, around: _Around) -> bool:
        """Whether code that runs under a file's patches may ask for any name."""
        return any(self._runs_under(path, file) for path in around.asking)

    def _runs_under(self, path: str, file: DecidedFile) -> bool:
        """Whether code of a path may run while a patch of the file holds: other files' tests do not."""
        modules = self.index.modules
        imported = {modules.split(each)[0] for each in file.reads.at_import | file.reads.later}
        return path == file.source.path or not is_test(path) or modules.module_of(path) in imported

    def importers(self, module: str, name: str) -> tuple[str, ...]:
        wanted = {(module, name), (module, "*")}
        found = [
            self.index.modules.module_of(file.source.path)
            for file in self.files
            if not self._canonical(file.reads.at_import, wanted).isdisjoint(wanted)
        ]
        return tuple(sorted(found))

    def _others(self, file: DecidedFile, around: _Around) -> list[str]:
        own = self.index.modules.module_of(file.source.path)
        return [each for each in around.importers if each != own]

    def _may_import_under(self, file: DecidedFile, around: _Around) -> bool:
        """Whether a module that imports the name at its top may first be imported under the patch."""
        importers = self._others(file, around)
        if not importers:
            return False
        elsewhere = any(self._runs_under(path, file) for path in around.importing_later)
        here = any(self.graph.closing(each, target) for target in file.reads.later for each in importers)
        return elsewhere or here or tries_imports_again(file.source.text)


def _reads(source: SourceFile, package: str, name: str) -> bool:
    """Whether a module looks a name of its top level up, or may."""
    if binds_any_name(source.text):
        return True
    scopes = build_scopes(parse(source), package, frozenset([name]))
    quoted = any(name in each.text and in_annotation(each.node, each.ancestors) for each in scopes.strings)
    homes = [read.scope.homes_of(name, read.node.lineno) for read in scopes.uses]
    return quoted or any(not each or scopes.module in each for each in homes)


def _message(name: str, readers: Sequence[str]) -> str:
    told = EXPLANATIONS[Reason.VACUOUS_MOCK]
    if not readers:
        return told
    shown = ", ".join(f"{module}.{name}" for module in readers[:_SHOWN])
    more = f" and {len(readers) - _SHOWN} more" if len(readers) > _SHOWN else ""
    return f"{told} (it is imported as {shown}{more})"


def _replaced(file: DecidedFile, patch: ModulePatch, message: str) -> DecidedFile:
    finding = replace(patch.finding, message=message)
    line = finding.place.line
    remaining = tuple(
        replace(each, why=Reason.VACUOUS_MOCK) if (each.line, each.why) == (line, _WAS) else each
        for each in file.remaining
    )
    renamed = file.renamed
    if renamed is not None:
        renamed = replace(renamed, findings=_with(renamed.findings, patch, finding))
    return replace(file, findings=_with(file.findings, patch, finding), remaining=remaining, renamed=renamed)


def _with(findings: tuple[Finding, ...], patch: ModulePatch, finding: Finding) -> tuple[Finding, ...]:
    others = [each for each in findings if not (patch.is_reported and _is_at(each, finding))]
    return tuple(sorted((*others, finding), key=lambda each: each.place))


def _is_at(finding: Finding, other: Finding) -> bool:
    return finding.span == other.span and finding.reason == _WAS


_WAS = Reason.STRING_REFERENCE
