"""A run opens nothing below its root that its trace does not have."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "golden" / "projects" / "legacy_backend" / "before"
SCRIPT = """
import json, os, sys
from pathlib import Path
from migrate_engines.model.report import Mode
from migrate_engines.rules import load_codemods
from migrate_engines.rules.shipped import rule_folders
from migrate_engines.running.request import Request
from migrate_engines.running.run import transformed
from migrate_engines.settings import load_settings
from migrate_engines.tree.listing import list_tree
from migrate_engines.tree.trace import traced

root = Path.cwd()
settings = load_settings(root)
codemods = load_codemods(rule_folders(settings))
listing = list_tree(settings)
seen = {"open": set(), "os.listdir": set(), "os.scandir": set()}

def watch(event, arguments):
    if event in seen and isinstance(arguments[0], (str, bytes, os.PathLike)):
        seen[event].add(os.path.abspath(os.fsdecode(arguments[0])))

sys.addaudithook(watch)
with traced() as trace:
    transformed(Request(mode=Mode.DRY_RUN), settings, codemods, listing)
below = lambda paths: sorted(each for each in paths if Path(each).is_relative_to(root))
listed = {str(root / each) for each in (*listing.python, *listing.settings)}
print(json.dumps({
    "files": below(seen["open"] - listed),
    "folders": below((seen["os.listdir"] | seen["os.scandir"]) - {str(each) for each in trace.folders}),
    "opened": len(seen["open"] & listed),
    "read": len(trace.read),
    "listed": len(listed),
}))
"""


def test_nothing_is_opened_that_is_not_noted(tmp_path: Path) -> None:
    root = shutil.copytree(SAMPLE, tmp_path / "sample", ignore=shutil.ignore_patterns("__pycache__"))
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=root, capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    assert (told["files"], told["folders"]) == ([], [])
    assert told["opened"] == told["listed"] > told["read"] > 0
