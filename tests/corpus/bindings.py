"""What the names of one file stand for: lexical scopes over its imports, definitions and plain aliases."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Scope:
    """``origins`` are dotted names; None says that the name is bound to something else."""

    parent: "Scope | None" = None
    is_class: bool = False
    origins: dict[str, set[str | None]] = field(default_factory=dict)
    aliases: dict[str, list[ast.expr]] = field(default_factory=dict)
    outer: dict[str, "Scope"] = field(default_factory=dict)

    def bind(self, name: str, origin: str | None) -> None:
        self.outer.get(name, self).origins.setdefault(name, set()).add(origin)

    def home(self, name: str) -> "Scope | None":
        """The scope that holds the name as Python would look it up from here."""
        scope: Scope | None = self
        while scope is not None and (name not in scope.origins or (scope.is_class and scope is not self)):
            scope = scope.parent
        return scope

    @property
    def module(self) -> "Scope":
        return self if self.parent is None else self.parent.module


class FileBindings(ast.NodeVisitor):
    """Reads a whole file first; only then are its names looked up."""

    def __init__(self, tree: ast.Module, module: str, *, is_package: bool) -> None:
        self.name = module
        self.package = module if is_package else module.rpartition(".")[0]
        self.module = self.scope = Scope()
        self.stars: list[str] = []
        self.calls: list[tuple[ast.Call, Scope, ast.Await | None]] = []
        self._awaits: dict[ast.expr, ast.Await] = {}
        self.visit(tree)

    def resolved(self) -> Iterator[tuple[ast.Call, ast.Await | None, set[str | None]]]:
        """Every call with what its function may stand for."""
        for call, scope, awaiting in self.calls:
            yield call, awaiting, self.origins(call.func, scope)

    def origins(
        self, node: ast.expr, scope: Scope, seen: frozenset[tuple[int, str]] = frozenset()
    ) -> set[str | None]:
        """The dotted names that an expression may stand for."""
        if isinstance(node, ast.Attribute):
            return {found and f"{found}.{node.attr}" for found in self.origins(node.value, scope, seen)}
        home = scope.home(node.id) if isinstance(node, ast.Name) else None
        if not isinstance(node, ast.Name) or (home and (id(home), node.id) in seen):
            return {None}
        if home is None:
            return {f"{star}.{node.id}" for star in self.stars} or {None}
        found = set(home.origins[node.id])
        for value in home.aliases.get(node.id, ()):
            found |= self.origins(value, home, seen | {(id(home), node.id)})
        return found

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            name, origin = alias.asname or alias.name.partition(".")[0], alias.name
            self.scope.bind(name, origin if alias.asname else name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        source = self.source_of(node)
        for alias in node.names:
            if alias.name == "*":
                self.stars.append(source)
            else:
                self.scope.bind(alias.asname or alias.name, f"{source}.{alias.name}")

    def source_of(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        above = self.package.split(".")[: len(self.package.split(".")) - node.level + 1]
        return ".".join([*above, *([node.module] if node.module else [])])

    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        for target in node.targets:
            self._alias(target, node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.generic_visit(node)
        if node.value is not None:
            self._alias(node.target, node.value)

    def _alias(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name) and isinstance(value, ast.Name | ast.Attribute):
            home = self.scope.outer.get(target.id, self.scope)
            home.aliases.setdefault(target.id, []).append(value)

    def visit_Name(self, node: ast.Name) -> None:
        if not isinstance(node.ctx, ast.Load):
            self.scope.bind(node.id, None)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self.scope.bind(node.name, None)
        self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> None:
        self.scope.bind(node.arg, None)

    def visit_Global(self, node: ast.Global) -> None:
        self.scope.outer |= dict.fromkeys(node.names, self.module)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        assert self.scope.parent is not None
        homes = {name: self.scope.parent.home(name) for name in node.names}
        self.scope.outer |= {name: home for name, home in homes.items() if home}

    def visit_Await(self, node: ast.Await) -> None:
        self._awaits[node.value] = node
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        self.calls.append((node, self.scope, self._awaits.get(node)))
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._define(node.name)
        arguments = node.args
        self._visit_all(*node.decorator_list, *arguments.defaults, *filter(None, arguments.kw_defaults))
        self._inside(node.args, *node.body)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._visit_all(*node.args.defaults, *filter(None, node.args.kw_defaults))
        self._inside(node.args, node.body)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._define(node.name)
        self._visit_all(*node.decorator_list, *node.bases, *node.keywords)
        self._inside(*node.body, is_class=True)

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        self._visit_all(node.generators[0].iter)
        self._inside(*ast.iter_child_nodes(node))

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp

    def _define(self, name: str) -> None:
        is_module = self.scope.outer.get(name, self.scope) is self.module
        self.scope.bind(name, f"{self.name}.{name}" if is_module else None)

    def _visit_all(self, *nodes: ast.AST) -> None:
        for node in nodes:
            self.visit(node)

    def _inside(self, *nodes: ast.AST, is_class: bool = False) -> None:
        around = self.scope
        self.scope = Scope(around, is_class)
        for node in nodes:
            if isinstance(node, ast.arguments):
                self._visit_all(*node.posonlyargs, *node.args, *node.kwonlyargs)
                self._visit_all(*(each for each in (node.vararg, node.kwarg) if each))
            else:
                self.visit(node)
        self.scope = around
