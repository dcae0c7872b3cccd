"""What an expression stands for, where the file shows it: a text, or a module."""

import ast

from msgspec import Struct

from migrate_engines.finding.names import FileNames
from migrate_engines.finding.scope import BindingKind, Scope
from migrate_engines.tree.summary import absolute_import, dotted_text

_DEPTH = 6  # names of names; longer trails are left unknown


class Values(Struct, frozen=True):
    """Reads the expressions of one file."""

    names: FileNames

    def text(self, node: ast.expr | None, scope: Scope, depth: int = 0) -> str | None:
        """The string that an expression is: a constant, a name of one, or parts put together."""
        match node:
            case ast.Constant(str(text)):
                return text
            case ast.JoinedStr(parts):
                return self._joined([self.text(part, scope, depth) for part in parts])
            case ast.FormattedValue(value, -1, None):
                return self.text(value, scope, depth)
            case ast.BinOp(left, ast.Add(), right):
                return self._joined([self.text(left, scope, depth), self.text(right, scope, depth)])
            case ast.Name("__name__") if scope.home_of("__name__") is None:
                return self.names.module
            case ast.Name("__package__") if scope.home_of("__package__") is None:
                return self.names.package
            case ast.Name() if (assigned := self._assigned(node, scope, depth)) is not None:
                return self.text(*assigned, depth + 1)
        return None

    @staticmethod
    def _joined(parts: list[str | None]) -> str | None:
        known = [part for part in parts if part is not None]
        return "".join(known) if len(known) == len(parts) else None

    def object(self, node: ast.expr | None, scope: Scope, depth: int = 0) -> str | None:
        """The dotted name of an object: a name, or a module that is looked up by a string."""
        match node:
            case ast.Call(ast.Name("getattr"), [owner, name, *_]):
                return self._member(owner, name, scope, depth)
            case ast.Subscript(ast.Attribute(owner, "__dict__") | ast.Call(ast.Name("vars"), [owner]), name):
                return self._member(owner, name, scope, depth)
            case ast.Call(ast.Name("__import__"), [ast.Constant(str(text)), *rest], keywords):
                is_whole = len(rest) > 2 or any(each.arg == "fromlist" for each in keywords)
                return text if is_whole else text.partition(".")[0]
            case ast.Call(func, [target, *rest], keywords):
                return self._imported(func, [target, *rest, *(each.value for each in keywords)], scope)
            case ast.Subscript(ast.Attribute(_, "modules") | ast.Name("modules"), key):
                return self.text(key, scope)
            case ast.Name() if (assigned := self._assigned(node, scope, depth)) is not None:
                return self.names.dotted(node, scope) or self.object(*assigned, depth + 1)
            case ast.Name() | ast.Attribute():
                return self.names.dotted(node, scope)
        return None

    def _member(self, owner: ast.expr, name: ast.expr, scope: Scope, depth: int) -> str | None:
        """What an object gives for a name that is a string."""
        found, text = self.object(owner, scope, depth), self.text(name, scope, depth)
        return f"{found}.{text}" if found and text else None

    def _imported(self, func: ast.expr, arguments: list[ast.expr], scope: Scope) -> str | None:
        if (dotted_text(func) or "").rpartition(".")[2] not in ("import_module", "importorskip"):
            return None
        text, *rest = (self.text(argument, scope) for argument in arguments)
        if text is None or not text.startswith("."):
            return text
        return absolute_name(text, rest[0]) if rest and rest[0] else None

    @staticmethod
    def _assigned(node: ast.Name, scope: Scope, depth: int) -> tuple[ast.expr, Scope] | None:
        """The one value that a name has, with the scope it stands in."""
        bindings = scope.lookup(node.id, node.lineno) if depth < _DEPTH else []
        if len(bindings) != 1 or bindings[0].kind is not BindingKind.ASSIGNMENT:
            return None
        value = bindings[0].value
        return (value, bindings[0].scope) if value is not None else None


def absolute_name(text: str, package: str) -> str:
    """``import_module(".old", "app")`` names ``app.old``."""
    level = len(text) - len(text.lstrip("."))
    return absolute_import(ast.ImportFrom(text.lstrip("."), [], level), package)
