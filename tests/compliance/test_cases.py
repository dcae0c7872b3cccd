"""Every case of tests/compliance/cases: all findings, exactly. ``UPDATE_GATES=1`` rewrites them; read the difference."""

import os
from collections.abc import Callable

import pytest
from cases_of_gates import FOLDER, Case, cases, read_case, told

from migrate_engines.compliance.compliance import Compliance
from migrate_engines.model.gate import Gate


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.path.stem)
def test_case(case: Case, judge: Callable[..., Compliance]):
    text = told(judge(case.files, case.settings))
    if os.environ.get("UPDATE_GATES"):
        assert not os.environ.get("CI"), "expectations are not rewritten in CI"
        lines = case.path.read_text(encoding="utf-8").splitlines(keepends=True)
        start, end = case.at
        case.path.write_text("".join([*lines[:start], text, *lines[end:]]), encoding="utf-8", newline="")
        case = read_case(case.path)
    assert text == case.expected


@pytest.mark.parametrize("gate", Gate)
def test_each_gate_has_cases_that_fail_and_that_pass(gate: Gate):
    own = [case for case in cases() if case.path.stem.startswith(f"{gate}.")]
    failing = [case for case in own if f" {gate} " in case.expected]
    assert failing, f"no case in {FOLDER} shows {gate}"
    assert len(failing) < len(own), f"no case in {FOLDER} passes {gate}"
