"""What the answer of a call rests on besides the files of a tree, as lines that can be compared."""

import importlib.util
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import migrate_engines
from migrate_engines import replay
from migrate_engines.journal.home import find_home
from migrate_engines.rules.shipped import rule_folders
from migrate_engines.running.request import Request
from migrate_engines.settings import Settings

if TYPE_CHECKING:
    from migrate_engines.cache.looked import Looked
    from migrate_engines.running.ground import Ground

# File systems and clocks may be this coarse: what is younger is compared by its bytes.
_COARSE = 2_000_000_000
_SECOND = 1_000_000_000


def resting_lines(
    request: Request,
    settings: Settings,
    began: int,
    *,
    ground: "Ground | None" = None,
    looked: "Looked | None" = None,
) -> list[str] | None:
    """A line for everything; None where something changed since ``began`` (in ns).

    ``ground`` is what an answer for files goes by, ``looked`` what a run has looked at in its tree.

    Raises:
        OSError: something cannot be looked at.
    """
    start = _start(request)
    files = {*_rule_files(settings), *(ground.files if ground else ())}
    folders = {*_rule_folders(settings), *_libraries(), *(ground.folders if ground else ())}
    places = {settings.root / settings.compliance.baseline, *(ground.places if ground else ())}
    places |= {folder / "pyproject.toml" for folder in (start, *start.parents)}
    absent, there = _repositories(start, settings.root)
    home = find_home(settings.root).folder
    absent.add(home / "holder")
    (folders if (home / "runs").is_dir() else absent).add(home / "runs")
    (there if home.is_dir() else absent).add(home)
    if looked is not None:
        if any(looked.surroundings.existing.values()):
            return None
        absent |= {settings.root / path for path in looked.surroundings.existing}
        for folder in map(Path, looked.surroundings.folders):
            (folders if folder.is_dir() else absent).add(folder)
    leading = {home, *_configured(settings)}
    kinds = {"absent": absent, "there": there, "leads": leading, "same": {*_program()}}
    kinds |= {"folder": folders, "file": files, "place": places}
    lines = [_line(kind, path, began) for kind, paths in kinds.items() for path in sorted(paths)]
    return None if None in lines else [line for line in lines if line]


def _line(kind: str, path: Path, began: int) -> str | None:
    """None where it has changed since ``began``, cannot be written down, or is a link."""
    text = str(path)
    if not text.isprintable():
        return None
    if kind == "absent" or (kind == "place" and replay.is_absent(text)):
        return f"absent\t{text}\t\t" if replay.is_absent(text) else None
    if kind == "there":
        return f"there\t{text}\t\t{path.stat().st_mode}"
    if kind == "leads":
        leading = os.path.realpath(text)
        return f"leads\t{text}\t\t{leading}" if leading.isprintable() else None
    return _line_of_contents(kind, path, began)


def _line_of_contents(kind: str, path: Path, began: int) -> str | None:
    text = str(path)
    if path.is_symlink() and kind != "place":
        return None
    if kind == "place":
        kind = "link" if path.is_symlink() else "file"
    found = path.stat()
    changed = max(found.st_mtime_ns, found.st_ctime_ns)
    if changed > began - _SECOND // 10:
        return None
    if kind == "same":
        return f"same\t{text}\t{replay.stamp_of(found)}\t"
    # What a link in a folder leads to may come and go while the folder stays as it is.
    is_told = changed < began - _COARSE and not (kind == "folder" and _holds_links(path))
    stamp = replay.stamp_of(found) if is_told else replay.UNSTAMPED
    return f"{kind}\t{text}\t{stamp}\t{replay.digest_of(text, kind)}"


def _holds_links(folder: Path) -> bool:
    with os.scandir(folder) as entries:
        return any(each.is_symlink() for each in entries)


def _start(request: Request) -> Path:
    """Where settings and repositories were looked for, from there upwards."""
    parents = [path.resolve().parent for path in request.paths]
    return Path(os.path.commonpath(parents)) if parents else Path.cwd()


def _repositories(start: Path, root: Path) -> tuple[set[Path], set[Path]]:
    """Where there is no ``.git`` from ``start`` to the first one above the root, and where there is."""
    absent: set[Path] = set()
    there: set[Path] = set()
    for folder in (start, *start.parents):
        place = folder / ".git"
        (there if place.exists() else absent).add(place)
        if place.exists() and root.is_relative_to(folder):
            break
    return absent, there


def _configured(settings: Settings) -> Iterator[Path]:
    """Paths of the settings that have to stay inside the root."""
    names = (*settings.codemods, settings.golden, settings.compliance.baseline, settings.cache_dir)
    yield from (settings.root / name for name in names if name)


def _rule_folders(settings: Settings) -> Iterable[Path]:
    """The folders of rule files that may change; those of an installed program are its version's."""
    return rule_folders(settings) if settings.codemods or not _is_installed() else []


def _rule_files(settings: Settings) -> Iterator[Path]:
    for folder in _rule_folders(settings):
        yield from folder.glob("*.py")


def _libraries() -> Iterator[Path]:
    """The folders with the libraries that an answer depends on; a version has its name there."""
    for library in ("libcst", "msgspec"):
        # Found without being imported, which costs more than all the rest.
        spec = importlib.util.find_spec(library)
        if spec is not None and spec.origin is not None:
            yield Path(spec.origin).parents[1]


def _program() -> Iterator[Path]:
    """What is written anew with every installation, whatever its version; a checkout's own files."""
    package = Path(migrate_engines.__file__).parent
    records = [*package.parent.glob("migrate_engines-*.dist-info/RECORD")] if _is_installed() else []
    yield from records or package.rglob("*.py")


def _is_installed() -> bool:
    return not {"site-packages", "dist-packages"}.isdisjoint(Path(migrate_engines.__file__).parts)
