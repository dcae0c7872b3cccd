"""Strings that are references: quoted annotations, and dotted paths."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from migrate_engines.finding.kinds import in_annotation
from migrate_engines.finding.names import FileNames
from migrate_engines.finding.scope import StringRead
from migrate_engines.finding.use import Use
from migrate_engines.finding.wanted import Wanted
from migrate_engines.model.finding import UseKind
from migrate_engines.tree.index import Resolution
from migrate_engines.tree.summary import absolute_import, dotted_text

_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+\Z")


class StringFinder:
    """Turns the strings of one file into uses."""

    def __init__(self, names: FileNames, wanted: Wanted) -> None:
        self._names = names
        self._wanted = wanted

    def uses(self, strings: Iterable[StringRead]) -> Iterator[Use]:
        for string in map(self._absolute, strings):
            if in_annotation(string.node, string.ancestors):
                yield from self._quoted_annotation(string)
            elif _DOTTED.match(string.text) and not isinstance(string.ancestors[-1], ast.Expr):
                yield from self._dotted_string(string)

    @staticmethod
    def _absolute(string: StringRead) -> StringRead:
        """``importlib.import_module(".old", "app")`` names ``app.old``."""
        call = string.ancestors[-1]
        match call:
            case ast.Call(func, [first, ast.Constant(str(package)), *_]) if first is string.node:
                pass
            case ast.Call(func, [first], [ast.keyword("package", ast.Constant(str(package)))]):
                pass
            case _:
                return string
        if not string.text.startswith(".") or (dotted_text(func) or "").rpartition(".")[2] != "import_module":
            return string
        level = len(string.text) - len(string.text.lstrip("."))
        statement = ast.ImportFrom(string.text.lstrip("."), [], level)
        return replace(string, text=absolute_import(statement, package))

    def _dotted_string(self, string: StringRead) -> Iterator[Use]:
        if not self._wanted.holds_word(string.text):
            return
        resolution = self._names.index.resolve(string.text)
        canonical, text = resolution.canonical, string.text
        if (
            canonical in self._wanted.retired
            or canonical.rpartition(".")[0] in self._wanted.retired
            or text in self._wanted.modules
            or not self._wanted.redirected.isdisjoint({text, text.rpartition(".")[0]})
        ):
            yield self._string_use(string, UseKind.STRING, string.text, resolution)

    def _quoted_annotation(self, string: StringRead) -> Iterator[Use]:
        if not self._wanted.holds_word(string.text):
            return
        try:
            inner = ast.parse(string.text, mode="eval").body
        except SyntaxError:
            return
        for part in ast.walk(inner):
            if isinstance(part, (ast.Name, ast.Attribute)):
                resolution = self._names.resolve(part, string.scope)
                if resolution and resolution.canonical in self._wanted.retired:
                    written = self._names.dotted(part, string.scope) or ""
                    yield self._string_use(string, UseKind.ANNOTATION, written, resolution)

    @staticmethod
    def _string_use(string: StringRead, kind: UseKind, written: str, resolution: Resolution) -> Use:
        return Use(
            resolution.canonical, written, resolution.chain, kind, string.node, string.scope, string.ancestors
        )
