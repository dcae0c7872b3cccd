"""JUnit XML: what pytest writes, what others write, and what is none."""

import subprocess
import sys
from pathlib import Path

import pytest

from migrate_engines.verification.junit import CaseOutcome, NoJUnit, read_junit

TESTS = """import pytest


@pytest.fixture
def broken():
    yield
    raise RuntimeError


def test_good(): ...


def test_bad():
    assert 0


def test_torn_down(broken): ...


@pytest.mark.skip
def test_skipped(): ...


@pytest.mark.xfail
def test_expected():
    assert 0


class TestMore:
    @pytest.mark.parametrize("value", ["a b", "<&>"])
    def test_value(self, value): ...
"""


def test_what_pytest_writes(tmp_path: Path):
    (tmp_path / "test_them.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--junitxml=junit.xml"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert read_junit((tmp_path / "junit.xml").read_bytes()) == {
        "test_them::test_good": CaseOutcome.PASSED,
        "test_them::test_bad": CaseOutcome.FAILED,
        "test_them::test_torn_down": CaseOutcome.FAILED,
        "test_them::test_skipped": CaseOutcome.SKIPPED,
        "test_them::test_expected": CaseOutcome.SKIPPED,
        "test_them.TestMore::test_value[a b]": CaseOutcome.PASSED,
        "test_them.TestMore::test_value[<&>]": CaseOutcome.PASSED,
    }


def test_one_suite_without_suites_around_it():
    text = b'<testsuite><testcase name="a"/><testcase classname="x" name="b"><error/></testcase></testsuite>'
    assert read_junit(text) == {"a": CaseOutcome.PASSED, "x::b": CaseOutcome.FAILED}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<testsuites>", "it is no XML"),
        (b"", "it is no XML"),
        (b"<html/>", "its root is <html>"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><testsuites/>', "DOCTYPE"),
    ],
)
def test_what_is_none(data: bytes, told: str):
    with pytest.raises(NoJUnit, match=told):
        read_junit(data)
