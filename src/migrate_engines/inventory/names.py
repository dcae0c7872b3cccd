"""What each of a list of names is: real, a redirect, a phantom, or a line of a docstring or comment."""

import re
from collections.abc import Iterable, Iterator, Sequence

from migrate_engines.inventory.area import Area, Areas
from migrate_engines.inventory.entry import Entry, EntryKind
from migrate_engines.inventory.explanation import Explanation, Meaning, NameKind
from migrate_engines.inventory.inventory import Inventory
from migrate_engines.inventory.lines import Line, LineReader, lines_with
from migrate_engines.inventory.reading import Files
from migrate_engines.model.location import Location
from migrate_engines.tree.prefilter import matching_files
from migrate_engines.tree.reading import UNREADABLE, why_unread

_PLACE = re.compile(r"(?P<path>[^:]+\.py):(?P<line>\d+)(?::|\Z)")
_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*\Z")


def read_names(text: str) -> tuple[str, ...]:
    """One name a line; blank lines and lines that begin with ``#`` are left out."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def explain(names: Sequence[str], inventory: Inventory, files: Files) -> tuple[Explanation, ...]:
    """Each name, dotted or not; ``path.py:12`` and ``path.py:12:its text`` stand for a line, and any other
    text for the lines that hold it."""
    meanings = {name: list(_meanings(name, inventory, files)) for name in names}
    unknown = [name for name, found in meanings.items() if not found]
    lines = _lines(unknown, files)
    return tuple(
        Explanation(name, tuple(meanings[name] or _of_lines(lines.get(name, []), files.areas)))
        for name in names
    )


def _meanings(name: str, inventory: Inventory, files: Files) -> Iterator[Meaning]:
    if place := _PLACE.match(name):
        yield _of_place(place["path"], int(place["line"]), files)
        return
    if not _NAME.match(name):
        return
    for kind in EntryKind:
        for entry in inventory.entries:
            if entry.kind is kind and name in (entry.symbol, entry.name):
                yield _of_entry(entry)
    for other, locations in inventory.others:
        if other == name:
            yield Meaning(NameKind.REAL, "defined outside production code", locations)
    for target, locations in inventory.outside:
        if name in (target, target.rpartition(".")[2]):
            yield Meaning(NameKind.UNKNOWN, f"imported as {target}, which is not of this tree", locations)


def _of_entry(entry: Entry) -> Meaning:
    places = (entry.location,) if entry.location else ()
    if entry.kind is EntryKind.ALIAS:
        return Meaning(NameKind.REDIRECT, f"{entry.symbol} is {entry.target}", places)
    if entry.kind is EntryKind.PHANTOM:
        wanted = tuple(each.location for each in entry.usage.references)
        return Meaning(NameKind.PHANTOM, f"{entry.symbol}: {entry.evidence[0]}", wanted)
    return Meaning(NameKind.REAL, f"{entry.symbol} ({entry.group}: {entry.evidence[0]})", places)


def _of_place(path: str, number: int, files: Files) -> Meaning:
    path = path.removeprefix("./")
    location = Location(path, number)
    if path not in files.listing:
        return Meaning(NameKind.UNKNOWN, "there is no such file in the tree", ())
    try:
        source = files.source(path)
        if number > len(source.line_starts):
            return Meaning(NameKind.UNKNOWN, f"the file has {len(source.line_starts)} lines", (location,))
        line = LineReader(source).line(number)
    except UNREADABLE as error:
        return Meaning(NameKind.UNKNOWN, _unread(error), (location,))
    return Meaning(line.kind, _told(line), (location,))


def _unread(error: Exception) -> str:
    return f"the file {why_unread(error)}"


def _told(line: Line) -> str:
    if line.kind is NameKind.UNKNOWN:
        return line.text
    if line.kind is NameKind.DOCSTRING:
        owner = f"the docstring of {line.owner}" if line.owner else "the docstring of the module"
        return f"a line of {owner}: {line.text}"
    kinds = {NameKind.COMMENT: "a comment", NameKind.STRING: "a line of a string"}
    return f"{kinds.get(line.kind, 'a line of code')}: {line.text}"


def _lines(needles: Sequence[str], files: Files) -> dict[str, list[Line]]:
    """Every line of the tree that holds one of the texts."""
    if not needles:
        return {}
    matched, _ = matching_files(files.settings.root, files.listing, needles)
    return {
        needle: [
            line
            for path, data in sorted(matched.items())
            if needle.encode() in data
            for line in _lines_of(path, data, needle, files)
        ]
        for needle in needles
    }


def _lines_of(path: str, data: bytes, needle: str, files: Files) -> list[Line]:
    """Those of one file; where it cannot be read, the first such line stands for that."""
    try:
        return list(lines_with(files.source(path), needle))
    except UNREADABLE as error:
        number = data.count(b"\n", 0, data.find(needle.encode())) + 1
        return [Line(Location(path, number), NameKind.UNKNOWN, _unread(error))]


def _of_lines(lines: Iterable[Line], areas: Areas) -> Iterator[Meaning]:
    """Lines that are the same thing, together; production code comes first."""
    grouped: dict[tuple[NameKind, str], list[Line]] = {}
    order = list(Area)
    for line in sorted(lines, key=lambda each: order.index(areas.of_path(each.location.path))):
        grouped.setdefault((line.kind, _told(line)), []).append(line)
    for (kind, told), found in grouped.items():
        yield Meaning(kind, told, tuple(each.location for each in found))
    if not grouped:
        yield Meaning(NameKind.UNKNOWN, "it stands nowhere in the tree", ())
