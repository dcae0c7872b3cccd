"""The whole command line on a console that cannot show every character, as on Windows."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

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
COMMANDS = [
    (["--help"], 0),
    (["run", "--help"], 0),
    (["--dry-run"], 0),
    (["--check", "--verbose"], 1),
    *(
        (["--check", "--quiet", "--output-format", name], 1)
        for name in ("json", "markdown", "sarif", "github", "gitlab", "junit", "codetf")
    ),
    (["explain", "acme/\N{CJK UNIFIED IDEOGRAPH-6F22}.py:3"], 0),
    (["explain", "missing-member"], 0),
    (["inventory", "--output-format", "text"], 0),
    (["inventory", "--output-format", "markdown"], 0),
    (["inventory", "--output-format", "html"], 0),
    (["rules"], 0),
    (["test"], 1),
    (["--select", "\N{CJK UNIFIED IDEOGRAPH-6F22}"], 2),
    (["acme/\N{RIGHTWARDS ARROW}.py"], 2),
    ([], 0),
    (["rollback", "--list"], 0),
    (["rollback"], 0),
]


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PYTHONIOENCODING": "cp1252",
        "PYTHONUTF8": "0",
    }

    def command(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        line = [sys.executable, "-m", "migrate_engines", *arguments]
        return subprocess.run(line, cwd=tmp_path, env=environment, capture_output=True, check=False)

    return command


def test_nothing_that_is_said_ends_a_command(command):
    for arguments, code in COMMANDS:
        ended = command(*arguments)
        told = ended.stdout + ended.stderr
        assert ended.returncode == code, (arguments, told)
        assert b"Traceback" not in told, (arguments, told)
        assert b"UnicodeEncodeError" not in told, (arguments, told)


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
