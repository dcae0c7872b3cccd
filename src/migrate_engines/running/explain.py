"""Why one line is rewritten, reported or left: the decision of a run over the whole tree, with its proof."""

import ast
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from msgspec.structs import replace

from migrate_engines.deciding.table import words_of
from migrate_engines.finding.names import FileNames
from migrate_engines.finding.scope import Binding, BindingKind, NameUse
from migrate_engines.finding.scopes import build_scopes
from migrate_engines.model.explanation import Explained, Explanation, OtherName, Station
from migrate_engines.model.finding import Finding, Outcome
from migrate_engines.model.report import Mode, Report
from migrate_engines.model.result import Failed, Rewritten, Skipped
from migrate_engines.model.rule import Codemod
from migrate_engines.running.request import Request
from migrate_engines.running.run import Watch, run, unwatched
from migrate_engines.settings import Settings
from migrate_engines.tree.index import SymbolIndex
from migrate_engines.tree.listing import list_files
from migrate_engines.tree.open import open_index
from migrate_engines.tree.parsing import parse
from migrate_engines.tree.reading import UNREADABLE, read_source, why_unread

_NEAREST = 5


def explain(
    path: str,
    line: int,
    settings: Settings,
    codemods: Sequence[Codemod],
    *,
    column: int | None = None,
    listing: Sequence[str] | None = None,
    watch: Watch = unwatched,
) -> Explanation:
    """Everything that a run would say of ``line`` (from 1) of ``path`` (relative to the root, with ``/``).

    With ``column`` (from 1), only the finding that begins there.

    Raises:
        InputError: the codemods that the settings ask for do not exist.
    """
    request = Request(mode=Mode.DRY_RUN, unsafe=settings.unsafe, keeps=True)
    report = run(request, settings, codemods, listing=listing, watch=watch)
    here = [each for each in _findings(report, path) if _is_at(each, line, column)]
    bold = report
    if any(each.outcome is Outcome.UNSAFE for each in here):
        bold = run(replace(request, unsafe=True), settings, codemods, listing=listing)
    index = open_index(settings, listing)
    found = explain_findings(path, line, report, bold, index, column)
    unread = _unread(path, report, list_files(settings) if listing is None else listing)
    if unread is not None or column is not None:
        return replace(found, unread=unread)
    try:
        return replace(found, others=tuple(_others(path, line, here, settings, codemods, index)))
    except UNREADABLE as error:  # no word of the rules is in it, so that no run had to read it
        return replace(found, unread=f"the file {why_unread(error)}")


def _unread(path: str, report: Report, listing: Sequence[str]) -> str | None:
    """Why there may be uses in the file that no run sees."""
    match next((each for each in report.results if each.path == path), None):
        case Failed(message=message):
            return f"the file failed: {message}"
        case Skipped(reason=reason):
            return f"the file is skipped: {reason}"
        case None if path not in listing:
            return "no run reads this file: it is excluded, ignored by git, or no Python file"
    return None


def explain_findings(
    path: str, line: int, report: Report, bold: Report, index: SymbolIndex, column: int | None = None
) -> Explanation:
    """The findings of a report on one line; ``bold`` is a report with unsafe rewrites applied."""
    found = _findings(report, path)
    here = [each for each in found if _is_at(each, line, column)]
    explained = [
        Explained(each, tuple(_way(path, each, index)), lines_changed(bold, path, each)) for each in here
    ]
    lines = sorted({each.place.line for each in found}, key=lambda at: (abs(at - line), at))
    return Explanation(path, line, tuple(explained), (), () if here else tuple(lines[:_NEAREST]))


def _findings(report: Report, path: str) -> list[Finding]:
    return [each for at, each in report.findings() if at == path]


def _is_at(finding: Finding, line: int, column: int | None) -> bool:
    place = finding.place
    if column is not None:
        return (place.line, place.column) == (line, column)
    return place.line <= line <= place.end_line


def _way(path: str, finding: Finding, index: SymbolIndex) -> Iterator[Station]:
    for bound in finding.proof.bindings:
        yield Station(bound.name, f"{path}:{bound.line}", is_local=True)
    for dotted in finding.proof.chain:
        module, rest = index.modules.split(dotted)
        home = index.modules.path_of(module) if module else None
        yield Station(dotted, f"{home}:{_line_of(index, module or '', rest)}" if home else None)


def _line_of(index: SymbolIndex, module: str, rest: tuple[str, ...]) -> int:
    """Where a module binds a name; 1 where that is the module itself, or cannot be seen."""
    summary = index.summary(module)
    bindings = summary.names.get(rest[0], []) if summary and rest else []
    return getattr(bindings[-1], "line", 1) if bindings else 1


def lines_changed(report: Report, path: str, finding: Finding) -> str:
    """The diff's part that touches the finding's lines."""
    if finding.outcome not in (Outcome.FIXED, Outcome.UNSAFE):
        return ""
    result = next((each for each in report.rewritten if each.path == path), None)
    if not isinstance(result, Rewritten) or result.before is None:
        return ""
    old, new = (data.decode("utf-8", "replace").splitlines() for data in (result.before, result.after))
    first, last = finding.place.line - 1, finding.place.end_line
    shown: list[str] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        touches = (a < last and b > first) or (a == b and first <= a <= last)
        if what != "equal" and touches:
            shown += [*(f"- {text}" for text in old[a:b]), *(f"+ {text}" for text in new[c:d])]
    return "".join(f"{text}\n" for text in shown)


def _others(
    path: str,
    line: int,
    here: Sequence[Finding],
    settings: Settings,
    codemods: Sequence[Codemod],
    index: SymbolIndex,
) -> Iterator[OtherName]:
    """Names on the line that look like ours and make no finding."""
    source = read_source(path, settings)
    tree = parse(source)
    words = words_of(codemods, frozenset(each.name for each in codemods))
    names = FileNames(index.modules.module_of(path), index)
    wanted = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.lineno == line and any(word in node.id for word in words)
    }
    for read in build_scopes(tree, index.modules.package_of(path), frozenset(wanted)).uses:
        offset = source.offset(read.node.lineno, read.node.col_offset)
        if read.node.lineno == line and not any(each.span.start <= offset < each.span.end for each in here):
            yield OtherName(read.node.id, source.place_of(offset)[1], _what_it_is(read, names))


def _what_it_is(read: NameUse, names: FileNames) -> str:
    bindings = read.scope.lookup(read.node.id, read.node.lineno)
    if not bindings:
        return "bound nowhere in this file: a builtin, a star import's name, or unbound"
    told = [_binding(each, names) for each in bindings]
    return "; ".join(dict.fromkeys(told))


def _binding(binding: Binding, names: FileNames) -> str:
    line = getattr(binding.node, "lineno", 0)
    if binding.kind is BindingKind.IMPORT and binding.target:
        resolution = names.index.resolve(binding.target)
        other = f", which is {resolution.canonical}" if resolution.canonical != binding.target else ""
        return f"imported on line {line} as {binding.target}{other} ({resolution.kind.value})"
    what = {
        BindingKind.PARAMETER: "a parameter",
        BindingKind.DEFINITION: "defined here",
        BindingKind.ASSIGNMENT: "assigned",
    }
    return f"{what.get(binding.kind, 'bound')} on line {line}"
