"""The cases of the gates: tests/compliance/cases, one Markdown file each.

A case is a heading, a sentence or two, the files as fenced blocks (``python acme/engine.py``), the settings (``toml``) and
what is found (``text``), one line for each finding: ``path:line code [status] what``.
"""

from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from migrate_engines.compliance.compliance import Compliance
from migrate_engines.compliance.finding import Judged, Status

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    """``at``: the lines of ``expected`` in the document, from 0, the end exclusive."""

    path: Path
    title: str
    files: dict[str, str]
    settings: str
    expected: str
    at: tuple[int, int]


def cases() -> list[Case]:
    return [read_case(path) for path in sorted(FOLDER.glob("*.md"))]


def read_case(path: Path) -> Case:
    tokens = MarkdownIt().parse(path.read_text(encoding="utf-8"))
    *fences, last = [token for token in tokens if token.type == "fence"]
    settings = "".join(fence.content for fence in fences if fence.info.strip() == "toml")
    files = {fence.info.split()[1]: fence.content for fence in fences if fence.info.strip() != "toml"}
    assert last.info.strip() == "text", f"{path}: the last block is what comes out"
    title = next(token.content for token in tokens if token.type == "inline")
    return Case(path, title, files, settings, last.content, (last.map[0] + 1, last.map[1] - 1))


def lay_out(root: Path, files: dict[str, str], settings: str) -> None:
    for name, content in {**files, "pyproject.toml": settings}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")


def told(compliance: Compliance) -> str:
    return "".join(f"{_line(each)}\n" for each in compliance.judged)


def _line(judged: Judged) -> str:
    finding = judged.finding
    status = "" if judged.status is Status.NEW else f" [{judged.status}]"
    return f"{finding.location} {finding.gate}{status} {judged.reason or finding.what}"
