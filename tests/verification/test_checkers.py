"""What type checkers answer, as they wrote it."""

import msgspec
import pytest

from migrate_engines.verification.comparing.checkers import CHECKERS, Diagnostic, checker_of

MYPY = b"""{"file": "a.py", "line": 6, "column": 4, "end_line": 6, "end_column": 11, "message": "Too many arguments for \\"f\\"", "hint": null, "code": "call-arg", "severity": "error"}
{"file": "a.py", "line": 7, "column": 4, "message": "Revealed", "hint": null, "code": null, "severity": "note"}
"""
# The answer of pyright 1.1.414, one of each kind.
PYRIGHT = rb"""{
    "version": "1.1.414",
    "time": "1795670274683",
    "generalDiagnostics": [
        {
            "file": "/x/a.py",
            "severity": "warning",
            "message": "Assert expression always evaluates to true",
            "range": {
                "start": {
                    "line": 0,
                    "character": 7
                },
                "end": {
                    "line": 0,
                    "character": 20
                }
            },
            "rule": "reportAssertAlwaysTrue"
        },
        {
            "file": "/x/a.py",
            "severity": "error",
            "message": "Argument of type \"Literal['x']\" cannot be assigned to parameter \"a\" of type \"int\" in function \"f\"\n\u00a0\u00a0\"Literal['x']\" is not assignable to \"int\"",
            "range": {
                "start": {
                    "line": 7,
                    "character": 2
                },
                "end": {
                    "line": 7,
                    "character": 5
                }
            },
            "rule": "reportArgumentType"
        },
        {
            "file": "/x/a.py",
            "severity": "error",
            "message": "\"undefined\" is not defined",
            "range": {
                "start": {
                    "line": 8,
                    "character": 6
                },
                "end": {
                    "line": 8,
                    "character": 15
                }
            },
            "rule": "reportUndefinedVariable"
        },
        {
            "file": "/x/a.py",
            "severity": "error",
            "message": "\"(\" was not closed",
            "range": {
                "start": {
                    "line": 9,
                    "character": 5
                },
                "end": {
                    "line": 9,
                    "character": 6
                }
            }
        }
    ],
    "summary": {
        "filesAnalyzed": 1,
        "errorCount": 8,
        "warningCount": 1,
        "informationCount": 0,
        "timeInSec": 2.318
    }
}"""
TY = b"""[{"check_name": "too-many-positional-arguments", "description": "too-many-positional-arguments: Too many", "severity": "major", "fingerprint": "af", "location": {"path": "a.py", "positions": {"begin": {"line": 6, "column": 10}, "end": {"line": 6, "column": 11}}}},
{"check_name": "deprecated", "description": "deprecated: it", "severity": "minor", "fingerprint": "a", "location": {"path": "a.py", "positions": {"begin": {"line": 1, "column": 1}}}}]"""
PYREFLY = b"""{"errors": [{"line": 6, "column": 10, "stop_line": 6, "stop_column": 11, "path": "a.py", "code": -2, "name": "bad-argument-count", "description": "Expected 1 positional argument", "concise_description": "Expected 1", "severity": "error"}]}"""


@pytest.mark.parametrize(
    ("name", "output", "expected"),
    [
        ("mypy", MYPY, [Diagnostic("a.py", 6, "call-arg", 'Too many arguments for "f"')]),
        (
            "pyright",
            PYRIGHT,
            [
                Diagnostic(
                    "/x/a.py",
                    8,
                    "reportArgumentType",
                    'Argument of type "Literal[\'x\']" cannot be assigned to parameter "a" of type "int" in function "f"\n\xa0\xa0"Literal[\'x\']" is not assignable to "int"',
                ),
                Diagnostic("/x/a.py", 9, "reportUndefinedVariable", '"undefined" is not defined'),
                Diagnostic("/x/a.py", 10, "error", '"(" was not closed'),
            ],
        ),
        ("ty", TY, [Diagnostic("a.py", 6, "too-many-positional-arguments", "Too many")]),
        ("pyrefly", PYREFLY, [Diagnostic("a.py", 6, "bad-argument-count", "Expected 1 positional argument")]),
    ],
)
def test_errors_are_read(name: str, output: bytes, expected: list[Diagnostic]):
    assert list(CHECKERS[name].read(output)) == expected


@pytest.mark.parametrize("name", ["pyright", "ty", "pyrefly"])
def test_what_is_no_answer_is_an_error(name: str):
    with pytest.raises(msgspec.DecodeError):
        list(CHECKERS[name].read(b"Traceback"))


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (["mypy", "--strict"], "mypy"),
        (["python", "-m", "mypy"], "mypy"),
        (["uv", "run", "pyright"], "pyright"),
        (["/opt/bin/ty", "check"], "ty"),
        (["make", "types"], None),
    ],
)
def test_the_checker_of_a_command(command: list[str], name: str | None):
    found = checker_of(command)
    assert (found.name if found else None) == name
