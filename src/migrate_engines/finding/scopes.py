"""Scopes as Python has them: where a name is bound, and which binding a name means."""

import ast
from collections.abc import Callable, Iterable

from migrate_engines.finding.hot_lines import HotLines
from migrate_engines.finding.scope import (
    Binding,
    BindingKind,
    Lookup,
    NameUse,
    Scope,
    ScopeKind,
    ScopeTree,
    StringRead,
)
from migrate_engines.finding.statements import statements_of
from migrate_engines.tree.nodes import children
from migrate_engines.tree.summary import absolute_import, is_type_checking

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def build_scopes(
    tree: ast.Module, package: str, wanted: frozenset[str], lines: HotLines | None = None
) -> ScopeTree:
    """Read every scope of a module; ``wanted`` are the names whose reads are collected.

    ``scope_of`` maps functions, lambdas, classes and comprehensions to the scope they open. With
    ``lines``, expressions on other lines are passed over: they hold nothing that is wanted and bind
    nothing that is seen outside them.
    """
    builder = _Builder(package, wanted, lines)
    module = Scope(ScopeKind.MODULE, tree, None)
    builder.scope_of[tree] = module
    builder.visit_all(tree.body, module)
    return ScopeTree(module, builder.uses, builder.scope_of, builder.strings, builder.lookups)


_TARGETS = (ast.Name, ast.Tuple, ast.List, ast.Starred)
_VISITS: dict[type, Callable[..., None]] = {}


