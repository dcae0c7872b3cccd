"""What the helpers of several codemods must agree on, because they are shipped in one module."""

from collections.abc import Iterator, Sequence

from migrate_engines.model.problem import Problem
from migrate_engines.model.rule import Codemod, Helper, ImportedName
from migrate_engines.rules.names import binds_first_part, dotted_name


def helper_conflicts(codemods: Sequence[Codemod]) -> list[Problem]:
    """The helpers that differ from one of the same symbol, or that give a name another meaning."""
    helpers = [(each.path, rule) for each in codemods for rule in each.rules if isinstance(rule, Helper)]
    return [*_different_helpers(helpers), *_different_names(helpers)]


def _different_helpers(helpers: Sequence[tuple[str, Helper]]) -> Iterator[Problem]:
    first: dict[str, tuple[str, Helper]] = {}
    for path, helper in helpers:
        other_path, other = first.setdefault(helper.symbol, (path, helper))
        if (helper.source, set(helper.imports)) != (other.source, set(other.imports)):
            what = f"The helper `{helper.symbol}` differs from the one in {other_path}:{other.line}"
            yield Problem(path, helper.line, what, "Make the two identical, or give one another name.")


def _different_names(helpers: Sequence[tuple[str, Helper]]) -> Iterator[Problem]:
    """``from a import X`` for one helper, ``from b import X`` for another helper of its module."""
    first = {(helper.module, helper.name): (helper.symbol, path, helper) for path, helper in helpers}
    for path, helper in helpers:
        for name in helper.imports:
            meaning, other_path, other = first.setdefault(
                (helper.module, name.local), (_meaning(name), path, helper)
            )
            if meaning != _meaning(name) and other.symbol != helper.symbol:
                what = f"`{name.local}` is {_meaning(name)} here, and {meaning} in {other_path}:{other.line}"
                remedy = f"Import one of them under another name: both are shipped in `{helper.module}`."
                yield Problem(path, helper.line, what, remedy)


def _meaning(name: ImportedName) -> str:
    return f"the package {name.local}" if binds_first_part(name) else dotted_name(name)
