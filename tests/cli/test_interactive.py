"""The whole command on a terminal of its own: keys go in, the screen and the files come out."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="there is no pseudo-terminal on Windows")

RULES = '''"""Retire acme.old.Engine."""

from acme.engine import UserEngine

from migrate_engines.codemod import rewrite


@rewrite("acme.old.Engine")
def per_user(registry, context):
    return UserEngine(context=context)
'''
FILES = {
    "pyproject.toml": '[tool.migrate-engines]\ncodemods = ["rules"]\nexclude = ["rules/*"]\n',
    "rules/engine.py": RULES,
    "acme/__init__.py": "",
    "acme/old.py": "class Engine:\n    def __init__(self, registry, context): ...\n",
    "acme/engine.py": "class UserEngine:\n    def __init__(self, context): ...\n",
    "acme/one.py": "from acme.old import Engine\n\nfirst = Engine(a, b)\nsecond = Engine(c, d)\n",
    "acme/two.py": "from acme.old import Engine\n\nthird = Engine(a, b)\n",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return tmp_path


@pytest.fixture
def on_a_terminal(tree: Path) -> Callable[..., str]:
    """Type these keys, each as its own line, at `migrate-engines OPTIONS`; what the screen showed."""

    def on_a_terminal(*keys: str, options: tuple[str, ...] = ("-i",), **variables: str) -> str:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "TERM": "xterm",
            "COLUMNS": "100",
            **variables,
        }
        environment.pop("NO_COLOR", None) if "NO_COLOR" not in variables else None
        near, far = pty.openpty()
        with subprocess.Popen(
            [sys.executable, "-m", "migrate_engines", *options],
            stdin=far,
            stdout=far,
            stderr=far,
            cwd=tree,
            env=environment,
        ) as process:
            os.close(far)
            os.write(near, "".join(f"{key}\n" for key in keys).encode())
            shown = b""
            try:
                while data := os.read(near, 4096):
                    shown += data
            except OSError:
                pass  # Linux says so when the other end is closed
            assert process.wait() == 0, shown.decode()
        os.close(near)
        return shown.decode()

    return on_a_terminal


def plain(shown: str) -> str:
    return re.sub(r"\x1b\[[\d;]*[A-Za-z]", "", shown).replace("\r\n", "\n")


def test_each_rewrite_with_its_proof_and_its_diff(on_a_terminal, tree):
    shown = plain(on_a_terminal("y", "n", "q"))
    assert (
        "(1/5) acme/one.py:3\n  3: rewritten by per_user [engine]\n     registry = a\n     context = b\n"
        in shown
    )
    assert "- first = Engine(a, b)\n" in shown
    assert "+ first = UserEngine(context=b)\n" in shown
    text = (tree / "acme/one.py").read_text()
    assert "first = UserEngine(context=b)\nsecond = Engine(c, d)\n" in text
    assert text.startswith("from acme.old import Engine\n")
    assert (tree / "acme/two.py").read_text() == FILES["acme/two.py"]
    assert "1 file rewritten (1 fixed, 1 suppressed" in shown


def test_yes_to_all_is_a_run_without_questions(on_a_terminal, tree):
    on_a_terminal("a")
    asked = {name: (tree / name).read_bytes() for name in FILES}
    subprocess.run(
        [sys.executable, "-m", "migrate_engines", "rollback"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
        capture_output=True,
    )
    assert (tree / "acme/one.py").read_text() == FILES["acme/one.py"]
    on_a_terminal(options=())
    assert {name: (tree / name).read_bytes() for name in FILES} == asked


def test_explain_help_and_a_wrong_key_ask_again(on_a_terminal, tree):
    shown = plain(on_a_terminal("x", "?", "z", "q"))
    assert "which is acme.old.Engine" in shown or "acme.old.Engine  (acme/old.py:1)" in shown
    assert shown.count("y  yes, rewrite it") == 2
    assert (tree / "acme/one.py").read_text() == FILES["acme/one.py"]


def test_a_file_that_was_edited_is_left_as_it_was_saved(on_a_terminal, tree):
    editor = tree.parent / "editor.py"
    editor.write_text("import sys\nopen(sys.argv[1], 'a').write('# mine\\n')\n")
    on_a_terminal("e", "y", VISUAL=f"{sys.executable} {editor}")
    assert (tree / "acme/one.py").read_text() == f"{FILES['acme/one.py']}# mine\n"
    assert "third = UserEngine(context=b)" in (tree / "acme/two.py").read_text()


def test_colours_on_a_terminal_unless_unwanted(on_a_terminal):
    assert "\x1b[32m+from acme.engine" in on_a_terminal(options=("--dry-run",))
    assert "\x1b[3" not in on_a_terminal("q", options=("--dry-run",), NO_COLOR="1")
    assert "\x1b[3" not in on_a_terminal("q", NO_COLOR="1")


def test_the_progress_is_on_the_terminal(on_a_terminal):
    assert re.search(r"Migrating.*\d/4", plain(on_a_terminal(options=("--dry-run",))))


def test_no_terminal_no_questions(tree):
    ended = subprocess.run(
        [sys.executable, "-m", "migrate_engines", "-i"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert "this is no terminal" in ended.stderr
