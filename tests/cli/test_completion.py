"""What a shell gets when it asks what may come next."""

import os
import subprocess
import sys

import pytest

from migrate_engines.cli.command_line import with_default_command as understood
from migrate_engines.cli.completion import with_default_command


@pytest.mark.parametrize(
    ("line", "position", "asked", "at"),
    [
        ("migrate-engines --ch", "1", "migrate-engines run --ch", "2"),
        ("migrate-engines src --ch", "2", "migrate-engines run src --ch", "3"),
        ("migrate-engines inventory --n", "2", "migrate-engines inventory --n", "2"),
        ("migrate-engines inv", "1", "migrate-engines inv", "1"),
        ("migrate-engines ", "1", "migrate-engines ", "1"),
    ],
)
def test_the_default_command_is_named(line, position, asked, at):
    environment = {"_MIGRATE_ENGINES_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": position}
    with_default_command(environment, understood)
    assert (environment["COMP_WORDS"], environment["COMP_CWORD"]) == (asked, at)


def test_without_a_shell_that_asks_nothing_changes():
    environment = {"COMP_WORDS": "migrate-engines --ch", "COMP_CWORD": "1"}
    with_default_command(environment, understood)
    assert environment == {"COMP_WORDS": "migrate-engines --ch", "COMP_CWORD": "1"}


@pytest.mark.parametrize(
    ("variables", "offered"),
    [
        (
            {
                "_MIGRATE_ENGINES_COMPLETE": "complete_bash",
                "COMP_WORDS": "migrate-engines inv",
                "COMP_CWORD": "1",
            },
            "inventory",
        ),
        (
            {
                "_MIGRATE_ENGINES_COMPLETE": "complete_bash",
                "COMP_WORDS": "migrate-engines --allow",
                "COMP_CWORD": "1",
            },
            "--allow-dirty",
        ),
        (
            {
                "_MIGRATE_ENGINES_COMPLETE": "complete_zsh",
                "_TYPER_COMPLETE_ARGS": "migrate-engines --output-format sar",
            },
            "sarif",
        ),
    ],
)
def test_the_command_line_offers(variables, offered):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **variables}
    command = [sys.executable, "-c", "from migrate_engines.cli.main import main; main()"]
    ended = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert offered in ended.stdout
