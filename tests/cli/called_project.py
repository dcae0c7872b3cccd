"""A project, and two ways to call the program in it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from migrate_engines import __main__ as start
from migrate_engines import replay
from migrate_engines.cache import same_tree
from migrate_engines.cli import main as whole

RULES = '''
"""Retire shop.old.OldEngine."""
from shop.new import Engine
from migrate_engines.codemod import keep, manual, redirect, rewrite

@keep(Engine)
def canonical(*, context): ...

@rewrite("shop.old.OldEngine")
def per_user(context):
    return Engine(context=context)

redirect("shop.old", OldEngine=Engine)
'''
TREE = {
    "pyproject.toml": '[tool.migrate-engines]\ncodemods = ["codemods"]\n',
    "codemods/old_engine.py": RULES,
    "shop/__init__.py": "",
    "shop/new.py": "class Engine:\n    def __init__(self, context): ...\n",
    "shop/old.py": "class OldEngine:\n    def __init__(self, context): ...\n",
    "shop/hub.py": "from shop.parts import Motor\n",
    "shop/parts.py": "class Motor:\n    def __init__(self, context): ...\n",
    "shop/plain.py": "from shop.hub import Motor\nimport extra\n\nmotor = Motor(1)\n",
    "shop/quoted.py": 'from unittest.mock import patch\n\npatch("shop.parts.Motor")\n',
    "shop/user.py": "from shop.old import OldEngine\n\nengine = OldEngine(1)\n",
    "shop/kept.py": "from shop.new import Engine\n\nengine = Engine(context=1)\n",
    "shop/broken.py": "def f(:\n",
}


class Project:
    """A tree, and two ways to call the program in it."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: object) -> None:
        self.root = root
        self._monkeypatch = monkeypatch
        self._capture = capfdbinary

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def whole(self, *words: str) -> tuple[object, bytes, bytes]:
        """The command line without a look at earlier answers."""
        return self._ended(lambda: whole.main(words))

    def call(self, *words: str) -> tuple[object, bytes, bytes]:
        """The program as a shell calls it."""
        self._monkeypatch.setattr(sys, "argv", ["migrate-engines", *words])
        return self._ended(start.main)

    def remember(self, *words: str) -> tuple[object, bytes, bytes]:
        """An answer is kept when it was asked for twice."""
        return [self.call(*words) for _ in range(2)][1]

    def is_known(self, *words: str) -> bool:
        """Whether the tree is known to be such that the whole program need not run."""
        answered = self._ended(lambda: sys.exit(same_tree.answered(list(words))))
        return answered[0] is not None

    def forget_asking(self, *words: str) -> None:
        """As if files had not been asked for; the second time the whole program works out an answer."""
        if replay.files_of(list(words)):
            Path(replay.entry_of(replay.call_of(list(words)) or "")).unlink()

    def is_replayed(self, *words: str) -> bool:
        call = replay.call_of(list(words))
        answered = call is not None and self._ended(lambda: sys.exit(replay.given_again(call)))
        return bool(answered) and answered[0] is not None

    def _ended(self, run: Callable[[], object]) -> tuple[object, bytes, bytes]:
        with pytest.raises(SystemExit) as exited:
            run()
        out, err = self._capture.readouterr()
        return exited.value.code, out, err


def made(
    root: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], *, in_git: bool
) -> Project:
    """The project in a folder that does not exist yet, which becomes the working directory."""
    project = Project(root, monkeypatch, capfdbinary)
    for path, text in TREE.items():
        project.write(path, text)
    if in_git:
        subprocess.run(["git", "init", "--quiet", root], check=True)
    monkeypatch.chdir(root)
    monkeypatch.setenv("MIGRATE_ENGINES_CACHE_DIR", str(root.parent / "cache"))
    # The files of a test are younger than a file system's clock can tell; those of a user seldom are.
    monkeypatch.setattr("migrate_engines.cli.carry_out.time_ns", lambda: 4 * 10**18)
    return project
