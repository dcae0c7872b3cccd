"""Programs whose arguments and statements are fragments of Python's grammar do the same before and after.

`make test` uses fragments that were drawn before; ``make differential`` draws new ones.
"""

import os
import sys
import warnings
from collections import Counter
from pathlib import Path
from random import Random

import pytest

sys.path.append(str(Path(__file__).parent))

from grammar import drawn, kept
from harness import Bench, world
from programs import program
from test_differential import SEED, compare, summary

PROGRAMS = int(os.environ.get("DIFFERENTIAL_PROGRAMS", "120")) // 4
WANTED = ("argument of the grammar", "line of the grammar")


def test_programs_of_the_grammar_do_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    is_asked = "DIFFERENTIAL_PROGRAMS" in os.environ
    fragments = drawn(24, SEED) if is_asked else kept()
    outcomes: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    bench, random = Bench(tmp_path), Random(SEED)
    with world(tmp_path), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        while kinds["programs"] < PROGRAMS:
            made = program(random, fragments)
            if _can_be_compiled(made.text):
                compare(bench, made, outcomes)
                kinds.update(made.kinds)
                kinds["programs"] += 1
    if is_asked:
        with capsys.disabled():
            print(f"\nfragments of the grammar: {len(fragments)}\n{summary(outcomes, kinds)}")
    assert outcomes["fixed"] > sum(outcomes.values()) / 4, "programs of refused calls prove nothing"
    assert {kind for kind in WANTED if not kinds[kind]} == set()


def _can_be_compiled(text: str) -> bool:
    """A fragment may need another place than it has got."""
    try:
        compile(text, "program.py", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True
