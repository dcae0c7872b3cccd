"""Golden cases brought to what a run gives today, for a person to read the diff of."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from migrate_engines.golden.attempt import Attempt, RunFunction, attempt
from migrate_engines.golden.case import Case, GoldenCase, ProjectCase, Scenario
from migrate_engines.golden.difference import unified
from migrate_engines.golden.document import Role, parse_document
from migrate_engines.golden.encoding import decode
from migrate_engines.golden.folder import Tree, read_tree
from migrate_engines.golden.line import as_text
from migrate_engines.golden.write import rewritten
from migrate_engines.model.problem import InputError, Problem
from migrate_engines.model.rule import Codemod
from migrate_engines.running.run import run


def refuse_in_ci(environment: Mapping[str, str] = os.environ) -> None:
    """Expectations are rewritten where somebody reads them.

    Raises:
        InputError: the variable ``CI`` is set.
    """
    if environment.get("CI"):
        remedy = "Run it at your desk and read the diff"
        raise InputError([Problem("--update", 0, "refused because CI is set in the environment", remedy)])


def update_case(case: Case, codemods: Sequence[Codemod], *, run: RunFunction = run) -> str:
    """Rewrite what ``case`` expects; the diff of its files, empty where it was right already.

    Raises:
        InputError: the run refuses the case, or gives what no fenced block can hold.
    """
    (result,) = attempt(case.scenario().before, codemods, run)
    if isinstance(case, ProjectCase):
        return _update_project(case, result)
    return _update_markdown(case, result)


def _update_markdown(case: GoldenCase, result: Attempt) -> str:
    data = case.path.read_bytes()
    text = rewritten(parse_document(case.name, data), _wanted(case, result))
    return _write(case.path, case.name, data, text.encode("utf-8"))


def _wanted(case: GoldenCase, result: Attempt) -> dict[tuple[Role, str], str]:
    """The blocks that the case should have besides its before blocks."""
    scenario = case.scenario()
    problems = list(_unwritable(case.name, scenario.before, result.tree))
    if problems:
        raise InputError(problems)
    changed = {path: data for path, data in result.tree.items() if scenario.before.get(path) != data}
    wanted = {(_role(path, scenario), path): decode(path, data) for path, data in changed.items()}
    findings = as_text(line for line in result.findings if line.path not in scenario.unlisted - set(changed))
    if wanted or findings or case.findings is not None:
        wanted[Role.FINDINGS, ""] = findings
    return wanted


def _role(path: str, scenario: Scenario) -> Role:
    return Role.AFTER if path in scenario.before else Role.CREATED


def _unwritable(name: str, before: Tree, after: Tree) -> Iterator[Problem]:
    remedy = "A block holds whole lines of text that end in \\n; make it a project case"
    for path in sorted({*before, *after}):
        if path not in after:
            yield Problem(name, 0, f"the run removed {path}", "No block can say so; make it a project case")
        elif before.get(path) != after[path] and not _is_whole_lines(path, after[path]):
            yield Problem(name, 0, f"no block can hold the new {path}", remedy)


def _is_whole_lines(path: str, data: bytes) -> bool:
    try:
        text = decode(path, data)
    except UnicodeDecodeError:
        return False
    return "\r" not in text and not text.startswith("\ufeff") and (not text or text.endswith("\n"))


def _update_project(case: ProjectCase, result: Attempt) -> str:
    folder = case.path / "after"
    current = read_tree(folder)
    diffs = []
    for path in sorted({*current, *result.tree}):
        name = f"{case.name}/after/{path}"
        diffs.append(_write(folder / path, name, current.get(path), result.tree.get(path)))
    listed = case.path / "findings.txt"
    old = listed.read_bytes() if listed.is_file() else None
    diffs.append(_write(listed, f"{case.name}/{listed.name}", old, as_text(result.findings).encode("utf-8")))
    return "".join(diffs)


def _write(path: Path, name: str, old: bytes | None, new: bytes | None) -> str:
    """Bring one file from ``old`` to ``new`` (None: no file); the diff."""
    if old == new:
        return ""
    if new is None:
        path.unlink()
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(new)
    old_name = "/dev/null" if old is None else f"a/{name}"
    new_name = "/dev/null" if new is None else f"b/{name}"
    return unified(_shown(old), _shown(new), old_name, new_name) or f"{old_name} -> {new_name} (empty)\n"


def _shown(data: bytes | None) -> str:
    return (data or b"").decode("utf-8", "backslashreplace")
