"""Which dotted names mean the same object across the tree."""

from collections.abc import Callable, Mapping

from migrate_engines.model.rule import Signature
from migrate_engines.tree.class_order import ClassOrders
from migrate_engines.tree.modules import ModuleMap
from migrate_engines.tree.resolution import ObjectKind as ObjectKind
from migrate_engines.tree.resolution import Resolution as Resolution
from migrate_engines.tree.summary import (
    Alias,
    Binding,
    ClassSummary,
    FunctionSummary,
    Imported,
    ModuleSummary,
)

# What a name leads to is not looked for any further. Names of names branch: in a hostile tree, without end.
_MOST_STEPS = 5_000
_LONGEST_CHAIN = 100


SummaryReader = Callable[[str], ModuleSummary | None]


class SymbolIndex:
    """Resolves dotted names through imports, aliases, star imports and base classes.

    ``read`` gives a module's summary by its path, None for a file that cannot be parsed. Modules are
    read when a name leads there, so an index costs what is asked of it. ``is_unlisted`` says whether there
    is a module that ``modules`` does not have: what it holds cannot be seen.
    """

    def __init__(
        self,
        modules: ModuleMap,
        read: SummaryReader,
        is_unlisted: Callable[[str], bool] = lambda module: False,
    ) -> None:
        self.modules = modules
        self._read = read
        self._is_unlisted = is_unlisted
        self._summaries: dict[str, ModuleSummary | None] = {}
        self._resolved: dict[str, Resolution] = {}
        self._under_way: set[str] = set()
        self._orders = ClassOrders(self._bases_of)
        self._adopted: dict[str, str] = {}
        self._steps = 0

    def adopt(self, names: Mapping[str, str]) -> None:
        """From now on exactly these names that the tree lacks stand for others; members of theirs do, too."""
        if self._adopted != names:
            self._adopted = dict(names)
            self._resolved.clear()
            self._orders = ClassOrders(self._bases_of)

    @property
    def adopted(self) -> Mapping[str, str]:
        """The names that stand for others now."""
        return self._adopted

    def is_adopted(self, dotted: str) -> bool:
        return dotted in self._adopted

    @property
    def read(self) -> frozenset[str]:
        """The modules that were read until now."""
        return frozenset(self._summaries)

    def summary_at(self, path: str) -> ModuleSummary | None:
        """The summary of a file of this tree, whatever module it is."""
        return self._read(path)

    def summary(self, module: str) -> ModuleSummary | None:
        """The summary of a module of this tree."""
        if module not in self._summaries:
            path = self.modules.path_of(module)
            self._summaries[module] = self._read(path) if path else None
        return self._summaries[module]

    def resolve(self, dotted: str) -> Resolution:
        """Follow ``dotted`` to its definition."""
        if dotted in self._resolved:
            return self._resolved[dotted]
        if dotted in self._under_way:  # by way of a package that takes all names of what it lacks
            return Resolution(dotted, ObjectKind.MISSING, (dotted,))
        before, self._steps = self._steps, 0
        self._under_way.add(dotted)
        try:
            self._resolved[dotted] = self._resolve(dotted, ())
        finally:
            self._under_way.remove(dotted)
        self._steps = before
        return self._resolved[dotted]

    def is_module(self, dotted: str) -> bool:
        """Whether a module or namespace of this tree has the name; reads nothing."""
        return self.modules.split(dotted)[1] == ()

    def canonical(self, dotted: str) -> str:
        return self.resolve(dotted).canonical

    def class_of(self, dotted: str) -> ClassSummary | None:
        """The class that ``dotted`` names."""
        resolution = self.resolve(dotted)
        definition = self._definition(resolution.canonical)
        return definition if isinstance(definition, ClassSummary) else None

    def function_of(self, dotted: str) -> FunctionSummary | None:
        """The function or method that ``dotted`` names, inherited ones included."""
        definition = self._definition(self.resolve(dotted).canonical)
        return definition if isinstance(definition, FunctionSummary) else None

    def constructor(self, dotted: str) -> Signature | None:
        """What a class takes; None where that cannot be seen."""
        for owner in self.ancestry(dotted) or (self.canonical(dotted),):
            found = self.class_of(owner)
            if found is None or "__new__" in found.methods:
                return None
            if "__init__" in found.methods:
                return found.methods["__init__"].signature
            if found.is_generated or (found.bases and self.ancestry(dotted) is None):
                return None
        return Signature(())

    def ancestry(self, dotted: str) -> tuple[str, ...] | None:
        """The class and its bases in the order of method resolution; None where a base is not in this tree.

        ``object`` and the abstract and protocol bases of the standard library count as known.
        """
        return self._orders.of(self.canonical(dotted))

    def lineage(self, dotted: str) -> tuple[str, ...]:
        """The class and every base that is in this tree, nearest first, whatever other bases there are."""
        found: list[str] = []
        waiting = [dotted]
        while waiting:
            canonical = self.canonical(waiting.pop(0))
            known = None if canonical in found else self.class_of(canonical)
            if known is not None:
                found.append(canonical)
                waiting += [self._in_scope_of(canonical, base) for base in known.bases if base != "?"]
        return tuple(found)

    def _bases_of(self, canonical: str) -> list[str] | None:
        """Their canonical names; None for what is no class of this tree, or has a base without a name."""
        found = self.class_of(canonical)
        names = [base for base in found.bases if base not in _TRANSPARENT_BASES] if found else ["?"]
        if "?" in names:
            return None
        return [self.canonical(self._in_scope_of(canonical, base)) for base in names]

    def members(self, dotted: str) -> frozenset[str] | None:
        """Every member of instances of a class; None where some cannot be seen."""
        ancestry = self.ancestry(dotted)
        if ancestry is None:
            return None
        found = [self.class_of(name) for name in ancestry]
        if any(each is None or each.is_open for each in found):
            return None
        return frozenset().union(*(each.members for each in found if each))

    def _in_scope_of(self, canonical: str, expression: str) -> str:
        module, _ = self.modules.split(canonical)
        return f"{module}.{expression}" if module else expression

    def _resolve(self, dotted: str, chain: tuple[str, ...]) -> Resolution:
        if dotted in chain:
            return Resolution(dotted, ObjectKind.MISSING, chain)
        chain = (*chain, dotted)
        self._steps += 1
        if self._steps > _MOST_STEPS or len(chain) > _LONGEST_CHAIN:
            return Resolution(dotted, ObjectKind.VALUE, chain)
        for name, meant in self._adopted.items():
            if f"{dotted}.".startswith(f"{name}."):
                return self._resolve(meant + dotted.removeprefix(name), chain)
        module, rest = self.modules.split(dotted)
        if module is None:
            return Resolution(dotted, ObjectKind.EXTERNAL, chain)
        if not rest:
            return self._hiding_name(dotted, chain) or Resolution(dotted, ObjectKind.MODULE, chain)
        return self._resolve_member(module, rest, chain)

    def _hiding_name(self, dotted: str, chain: tuple[str, ...]) -> Resolution | None:
        """``from .engine import engine`` in a package: its attribute is no longer the submodule."""
        package, _, name = dotted.rpartition(".")
        path = self.modules.path_of(package)
        summary = self.summary(package) if path and path.endswith("__init__.py") else None
        for binding in summary.names.get(name, ()) if summary else ():
            if isinstance(binding, Imported) and binding.target.startswith(f"{dotted}."):
                return self._resolve(binding.target, chain)
        return None

    def _resolve_member(self, module: str, rest: tuple[str, ...], chain: tuple[str, ...]) -> Resolution:
        dotted = ".".join((module, *rest))
        if self.modules.path_of(module) is None:
            is_hidden = self._is_unlisted(f"{module}.{rest[0]}")
            return Resolution(dotted, ObjectKind.VALUE if is_hidden else ObjectKind.MISSING, chain)
        summary = self.summary(module)
        if summary is None:
            return Resolution(dotted, ObjectKind.VALUE, chain)
        bindings = summary.names.get(rest[0])
        if not bindings:
            return self._resolve_star(summary, rest, chain)
        found = [self._follow(module, rest, binding, chain) for binding in bindings]
        if len({each.canonical for each in found}) > 1:
            meanings = tuple(name for each in found for name in each.meanings or (each.canonical,))
            return Resolution(dotted, ObjectKind.AMBIGUOUS, chain, meanings)
        return found[-1]

    def _resolve_star(
        self, summary: ModuleSummary, rest: tuple[str, ...], chain: tuple[str, ...]
    ) -> Resolution:
        for star in reversed(summary.stars):
            source = self.resolve(star)
            if source.kind is ObjectKind.MISSING or not self._is_exported(source, rest[0]):
                continue
            name = ".".join((star, *rest))
            if source.kind is ObjectKind.VALUE:  # no module of the tree: nobody knows what it has
                found = Resolution(name, ObjectKind.VALUE, (*chain, name))
            else:
                found = self._resolve(name, chain)
            if found.kind not in (ObjectKind.MISSING, ObjectKind.EXTERNAL):
                return found
        dotted = ".".join((summary.module, *rest))
        is_hidden = self._may_have(summary, rest[0], chain)
        return Resolution(dotted, ObjectKind.VALUE if is_hidden else ObjectKind.MISSING, chain)

    def _may_have(self, summary: ModuleSummary, name: str, chain: tuple[str, ...]) -> bool:
        """Whether a module may have a name that its top level does not show."""
        return (
            summary.is_open
            or name in summary.late
            or "__getattr__" in summary.names
            or any(self._resolve(star, chain).kind is ObjectKind.EXTERNAL for star in summary.stars)
            or self._is_unlisted(f"{summary.module}.{name}")
        )

    def _is_exported(self, star: Resolution, name: str) -> bool:
        source = self.summary(star.canonical)
        if source is not None and source.exported is not None:
            return name in source.exported or source.is_open
        return not name.startswith("_")

    def _follow(
        self, module: str, rest: tuple[str, ...], binding: Binding, chain: tuple[str, ...]
    ) -> Resolution:
        dotted = ".".join((module, *rest))
        match binding:
            case Imported(target):
                return self._resolve(".".join((target, *rest[1:])), chain)
            case Alias(expression):
                found = self._resolve(".".join((module, expression, *rest[1:])), chain)
                if found.kind is not ObjectKind.MISSING or self._binds(module, expression):
                    return found
            case ClassSummary():
                return self._follow_class(f"{module}.{rest[0]}", binding, rest[1:], chain)
            case FunctionSummary():
                kind = ObjectKind.ATTRIBUTE if rest[1:] else ObjectKind.FUNCTION
                return Resolution(dotted, kind, chain)
        return Resolution(dotted, ObjectKind.VALUE, chain)

    def _binds(self, module: str, expression: str) -> bool:
        """Whether the module binds the expression's first name itself; else it is a builtin."""
        summary = self.summary(module)
        return summary is not None and expression.partition(".")[0] in summary.names

    def _follow_class(
        self, owner: str, found: ClassSummary, rest: tuple[str, ...], chain: tuple[str, ...]
    ) -> Resolution:
        if not rest:
            return Resolution(owner, ObjectKind.CLASS, chain)
        if rest[0] in found.nested:
            return self._follow_class(f"{owner}.{rest[0]}", found.nested[rest[0]], rest[1:], chain)
        if rest[0] not in found.members:
            for base in found.bases:
                above = self._resolve(".".join((self._in_scope_of(owner, base), *rest)), chain)
                inherited = above.canonical.rpartition(".")[0]
                definition = self._definition(inherited)
                if isinstance(definition, ClassSummary) and rest[0] in definition.members:
                    return above
        return Resolution(".".join((owner, *rest)), ObjectKind.ATTRIBUTE, chain)

    def _definition(self, canonical: str) -> Binding | None:
        module, rest = self.modules.split(canonical)
        summary = self.summary(module) if module and rest else None
        if summary is None:
            return None
        found: Binding | None = summary.names.get(rest[0], [None])[-1]
        for name in rest[1:]:
            if not isinstance(found, ClassSummary):
                return None
            found = found.nested.get(name) or found.methods.get(name)
        return found


_TRANSPARENT_BASES = frozenset(
    ["object", "ABC", "abc.ABC", "Protocol", "typing.Protocol", "Generic", "typing.Generic"]
)
