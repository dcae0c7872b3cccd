"""Do the replacements fit the target tree's own signatures?"""

import ast
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from migrate_engines.deciding.binding import Answer, bind, shape_of
from migrate_engines.model.rule import CallRewrite, Codemod, Helper, Signature
from migrate_engines.tree.index import ObjectKind, SymbolIndex
from migrate_engines.tree.summary import dotted_text


def unfit_rules(codemods: Sequence[Codemod], index: SymbolIndex) -> dict[tuple[str, str], str]:
    """What differs, by codemod and rule name; rules that fit are left out."""
    rules = [rule for codemod in codemods for rule in codemod.rules]
    helpers = {rule.symbol: rule for rule in rules if isinstance(rule, Helper)}
    found: dict[tuple[str, str], str] = {}
    for rule in rules:
        if isinstance(rule, CallRewrite):
            names = dict(rule.template.names)
            text = "\n".join([*rule.template.statements, f"({rule.template.expression})"])
        elif isinstance(rule, Helper):
            names = {
                each.local: f"{each.module}.{each.name}" if each.name else each.module
                for each in rule.imports
            }
            text = rule.source
        else:
            continue
        checker = _Checker(index, helpers, names)
        if told := "; ".join(dict.fromkeys(checker.differences(ast.parse(text)))):
            found[(rule.codemod, rule.name)] = told
    return found


class _Checker(Struct, frozen=True):
    index: SymbolIndex
    helpers: Mapping[str, Helper]
    names: Mapping[str, str]

    def differences(self, tree: ast.Module) -> Iterator[str]:
        for dotted in self.names.values():
            if dotted not in self.helpers and self.index.resolve(dotted).kind is ObjectKind.MISSING:
                yield f"{dotted} is not in this tree"
        types = self._local_types(tree)
        awaited = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Await)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield from self._call(node, types, id(node) in awaited)

    def _local_types(self, tree: ast.Module) -> dict[str, str]:
        """The class of each name that is assigned once, from a constructor."""
        assigned: dict[str, list[str]] = {}
        for node in ast.walk(tree):
            match node:
                case ast.Assign([ast.Name(name)], value):
                    called = dotted_text(value.func) if isinstance(value, ast.Call) else None
                    assigned.setdefault(name, []).append(self._dotted(called, {}) or "")
        return {
            name: found[0]
            for name, found in assigned.items()
            if len(found) == 1 and self.index.class_of(found[0])
        }

    def _dotted(self, written: str | None, types: Mapping[str, str]) -> str | None:
        root, _, rest = (written or "").partition(".")
        base = self.names.get(root) or types.get(root)
        return f"{base}.{rest}" if base and rest else base

    def _call(self, call: ast.Call, types: Mapping[str, str], is_awaited: bool) -> Iterator[str]:
        dotted = self._dotted(dotted_text(call.func), types)
        if dotted is None:
            return
        signature, is_async = self._signature(dotted)
        if signature is None:
            if lacking := self._lacking(dotted):
                yield lacking
            return
        binding = bind(shape_of(call), signature)
        if binding.answer is Answer.NO:
            yield f"{dotted}{signature} {binding.why}"
        elif is_async and not is_awaited:
            yield f"{dotted} is async and is not awaited"

    def _signature(self, dotted: str) -> tuple[Signature | None, bool]:
        if helper := self.helpers.get(dotted):
            return helper.signature, helper.source.lstrip().startswith("async")
        if self.index.class_of(dotted):
            return self.index.constructor(dotted), False
        function = self.index.function_of(dotted)
        return (function.signature, function.is_async) if function else (None, False)

    def _lacking(self, dotted: str) -> str | None:
        owner, _, name = dotted.rpartition(".")
        members = self.index.members(owner) if self.index.class_of(owner) else None
        return f"{owner} has no member {name}" if members is not None and name not in members else None
