"""A small repository that is compared with what becomes of it."""

import json
import subprocess
from pathlib import Path

SETTINGS = """[tool.migrate-engines]
codemods = ["codemods"]

[tool.migrate-engines.inventory]
patterns = ["*Engine"]
canonical = "acme.engine.UserEngine"

[tool.migrate-engines.verify]
types = [{python}, {checker}]
"""
# Stands for a checker: mypy's answers, for each line that speaks of a wrong type.
CHECKER = """
import json, sys

for path in (each for each in sys.argv[1:] if each.endswith(".py")):
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        if "wrong type" in line:
            told = {"file": path, "line": number, "message": f"wrong, see line {number}", "severity": "error"}
            print(json.dumps({**told, "code": "misc"}))
        if "crash" in line:
            sys.exit(2)
"""
PHASES = """
[[tool.migrate-engines.verify.phases]]
name = "unit"
command = [{python}, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio", "-p", "no:migrate_engines", "tests", "--junitxml={{junit}}"]

[[tool.migrate-engines.verify.phases]]
name = "late"
command = [{python}, "-c", "import acme.other"]
"""
CODEMOD = '''"""Retire OldEngine."""
from acme.engine import UserEngine
from migrate_engines.codemod import keep, redirect, rewrite

LEGACY = "acme.old_engine.OldEngine"

@keep(UserEngine)
def canonical(context, emitter): ...

@rewrite(LEGACY)
def per_user(registry, context):
    return UserEngine(context=context, emitter=registry)

redirect("acme.old_engine", OldEngine=UserEngine)
'''
ENGINE = "class UserEngine:\n    def __init__(self, context, emitter):\n        self.context = context\n\n    def execute(self):\n        return self.context\n"
OLD = "class OldEngine:\n    def __init__(self, registry, context):\n        self.registry = registry\n\n    def execute(self):\n        return self.registry\n\n\ndef limit():\n    return 3\n"
SERVICE = "from acme.engine import UserEngine\nfrom acme.old_engine import OldEngine, limit\n\n\ndef serve(registry, context):\n    limit()\n    return OldEngine(registry, context)\n\n\ndef right(context, emitter):\n    return UserEngine(context, emitter)\n"
OTHER = "def helper():\n    return 1\n"
USER = "from acme.other import helper\n\nprint(helper())\n"
TEST = 'from unittest import mock\n\nimport acme.service\n\n\ndef test_service():\n    with mock.patch("acme.service.OldEngine"):\n        acme.service.serve(1, 2)\n'
SHIM = "import warnings\n\nfrom acme.engine import UserEngine as OldEngine\n\nwarnings.warn('moved', DeprecationWarning, stacklevel=2)\n"
MIGRATED = "from acme.engine import UserEngine\n\n\ndef serve(registry, context):\n    return UserEngine(context=context, emitter=registry)\n"
FILES = {
    "codemods/old_engine.py": CODEMOD,
    "acme/__init__.py": "",
    "acme/engine.py": ENGINE,
    "acme/old_engine.py": OLD,
    "acme/service.py": SERVICE,
    "acme/other.py": OTHER,
    "acme/user.py": USER,
    "tests/test_service.py": TEST,
}


def git(*arguments: str) -> str:
    command = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments)
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def write(files: dict[str, str | None]) -> None:
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8", newline="\n")


def commit() -> None:
    git("add", "-A")
    git("commit", "-q", "-m", "a commit")


def new_by_check(told: bytes) -> dict[str, list[str]]:
    """What is new by check: place, code and symbol of each."""
    checks = json.loads(told)["checks"]
    return {
        check["name"]: [
            f"{each['path']}:{each['line']} {each['code']} {each['symbol']}" for each in check["new"]
        ]
        for check in checks
        if check["new"]
    }


def everything(project: Path) -> dict[str, tuple[int, bytes]]:
    """All files, those of git included."""
    return {
        str(path.relative_to(project)): (path.stat().st_mode, path.read_bytes())
        for path in project.rglob("*")
        if path.is_file()
    }
