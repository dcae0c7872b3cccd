"""Cases as they lie in the golden folder; what is wrong with one is said all at once."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from migrate_engines.golden.case import Case, GoldenCase, ProjectCase
from migrate_engines.golden.document import Document, Role, parse_document
from migrate_engines.golden.folder import Tree, read_tree
from migrate_engines.golden.line import FindingLine, parse_lines
from migrate_engines.model.problem import InputError, Problem

VARIANTS = "Variants:"
_NO_VARIANTS = re.compile(r"Variants: none \(.+\)")
_FORM = "Write path:line:column outcome [reason], as in `app/worker.py:9:5 manual missing-context`"
_UPDATE = "Run `migrate-engines test --update`"


class Reading(Struct, frozen=True):
    """``case`` is None where its files cannot be told; a case with problems is updated, but not checked."""

    name: str
    case: Case | None
    problems: tuple[Problem, ...]


def read_case(path: Path, name: str, codemod: str, surroundings: Mapping[str, bytes]) -> Reading:
    """The case in a Markdown file that problems call ``name``."""
    try:
        document = parse_document(name, path.read_bytes())
    except InputError as error:
        return Reading(name, None, error.problems)
    unclear = [*document.problems, *_unclear_files(document)]
    findings, unread = _findings(document)
    problems = [*_missing_parts(document), *_odd_files(document, surroundings), *unread]
    case = None if unclear else _case(path, codemod, document, findings, surroundings)
    return Reading(name, case, tuple(sorted([*unclear, *problems])))


def read_project(path: Path, name: str) -> Reading:
    """The case in a folder with ``before``, ``after`` and ``findings.txt``."""
    if not (path / "before").is_dir():
        return Reading(name, None, (Problem(name, 0, "no folder before/", "Put the tree to migrate there"),))
    problems = [] if (path / "after").is_dir() else [Problem(name, 0, "no folder after/", _UPDATE)]
    listed = path / "findings.txt"
    findings: tuple[FindingLine, ...] | None = None
    if listed.is_file():
        findings, unread = parse_lines(listed.read_text("utf-8"))
        problems += [Problem(f"{name}/{listed.name}", line + 1, f"`{text}`", _FORM) for line, text in unread]
    else:
        problems.append(Problem(name, 0, "no findings.txt", _UPDATE))
    case = ProjectCase(path, name, read_tree(path / "before"), read_tree(path / "after"), findings)
    return Reading(name, case, tuple(problems))


def _case(
    path: Path,
    codemod: str,
    document: Document,
    findings: tuple[FindingLine, ...] | None,
    surroundings: Tree,
) -> GoldenCase:
    files = {role: {each.path: each.text for each in document.blocks if each.role is role} for role in Role}
    prose = "\n".join(line for line in document.prose if not line.startswith(VARIANTS))
    has_variants = not any(line.startswith(VARIANTS) for line in document.prose)
    return GoldenCase(
        path,
        document.name,
        codemod,
        document.title or path.stem,
        prose.strip(),
        files[Role.BEFORE],
        files[Role.AFTER],
        files[Role.CREATED],
        findings,
        surroundings,
        has_variants,
    )


def _unclear_files(document: Document) -> Iterator[Problem]:
    """Why one cannot tell which files the case has."""
    counts = Counter((block.role, block.path) for block in document.blocks)
    for block in document.blocks:
        if counts[block.role, block.path] > 1:
            label = f"{block.role}={block.path}".rstrip("=")
            yield Problem(document.name, block.first + 1, f"more than one block {label}", "Keep one of them")
    if not document.problems and all(block.role is not Role.BEFORE for block in document.blocks):
        yield Problem(document.name, 0, "no before block", "Show a file: ```python before=app/worker.py")


def _missing_parts(document: Document) -> Iterator[Problem]:
    if document.title is None:
        yield Problem(document.name, 0, "no heading", "Begin with `# ` and the case's sentence")
    if all(line.startswith(VARIANTS) for line in document.prose):
        yield Problem(document.name, 0, "no sentence of prose", "Say why it must be so")
    for line in document.prose:
        if line.startswith(VARIANTS) and not _NO_VARIANTS.fullmatch(line.rstrip()):
            yield Problem(document.name, 0, f"`{line}`", "Write `Variants: none (why)`, or nothing")


def _odd_files(document: Document, surroundings: Tree) -> Iterator[Problem]:
    there = {*surroundings, *(block.path for block in document.blocks if block.role is Role.BEFORE)}
    for block in document.blocks:
        line = block.first + 1
        if block.role is Role.AFTER and block.path not in there:
            remedy = "Give it a before block, or call it created"
            yield Problem(document.name, line, f"after={block.path}, and no such file before", remedy)
        if block.role is Role.CREATED and block.path in there:
            what = f"created={block.path}, which is there before"
            yield Problem(document.name, line, what, "Call it after")


def _findings(document: Document) -> tuple[tuple[FindingLine, ...] | None, list[Problem]]:
    for block in document.blocks:
        if block.role is Role.FINDINGS:
            lines, unread = parse_lines(block.text)
            start = block.first + 2
            return lines, [Problem(document.name, start + line, f"`{text}`", _FORM) for line, text in unread]
    return None, []
