"""One line explained, for people and as JSON.

app/worker.py:5:12 fixed execution_engine
  rewritten by per_user

  what it is
    Engine  (app/worker.py:1)
    which is acme.old.Engine  (acme/old.py:1)
    which is acme.engine.Engine  (acme/engine.py:4)
  signatures
    yes      per_user(registry, context)
    no       canonical(*, context): registry is no parameter
  arguments
    registry = self.registry
  evaluation
    every argument is a constant, a name or an attribute of one
  what would change
    - engine = Engine(self.registry, context)
    + engine = UserEngine(context=context)
"""

from collections.abc import Iterator

import msgspec

from migrate_engines.model.explanation import Explained, Explanation, Station
from migrate_engines.model.proof import BoundArgument, OverloadAnswer
from migrate_engines.model.reason import EXPLANATIONS, Reason
from migrate_engines.reporting.json import FindingRecord, finding_record

_DEFAULT = "(its default)"


def render_explanation(explanation: Explanation) -> str:
    """The findings of the line, then the names on it that only look like legacy ones."""
    blocks = [
        "".join(f"{line}\n" for line in _explained(explanation.path, each)) for each in explanation.explained
    ]
    for other in explanation.others:
        where = f"{explanation.path}:{explanation.line}:{other.column}"
        blocks.append(f"{where} {other.name} is no finding\n  {other.told}\n")
    if explanation.unread is not None:
        blocks.append(f"{explanation.path}: {explanation.unread}\n")
    if not blocks:
        blocks.append(
            f"{explanation.path}:{explanation.line}: nothing here is, or looks like, a retired symbol\n"
        )
    if explanation.nearest:
        lines = ", ".join(map(str, explanation.nearest))
        blocks.append(f"The nearest findings in this file are on line {lines}.\n")
    return "\n".join(blocks)


def _explained(path: str, explained: Explained) -> Iterator[str]:
    finding, proof = explained.finding, explained.finding.proof
    reason = f" [{finding.reason}]" if finding.reason else ""
    place = f"{path}:{finding.place.line}:{finding.place.column}"
    yield f"{place} {finding.outcome} {finding.codemod or '-'}{reason}"
    yield f"  {finding.message}"
    told = _reason(finding.reason)
    if told and told not in finding.message:
        yield f"  {told}"
    yield from _section("what it is", list(_way(explained.way)))
    yield from _section("signatures", [_overload(each) for each in proof.overloads])
    yield from _section("arguments", [_argument(each) for each in proof.arguments])
    yield from _section("evaluation", [proof.evaluation] if proof.evaluation else [])
    yield from _section("notes", [note for note in proof.notes if note != finding.message])
    yield from _section("what would change", explained.diff.splitlines())


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"  {title}"
        yield from (f"    {line}" for line in lines)


def _reason(code: str | None) -> str | None:
    name = (code or "").partition(":")[0]
    return EXPLANATIONS[Reason(name)] if name in list(Reason) else None


def _way(way: tuple[Station, ...]) -> Iterator[str]:
    for position, station in enumerate(way):
        verb = "which is " if position and not station.is_local else ""
        yield f"{verb}{station.dotted}  ({station.place or 'not in this tree'})"


def _overload(each: OverloadAnswer) -> str:
    return f"{each.answer:8} {each.rule}{each.signature}{f': {each.why}' if each.why else ''}"


def _argument(each: BoundArgument) -> str:
    lines = _DEFAULT if each.text is None else " ".join(each.text.split())
    return f"{each.parameter} = {lines}"


class StationRecord(msgspec.Struct, frozen=True):
    name: str
    place: str | None


class ExplainedRecord(msgspec.Struct, frozen=True):
    finding: FindingRecord
    way: list[StationRecord]
    diff: str


class OtherRecord(msgspec.Struct, frozen=True):
    name: str
    column: int
    message: str


class ExplanationRecord(msgspec.Struct, frozen=True):
    path: str
    line: int
    explained: list[ExplainedRecord]
    others: list[OtherRecord]
    nearest: list[int]
    unread: str | None


def render_explanation_json(explanation: Explanation) -> bytes:
    """The same, for programs; ``finding`` is what a report has."""
    record = ExplanationRecord(
        explanation.path,
        explanation.line,
        [
            ExplainedRecord(
                finding_record(each.finding),
                [StationRecord(station.dotted, station.place) for station in each.way],
                each.diff,
            )
            for each in explanation.explained
        ],
        [OtherRecord(each.name, each.column, each.told) for each in explanation.others],
        list(explanation.nearest),
        explanation.unread,
    )
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"
