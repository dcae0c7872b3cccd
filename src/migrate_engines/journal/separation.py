"""One codemod's edits taken out of a file that others edited too, where that is provably right.

    import a.old        ->  import a.new        # the lines of a fixed use of codemod A
                        ->  from w import wire  # added: belongs to the edits that read the name
    x = a.old.Engine()  ->  x = wire()          # A's, or another's

The difference is cut into hunks. A hunk belongs to the codemods whose fixed uses stand in its old lines.
The result is right if every line stands as it stood in the old file or in the new one, every name has the
bindings that it had in one of them, in a changed line those of the file which the line comes from, and no
new name is left without what read it. Whatever that cannot show is refused.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from textwrap import dedent

from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.model.journal import FixedLines
from migrate_engines.tree.parsing import parse
from migrate_engines.tree.source import SourceFile, Unreadable, decode

_Owners = frozenset[str | None]


class Inseparable(Exception):
    """The edits of the codemods cannot be told apart; the message says why."""


class _Hunk(Struct, frozen=True):
    """Lines that are the same on both sides have no owners."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    owners: _Owners = frozenset()

    @property
    def changes(self) -> bool:
        return self.old != self.new


def without(before: bytes, after: bytes, fixed: Sequence[FixedLines], codemods: frozenset[str]) -> bytes:
    """``after``, as if the codemods had not been run.

    Raises:
        Inseparable: that cannot be shown to be right.
    """
    try:
        old, new = decode("before", before), decode("after", after)
        hunks = _owned(_hunks(old, new, fixed), codemods)
        lines = [line for each in hunks for line in (each.old if each.owners & codemods else each.new)]
        result = SourceFile("result", "".join(lines), new.encoding, new.has_mark)
        _check_bindings(old, new, result, hunks, codemods)
        return new.encode(result.text)
    except (Unreadable, UnicodeEncodeError) as error:
        raise Inseparable(f"the rest would not be a file of Python: {error}") from error


def _hunks(old: SourceFile, new: SourceFile, fixed: Sequence[FixedLines]) -> list[_Hunk]:
    ours, theirs = _lines(old.text), _lines(new.text)
    hunks: list[_Hunk] = []
    for tag, first, last, start, end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        lines = tuple(ours[first:last]), tuple(theirs[start:end])
        if tag == "equal":
            hunks.append(_Hunk(*lines))
        elif tag == "insert":
            hunks += _inserted(lines[1])
        else:
            owners = [
                frozenset(each.codemod for each in fixed if each.first <= line + 1 <= each.last)
                for line in range(first, last)
            ]
            hunks += _replaced(*lines, owners)
    return hunks


def _lines(text: str) -> list[str]:
    if re.search(r"\r(?!\n)", text):
        raise Inseparable("its lines end in carriage returns")
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _replaced(old: tuple[str, ...], new: tuple[str, ...], owners: Sequence[_Owners]) -> list[_Hunk]:
    """Line by line where there are as many as before and each has one owner; else in one piece."""
    if len(old) == len(new) and all(len(each) == 1 for each in owners):
        return [_Hunk((ours,), (theirs,), who) for ours, theirs, who in zip(old, new, owners, strict=True)]
    return [_Hunk(old, new, frozenset[str | None]().union(*owners))]


def _inserted(lines: tuple[str, ...]) -> list[_Hunk]:
    """Each added import by itself, where each is one line."""
    if all(_imported(line) for line in lines):
        return [_Hunk((), (line,)) for line in lines]
    return [_Hunk((), lines)]


def _imported(text: str) -> frozenset[str]:
    """The names that the text binds, if it is made of imports alone."""
    try:
        body = ast.parse(dedent(text)).body
    except (SyntaxError, ValueError):
        return frozenset()
    if not all(isinstance(each, (ast.Import, ast.ImportFrom)) for each in body):
        return frozenset()
    return frozenset(name for each in body for name, _ in _bound(each))


