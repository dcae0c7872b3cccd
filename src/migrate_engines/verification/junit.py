"""JUnit XML, as pytest and most other runners write it.

The standard library's parser serves: the format is four elements deep. A document with a DOCTYPE, in which
alone entities can be declared, is refused before it is parsed.
"""

from collections.abc import Iterator
from enum import StrEnum
from xml.etree.ElementTree import Element, ParseError, fromstring

from msgspec import Struct


class CaseOutcome(StrEnum):
    """From the best to the worst: of several results of one test the worst holds."""

    PASSED = "passed"
    SKIPPED = "skipped"
    FAILED = "failed"


class CaseResult(Struct, frozen=True):
    """``name`` is class and test, joined by ``::``."""

    name: str
    outcome: CaseOutcome


class NoJUnit(Exception):
    """The file is no JUnit XML; the message says why."""


def read_junit(data: bytes) -> dict[str, CaseOutcome]:
    """What became of each test, by name.

    Raises:
        NoJUnit: it is no XML, declares entities, or has another root.
    """
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise NoJUnit("it has a DOCTYPE, which JUnit XML never needs")
    try:
        root = fromstring(data)
    except ParseError as error:
        raise NoJUnit(f"it is no XML: {error}") from error
    if root.tag not in ("testsuites", "testsuite"):
        raise NoJUnit(f"its root is <{root.tag}>, not <testsuites>")
    order = list(CaseOutcome)
    found: dict[str, CaseOutcome] = {}
    for each in _results(root):
        worst = max(found.get(each.name, each.outcome), each.outcome, key=order.index)
        found[each.name] = worst
    return found


def _results(root: Element) -> Iterator[CaseResult]:
    for case in root.iter("testcase"):
        owner, name = case.get("classname", ""), case.get("name", "")
        yield CaseResult("::".join(filter(None, (owner, name))), _outcome(case))


def _outcome(case: Element) -> CaseOutcome:
    if case.find("failure") is not None or case.find("error") is not None:
        return CaseOutcome.FAILED
    return CaseOutcome.SKIPPED if case.find("skipped") is not None else CaseOutcome.PASSED
