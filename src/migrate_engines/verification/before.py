"""What each test did before the change: the baseline run."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct, field

from migrate_engines.model.problem import InputError, Problem
from migrate_engines.verification.execution import Execution
from migrate_engines.verification.junit import CaseOutcome

SCHEMA_VERSION = 1


class PhaseBefore(msgspec.Struct, frozen=True):
    """One phase of the baseline run; ``passed`` where its command ended with 0."""

    name: str
    passed: bool
    tests: dict[str, CaseOutcome]


class _File(msgspec.Struct, frozen=True):
    schema_version: int
    commit: str
    phases: list[PhaseBefore]


class Before(Struct, frozen=True):
    """By the names of the phases; empty where there was no baseline run."""

    phases: Mapping[str, PhaseBefore] = field(default_factory=dict)
    commit: str = ""


def read_before(path: Path) -> Before:
    """
    Raises:
        InputError: the file is no record of a baseline run.
    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=_File)
    except FileNotFoundError:
        return Before()
    except OSError as error:
        raise _unusable(path, f"It cannot be read: {error.strerror}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _unusable(path, f"This is no record of a baseline run: {error}") from error
    if found.schema_version != SCHEMA_VERSION:
        raise _unusable(path, f"The record is of version {found.schema_version}, not {SCHEMA_VERSION}")
    return Before({each.name: each for each in found.phases}, found.commit)


def _unusable(path: Path, what: str) -> InputError:
    remedy = "Go back to the tree before the change and run `migrate-engines verify --baseline` again."
    return InputError([Problem(str(path), 0, what, remedy)])


def render_before(executions: Mapping[str, Execution], commit: str) -> bytes:
    """The file of a baseline run."""
    phases = [
        PhaseBefore(name, each.exit_code == 0, dict(sorted(each.results.items())))
        for name, each in executions.items()
    ]
    return msgspec.json.format(msgspec.json.encode(_File(SCHEMA_VERSION, commit, phases)), indent=1) + b"\n"
