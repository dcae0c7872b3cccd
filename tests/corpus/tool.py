"""The command line as a user runs it, and its JSON as types."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Found:
    """One finding of kind ``call``; ``start`` is its line and column, from 1."""

    path: str
    start: tuple[int, int]
    symbol: str
    outcome: str
    reason: str | None

    @property
    def place(self) -> str:
        return f"{self.path}:{self.start[0]}:{self.start[1]}"


@dataclass(frozen=True)
class Run:
    """``removed`` are the places of the definitions that the run takes away: path and line, from 1."""

    code: int
    errors: str
    files_scanned: int
    results: dict[str, str]
    messages: dict[str, str]
    calls: tuple[Found, ...]
    lines: dict[tuple[str, int], set[str | None]]
    unused_imports: Counter[str]
    removed: tuple[tuple[str, int], ...]

    def paths(self, result: str) -> list[str]:
        return [path for path, each in self.results.items() if each == result]


def run_tool(root: Path, *options: str) -> Run:
    """Run over the whole tree; without ``--dry-run`` it is changed."""
    # -P: the tree has folders whose names could be taken for modules.
    command = [sys.executable, "-P", "-m", "migrate_engines", *options, "--output-format", "json"]
    ended = subprocess.run(command, cwd=root, capture_output=True, check=False)
    assert ended.returncode in (0, 1), ended.stderr.decode()
    report = json.loads(ended.stdout)
    files = report["files"]
    return Run(
        ended.returncode,
        ended.stderr.decode(),
        report["summary"]["files_scanned"],
        {file["path"]: file["result"] for file in files},
        {file["path"]: file["message"] for file in files if file["message"]},
        tuple(
            _found(file["path"], each)
            for file in files
            for each in file["findings"]
            if each["kind"] == "call"
        ),
        _by_line(files),
        Counter(
            file["path"] for file in files for each in file["findings"] if each["reason"] == "unused-import"
        ),
        tuple(
            (file["path"], each["line"])
            for file in files
            for each in file["findings"]
            if (each["kind"], each["outcome"]) == ("definition", "fixed")
        ),
    )


def _by_line(files: list[dict[str, Any]]) -> dict[tuple[str, int], set[str | None]]:
    """The reasons of the findings on each line that has one."""
    found: dict[tuple[str, int], set[str | None]] = {}
    for file in files:
        for each in file["findings"]:
            for line in range(each["line"], each["end_line"] + 1):
                found.setdefault((file["path"], line), set()).add(each["reason"])
    return found


def _found(path: str, finding: dict[str, object]) -> Found:
    start = (int(str(finding["line"])), int(str(finding["column"])))
    reason = str(finding["reason"]) if finding["reason"] else None
    return Found(path, start, str(finding["symbol"]), str(finding["outcome"]), reason)
