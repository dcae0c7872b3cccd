"""What type an argument has, where the file shows it."""

import ast

from msgspec import Struct

from migrate_engines.deciding.binding import Answer
from migrate_engines.finding.names import FileNames, is_none
from migrate_engines.finding.scope import Binding, BindingKind, Scope, ScopeKind, ScopeTree
from migrate_engines.model.rule import ClassEvidence, Evidence
from migrate_engines.tree.index import ObjectKind
from migrate_engines.tree.summary import FunctionSummary, annotation_text, dotted_text

_MOCKS = frozenset(
    f"unittest.mock.{name}" for name in ("Mock", "MagicMock", "AsyncMock", "NonCallableMock", "PropertyMock")
)
_DEPTH = 6  # a local assigned from a local assigned from ...; longer trails are left unknown


class Types(Struct, frozen=True):
    """Infers the types of expressions in one file, as canonical class names."""

    names: FileNames
    scopes: ScopeTree

    def satisfies(self, value: ast.expr | None, scope: Scope, evidence: Evidence) -> Answer:
        """Whether an argument (None: absent) is what an annotation asks for."""
        is_none = value is None or (isinstance(value, ast.Constant) and value.value is None)
        if not isinstance(evidence, ClassEvidence):
            return Answer.YES if is_none else Answer.NO
        if value is None:
            return Answer.YES
        if is_none:
            return Answer.NO
        found = self.of(value, scope)
        return Answer.UNKNOWN if found is None else self._is_a(found, evidence.symbol)

    def _is_a(self, found: str, wanted: str) -> Answer:
        index = self.names.index
        wanted = index.canonical(wanted)
        if found == wanted:
            return Answer.YES
        if found in _MOCKS or found.startswith("builtins."):
            return Answer.NO
        ancestry = index.ancestry(found)
        if ancestry is None:
            return Answer.UNKNOWN
        if wanted in ancestry:
            return Answer.YES
        return Answer.UNKNOWN if found in (index.ancestry(wanted) or (found,)) else Answer.NO

    def of(self, value: ast.expr, scope: Scope, depth: int = 0) -> str | None:
        """The canonical name of the type, None where nothing shows it."""
        if depth > _DEPTH:
            return None
        match value:
            case ast.Await(ast.Call() as call):
                return self._of_call(call, scope, depth, awaited=True)
            case ast.Call():
                return self._of_call(value, scope, depth, awaited=False)
            case ast.Name(name):
                return self._of_bindings(scope.lookup(name), depth)
            case ast.Attribute(ast.Name(owner), attribute):
                return self._of_attribute(owner, attribute, scope, depth)
            case ast.Constant(literal) if literal is not None:
                return f"builtins.{type(literal).__name__}"
            case ast.JoinedStr():
                return "builtins.str"
            case ast.Dict() | ast.DictComp():
                return "builtins.dict"
            case ast.List() | ast.ListComp():
                return "builtins.list"
        return None

    def _of_call(self, call: ast.Call, scope: Scope, depth: int, *, awaited: bool) -> str | None:
        index = self.names.index
        resolution = self.names.resolve(call.func, scope)
        if resolution is None:
            return self._of_own_method(call, scope, awaited=awaited)
        if resolution.canonical in _MOCKS:
            return self._of_mock(call, resolution.canonical, scope)
        if resolution.kind is ObjectKind.CLASS and not awaited:
            return resolution.canonical
        function = index.function_of(resolution.canonical)
        return self._returned(resolution.canonical, function, awaited=awaited)

    def _of_own_method(self, call: ast.Call, scope: Scope, *, awaited: bool) -> str | None:
        match call.func:
            case ast.Attribute(ast.Name(owner), method) if enclosing := _own_class(owner, scope):
                dotted = f"{self.names.module}.{enclosing.name}.{method}"
                function = self.names.index.function_of(dotted)
                return self._returned(self.names.index.canonical(dotted), function, awaited=awaited)
        return None

    def _returned(self, canonical: str, function: FunctionSummary | None, *, awaited: bool) -> str | None:
        if function is None or function.returns is None or function.is_async is not awaited:
            return None
        module, _ = self.names.index.modules.split(canonical)
        resolution = self.names.index.resolve(f"{module}.{function.returns}")
        return resolution.canonical if resolution.kind is ObjectKind.CLASS else None

    def _of_mock(self, call: ast.Call, mock: str, scope: Scope) -> str | None:
        """A mock with a ``spec`` passes for its class; a bare one is a type of its own."""
        specs = [keyword.value for keyword in call.keywords if keyword.arg in ("spec", "spec_set")]
        specs += call.args[:1]
        if not specs:
            return mock
        resolution = self.names.resolve(specs[0], scope)
        return resolution.canonical if resolution and resolution.kind is ObjectKind.CLASS else None

    def _of_bindings(self, bindings: list[Binding], depth: int) -> str | None:
        found = {self._of_binding(binding, depth) for binding in bindings}
        return found.pop() if len(found) == 1 else None

    def _of_binding(self, binding: Binding, depth: int) -> str | None:
        if binding.annotation is not None:
            return self._annotated(binding)
        if binding.kind is BindingKind.ASSIGNMENT and binding.value is not None:
            return self.of(binding.value, binding.scope, depth + 1)
        if binding.kind is BindingKind.PARAMETER and isinstance(binding.node, ast.arg):
            enclosing = _own_class(binding.node.arg, binding.scope)
            return f"{self.names.module}.{enclosing.name}" if enclosing else None
        return None

    def _annotated(self, binding: Binding) -> str | None:
        """Annotations are read where the function stands, not inside it; a default of None denies them."""
        if _may_be_none(binding):
            return None
        written = annotation_text(binding.annotation)
        around = binding.scope
        if binding.kind is BindingKind.PARAMETER and around.parent is not None:
            around = around.parent
        if written is None:
            return None
        root, _, rest = written.partition(".")
        targets = self.names.targets(around.lookup(root))
        if len(targets) != 1 or None in targets:
            return None
        (target,) = targets
        resolution = self.names.index.resolve(f"{target}.{rest}" if rest else str(target))
        return resolution.canonical if resolution.kind is ObjectKind.CLASS else None

    def _of_attribute(self, owner: str, attribute: str, scope: Scope, depth: int) -> str | None:
        """``self.NAME``, where every assignment in the class gives the same type."""
        enclosing = _own_class(owner, scope)
        if enclosing is None:
            return None
        found: set[str | None] = set()
        for method in enclosing.body:
            targets, value = _targets_and_value(method)
            if any(dotted_text(target) == attribute for target in targets):
                found.add(self.of(value, self.scopes.scope_of[enclosing], depth + 1) if value else None)
            if isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)):
                found |= self._assigned_in(method, attribute, depth)
        return found.pop() if len(found) == 1 else None

    def _assigned_in(
        self, method: ast.FunctionDef | ast.AsyncFunctionDef, attribute: str, depth: int
    ) -> set[str | None]:
        own = method.args.args[0].arg if method.args.args else ""
        scope = self.scopes.scope_of[method]
        found: set[str | None] = set()
        for node in ast.walk(method):
            targets, value = _targets_and_value(node)
            for target in targets:
                if dotted_text(target) == f"{own}.{attribute}":
                    found.add(self.of(value, scope, depth + 1) if value is not None else None)
                elif any(dotted_text(part) == f"{own}.{attribute}" for part in _stored_parts(target)):
                    found.add(None)
        return found


