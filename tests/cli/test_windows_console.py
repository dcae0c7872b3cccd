"""The whole command line on a console that cannot show every character, as on Windows."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from migrate_engines.cli.command_line import COMMANDS as NAMES
from migrate_engines.reporting.comparison.format import ComparisonFormat
from migrate_engines.reporting.compliance.format import ComplianceFormat
from migrate_engines.reporting.format import OutputFormat
from migrate_engines.reporting.inventory.format import InventoryFormat
from migrate_engines.reporting.progress.format import ProgressFormat
from migrate_engines.workflow.series import By

RULES = '''"""Retire acme.old.Engine \N{RIGHTWARDS ARROW} acme.engine.UserEngine."""

from acme.engine import UserEngine

from migrate_engines.codemod import manual, rewrite


@rewrite("acme.old.Engine")
def per_user(registry, context):
    return UserEngine(context=context)


@manual("acme.old.Engine", reason="no-context", help="Pass \N{CJK UNIFIED IDEOGRAPH-6F22} first.")
def alone(registry): ...
'''
FILES = {
    "pyproject.toml": '[tool.migrate-engines]\ncodemods = ["rules"]\nexclude = ["rules/*"]\n',
    "rules/engine.py": RULES,
    "acme/__init__.py": "",
    "acme/old.py": "class Engine:\n    def __init__(self, registry, context): ...\n",
    "acme/engine.py": "class UserEngine:\n    def __init__(self, context): ...\n",
    "acme/\N{CJK UNIFIED IDEOGRAPH-6F22}.py": (
        "from acme.old import Engine\n\n"
        'first = Engine(a, "\N{CJK UNIFIED IDEOGRAPH-6F22}")  # \N{RIGHTWARDS ARROW}\nsecond = Engine(c)\n'
    ),
    "golden/engine/case.md": "# A \N{RIGHTWARDS ARROW} case\n\nIt is wrong.\n\n```python before=app.py\nx = 1\n```\n\n```python after=app.py\nx = 2\n```\n",
}
WORD = "\N{CJK UNIFIED IDEOGRAPH-6F22}"
ARROW = "\N{RIGHTWARDS ARROW}"
# What every character of stands in a console's own letters, and in others in UTF-8.
ACCENT = "\N{LATIN SMALL LETTER E WITH ACUTE}"
RESULTS = f'<testsuite><testcase classname="{WORD}" name="a"/><testcase classname="{WORD}" name="{ARROW}"/></testsuite>'
PYTHON = sys.executable.replace("\\", "/")
PHASES = f"""
[[tool.migrate-engines.verify.phases]]
name = "{WORD}"
command = ["{PYTHON}", "-X", "utf8", "tests/{WORD}.py", "{{junit}}"]
"""
NOTEBOOK = """{"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null,
"source": ["from acme.old import Engine # \N{CJK UNIFIED IDEOGRAPH-6F22}\\n", "Engine(a, b)"]}],
"metadata": {}, "nbformat": 4, "nbformat_minor": 5}"""
GIT_FILES = {
    "CODEOWNERS": f"* @acme/{WORD}\n",
    f"acme/{WORD}/__init__.py": "from acme.old import Engine\n\n\ndef made(r, c):\n    return Engine(r, c)\n",
    f"acme/{ACCENT}.py": f"from acme.old import Engine\n\nengine = Engine(b, '{ACCENT}')\n",
    f"tests/{WORD}.py": f"import sys\n\nopen(sys.argv[1], 'w', encoding='utf-8').write({RESULTS!r})\n",
    f"tests/test_{WORD}.py": f"from unittest.mock import patch\n\n\ndef test_{WORD}():\n    with patch('acme.old.{WORD}'): ...\n",
    "note.ipynb": NOTEBOOK,
}
QUERY = f"""\"\"\"{ARROW}\"\"\"
from bowler import Query

