"""Programs do the same before and after: the same effects in the same order, the same values arrive.

The number of programs is small here; ``make differential`` tries as many as it is told to.
"""

import os
import sys
import warnings
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

sys.path.append(str(Path(__file__).parent))

from harness import Bench, compiled, sections, tallied, trace, world
from kinds import ARGUMENTS, HEADER, OWN_ARGUMENTS, STATEMENTS
from programs import Program, programs

# What has to have happened in the small number of programs, too.
WANTED = [
    *(f"argument {kind}" for kind in (*ARGUMENTS, *OWN_ARGUMENTS, "call", "await", "yield")),
    *(f"statement {kind}" for kind in STATEMENTS),
    *(f"import {style}" for style in HEADER),
    "depth 1",
    "awaited",
    "broken call",
    "keyword",
    "more positional arguments",
    "several arguments",
    "several lines",
    "unpacked dictionary",
    "unpacked list",
]
REFUSALS = (
    "argument-dropped",
    "argument-duplicated",
    "evaluation-order",
    "formatted-string",
    "name-collision",
    "needs-statement-context",
    "no-matching-signature",
)
PROGRAMS = int(os.environ.get("DIFFERENTIAL_PROGRAMS", "120"))
SEED = int(os.environ.get("DIFFERENTIAL_SEED", "0"))


def test_programs_do_the_same_before_and_after(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcomes: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    bench = Bench(tmp_path)

    @seed(SEED)
    @settings(
        max_examples=PROGRAMS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(programs())
    def check(program: Program) -> None:
        compare(bench, program, outcomes)
        kinds.update(program.kinds)
        kinds["programs"] += 1

    with world(tmp_path), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        check()
    if "DIFFERENTIAL_PROGRAMS" in os.environ:
        with capsys.disabled():
            print(f"\n{summary(outcomes, kinds)}")
    assert outcomes["fixed"] > sum(outcomes.values()) / 2, "programs of refused calls prove nothing"
    assert {kind for kind in WANTED if not kinds[kind]} == set()
    assert {f"manual {reason}" for reason in REFUSALS} <= outcomes.keys()


def compare(bench: Bench, program: Program, outcomes: Counter[str]) -> None:
    """One program: every function, as it was and as it is."""
    before = compiled(program.text)
    migrated = bench.migrate(program)
    after = compiled(migrated.text)
    assert migrated.second == migrated.text, "a second run changes something"
    old, new = sections(program.text), sections(migrated.text)
    for name in program.functions:
        assert trace(after, name) == trace(before, name), f"{old[name]}\n{new[name]}"
    outcomes.update(tallied(migrated))


def summary(outcomes: Counter[str], kinds: Counter[str]) -> str:
    lines = [f"{kinds['programs']} programs, {sum(outcomes.values())} calls"]
    lines += [f"{count:7} {what}" for what, count in outcomes.most_common()]
    return "\n".join(lines)
