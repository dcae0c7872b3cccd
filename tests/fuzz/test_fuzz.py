"""Mutated files and random programs: no promise breaks.

FUZZ_INPUTS and FUZZ_SEED say how many and which; see `make fuzz`.
"""

import os
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from shutil import copytree
from sys import path as search_path

import pytest

# What makes and judges the inputs stands beside the test.
search_path.append(str(Path(__file__).parent))

from inputs import REPOSITORY, legacy_sources, mutated, parses_or_not, programs, statements_of
from promises import Broken, Ground

from migrate_engines.rules import load_codemods

INPUTS = int(os.environ.get("FUZZ_INPUTS", "240"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
BATCH = 120
# Of the inputs, programs of the grammar; they take the longest to make.
PROGRAMS = 0.05


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    root = tmp_path_factory.mktemp("fuzz") / "tree"
    copytree(REPOSITORY / "golden" / "surroundings", root)
    return Ground(root, tuple(load_codemods([REPOSITORY / "codemods"])))


@pytest.mark.parametrize("batch", range(-(-INPUTS // BATCH)))
def test_a_batch(ground: Ground, batch: int) -> None:
    start = SEED * 1_000_000 + batch
    made = islice(inputs(start, batch), BATCH)
    files = {f"fuzz/f{number:03}.py": data for number, data in enumerate(made)}
    broken = ground.broken(files, unsafe=bool(batch % 2))
    told = [_told(each, files[each.path], partial(_still, ground, each, batch)) for each in broken]
    assert not broken, f"FUZZ_SEED={SEED}, batch {batch}:\n" + "\n".join(told)


def inputs(start: int, batch: int) -> Iterator[bytes]:
    """Every third batch holds only what can be parsed: what cannot be read makes a run careful."""
    random, sources = Random(start), legacy_sources()
    made = (
        programs(int(BATCH * PROGRAMS), start, statements_of(sources)) if "FUZZ_INPUTS" in os.environ else ()
    )
    yield from (each for each in made if parses_or_not(each, batch % 3 > 0))
    while True:
        data = mutated(random, sources)
        if parses_or_not(data, batch % 3 > 0):
            yield data


def _still(ground: Ground, broken: Broken, batch: int, data: bytes) -> bool:
    found = ground.broken({"fuzz/f.py": data}, unsafe=bool(batch % 2))
    return any(each.promise.partition(":")[0] == broken.promise.partition(":")[0] for each in found)


def _told(broken: Broken, data: bytes, breaks: Callable[[bytes], bool]) -> str:
    """The promise and the smallest input found that breaks it."""
    if breaks(data):
        data = _smaller(data, breaks)
    return f"{broken.promise}\n{data!r}\n"


def _smaller(data: bytes, breaks: Callable[[bytes], bool]) -> bytes:
    """Without the lines that do not matter, taken out by halves, quarters and so on."""
    lines = data.splitlines(keepends=True)
    size = len(lines) // 2
    while size:
        position = 0
        while position < len(lines):
            rest = lines[:position] + lines[position + size :]
            if rest and breaks(b"".join(rest)):
                lines = rest
            else:
                position += size
        size //= 2
    return b"".join(lines)
