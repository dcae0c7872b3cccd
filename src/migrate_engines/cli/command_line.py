"""The command line: its commands, and what a call of one ends with."""

import os
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from migrate_engines import __version__
from migrate_engines.cli import completion
from migrate_engines.cli.output import tell_interrupted
from migrate_engines.model.problem import InputError, Problem

# Each is a function in the module of its name here.
COMMANDS = (
    "run",
    "rollback",
    "split",
    "inventory",
    "compliance",
    "verify",
    "report",
    "explain",
    "rules",
    "test",
    "clean",
)
_OWN_OPTIONS = frozenset({"--help", "-h", "--version", "--install-completion", "--show-completion"})
_HELP = """Consolidate the call sites of retired classes and factories onto one canonical API.

`migrate-engines [PATHS]` is short for `migrate-engines run [PATHS]`: see `migrate-engines run --help`.
"""
_EPILOG = (
    "Exit codes: 0 done; 1 a file failed, something is pending under --check, or a gate fails; "
    "2 usage, configuration or internal error; 130 interrupted."
)


def command_line(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """The command line with these commands: one that runs need not wait until all others are imported."""
    app = typer.Typer(
        help=_HELP,
        epilog=_EPILOG,
        # Rich would cost 100 ms on --help, and draws boxes that a cp1252 console cannot show.
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_top)
    for name in names:
        command: Callable[..., None] = getattr(import_module(f"migrate_engines.cli.{name}"), name)
        app.command(name)(_interruptible(command))
    return app


def _interruptible(command: Callable[..., None]) -> Callable[..., None]:
    """The command; on Ctrl-C it ends with what there is to know, and the exit code that a shell gives."""

    @wraps(command)
    def run_command(*arguments: object, **options: object) -> None:
        try:
            command(*arguments, **options)
        except KeyboardInterrupt as error:
            raise typer.Exit(tell_interrupted(error)) from None

    return run_command


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"migrate-engines {__version__}")
        raise typer.Exit


def _top(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None: ...


def call(called_with: Sequence[str]) -> NoReturn:
    """Call the command that the words name, which exits.

    Raises:
        InputError: something that was asked for, or that stands in a file, is not right.
    """
    completion.with_default_command(os.environ, with_default_command)
    words = with_default_command(called_with)
    _refuse_misspelt(words)
    app = command_line(_named(words))
    typer.main.get_command(app)(args=words, prog_name="migrate-engines", obj=list(called_with))
    raise AssertionError("typer exits")


def _named(words: Sequence[str]) -> Iterable[str]:
    """The command that is called; all of them where the command line tells of itself."""
    return words[:1] if words[0] in COMMANDS and completion.VARIABLE not in os.environ else COMMANDS


def with_default_command(arguments: Sequence[str]) -> list[str]:
    """``run`` is understood where no command is named: ``[src, --check]`` is ``[run, src, --check]``."""
    if arguments and (arguments[0] in COMMANDS or arguments[0] in _OWN_OPTIONS):
        return list(arguments)
    return ["run", *arguments]


def _refuse_misspelt(words: Sequence[str]) -> None:
    """A command that is nearly spelt right would be taken for a path that does not exist.

    Raises:
        InputError: the first word is neither a path nor a command, and close to a command.
    """
    first = words[1] if len(words) > 1 and words[0] == "run" else "-"
    if first.startswith("-") or Path(first).exists():
        return
    from difflib import get_close_matches

    if close := get_close_matches(first, COMMANDS, n=1, cutoff=0.75):
        what = "There is no such command, file or folder"
        raise InputError([Problem(first, 0, what, f"Did you mean the command {close[0]}?")])