def _owned(hunks: Sequence[_Hunk], codemods: frozenset[str]) -> list[_Hunk]:
    """Every change given to the selected codemods or to the others.

    Raises:
        Inseparable: one belongs to both, or to none.
    """
    owned = [
        replace(each, owners=_readers(each, hunks, codemods)) if each.changes else each for each in hunks
    ]
    for each in owned:
        if each.changes and not each.owners:
            raise Inseparable("it has edits that belong to no single use")
        if each.owners & codemods and each.owners - codemods:
            raise Inseparable("codemods edited the same lines")
    return owned


def _readers(hunk: _Hunk, hunks: Sequence[_Hunk], codemods: frozenset[str]) -> _Owners:
    """The hunk's owners; those of an added import are the owners of the changes that read its names.

    What others need, too, is theirs.
    """
    if hunk.owners or hunk.old:
        return hunk.owners
    text = "".join(hunk.new)
    readers = [_owners_reading(name, hunks) for name in _imported(text)]
    found = frozenset[str | None]().union(*readers)
    if not found & codemods or not found - codemods:
        return found
    if text[:1].isspace() or not all(each - codemods for each in readers):
        raise Inseparable("an import that it added serves several codemods")
    return found - codemods


def _owners_reading(name: str, hunks: Sequence[_Hunk]) -> _Owners:
    return frozenset(
        owner for each in hunks if name in _words(each.new) for owner in each.owners if each.changes
    )


def _check_bindings(
    old: SourceFile, new: SourceFile, result: SourceFile, hunks: Sequence[_Hunk], codemods: frozenset[str]
) -> None:
    """Raises Inseparable: a name would not mean what it meant where its line comes from, or be left over."""
    bound, before, after = _bindings(result), _bindings(old), _bindings(new)
    restored = [each for each in hunks if each.owners & codemods]
    kept = [each for each in hunks if each.changes and not each.owners & codemods]
    for name in sorted({"*"}.union(bound, before, after)):
        is_old, is_new = bound.get(name) == before.get(name), bound.get(name) == after.get(name)
        is_right = (is_old or not _names(name, [each.old for each in restored])) and (
            is_new or not _names(name, [each.new for each in kept])
        )
        if not is_right or not (is_old or is_new):
            raise Inseparable(f"the name {name} would mean something else")
        if not is_old and _is_left_over(name, restored, hunks):
            raise Inseparable(f"the name {name} would be left without a reader")


def _is_left_over(name: str, restored: Sequence[_Hunk], hunks: Sequence[_Hunk]) -> bool:
    """Whether what read a new name is gone, and nothing else but its import has it."""
    staying = [each.new for each in hunks if each not in restored and not _imported("".join(each.new))]
    return _names(name, [each.new for each in restored]) and not _names(name, staying)


def _names(name: str, lines: Sequence[Sequence[str]]) -> bool:
    return name == "*" or any(name in _words(each) for each in lines)


def _words(lines: Sequence[str]) -> set[str]:
    return {word for line in lines for word in re.findall(r"\w+", line)}


def _bindings(source: SourceFile) -> Mapping[str, Counter[str]]:
    """What binds each name, and how often; for an import, what it imports."""
    found: dict[str, Counter[str]] = {}
    for node in ast.walk(parse(source)):
        for name, target in _bound(node):
            found.setdefault(name, Counter())[target] += 1
    return found


def _bound(node: ast.AST) -> Iterator[tuple[str, str]]:
    match node:
        case ast.Import(names=names):
            yield from ((each.asname or each.name.partition(".")[0], each.name) for each in names)
        case ast.ImportFrom(names=names, module=module, level=level):
            for each in names:
                yield each.asname or each.name, f"{'.' * level}{module or ''}.{each.name}"
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
            yield name, ""
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name, ""
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name, ""
        case ast.MatchMapping(rest=str(name)):
            yield name, ""
        case _:
            return
