"""Legacy modules that are handed on as objects: what is asked of them later cannot be seen."""

import ast
from collections.abc import Iterator

from msgspec import Struct

from migrate_engines.finding.lookups import callee_of
from migrate_engines.finding.names import FileNames
from migrate_engines.finding.patches import patched_names
from migrate_engines.finding.scope import Scope, ScopeKind, ScopeTree
from migrate_engines.finding.use import Use
from migrate_engines.finding.values import Values
from migrate_engines.finding.walk import whole_chain
from migrate_engines.finding.wanted import Wanted
from migrate_engines.model.finding import UseKind

# What these functions ask a module for is looked at where they are called.
_ASKING_NOTHING = ("dir", "getfile", "getsource", "getsourcefile", "id", "isinstance", "ismodule", "reload")
_SHOWING = ("print", "repr", "str", "type")
_ASKING_A_NAME = ("delattr", "getattr", "hasattr", "setattr", "vars")
_HARMLESS = frozenset((*_ASKING_NOTHING, *_SHOWING, *_ASKING_A_NAME))


class HandedOnFinder(Struct, frozen=True):
    """Finds such places in one file."""

    names: FileNames
    wanted: Wanted
    scopes: ScopeTree

    def uses(self) -> Iterator[Use]:
        for read in self.scopes.uses:
            node, ancestors = whole_chain(read)
            written = self.names.dotted(node, read.scope)
            if written is not None and not _is_followed(node, ancestors, read.scope):
                yield from self._use(written, node, read.scope, ancestors)
        for lookup in self.scopes.lookups:
            match lookup.node:
                case ast.JoinedStr() | ast.Subscript(ctx=ast.Store() | ast.Del()):
                    continue
            written = Values(self.names).object(lookup.node, lookup.scope)
            is_told = written is None or written in self.wanted.modules  # as a string
            if not is_told and not _is_followed_load(lookup.node, lookup.ancestors, lookup.scope):
                yield from self._use(written or "", lookup.node, lookup.scope, lookup.ancestors)

    def _use(
        self, written: str, node: ast.expr, scope: Scope, ancestors: tuple[ast.AST, ...]
    ) -> Iterator[Use]:
        if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            return
        resolution = self.names.index.resolve(written)
        module = resolution.canonical
        if module not in self.wanted.homes or module == self.names.module:
            return
        if not self._is_asked_there(node, scope, ancestors):
            yield Use(module, written, resolution.chain, UseKind.VALUE, node, scope, ancestors)

    def _is_asked_there(self, node: ast.expr, scope: Scope, ancestors: tuple[ast.AST, ...]) -> bool:
        """Whether the call that takes the module does no more with it than can be seen."""
        calls = [each for each in ancestors[-2:] if isinstance(each, ast.Call)]
        for call in calls:
            callee = callee_of(call, self.names, scope)
            if node in call.args and callee.rpartition(".")[2] in _HARMLESS:
                return True
            if any(patched.owner is node for patched in patched_names(call, callee)):
                return True
        return False


def _is_followed(node: ast.expr, ancestors: tuple[ast.AST, ...], scope: Scope) -> bool:
    """Whether the module goes to a name that is followed, or to nothing at all."""
    match ancestors[-1]:
        case ast.Assign(targets, value) if value is node:
            return scope.kind is not ScopeKind.CLASS and all(isinstance(each, ast.Name) for each in targets)
        case ast.AnnAssign(target, _, value) if value is node:
            return scope.kind is not ScopeKind.CLASS and isinstance(target, ast.Name)
        case ast.Attribute() | ast.Expr() | ast.Compare() | ast.Assert() | ast.FormattedValue():
            return True
        case ast.UnaryOp() | ast.If() | ast.While() | ast.Delete():
            return True
    return False


def _is_followed_load(node: ast.expr, ancestors: tuple[ast.AST, ...], scope: Scope) -> bool:
    """The same of an expression that loads the module: other files do not follow a name of it."""
    is_named = isinstance(ancestors[-1], (ast.Assign, ast.AnnAssign))
    is_passed_on = is_named and scope.kind is ScopeKind.MODULE
    return not is_passed_on and _is_followed(node, ancestors, scope)
