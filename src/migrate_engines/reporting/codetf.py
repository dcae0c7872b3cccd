"""A report as CodeTF (version 2 of the format): what each codemod changed, and what it left."""

from collections.abc import Iterator, Sequence

import msgspec

from migrate_engines import __version__
from migrate_engines.model.finding import Finding, Outcome
from migrate_engines.model.report import Mode, Report
from migrate_engines.model.result import Rewritten
from migrate_engines.model.rule import Codemod
from migrate_engines.reporting.diff import file_diff
from migrate_engines.reporting.json import encodable

_TOOL = "migrate-engines"
_COMMANDS = {Mode.APPLY: _TOOL, Mode.DRY_RUN: f"{_TOOL} --dry-run", Mode.CHECK: f"{_TOOL} --check"}
_LEFT = (Outcome.UNSAFE, Outcome.MANUAL)


class _Object(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True): ...


class Change(_Object, frozen=True):
    line_number: int
    description: str
    diff_side: str
    properties: dict[str, str | None]


class ChangeSet(_Object, frozen=True):
    path: str
    diff: str
    changes: list[Change]
    strategy: str
    provisional: bool = False


class Rule(_Object, frozen=True):
    id: str
    name: str


class Unfixed(_Object, frozen=True):
    rule: Rule
    path: str
    line_number: int
    reason: str


class Result(_Object, frozen=True):
    codemod: str
    summary: str
    description: str
    changeset: list[ChangeSet]
    failed_files: list[str]
    unfixed_findings: list[Unfixed]


class Run(_Object, frozen=True):
    vendor: str
    tool: str
    version: str
    command_line: str
    elapsed: int
    directory: str


class CodeTF(_Object, frozen=True):
    run: Run
    results: list[Result]


def render_codetf(report: Report, prefix: str = "", codemods: Sequence[Codemod] = ()) -> bytes:
    """One result for each codemod, and one of the tool itself for what belongs to none.

    A file stands once, with its whole diff, under the codemod of its first rewritten use; each change names
    its own codemod. No time is told: the same tree gives the same bytes.
    """
    known = {each.name: each for each in codemods}
    named = {each.codemod or _TOOL for _, each in report.findings()} | {
        _owner(each) for each in report.rewritten
    }
    if report.failed:
        named.add(_TOOL)
    failed = [_path(prefix, each.path) for each in report.failed]
    results = [_result(name, known.get(name), report, prefix, failed) for name in sorted(named)]
    run = Run(_TOOL, _TOOL, __version__, _COMMANDS[report.mode], 0, ".")
    return msgspec.json.format(msgspec.json.encode(CodeTF(run, results)), indent=2) + b"\n"


def _result(name: str, codemod: Codemod | None, report: Report, prefix: str, failed: list[str]) -> Result:
    summary = codemod.summary if codemod else "Helper modules, and uses of no codemod."
    description = codemod.description if codemod else ""
    changed = [each for each in report.rewritten if _owner(each) == name]
    return Result(
        f"{_TOOL}:python/{name}",
        encodable(summary),
        encodable(description or summary),
        [_changeset(each, prefix) for each in changed],
        failed if name == _TOOL else [],
        list(_unfixed(name, report, prefix)),
    )


def _owner(result: Rewritten) -> str:
    fixed = (each.codemod for each in _fixed(result))
    return next(fixed, None) or _TOOL


def _fixed(result: Rewritten) -> list[Finding]:
    found = [each for each in result.findings if each.outcome is Outcome.FIXED]
    return sorted(found, key=lambda each: each.place)


def _changeset(result: Rewritten, prefix: str) -> ChangeSet:
    diff = file_diff(f"{prefix}{result.path}", result.before, result.after).decode("utf-8", "replace")
    changes = [
        Change(each.place.line, encodable(each.message), "left", {"codemod": each.codemod})
        for each in _fixed(result)
    ]
    new = Change(1, "The file is added, or its imports change.", "right", {})
    return ChangeSet(_path(prefix, result.path), encodable(diff), changes or [new], "deterministic")


def _unfixed(name: str, report: Report, prefix: str) -> Iterator[Unfixed]:
    for path, each in report.findings():
        if (each.codemod or _TOOL) == name and each.outcome in _LEFT:
            rule = Rule(each.reason or name, each.reason or name)
            yield Unfixed(rule, _path(prefix, path), each.place.line, encodable(each.message))


def _path(prefix: str, path: str) -> str:
    return encodable(f"{prefix}{path}")
