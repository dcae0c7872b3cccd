"""A rule pack of a user, tested by plain pytest in a process of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

RULES = '''"""Retire acme.old.Engine."""

from acme.engine import UserEngine

from migrate_engines.codemod import rewrite


@rewrite("acme.old.Engine")
def per_user(registry, context):
    return UserEngine(context=context)
'''
CASE = """\
# {title}

Said here.

```python before=acme/old.py
class Engine:
    def __init__(self, registry, context): ...
```

```python before=acme/engine.py
class UserEngine:
    def __init__(self, context): ...
```

```python before=app.py
from acme.old import Engine

engine = Engine(registry, context)
```

```python after=app.py
from acme.engine import UserEngine

engine = UserEngine({after})
```

```text findings
app.py:1:22 fixed
app.py:3:10 fixed
```
"""
TABLE = '[tool.migrate-engines]\ncodemods = ["rules"]\n'
# What lies in a tree to migrate is data, its tests included.
TRAP = "def test_of_the_tree(): raise AssertionError\n"


@pytest.fixture
def plain_pytest(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Run pytest over these files; the exit code and what it printed."""

    def plain_pytest(files: dict[str, str], *arguments: str) -> tuple[int, str]:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        command = [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", *arguments]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        ended = subprocess.run(
            command,
            cwd=tmp_path,
            env=environment | {"PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=False,
        )
        return ended.returncode, ended.stdout + ended.stderr

    return plain_pytest


def pack(**cases: str) -> dict[str, str]:
    files = {"pyproject.toml": TABLE, "rules/engine.py": RULES}
    return files | {f"golden/engine/{name}.md": text for name, text in cases.items()}


def outcomes(told: str) -> dict[str, str]:
    return {
        name: word
        for word, name in re.findall(r"^(PASSED|FAILED) \S+?::(.+?)(?: - .*)?$", told, re.MULTILINE)
    }


def test_each_case_is_a_test_with_its_sentence(plain_pytest):
    right = CASE.format(title="A call is rewritten", after="context=context")
    wrong = CASE.format(title="A wrong expectation", after="context")
    code, told = plain_pytest(pack(right=right, wrong=wrong))
    assert code == 1
    assert outcomes(told) == {"A call is rewritten": "PASSED", "A wrong expectation": "FAILED"}
    assert "-engine = UserEngine(context)\n" in told
    assert "Traceback" not in told


def test_a_malformed_case_fails_and_says_why(plain_pytest):
    code, told = plain_pytest(pack(odd="# Odd\n\n```python after=a.py\nx = 1\n```\n"))
    assert code == 1
    assert "golden/engine/odd.md" in told


def test_project_cases_are_one_test_and_their_own_tests_are_data(plain_pytest):
    tree = {
        "acme/old.py": "class Engine:\n    def __init__(self, registry, context): ...\n",
        "test_tree.py": TRAP,
    }
    files = {
        f"golden/projects/shop/{side}/{name}": text
        for side in ("before", "after")
        for name, text in tree.items()
    }
    code, told = plain_pytest(pack() | files | {"golden/projects/shop/findings.txt": ""})
    assert code == 0, told
    assert "1 passed" in told


def test_without_codemods_of_its_own_a_project_has_no_cases(plain_pytest):
    files = pack(right=CASE.format(title="Unseen", after="context=context")) | {"pyproject.toml": ""}
    code, told = plain_pytest(files | {"test_own.py": "def test_own(): pass\n"})
    assert code == 0
    assert "1 passed" in told
    assert "Unseen" not in told
