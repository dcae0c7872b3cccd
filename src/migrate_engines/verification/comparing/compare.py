"""Run the checks over both trees, and count what is new."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from time import perf_counter
from typing import TypeAlias

from msgspec import Struct, field

from migrate_engines.model.rule import Codemod
from migrate_engines.running.run import Watch
from migrate_engines.settings import Settings
from migrate_engines.tree.listing import list_files
from migrate_engines.verification.comparing.causes import Causes
from migrate_engines.verification.comparing.fault import CheckName, CheckResult, Compared, Fault, new_faults
from migrate_engines.verification.comparing.imports import cyclic_imports
from migrate_engines.verification.comparing.phases import compare_phases
from migrate_engines.verification.comparing.shim_imports import imported
from migrate_engines.verification.comparing.shims import Shim, find_shims, lost_names
from migrate_engines.verification.comparing.side import Pair, Side, open_side, touched_paths
from migrate_engines.verification.comparing.sources import missing_names, unbound_calls, uncompiled
from migrate_engines.verification.comparing.types import type_command, type_errors, why_not_run
from migrate_engines.verification.comparing.uses import (
    gate_findings,
    idle_patches,
    kept_uses,
    legacy_uses,
)
from migrate_engines.verification.verify import chosen

Check: TypeAlias = Callable[[Pair, Side], Iterable[Fault]]


class Wanted(Struct, frozen=True):
    """What a comparison is asked to do.

    Attributes:
        base: what the tree is compared with, for people.
        module: no legacy use may be left in this module or package.
        imports: also import the shims, which runs the project's code.
        phases: the phases of tests to run, none of them named meaning all; None for no tests.
        renamed: old paths of files that only moved, with their new ones.
        fixed: what a run did in each file, as people read it.
    """

    base: str = ""
    module: str | None = None
    imports: bool = False
    phases: tuple[str, ...] | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def compare(
    before: Settings, after: Settings, codemods: Sequence[Codemod], wanted: Wanted, *, watch: Watch
) -> Compared:
    """Run the checks on the trees at the roots of two settings. Nothing is written but by the phases.

    Raises:
        InputError: a setting cannot be used, or there is no phase of a name.
    """
    command = type_command(after)
    if wanted.phases is not None and after.verify.phases:
        chosen(after, wanted.phases)
    listings = list_files(before), list_files(after)
    touched = touched_paths(before.root, after.root, listings)
    if not touched and wanted.module is None:
        return Compared(wanted.base, (), (), notes=("no Python file differs, so there is nothing to check",))
    started = perf_counter()
    pair = Pair(
        open_side(before, codemods, watch, is_before=True),
        open_side(after, codemods, watch, is_before=False),
        touched,
        wanted.renamed,
    )
    reading = perf_counter() - started
    checks = list(_checks(wanted, command))
    results = [_result(name, check, pair, wanted) for name, check in watch(checks, "Comparing")]
    if not command:
        results.append(CheckResult(CheckName.TYPES, not_run=why_not_run(after)))
    tests, notes = _tests(pair, wanted, watch)
    return Compared(wanted.base, tuple(sorted(touched)), (*results, *tests), reading, notes)


def _tests(pair: Pair, wanted: Wanted, watch: Watch) -> tuple[tuple[CheckResult, ...], tuple[str, ...]]:
    if wanted.phases is None:
        return (), ()
    if not pair.after.settings.verify.phases:
        told = "no phases are configured: [[tool.migrate-engines.verify.phases]]"
        return (CheckResult(CheckName.TESTS, not_run=told),), ()
    result, notes = compare_phases(pair, wanted.phases, Causes(pair, wanted.fixed), watch)
    return (result,), notes


def _checks(wanted: Wanted, command: Sequence[str]) -> Iterator[tuple[CheckName, Check]]:
    yield CheckName.COMPILES, uncompiled
    yield CheckName.NAMES, missing_names
    yield CheckName.CALLS, unbound_calls
    yield CheckName.CYCLES, cyclic_imports
    yield CheckName.SHIMS, _Shims(imports=wanted.imports)
    yield CheckName.PATCHES, idle_patches
    yield CheckName.LEGACY, legacy_uses
    yield CheckName.GATES, gate_findings
    if command:
        yield CheckName.TYPES, lambda pair, side: type_errors(pair, side, command)


class _Shims:
    """The check that needs both trees: what is asked of a module is what either tree asks."""

    def __init__(self, *, imports: bool) -> None:
        self._imports = imports
        self._found: tuple[Shim, ...] | None = None

    def __call__(self, pair: Pair, side: Side) -> Iterator[Fault]:
        if self._found is None:
            self._found = find_shims(pair)
        yield from lost_names(self._found, side)
        if self._imports:
            yield from imported(self._found, side, is_redirected=side is pair.after)


def _result(name: CheckName, check: Check, pair: Pair, wanted: Wanted) -> CheckResult:
    started = perf_counter()
    before, after = list(check(pair, pair.before)), _sorted(check(pair, pair.after))
    known = _known_uses(before, pair.before, wanted.module) if name is CheckName.LEGACY else before
    new = new_faults(known, after, pair.renamed)
    return CheckResult(name, len(before), len(after), new, perf_counter() - started)


def _known_uses(before: Sequence[Fault], side: Side, module: str | None) -> list[Fault]:
    """The uses that may stay: none in the module that is to have none."""
    found = [*before, *kept_uses(side)]
    return found if module is None else [each for each in found if not _is_in(each, side, module)]


def _sorted(faults: Iterable[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda each: (each.path, each.line, each.code, each.symbol))


def _is_in(fault: Fault, side: Side, module: str) -> bool:
    return f"{side.index.modules.module_of(fault.path)}.".startswith(f"{module}.")
