"""A golden case: the files before a run, and all that must come of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct, field

from migrate_engines.golden.encoding import encode
from migrate_engines.golden.folder import Tree
from migrate_engines.golden.line import FindingLine

Texts: TypeAlias = Mapping[str, str]
"""Contents by path, relative to the tree's root, with ``/``."""


class Scenario(Struct, frozen=True):
    """What a run gets and must give.

    ``alternatives`` holds, for some files of ``after``, other bytes that are just as right;
    ``unlisted`` the files whose findings do not matter.
    """

    before: Tree
    after: Tree
    findings: tuple[FindingLine, ...] = ()
    unlisted: frozenset[str] = frozenset()
    alternatives: Tree = field(default_factory=dict)

    def listed(self, findings: tuple[FindingLine, ...]) -> tuple[FindingLine, ...]:
        """The findings that matter."""
        return tuple(line for line in findings if line.path not in self.unlisted)


class GoldenCase(Struct, frozen=True):
    """One Markdown file.

    Attributes:
        path: the file itself; ``name`` is how it is shown.
        codemod: the name of its folder.
        findings: None where the case has no such block.
        surroundings: files that lie in the tree unless a before block replaces them.
        has_variants: it is run as CRLF, with a BOM and without a final newline too.
    """

    path: Path
    name: str
    codemod: str
    title: str
    prose: str
    before: Texts
    after: Texts
    created: Texts
    findings: tuple[FindingLine, ...] | None
    surroundings: Tree = field(default_factory=dict)
    has_variants: bool = True

    @property
    def is_keeps(self) -> bool:
        """Nothing may change."""
        return not self.after and not self.created

    def scenario(self) -> Scenario:
        before = {**self.surroundings, **_encoded(self.before)}
        after = {**before, **_encoded(self.after), **_encoded(self.created)}
        findings = self.findings or ()
        claimed = {*self.before, *self.after, *(line.path for line in findings)}
        return Scenario(before, after, findings, frozenset(self.surroundings) - claimed)


class ProjectCase(Struct, frozen=True):
    """The folders ``before`` and ``after``, and the findings of the whole tree beside them."""

    path: Path
    name: str
    before: Tree
    after: Tree
    findings: tuple[FindingLine, ...] | None

    @property
    def title(self) -> str:
        return self.path.name

    def scenario(self) -> Scenario:
        return Scenario(self.before, self.after, self.findings or ())


Case: TypeAlias = GoldenCase | ProjectCase


def _encoded(texts: Texts) -> dict[str, bytes]:
    return {path: encode(path, text) for path, text in texts.items()}
