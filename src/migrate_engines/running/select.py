"""What a request selects: codemods, and the files that may change."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from msgspec import Struct

from migrate_engines.model.problem import InputError, Problem
from migrate_engines.model.rule import Codemod
from migrate_engines.running.request import Request
from migrate_engines.settings import Settings
from migrate_engines.tree.modules import ModuleMap


class Selection(Struct, frozen=True):
    """``files`` is None for the whole root; ``is_partial`` where the request lists files only."""

    codemods: frozenset[str]
    files: frozenset[str] | None
    is_partial: bool


def select(
    request: Request, settings: Settings, codemods: Sequence[Codemod], listing: Sequence[str]
) -> Selection:
    """What the request names.

    Raises:
        InputError: a path, codemod or module that does not exist; all of them at once.
    """
    asked = (*request.select, *request.ignore, *settings.extend_select)
    problems = [*_unknown_codemods(asked, codemods), *_unknown_paths(request, settings)]
    chosen = _in_paths(request, settings, listing) if not problems else None
    if request.module is not None:
        modules = ModuleMap(listing, settings.source_roots)
        inside = {path for path in listing if _is_in(modules.module_of(path), request.module)}
        if not inside:
            problems.append(_unknown_module(request.module, map(modules.module_of, listing)))
        chosen = frozenset(inside if chosen is None else inside & chosen)
    if problems:
        raise InputError(problems)
    names = frozenset(request.select or _default(codemods, settings)) - frozenset(request.ignore)
    if request.skipped:
        chosen = (frozenset(listing) if chosen is None else chosen) - request.skipped
    is_partial = bool(request.paths) and all(path.is_file() for path in _resolved(request))
    return Selection(names, chosen, is_partial)


def _default(codemods: Sequence[Codemod], settings: Settings) -> Iterator[str]:
    """The codemods that run by themselves, and those that the settings ask for."""
    for codemod in codemods:
        if not codemod.on_request or codemod.name in settings.extend_select:
            yield codemod.name


def _unknown_codemods(asked: Sequence[str], codemods: Sequence[Codemod]) -> Iterator[Problem]:
    known = [codemod.name for codemod in codemods]
    for name in asked:
        if name not in known:
            close = get_close_matches(name, known, 1)
            remedy = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(known) or 'none'}"
            yield _problem(name, "no codemod of that name", remedy)


def _unknown_module(name: str, modules: Iterable[str]) -> Problem:
    parts = [module.split(".") for module in modules]
    known = {".".join(each[:count]) for each in parts for count in range(1, len(each) + 1)}
    close = get_close_matches(name, known, 1)
    remedy = f"Did you mean {close[0]}?" if close else "Give its dotted name"
    return _problem(name, "no module or package of that name", remedy)


def _unknown_paths(request: Request, settings: Settings) -> Iterator[Problem]:
    for written, path in zip(request.paths, _resolved(request), strict=True):
        if not path.exists():
            yield _problem(written.as_posix(), "no such file or folder", _nearest(path))
        elif not path.is_relative_to(settings.root.resolve()):
            yield _problem(
                str(written), f"outside the root {settings.root}", "Run from that project, or give --config"
            )


def _nearest(path: Path) -> str:
    """The nearest spelling of the first part that does not exist."""
    while not path.parent.exists():
        path = path.parent
    close = get_close_matches(path.name, [each.name for each in path.parent.iterdir()], 1)
    return f"Did you mean {close[0]}?" if close else "Give a path below the root"


def _in_paths(request: Request, settings: Settings, listing: Sequence[str]) -> frozenset[str] | None:
    if not request.paths:
        return None
    chosen: set[str] = set()
    listed = set(listing)
    for path in _resolved(request):
        relative = path.relative_to(settings.root.resolve()).as_posix()
        if relative == ".":
            return None
        if relative in listed:
            chosen.add(relative)
        else:
            chosen |= {each for each in listing if each.startswith(f"{relative}/")}
    return frozenset(chosen)


def _resolved(request: Request) -> list[Path]:
    return [path.resolve() for path in request.paths]


def _is_in(module: str, wanted: str) -> bool:
    return module == wanted or module.startswith(f"{wanted}.")


def _problem(what: str, why: str, remedy: str) -> Problem:
    return Problem(what, 0, why, remedy)
