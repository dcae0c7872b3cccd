"""The order of Python's sets, which changes from process to process, shows nowhere."""

import json
import os
import subprocess
import sys
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "golden" / "projects" / "legacy_backend" / "before"


def reported(folder: Path, seed: str) -> dict[str, object]:
    """What a dry run of the command line says in a process with this seed."""
    done = subprocess.run(
        [sys.executable, "-m", "migrate_engines", "--dry-run", "--output-format", "json"],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert isinstance(report, dict)
    return report


def test_two_seeds_give_the_same_report_on_the_sample() -> None:
    first, second = reported(SAMPLE, "1"), reported(SAMPLE, "2")
    assert first["files"]
    assert first == second


# The name means one class or the other: which of them is reported must not depend on the seed.
EITHER = """\
import sys

if sys.argv:
    from acme.old import First as Engine
else:
    from acme.old import Second as Engine
ENGINE = Engine(1)
"""
FILES = {
    "pyproject.toml": '[tool.migrate-engines]\ncodemods = ["codemods"]\nexclude = ["codemods"]\n',
    "acme/__init__.py": "",
    "acme/fresh.py": "class Fresh:\n    def __init__(self, context): ...\n",
    "acme/old.py": (
        "class First:\n    def __init__(self, context): ...\n"
        "class Second:\n    def __init__(self, context): ...\n"
    ),
    "app.py": EITHER,
    "codemods/old.py": (
        '"""Retire two classes."""\n'
        "from acme.fresh import Fresh\n"
        "from migrate_engines.codemod import rewrite\n\n"
        '@rewrite("acme.old.First", "acme.old.Second")\n'
        "def fresh(context):\n    return Fresh(context)\n"
    ),
}


def test_a_name_of_two_meanings_is_reported_alike_under_every_seed(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    reports = [reported(tmp_path, str(seed)) for seed in range(4)]
    assert reports[0]["files"]
    assert all(report == reports[0] for report in reports)
