"""The phases of a verification, as the settings order them."""

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Struct

from migrate_engines.model.problem import InputError, Problem

_TABLE = "[tool.migrate-engines.verify]"
JUNIT = "{junit}"
Share: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=100)]
TypeChecker: TypeAlias = Literal["automatic", "off", "ty", "pyrefly", "mypy", "pyright", "basedpyright"]
Types: TypeAlias = TypeChecker | tuple[str, ...]
_Seconds: TypeAlias = Annotated[int, msgspec.Meta(ge=1)]


class Phase(Struct, frozen=True):
    """One ordered step: a command and what it has to reach.

    Attributes:
        command: the program and its arguments, run in the root without a shell. ``{junit}`` stands for the
            path of a JUnit XML file that the command writes; without it, the exit code is the one result.
        threshold: the share of tests that must pass, in per cent.
        fail_fast: where it fails, the later phases are not run.
        time_limit: in seconds; a command that takes longer is ended, and has failed.
    """

    name: str = ""
    command: tuple[str, ...] = ()
    threshold: Share = 100
    fail_fast: bool = True
    time_limit: _Seconds = 3600

    @property
    def has_tests(self) -> bool:
        """Whether its results are single tests."""
        return any(JUNIT in each for each in self.command)


class VerifySettings(Struct, frozen=True):
    """The table [tool.migrate-engines.verify].

    Attributes:
        phases: in the order in which they run.
        baseline: the file with what each test did before the change.
        history: the file that every verification and every report adds a line to.
        python: the command of the project's own Python; empty means that of the active environment.
        types: ``"off"``; the name of a type checker (``"ty"``, ``"pyrefly"``, ``"mypy"``, ``"pyright"``,
            ``"basedpyright"``), which has to be installed; the command of the project's own, as a list; or
            ``"automatic"``: ty or pyrefly, where one is installed.
    """

    phases: tuple[Phase, ...] = ()
    baseline: str = "migrate-engines-tests.json"
    history: str = "migrate-engines-history.jsonl"
    python: tuple[str, ...] = ()
    types: Types = "automatic"


def check_phases(phases: tuple[Phase, ...]) -> None:
    """
    Raises:
        InputError: there is no phase, two have one name, or one has no command.
    """
    names = [phase.name for phase in phases]
    problems = [
        Problem(_TABLE, 0, f"Two phases are called {name or 'nothing'}", "Give each a name of its own.")
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    if not phases:
        remedy = 'Write [[tool.migrate-engines.verify.phases]] with a `name` and a `command = ["…"]`.'
        problems.append(Problem(_TABLE, 0, "There is no phase to run", remedy))
    problems += [
        Problem(_TABLE, 0, f"The phase {phase.name or at} has no {key}", f"Write `{key} = {example}`.")
        for at, phase in enumerate(phases, 1)
        for key, value, example in _needed(phase)
        if not value
    ]
    if problems:
        raise InputError(problems)


def _needed(phase: Phase) -> tuple[tuple[str, object, str], ...]:
    example = '["python", "-m", "pytest", "--junitxml={junit}"]'
    return ("name", phase.name, '"unit"'), ("command", phase.command, example)
