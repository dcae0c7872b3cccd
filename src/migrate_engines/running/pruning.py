"""Definitions that are to go, in the results of their files."""

import ast
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.deciding.removal import Needs
from migrate_engines.deciding.retirement import Retired
from migrate_engines.emitting.definitions import Definition, Prunable, prune
from migrate_engines.model.edit import EditConflict
from migrate_engines.model.finding import Finding
from migrate_engines.model.reason import EXPLANATIONS, Reason
from migrate_engines.model.result import Failed, FileResult, Rewritten, Unchanged
from migrate_engines.tree.parsing import check_compiles, parse
from migrate_engines.tree.source import Unreadable, decode


class Pruner(Struct, frozen=True):
    """Adds the findings about definitions that are to go and, with ``is_applied``, removes what may go."""

    retired: Sequence[Retired]
    is_applied: bool
    needs: Needs
    pure_calls: frozenset[str]
    line_length: int

    def pruned(self, result: FileResult) -> FileResult:
        """The file's result with all that."""
        own = [each for each in self.retired if each.source.path == result.path]
        if not own or not isinstance(result, (Rewritten, Unchanged)):
            return result
        going = {each.name for each in own if not each.stays} if self.is_applied else set()
        found = [each.finding(is_applied=self.is_applied) for each in own]
        if not going:
            return replace(result, findings=_sorted([*result.findings, *found]))
        return self._without(result, own, going, found)

    def _without(
        self, result: Rewritten | Unchanged, own: Sequence[Retired], going: set[str], found: list[Finding]
    ) -> FileResult:
        before = own[0].source
        asked = self.needs.asked_of(result.path, going)
        gone = Prunable(before, self.pure_calls).without(going, asked)
        left = [
            each
            for each in result.findings
            if not gone.is_hollow and each.place.line not in gone.lines and each.span not in gone.aliases
        ]
        data = result.after if isinstance(result, Rewritten) else before.encode(before.text)
        source = decode(result.path, data)
        try:
            text = prune(source, going, asked, self.pure_calls, self.line_length)
            after = source.encode(text)
            check_compiles(decode(result.path, after), before)
        except (EditConflict, Unreadable, UnicodeEncodeError) as error:
            return Failed(result.path, f"{EXPLANATIONS[Reason.INVALID_RESULT]} ({error})")
        if not any(isinstance(node, Definition) for node in ast.walk(parse(decode(result.path, after)))):
            found = [_of_an_empty_file(each) for each in found]
        return Rewritten(result.path, before.encode(before.text), after, _sorted([*left, *found]))


def _of_an_empty_file(finding: Finding) -> Finding:
    return replace(finding, message=f"{finding.message}; the file defines nothing any more: delete it")


def _sorted(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda each: each.place))