def _may_be_none(binding: Binding) -> bool:
    function = binding.scope.node
    if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = dict(zip(reversed(positional), reversed(arguments.defaults), strict=False))
    given = [*defaults.items(), *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    return any(argument is binding.node and is_none(default) for argument, default in given)


def _targets_and_value(node: ast.AST) -> tuple[list[ast.expr], ast.expr | None]:
    match node:
        case ast.Assign(targets, value):
            return targets, value
        case ast.AnnAssign(target, _, value) if value is not None:
            return [target], value
        case ast.AugAssign(target) | ast.For(target) | ast.AsyncFor(target):
            return [target], None
        case ast.withitem(_, target) if target is not None:
            return [target], None
    return [], None


def _stored_parts(target: ast.expr) -> list[ast.expr]:
    return [part for part in ast.walk(target) if isinstance(part, ast.Attribute) and part is not target]


def _own_class(name: str, scope: Scope) -> ast.ClassDef | None:
    """The class whose instance ``name`` is, where it is the first parameter of the enclosing method."""
    home = scope.home_of(name)
    if home is None or home.parent is None or home.parent.kind is not ScopeKind.CLASS:
        return None
    function = home.node
    if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)) or not function.args.args:
        return None
    is_static = any(dotted_text(each) == "staticmethod" for each in function.decorator_list)
    if is_static or function.args.args[0].arg != name or len(home.bindings[name]) != 1:
        return None
    owner = home.parent.node
    return owner if isinstance(owner, ast.ClassDef) else None
