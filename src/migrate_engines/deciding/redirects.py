"""Which redirects can be applied, once every file is decided."""

import re
from collections.abc import Iterable, Mapping, Sequence

from migrate_engines.deciding.decided import DecidedFile, RemainingUse
from migrate_engines.deciding.redirected import ModuleDecision, NameDecision, RedirectDecisions
from migrate_engines.deciding.removal import Needs
from migrate_engines.deciding.table import RedirectedName, RuleTable
from migrate_engines.emitting import shim
from migrate_engines.emitting.imports import FromImport
from migrate_engines.emitting.shim import SideEffect, shim_text, side_effects
from migrate_engines.model.reason import Reason
from migrate_engines.tree.index import ObjectKind, SymbolIndex
from migrate_engines.tree.source import SourceFile
from migrate_engines.tree.summary import Imported, ModuleSummary


def decide_redirects(
    table: RuleTable,
    index: SymbolIndex,
    files: Sequence[DecidedFile],
    sources: dict[str, SourceFile],
    pure_calls: frozenset[str],
    dotted_strings: frozenset[str],
    needs: Needs,
    unread: Mapping[str, str],
) -> RedirectDecisions:
    """Fold over every decided file.

    ``sources`` holds the deprecated modules that exist, by module; ``unread`` the texts of files that
    could not be decided, by path: whatever they may name stays.
    """
    shims = frozenset(module for module, source in sources.items() if shim.is_shim(source.text))
    fold = _Fold(table, index, files, dotted_strings, shims, needs, unread)
    effects = {module: side_effects(source, pure_calls) for module, source in sources.items()}
    names = {
        old: fold.name(redirect, effects.get(redirect.module, ()))
        for old, redirect in table.redirects.items()
    }
    modules = [
        fold.module(module, source, effects[module], names)
        for module, source in sources.items()
        if module not in shims
    ]
    return RedirectDecisions(names, tuple(modules))


