"""What must hold for every input of a run, whatever it is."""

import ast
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from migrate_engines.model.finding import Finding, Outcome
from migrate_engines.model.reason import EXPLANATIONS, Reason
from migrate_engines.model.report import Report
from migrate_engines.model.result import Failed, FileResult, Rewritten
from migrate_engines.model.rule import Codemod
from migrate_engines.running.request import Request
from migrate_engines.running.run import run
from migrate_engines.settings import Settings
from migrate_engines.tree.source import decode

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_IMPORT = re.compile(r"\s*(?:from\s|import\s|[\w.]+(?: as \w+)?,|\(|\)|$)")


@dataclass(frozen=True)
class Broken:
    """A promise that did not hold for the file ``path``."""

    path: str
    promise: str


@dataclass(frozen=True)
class Ground:
    """A tree with the surroundings that the shipped codemods need; inputs are laid into ``fuzz/``."""

    root: Path
    codemods: tuple[Codemod, ...]

    def broken(self, inputs: Mapping[str, bytes], *, unsafe: bool) -> list[Broken]:
        """Lay the inputs into the tree, run twice, and look at what came out."""
        for path, data in inputs.items():
            (self.root / path).parent.mkdir(exist_ok=True)
            (self.root / path).write_bytes(data)
        report = self._run(unsafe)
        found = [each for path, data in inputs.items() for each in self._judged(path, data, report)]
        again = self._run(unsafe)
        found += [
            Broken(each.path, "a second run changes nothing")
            for each in again.rewritten
            if each.path in inputs
        ]
        for path in inputs:
            (self.root / path).unlink()
        return found

    def _run(self, unsafe: bool) -> Report:
        return run(Request(unsafe=unsafe, keeps_journal=False), Settings(self.root), self.codemods)

    def _judged(self, path: str, data: bytes, report: Report) -> list[Broken]:
        result = next((each for each in report.results if each.path == path), None)
        told = _told(result, data, (self.root / path).read_bytes())
        return [Broken(path, each) for each in told]


def _told(result: FileResult | None, before: bytes, after: bytes) -> list[str]:
    if isinstance(result, Failed) and _is_bug(result.message):
        return [f"no error of our own: {result.message}"]
    if not isinstance(result, Rewritten):
        return [] if before == after else ["a file that is not rewritten is what it was"]
    if after != result.after or before != result.before:
        return ["what is written is what is reported"]
    broken = ["what could be compiled still can"] if _compiles(before) and not _compiles(after) else []
    outside = _outside(before, after, result.findings)
    return [*broken, *(f"nothing else changes: {each!r}" for each in outside)]


def _is_bug(message: str) -> bool:
    return message.startswith(("internal error", EXPLANATIONS[Reason.INVALID_RESULT], "not written"))


def _compiles(data: bytes) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(data, "fuzz.py", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _statements(data: bytes) -> list[ast.stmt]:
    """Empty where Python cannot parse the file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return [each for each in ast.walk(ast.parse(data)) if isinstance(each, ast.stmt)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _lines_of(node: ast.stmt) -> range:
    """From 1; without the statements inside it."""
    body = getattr(node, "body", None) or getattr(node, "cases", None)
    first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
    end = node.end_lineno or node.lineno
    return range(
        first, max(body[0].lineno, node.lineno + 1) if body and hasattr(body[0], "lineno") else end + 1
    )


def _outside(before: bytes, after: bytes, findings: tuple[Finding, ...]) -> list[str]:
    """Lines that changed where no fixed finding and no import is; imports may be added anywhere."""
    old, new = (_LINE.findall(decode("fuzz.py", data).text) for data in (before, after))
    fixed = [each.place for each in findings if each.outcome is Outcome.FIXED]
    statements = _statements(before)
    imports = {
        line
        for each in statements
        if isinstance(each, ast.Import | ast.ImportFrom)
        for line in _lines_of(each)
    }
    around = {
        line
        for each in statements
        for place in fixed
        if place.line in _lines_of(each)
        for line in _lines_of(each)
    }
    found = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        is_near = any(each.line - 1 <= b and a <= each.end_line for each in fixed)
        is_near |= not around.isdisjoint(range(a, b + 2))
        is_import = a == b and all(_IMPORT.match(line) for line in new[c:d])
        changed = {line for line in range(a + 1, b + 1) if old[line - 1].strip()}
        is_import |= imports.issuperset(changed) and not imports.isdisjoint(range(a, b + 2))
        if what != "equal" and not is_near and not is_import:
            found.append("".join(old[a:b]) + "->" + "".join(new[c:d]))
    return found
