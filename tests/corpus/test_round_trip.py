"""Applied for real and taken back, byte for byte: nothing else changes, and nothing is lost.

What may differ is worked out here, from the places of the findings in the JSON report and from the source as
it was: a finding that was fixed, the statement that holds its call, imports, and the definitions that go.
"""

import ast
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TypeAlias

import pytest
from shapes import listed

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_OF_IMPORTS = re.compile(rb"\s*(?:from\s|import\s|[\w.]+(?: as \w+)?,|\(|\)|$)")
_IMPORTS = (ast.Import, ast.ImportFrom)
_DEFINITIONS = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
Image: TypeAlias = Mapping[str, tuple[bytes, int]]
"""Contents and mode of every file, by path."""


@dataclass(frozen=True)
class Fixed:
    """``last`` is the last line of the finding, from 1."""

    kind: str
    line: int
    last: int

    @property
    def lines(self) -> range:
        return range(self.line, self.last + 1)


@dataclass(frozen=True)
class Trip:
    """``fixed`` has a key for each file that the report says was rewritten; its findings are those fixed there."""

    before: Image
    between: Image
    after: Image
    fixed: Mapping[str, tuple[Fixed, ...]]
    ended: int
    told: str


@pytest.fixture(scope="module")
def trip(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Trip:
    """A real run with all that it may apply, and its rollback, on a real copy: no file is shared with the corpus."""
    folder = tmp_path_factory.mktemp("round-trip")
    tree = Path(shutil.copytree(corpus, folder / "tree", symlinks=True))
    before = _image(tree)
    applied = _tool(tree, folder / "state", "--unsafe", "--output-format", "json")
    assert applied.returncode in (0, 1), applied.stderr.decode()
    between = _image(tree)
    ended = _tool(tree, folder / "state", "rollback")
    after = _image(tree)
    shutil.rmtree(folder)
    return Trip(before, between, after, dict(_fixed(applied.stdout)), ended.returncode, ended.stderr.decode())


def test_what_is_not_reported_as_rewritten_has_its_bytes_and_its_mode(trip: Trip) -> None:
    assert _differing(trip.before, trip.between) == sorted(trip.fixed)
    assert not [
        path for path, (_, mode) in trip.between.items() if trip.before.get(path, (b"", mode))[1] != mode
    ]


def test_what_is_rewritten_differs_in_its_reported_places_alone(trip: Trip) -> None:
    outside = [
        f"{path}: {what}"
        for path, fixed in trip.fixed.items()
        if path in trip.before
        for what in _outside(trip.before[path][0], trip.between[path][0], fixed)
    ]
    assert not outside, listed(outside)


def test_a_rollback_restores_every_byte_and_every_mode(trip: Trip) -> None:
    assert trip.ended == 0, trip.told
    assert trip.after.keys() == trip.before.keys()
    assert _differing(trip.before, trip.after) == []


def test_figures(trip: Trip) -> None:
    """Run with ``-s`` to see them."""
    edited = [path for path in trip.fixed if path in trip.before]
    kept = sum(len(data) for path, (data, _) in trip.before.items() if path not in trip.fixed)
    print(
        f"\n{len(trip.before):,} files; {kept:,} bytes of {len(trip.before) - len(edited):,} files untouched; "
        f"{len(edited)} edited, {len(trip.fixed) - len(edited)} created; "
        f"{sum(map(len, trip.fixed.values()))} fixed findings"
    )
    assert edited


def _tool(tree: Path, state: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    # -P: the tree has folders whose names could be taken for modules.
    command = [sys.executable, "-P", "-m", "migrate_engines", *arguments]
    environment = {**os.environ, "MIGRATE_ENGINES_STATE_DIR": str(state)}
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, check=False)


def _image(tree: Path) -> Image:
    return {
        path.relative_to(tree).as_posix(): (path.read_bytes(), stat.S_IMODE(path.lstat().st_mode))
        for path in tree.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def _differing(one: Image, other: Image) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def _fixed(output: bytes) -> Iterator[tuple[str, tuple[Fixed, ...]]]:
    for file in json.loads(output)["files"]:
        if file["result"] == "rewritten":
            found = (each for each in file["findings"] if each["outcome"] == "fixed")
            yield (
                file["path"],
                tuple(Fixed(each["kind"], each["line"], each["end_line"]) for each in found),
            )


def _outside(before: bytes, after: bytes, fixed: tuple[Fixed, ...]) -> Iterator[str]:
    """Changes where nothing was reported."""
    if any(each.kind == "module" for each in fixed):
        return  # it has become a redirect as a whole
    old, new = _LINE.findall(before), _LINE.findall(after)
    imports, places = _lines_that_may_change(before, fixed)
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        changed = {line for line in range(a + 1, b + 1) if old[line - 1].strip()}
        is_near = not places.isdisjoint(range(a, b + 2))
        are_imports = all(_OF_IMPORTS.match(line) for line in new[c:d])
        if what != "equal" and not (changed <= places | imports and (is_near or are_imports)):
            yield f"{a + 1}-{b}: {b''.join(old[a:b])!r} -> {b''.join(new[c:d])!r}"


def _lines_that_may_change(before: bytes, fixed: tuple[Fixed, ...]) -> tuple[set[int], set[int]]:
    """Those of imports, and those of what was fixed: with the statement around it, for names bound before it.

    With a definition its name leaves ``__all__``, and with the last import of a block the ``if`` above it.
    """
    places = {line for each in fixed for line in each.lines}
    is_retiring = any(each.kind == "definition" for each in fixed)
    imports: set[int] = set()
    for node in _statements(before):
        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        if isinstance(node, _IMPORTS) or _is_if_of_imports(node):
            imports.update(lines)
        elif is_retiring and _lists_exports(node):
            places.update(lines)
        elif isinstance(node, _DEFINITIONS) and any(
            (each.kind, each.line) == ("definition", node.lineno) for each in fixed
        ):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            places.update(_with_comments(before, first), lines)
        elif not hasattr(node, "body") and not hasattr(node, "cases") and not places.isdisjoint(lines):
            places.update(lines)
    return imports, places


def _is_if_of_imports(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and all(isinstance(each, _IMPORTS) for each in node.body + node.orelse)


def _lists_exports(node: ast.stmt) -> bool:
    match node:
        case ast.Assign([ast.Name("__all__")]):
            return True
    return False


def _with_comments(before: bytes, first: int) -> range:
    lines = before.splitlines()
    start = first
    while start > 1 and lines[start - 2].startswith(b"#"):
        start -= 1
    return range(start, first + 1)


def _statements(data: bytes) -> list[ast.stmt]:
    """Empty where this Python cannot parse the file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return [each for each in ast.walk(ast.parse(data)) if isinstance(each, ast.stmt)]
    except SyntaxError:
        return []