class _Fold:
    def __init__(
        self,
        table: RuleTable,
        index: SymbolIndex,
        files: Sequence[DecidedFile],
        dotted_strings: frozenset[str],
        shims: frozenset[str],
        needs: Needs,
        unread: Mapping[str, str],
    ) -> None:
        self._needs = needs
        self._unread = unread
        self._shims = shims
        self._table = table
        self._index = index
        self._files = files
        self._strings = dotted_strings
        self._remaining = [each for file in files for each in file.remaining]

    def name(self, redirect: RedirectedName, effects: Iterable[SideEffect]) -> NameDecision:
        target = self._index.canonical(redirect.target)
        old = self._index.resolve(redirect.old)
        if self._index.is_adopted(redirect.old):
            return NameDecision(redirect, target, False, (), never_was=True)
        is_same = old.canonical == target
        own_path = self._index.modules.path_of(redirect.module)
        held: dict[str, str] = {}
        blockers: list[RemainingUse] = []
        for use in self._needing(effects, redirect.module, own_path):
            if self._imports_module(use.path, redirect.module):
                held[use.path] = f"{use.symbol} is set when {redirect.module} is imported (line {use.line})"
            else:
                blockers.append(use)
        blockers += self._unread_uses(redirect)
        if not is_same:
            blockers += [
                use
                for use in self._remaining
                if use.path != own_path and _is_of(use, old.canonical, redirect.module)
            ]
        is_patched = bool({redirect.old, redirect.module} & self._strings)
        is_shim = redirect.module in self._shims and not any(each.assigned for each in effects)
        return NameDecision(redirect, target, is_same, tuple(blockers), held, is_patched, is_shim)

    def _unread_uses(self, redirect: RedirectedName) -> list[RemainingUse]:
        """Files that could not be read and hold the module's name may need anything of it."""
        word = redirect.module.rpartition(".")[2]
        return [
            RemainingUse(redirect.old, redirect.old, path, 1, "not read")
            for path, text in self._unread.items()
            if re.search(rf"\b{re.escape(word)}\b", text)
        ]

    def _needing(
        self, effects: Iterable[SideEffect], module: str, own_path: str | None
    ) -> list[RemainingUse]:
        """Uses that stay of attributes which the module sets on another class when it is imported."""
        assigned = {
            self._index.canonical(f"{module}.{effect.assigned}") for effect in effects if effect.assigned
        }
        return [use for use in self._remaining if use.symbol in assigned and use.path != own_path]

    def _imports_module(self, path: str, module: str) -> bool:
        return any(
            name.startswith(f"{module}.")
            for file in self._files
            if file.source.path == path
            for name in file.imported
        )

    def module(
        self,
        module: str,
        source: SourceFile,
        effects: Sequence[SideEffect],
        names: dict[str, NameDecision],
    ) -> ModuleDecision:
        own = [each for each in names.values() if each.name.module == module]
        codemod = own[0].name.codemod
        lasting = [effect for effect in effects if not self._is_covered(effect, module)]
        if lasting:
            told = "; ".join(map(str, lasting))
            return ModuleDecision(module, codemod, source.path, None, Reason.SHIM_SIDE_EFFECTS, told)
        handed_on = [
            use for use in self._remaining if use.path != source.path and module in (use.symbol, use.written)
        ]
        told = "; ".join([*self._blockers(own), *(f"{use.path}:{use.line} {use.why}" for use in handed_on)])
        if told:
            return ModuleDecision(module, codemod, source.path, None, Reason.REDIRECT_BLOCKED, told)
        exports, missing = self._exports(module, own)
        if missing:
            told = f"defined here, used elsewhere and redirected nowhere: {', '.join(sorted(missing))}"
            return ModuleDecision(module, codemod, source.path, None, Reason.REDIRECT_BLOCKED, told)
        successor = own[0].target
        return ModuleDecision(module, codemod, source.path, shim_text(module, exports, successor))

    def _is_covered(self, effect: SideEffect, module: str) -> bool:
        """An attribute set on a class is no loss where a codemod rewrites every use of it."""
        if effect.assigned is None:
            return False
        return self._index.canonical(f"{module}.{effect.assigned}") in self._table.wanted.symbols

    def _blockers(self, names: Sequence[NameDecision]) -> list[str]:
        lines = [f"{use.path}:{use.line} {use.why}" for each in names for use in each.blockers]
        lines += [f"{path} {why}" for each in names for path, why in each.held_files.items()]
        return list(dict.fromkeys(lines))

    def _exports(self, module: str, names: Sequence[NameDecision]) -> tuple[list[FromImport], set[str]]:
        """What the shim offers: the redirected names, and all that anybody asks of the module."""
        summary = self._index.summary(module) or ModuleSummary(module)
        exports = {
            each.name.old: _split(each.target, each.name.old)
            for each in names
            if each.name.old.rpartition(".")[2] in summary.names
        }
        missing: set[str] = set()
        for dotted in sorted(self._asked(module, summary)):
            local = dotted.rpartition(".")[2]
            if dotted in exports or local not in summary.names:
                continue
            origin = self._origin(summary, local)
            if origin is None:
                missing.add(local)
            else:
                exports[dotted] = FromImport(*origin, local)
        return sorted(exports.values(), key=lambda each: each.local), missing

    def _asked(self, module: str, summary: ModuleSummary) -> set[str]:
        prefix = f"{module}."
        asked = {
            name
            for file in self._files
            for name in self._needs.still_imported(file)
            if name.rpartition(".")[0] == module
        } | {text for text in self._strings if text.startswith(prefix)}
        if f"{module}.*" in asked:
            asked |= {f"{module}.{name}" for name in summary.public_names()}
        if summary.exported is not None:
            asked |= {
                f"{module}.{name}" for name in summary.public_names() if self._is_passed_on(summary, name)
            }
        return asked - {f"{module}.*"}

    def _is_passed_on(self, summary: ModuleSummary, name: str) -> bool:
        return any(isinstance(each, Imported) for each in summary.names.get(name, ()))

    def _origin(self, summary: ModuleSummary, local: str) -> tuple[str, str] | None:
        """The module and name from which the deprecated module itself has a name."""
        for binding in summary.names[local]:
            if isinstance(binding, Imported) and not binding.type_checking:
                resolution = self._index.resolve(binding.target)
                if resolution.kind is ObjectKind.MODULE or "." not in binding.target:
                    return None
                module, _, name = binding.target.rpartition(".")
                return module, name
        return None


def _is_of(use: RemainingUse, symbol: str, module: str) -> bool:
    """A use of the symbol or a member of it, or of the whole module, which may come to the same."""
    is_module = module in (use.symbol, use.written) or use.symbol == f"{module}.*"
    return is_module or use.symbol == symbol or use.symbol.startswith(f"{symbol}.")


def _split(target: str, old: str) -> FromImport:
    module, _, name = target.rpartition(".")
    return FromImport(module, name, old.rpartition(".")[2])
