"""One reference to a legacy symbol, while its file is being read."""

import ast

from msgspec import Struct

from migrate_engines.finding.patches import Patch
from migrate_engines.finding.scope import Binding, Scope
from migrate_engines.model.finding import UseKind


class Use(Struct, frozen=True, eq=False):
    """A reference that resolved to a symbol of interest.

    Attributes:
        symbol: the canonical dotted name.
        written: the dotted name that the file's own imports give.
        chain: the names passed from ``written`` to ``symbol``.
        node: the name, attribute chain, alias or string that refers.
        call: the call whose callee ``node`` is.
        awaited: the ``await`` around that call.
        ancestors: of ``node``, outermost first.
        bindings: of the root name; several where it is bound more than once.
        is_certain: whether every binding means the symbol.
        patch: how the name is replaced, where that is what the use does.
        is_dynamic: the object is reached by a name that is looked up at run time.
    """

    symbol: str
    written: str
    chain: tuple[str, ...]
    kind: UseKind
    node: ast.AST
    scope: Scope
    ancestors: tuple[ast.AST, ...]
    bindings: tuple[Binding, ...] = ()
    call: ast.Call | None = None
    awaited: ast.Await | None = None
    is_certain: bool = True
    patch: Patch | None = None
    is_dynamic: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every dotted name that the use passed through, the canonical one last."""
        return (self.written, *self.chain, self.symbol)

    @property
    def way(self) -> tuple[str, ...]:
        """Each of those names once, from the one that the file itself gives to the definition."""
        return tuple(dict.fromkeys(self.names))

    @property
    def outermost(self) -> ast.AST:
        """The node that the finding is about."""
        return self.awaited or self.call or self.node
