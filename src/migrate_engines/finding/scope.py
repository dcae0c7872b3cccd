"""What a scope is: its bindings, and which of them a name means."""

import ast
from enum import Enum, auto

from msgspec import Struct, field


class ScopeKind(Enum):
    MODULE = auto()
    CLASS = auto()
    FUNCTION = auto()
    COMPREHENSION = auto()
    TYPE_PARAMETERS = auto()


class BindingKind(Enum):
    IMPORT = auto()
    STAR_IMPORT = auto()
    PARAMETER = auto()
    ASSIGNMENT = auto()
    DEFINITION = auto()
    OTHER = auto()


class Binding(Struct, frozen=True, eq=False):
    """One place that binds a name.

    Attributes:
        node: the alias, argument, statement or target that binds.
        statement: the import statement, for an import.
        target: the absolute dotted name, for an import.
        value: what is assigned, where the whole value is one expression.
        annotation: of a parameter or an annotated assignment.
        type_checking: only type checkers run it.
    """

    kind: BindingKind
    node: ast.AST
    scope: "Scope"
    statement: ast.Import | ast.ImportFrom | None = None
    target: str | None = None
    value: ast.expr | None = None
    annotation: ast.expr | None = None
    type_checking: bool = False


class Scope(Struct, eq=False):
    """One scope; ``bindings`` holds every binding of a name in source order."""

    kind: ScopeKind
    node: ast.AST
    parent: "Scope | None"
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    globals: set[str] = field(default_factory=set)
    nonlocals: set[str] = field(default_factory=set)

    @property
    def module(self) -> "Scope":
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    def home_of(self, name: str) -> "Scope | None":
        """The scope whose binding of ``name`` is seen from here; None for a builtin or unknown name."""
        if name in self.globals:
            return self.module if name in self.module.bindings else None
        if name in self.bindings:
            return self
        scope = self.parent
        while scope is not None:
            if name in scope.globals:
                return scope.module if name in scope.module.bindings else None
            visible = scope.kind is not ScopeKind.CLASS
            if visible and name in scope.bindings:
                return scope
            scope = scope.parent
        return None

    def homes_of(self, name: str, line: int = 0) -> "list[Scope]":
        """Every scope that a read on ``line`` of this scope may mean.

        A class body looks a name up in itself and then outside, depending on what has run by then.
        """
        home = self.home_of(name)
        if home is None:
            return []
        if home is not self or self.parent is None or not self._may_look_outside(name, line):
            return [home]
        return [home, *self.parent.homes_of(name)]

    def _may_look_outside(self, name: str, line: int) -> bool:
        if not isinstance(self.node, ast.ClassDef):
            return False
        body = self.node.body
        own = [binding.statement or binding.node for binding in self.bindings[name]]
        return not any(node in body and getattr(node, "lineno", line) < line for node in own)

    def lookup(self, name: str, line: int = 0) -> list[Binding]:
        return [binding for home in self.homes_of(name, line) for binding in home.bindings[name]]

    def definition(self) -> "Scope | None":
        """The nearest function around with a body of statements, lambdas passed over."""
        scope: Scope | None = self
        while scope is not None and not scope._is_definition():
            scope = scope.parent
        return scope

    def _is_definition(self) -> bool:
        return self.kind is ScopeKind.FUNCTION and not isinstance(self.node, ast.Lambda)

    def function(self) -> "Scope":
        """The nearest enclosing function, class or module scope."""
        scope = self
        while scope.kind in (ScopeKind.COMPREHENSION, ScopeKind.TYPE_PARAMETERS) and scope.parent:
            scope = scope.parent
        return scope


class NameUse(Struct, frozen=True, eq=False):
    """A name that is read, with the scope that reads it and its ancestors, outermost first."""

    node: ast.Name
    scope: Scope
    ancestors: tuple[ast.AST, ...]


class StringRead(Struct, frozen=True, eq=False):
    """A string literal with the scope and the ancestors of a :class:`NameUse`."""

    node: ast.Constant
    text: str
    scope: Scope
    ancestors: tuple[ast.AST, ...]


class Lookup(Struct, frozen=True, eq=False):
    """An expression that may look a name up by a string, with the scope and the ancestors of a read."""

    node: ast.Call | ast.Subscript | ast.JoinedStr
    scope: Scope
    ancestors: tuple[ast.AST, ...]


class ScopeTree(Struct):
    """All scopes of a file, and every read of a wanted name."""

    module: Scope
    uses: list[NameUse]
    scope_of: dict[ast.AST, Scope]
    strings: list[StringRead]
    lookups: list[Lookup]

    def release(self) -> None:
        """Forget the bindings once nobody asks any more.

        Bindings and scopes know each other; without them, all that was known of the file goes at once
        instead of waiting for the garbage collector.
        """
        for scope in self.scope_of.values():
            for each in (scope, scope.parent):  # the scope of type parameters stands between two
                if each is not None:
                    each.bindings.clear()