class _Builder:
    """Walks once; bindings of a scope are complete when the walk is."""

    def __init__(self, package: str, wanted: frozenset[str], lines: HotLines | None) -> None:
        self._package = package
        self._wanted = wanted
        self._lines = lines
        self._ancestors: list[ast.AST] = []
        self._type_checking = 0
        self.uses: list[NameUse] = []
        self.strings: list[StringRead] = []
        self.lookups: list[Lookup] = []
        self.scope_of: dict[ast.AST, Scope] = {}

    def visit_all(self, nodes: Iterable[ast.AST | None], scope: Scope) -> None:
        for node in nodes:
            if node is not None:
                self.visit(node, scope)

    def visit(self, node: ast.AST, scope: Scope) -> None:
        if isinstance(node, ast.expr) and self._is_passed_over(node):
            return
        self._ancestors.append(node)
        kind = node.__class__
        if kind not in _VISITS:
            _VISITS[kind] = getattr(_Builder, f"_{kind.__name__}", _Builder._visit_children)
        _VISITS[kind](self, node, scope)
        self._ancestors.pop()

    def _visit_children(self, node: ast.AST, scope: Scope) -> None:
        self.visit_all(children(node), scope)

    def _is_passed_over(self, node: ast.expr) -> bool:
        if self._lines is None or isinstance(node, _TARGETS):
            return False
        return not self._lines.meet(node)

    def _bind(self, scope: Scope, name: str, binding: Binding) -> None:
        owner = scope
        if name in scope.globals:
            owner = scope.module
        elif name in scope.nonlocals and scope.parent is not None:
            owner = scope.parent.home_of(name) or scope
        owner.bindings.setdefault(name, []).append(binding)

    def _bind_simple(self, scope: Scope, name: str | None, node: ast.AST, kind: BindingKind) -> None:
        if name is not None:
            self._bind(scope, name, Binding(kind, node, scope))

    def _Name(self, node: ast.Name, scope: Scope) -> None:
        if isinstance(node.ctx, ast.Load):
            if node.id in self._wanted:
                self.uses.append(NameUse(node, scope, tuple(self._ancestors[:-1])))
        else:
            self._bind_simple(scope, node.id, node, BindingKind.OTHER)

    def _Constant(self, node: ast.Constant, scope: Scope) -> None:
        if isinstance(node.value, str):
            self.strings.append(StringRead(node, node.value, scope, tuple(self._ancestors[:-1])))

    def _looking_up(self, node: ast.Call | ast.Subscript | ast.JoinedStr, scope: Scope) -> None:
        self.lookups.append(Lookup(node, scope, tuple(self._ancestors[:-1])))
        self.visit_all(children(node), scope)

    _Call = _Subscript = _JoinedStr = _looking_up

    def _Import(self, node: ast.Import, scope: Scope) -> None:
        for alias in node.names:
            local = alias.asname or alias.name.partition(".")[0]
            self._bind_import(scope, local, alias, node, alias.name if alias.asname else local)

    def _ImportFrom(self, node: ast.ImportFrom, scope: Scope) -> None:
        module = absolute_import(node, self._package)
        for alias in node.names:
            if alias.name == "*":
                star = Binding(BindingKind.STAR_IMPORT, alias, scope, node, module)
                scope.bindings.setdefault("*", []).append(star)
            else:
                self._bind_import(scope, alias.asname or alias.name, alias, node, f"{module}.{alias.name}")

    def _bind_import(
        self, scope: Scope, local: str, alias: ast.alias, node: ast.Import | ast.ImportFrom, target: str
    ) -> None:
        hidden = bool(self._type_checking)
        self._bind(
            scope, local, Binding(BindingKind.IMPORT, alias, scope, node, target, type_checking=hidden)
        )

    def _If(self, node: ast.If, scope: Scope) -> None:
        self.visit(node.test, scope)
        guarded = is_type_checking(node.test)
        self._type_checking += guarded
        self.visit_all(node.body, scope)
        self._type_checking -= guarded
        self.visit_all(node.orelse, scope)

    def _Assign(self, node: ast.Assign, scope: Scope) -> None:
        self.visit(node.value, scope)
        for target in node.targets:
            self._assign(target, node.value, None, node, scope)

    def _AnnAssign(self, node: ast.AnnAssign, scope: Scope) -> None:
        self.visit(node.annotation, scope)
        if node.value is not None:
            self.visit(node.value, scope)
        if isinstance(node.target, ast.Name) and node.value is None:
            if scope.kind is ScopeKind.FUNCTION:  # a local of its own, though nothing is assigned
                self._bind_simple(scope, node.target.id, node, BindingKind.OTHER)
            return
        self._assign(node.target, node.value, node.annotation, node, scope)

    def _assign(
        self,
        target: ast.expr,
        value: ast.expr | None,
        annotation: ast.expr | None,
        node: ast.AST,
        scope: Scope,
    ) -> None:
        if isinstance(target, ast.Name):
            binding = Binding(BindingKind.ASSIGNMENT, node, scope, value=value, annotation=annotation)
            self._bind(scope, target.id, binding)
        else:
            self.visit(target, scope)

    def _NamedExpr(self, node: ast.NamedExpr, scope: Scope) -> None:
        self.visit(node.value, scope)
        owner = scope
        while owner.kind is ScopeKind.COMPREHENSION and owner.parent is not None:
            owner = owner.parent
        binding = Binding(BindingKind.ASSIGNMENT, node, owner, value=node.value)
        self._bind(owner, node.target.id, binding)

    def _AugAssign(self, node: ast.AugAssign, scope: Scope) -> None:
        self.visit(node.value, scope)
        self.visit(node.target, scope)
        if isinstance(node.target, ast.Name) and node.target.id in self._wanted:
            self.uses.append(NameUse(node.target, scope, tuple(self._ancestors)))

    def _ExceptHandler(self, node: ast.ExceptHandler, scope: Scope) -> None:
        self._bind_simple(scope, node.name, node, BindingKind.OTHER)
        self.visit_all([node.type, *node.body], scope)

    def _MatchAs(self, node: ast.MatchAs, scope: Scope) -> None:
        self._bind_simple(scope, node.name, node, BindingKind.OTHER)
        self.visit_all([node.pattern], scope)

    def _MatchStar(self, node: ast.MatchStar, scope: Scope) -> None:
        self._bind_simple(scope, node.name, node, BindingKind.OTHER)

    def _MatchMapping(self, node: ast.MatchMapping, scope: Scope) -> None:
        self._bind_simple(scope, node.rest, node, BindingKind.OTHER)
        self.visit_all([*node.keys, *node.patterns], scope)

    def _Global(self, node: ast.Global, scope: Scope) -> None:
        if scope.parent is not None:
            scope.globals.update(node.names)

    def _Nonlocal(self, node: ast.Nonlocal, scope: Scope) -> None:
        scope.nonlocals.update(node.names)

    def _ClassDef(self, node: ast.ClassDef, scope: Scope) -> None:
        self._bind_simple(scope, node.name, node, BindingKind.DEFINITION)
        self.visit_all(node.decorator_list, scope)
        around = self._type_parameters(node, scope)
        self.visit_all([*node.bases, *node.keywords], around)
        inner = self._open(node, ScopeKind.CLASS, around)
        self.visit_all(node.body, inner)

    def _FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> None:
        self._bind_simple(scope, node.name, node, BindingKind.DEFINITION)
        self.visit_all(node.decorator_list, scope)
        self.visit_all([*node.args.defaults, *node.args.kw_defaults], scope)
        around = self._type_parameters(node, scope)
        inner = self._open(node, ScopeKind.FUNCTION, around)
        self._parameters(node.args, inner, around)
        self.visit_all([node.returns], around)
        self._declare(node.body, inner)
        hidden, self._type_checking = self._type_checking, 0
        self.visit_all(node.body, inner)
        self._type_checking = hidden

    _AsyncFunctionDef = _FunctionDef

    def _Lambda(self, node: ast.Lambda, scope: Scope) -> None:
        self.visit_all([*node.args.defaults, *node.args.kw_defaults], scope)
        inner = self._open(node, ScopeKind.FUNCTION, scope)
        self._parameters(node.args, inner, scope)
        self.visit(node.body, inner)

    def _parameters(self, arguments: ast.arguments, inner: Scope, around: Scope) -> None:
        stars = [each for each in (arguments.vararg, arguments.kwarg) if each]
        plain = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        for argument in plain:
            binding = Binding(BindingKind.PARAMETER, argument, inner, annotation=argument.annotation)
            self._bind(inner, argument.arg, binding)
        for argument in stars:
            self._bind(inner, argument.arg, Binding(BindingKind.PARAMETER, argument, inner))
        for argument in [*plain, *stars]:
            self._ancestors.append(argument)
            self.visit_all([argument.annotation], around)
            self._ancestors.pop()

    def _declare(self, body: Iterable[ast.AST], scope: Scope) -> None:
        """``global`` and ``nonlocal`` hold for the whole function, wherever they stand."""
        for node in statements_of(body, nested=False):
            if isinstance(node, ast.Global):
                scope.globals.update(node.names)
            elif isinstance(node, ast.Nonlocal):
                scope.nonlocals.update(node.names)

    def _comprehension(self, node: ast.AST, scope: Scope) -> None:
        assert isinstance(node, _COMPREHENSIONS)
        inner = self._open(node, ScopeKind.COMPREHENSION, scope)
        for position, generator in enumerate(node.generators):
            self._ancestors.append(generator)
            self.visit(generator.iter, inner if position else scope)
            self.visit_all([generator.target, *generator.ifs], inner)
            self._ancestors.pop()
        if isinstance(node, ast.DictComp):
            self.visit_all([node.key, node.value], inner)
        else:
            self.visit(node.elt, inner)

    _ListComp = _SetComp = _DictComp = _GeneratorExp = _comprehension

    def _type_parameters(self, node: ast.AST, scope: Scope) -> Scope:
        parameters = getattr(node, "type_params", None)
        if not parameters:
            return scope
        inner = Scope(ScopeKind.TYPE_PARAMETERS, node, scope)
        for parameter in parameters:
            self._bind_simple(inner, parameter.name, parameter, BindingKind.OTHER)
            self.visit_all(children(parameter), inner)
        return inner

    def _TypeAlias(self, node: ast.AST, scope: Scope) -> None:
        self.visit(node.name, scope)  # type: ignore[attr-defined]  # Python 3.12's grammar
        self.visit(node.value, self._type_parameters(node, scope))  # type: ignore[attr-defined]

    def _open(self, node: ast.AST, kind: ScopeKind, parent: Scope) -> Scope:
        scope = Scope(kind, node, parent)
        self.scope_of[node] = scope
        return scope
