"""What deciding about one file needs to know of the rest of the run."""

from collections.abc import Mapping

from msgspec import Struct, field

from migrate_engines.deciding.named import Named
from migrate_engines.deciding.table import RuleTable
from migrate_engines.model.reason import Reason
from migrate_engines.model.span import Span
from migrate_engines.tree.import_graph import ImportGraph
from migrate_engines.tree.index import SymbolIndex

_NO_STRINGS = Named("strings")
_NONE_ASSIGNED = Named("assigned")


class Context(Struct, frozen=True):
    """The run's side of a decision.

    Attributes:
        graph: the imports of the tree, those of the helper modules that the run may create included.
        dotted_strings: every dotted string in the files that matter, such as the targets of patches.
        assigned: ``owner.name`` for each name that some file sets on an object from outside, and modules in
            whose place the set-up of tests puts a stub.
        helper_refusals: helper modules that cannot be used, and why.
        apply_unsafe: unsafe rewrites are applied too.
        reports_keeps: calls that are right as they are make a finding, too.
        can_rename: aliases of canonical classes may change, which the whole tree has to be known for.
        selected: the files that the run may change; None for all of them.
        declined: calls that a person wants to stay, by file and span.
        lone_tests: test modules that no patch of another file can reach.
    """

    table: RuleTable
    index: SymbolIndex
    graph: ImportGraph
    dotted_strings: Named = _NO_STRINGS
    assigned: Named = _NONE_ASSIGNED
    helper_refusals: Mapping[str, tuple[Reason, str]] = field(default_factory=dict)
    failure_guards: tuple[str, ...] = ()
    legacy_tests: tuple[str, ...] = ()
    apply_unsafe: bool = False
    reports_keeps: bool = False
    can_rename: bool = False
    selected: frozenset[str] | None = None
    declined: frozenset[tuple[str, Span]] = frozenset()
    lone_tests: frozenset[str] = frozenset()

    def is_selected(self, path: str) -> bool:
        return self.selected is None or path in self.selected
