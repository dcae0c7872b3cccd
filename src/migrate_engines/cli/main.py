"""argv -> one call -> exit code."""

import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from migrate_engines import __version__, replay
from migrate_engines.cli import completion
from migrate_engines.cli.output import note, tell_interrupted
from migrate_engines.model.problem import InputError

if TYPE_CHECKING:
    from migrate_engines.cli.carry_out import Options


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit."""
    _never_fail_to_print()
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        sys.exit(_called(words))
    except InputError as error:
        for problem in error.problems:
            note(f"error: {problem}")
    except Exception:  # noqa: BLE001 - the outermost boundary: whatever it is, it is a bug, and 1 would mean "pending"
        from traceback import print_exc

        print_exc()
        note(f"error: a bug in migrate-engines {__version__}. Please report it, with the lines above.")
    sys.exit(2)


def _called(words: list[str]) -> int:
    """The exit code.

    Raises:
        InputError: something that was asked for, or that stands in a file, is not right.
    """
    # Imported late, both of them: each takes long, and a call needs but one.
    if replay.is_plain(words) and completion.VARIABLE not in os.environ:
        from migrate_engines.cli.plain import plain_options

        if options := plain_options(words):
            return _carried_out(words, options)
    from migrate_engines.cli.command_line import call

    return call(words)


def _carried_out(words: list[str], options: "Options") -> int:
    from migrate_engines.cli.carry_out import carry_out

    try:
        return carry_out(words, options)
    except KeyboardInterrupt as error:
        return tell_interrupted(error)
    except BrokenPipeError:  # nobody reads what is told on stderr; typer ends like this, too
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
        return 1


def _never_fail_to_print() -> None:
    """A console that lacks a character shows its escape instead of ending the run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
