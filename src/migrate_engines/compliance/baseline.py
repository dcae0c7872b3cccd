"""The findings that are known: a file that only shrinks.

A finding is known by its code, its file and its subject, and by how many such there are; never by its line.
The file is JSON with one entry on each line, sorted, so that a merge or a review sees what has gone.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from migrate_engines.compliance.finding import GateFinding
from migrate_engines.model.problem import InputError, Problem

SCHEMA_VERSION = 1


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    path: str
    subject: str
    count: int = 1


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    schema_version: int
    findings: list[_Entry]


class Key(Struct, frozen=True, order=True):
    """What a finding is known by."""

    code: str
    path: str
    subject: str


class Baseline(Struct, frozen=True):
    """``is_there``: the file exists; an absent one knows nothing."""

    counts: Counter[Key]
    is_there: bool = False

    def split(self, findings: Sequence[GateFinding]) -> tuple[list[bool], Counter[Key]]:
        """For each finding whether it is known, and the entries that nothing answers to any more.

        Of several alike the first ones, as many as the baseline counts, are known.
        """
        left = Counter(self.counts)
        known = []
        for finding in findings:
            key = key_of(finding)
            known.append(left[key] > 0)
            left[key] -= 1
        return known, +left


def key_of(finding: GateFinding) -> Key:
    return Key(finding.gate.value, encodable(finding.location.path), encodable(finding.subject))


def encodable(text: str) -> str:
    """What cannot be JSON (a surrogate from a file name that is no UTF-8) as its escape."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def read_baseline(path: Path) -> Baseline:
    """
    Raises:
        InputError: the file cannot be read, or is no baseline of this version.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Baseline(Counter())
    except OSError as error:
        raise _unusable(path, f"The baseline cannot be read: {error.strerror}") from error
    try:
        found = msgspec.json.decode(data, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _unusable(path, f"This is no baseline: {error}") from error
    if found.schema_version != SCHEMA_VERSION:
        raise _unusable(path, f"The baseline is of version {found.schema_version}, not {SCHEMA_VERSION}")
    counts: Counter[Key] = Counter()
    for each in found.findings:
        counts[Key(each.code, each.path, each.subject)] += each.count
    return Baseline(counts, is_there=True)


def _unusable(path: Path, what: str) -> InputError:
    remedy = "Restore it from version control, or begin a new one with --update-baseline --allow-growth."
    return InputError([Problem(str(path), 0, what, remedy)])


def render_baseline(findings: Iterable[GateFinding], kept: Iterable[tuple[Key, int]] = ()) -> bytes:
    """The file for these findings, and for entries that are kept as they are."""
    counts = Counter(map(key_of, findings)) + Counter(dict(kept))
    entries = [_Entry(key.code, key.path, key.subject, counts[key]) for key in sorted(counts)]
    lines = ",\n".join(f"    {msgspec.json.encode(each).decode()}" for each in entries)
    body = f"[\n{lines}\n  ]" if entries else "[]"
    return f'{{\n  "schema_version": {SCHEMA_VERSION},\n  "findings": {body}\n}}\n'.encode()