print("{WORD}")
Query().select_class("Engine").rename("{WORD}").execute()
"""
COMMANDS = [
    (["--help"], 0),
    *(([name, "--help"], 0) for name in NAMES),
    (["--dry-run"], 0),
    (["--dry-run", "--statistics"], 0),
    (["--check", "--verbose"], 1),
    *((["--check", "--quiet", "--output-format", str(name)], 1) for name in OutputFormat if name != "diff"),
    (["explain", f"acme/{WORD}.py:3"], 0),
    (["explain", f"acme/{WORD}.py:300"], 2),
    (["explain", "missing-member"], 0),
    (["explain", WORD], 2),
    *((["inventory", "--output-format", str(name)], 0) for name in InventoryFormat),
    (["inventory", WORD], 0),
    *((["compliance", "--output-format", str(name)], 1) for name in ComplianceFormat),
    (["compliance", "--update-baseline", "--allow-growth"], 0),
    (["rules"], 0),
    (["test"], 1),
    (["test", WORD], 2),
    (["--select", WORD], 2),
    (["--module", WORD], 2),
    (["--config", f"{WORD}.toml"], 2),
    (["--output-format", WORD], 2),
    (["--also", f"json={WORD}/report.json"], 2),
    ([f"acme/{ARROW}.py"], 2),
    (["clean"], 0),
    (["rollback", "--list"], 0),
]
# In this order: some write what later ones read.
GIT_COMMANDS = [
    (["verify", "--baseline"], 0),
    (["verify"], 0),
    (["verify", "--output-format", "json"], 0),
    (["verify", WORD], 0),
    (["verify", ARROW], 2),
    (["verify", "--against", WORD], 2),
    *(
        (["verify", "--against", "HEAD", "--static", "--output-format", str(name)], 0)
        for name in ComparisonFormat
    ),
    (["verify", "--worktree"], 0),
    *((["report", "--output-format", str(name)], 0) for name in ProgressFormat),
    *((["split", "--by", str(name)], 0) for name in (By.OWNER, By.MODULE)),
    (["split", "--patches", f"out-{WORD}"], 0),
    (["--verify", "--allow-dirty"], 0),
    (["rollback", "--list"], 0),
    (["rollback", "--dry-run"], 0),
    (["rollback", f"acme/{WORD}.py"], 0),
    (["rollback", WORD], 2),
    (["rollback", "--codemod", WORD], 2),
    (["rollback"], 0),
]


@dataclass(frozen=True)
class Console:
    """A project, and the command line in it on a console of Windows."""

    folder: Path

    def __call__(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PYTHONIOENCODING": "cp1252",
            "PYTHONUTF8": "0",
            # Files and programs are read as cp1252 there unless an encoding is said; here it is told of.
            "PYTHONWARNDEFAULTENCODING": "1",
            **variables,
        }
        line = [sys.executable, "-m", "migrate_engines", *arguments]
        return subprocess.run(line, cwd=self.folder, env=environment, capture_output=True, check=False)

    def goes_well(self, arguments: list[str], code: int, **variables: str) -> bytes:
        """Whatever is said: it is no crash, and no file was read in the system's own encoding."""
        ended = self(*arguments, **variables)
        told = ended.stdout + ended.stderr
        assert ended.returncode == code, (arguments, told.decode("utf-8", "replace"))
        assert b"Traceback" not in told, (arguments, told)
        assert re.search(rb"Unicode\w+Error", told) is None, (arguments, told)
        own = [
            each for each in told.splitlines() if b"EncodingWarning" in each and b"migrate_engines" in each
        ]
        assert own == [], arguments
        return told


def lay_out(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def git(folder: Path, *arguments: str) -> None:
    settings = ("-c", f"user.name={WORD}", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(
        ["git", *settings, *arguments], cwd=folder, env=environment, check=True, capture_output=True
    )


@pytest.fixture
def command(tmp_path: Path) -> Console:
    lay_out(tmp_path, FILES)
    return Console(tmp_path)


@pytest.mark.parametrize(("arguments", "code"), COMMANDS, ids=lambda each: ascii(each))
def test_nothing_that_is_said_ends_a_command(command, arguments, code):
    command.goes_well(arguments, code)


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_nothing_that_git_says_ends_a_command(command):
    lay_out(command.folder, GIT_FILES | {"pyproject.toml": FILES["pyproject.toml"] + PHASES})
    for arguments in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", ARROW)):
        git(command.folder, *arguments)
    for arguments, code in GIT_COMMANDS:
        command.goes_well(arguments, code)


def test_every_command_is_tried():
    tried = {words[0] for words, _ in (*COMMANDS, *GIT_COMMANDS) if words and words[-1] != "--help"}
    assert set(NAMES) - tried == {"run"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "pwsh"])
def test_a_shell_that_asks_for_what_may_come_next(command, shell):
    typed = f"migrate-engines --module {WORD} --ch"
    variables = {"_TYPER_COMPLETE_ARGS": typed, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    variables["_TYPER_COMPLETE_WORD_TO_COMPLETE"] = "--ch"
    if shell == "bash":
        variables = {"COMP_WORDS": typed, "COMP_CWORD": "3"}
    told = command.goes_well([], 0, _MIGRATE_ENGINES_COMPLETE=f"complete_{shell}", **variables)
    assert b"--check" in told


def test_a_file_of_bowler_queries(command):
    pytest.importorskip("bowler", reason="Bowler is not installed: pip install 'migrate-engines[bowler]'")
    lay_out(command.folder, {f"{WORD}.py": QUERY})
    told = command.goes_well(["--bowler", f"{WORD}.py", "--dry-run"], 0)
    assert f"+from acme.old import {WORD}".encode() in told
    assert b"fixed    unproven" in told


@pytest.mark.parametrize("name", ["html", "markdown", "github"])
def test_what_the_next_program_reads_is_utf8(command, name):
    lay_out(command.folder, GIT_FILES)
    told = command("--check", "--quiet", "--output-format", name).stdout.decode("utf-8")
    assert f"acme/{ACCENT}.py" in told
    assert f"acme/{WORD}.py" in told


def test_what_the_console_lacks_shows_as_its_escape_and_data_stays_utf8(command):
    assert b"Retire acme.old.Engine \\u2192 acme.engine" in command("rules").stdout
    assert (
        "acme/\N{CJK UNIFIED IDEOGRAPH-6F22}.py".encode()
        in command("--output-format", "json", "--check").stdout
    )
    assert "# \N{RIGHTWARDS ARROW}".encode() in command("--dry-run").stdout


def test_a_path_with_backslashes_is_the_same_path(command):
    with_slash, without = command("--check", "acme/old.py"), command("--check", "acme\\old.py")
    assert (without.returncode, without.stdout) == (with_slash.returncode, with_slash.stdout)
