"""What the answer of a call rests on besides the files of a tree, as lines that can be compared."""

import importlib.util
import os
import sys
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
    files = {*_rule_files(settings), *_own_code()}
    folders = {*_rule_folders(settings), *_libraries()}
    places = {*_settings_places(request, settings)}
    home = find_home(settings.root).folder
    absent = {home / "holder"}
    (folders if (home / "runs").is_dir() else absent).add(home / "runs")
    if ground is not None:
        files |= ground.files
        folders |= ground.folders
        places |= ground.places
    if looked is not None:
        absent.update(_no_repositories(settings.root))
        around = [*map(Path, looked.surroundings.folders)]
        folders |= {folder for folder in around if folder.is_dir()}
        absent |= {folder for folder in around if not folder.is_dir()}
        if any(looked.surroundings.existing.values()):
            return None
        absent |= {settings.root / path for path in looked.surroundings.existing}
    kinds = (("absent", absent), ("folder", folders), ("file", files), ("place", places))
    lines = [_line(kind, path, began) for kind, paths in kinds for path in sorted(paths)]
    return None if None in lines else [line for line in lines if line]


def _line(kind: str, path: Path, began: int) -> str | None:
    """None where it has changed since ``began``, cannot be written down, or is a link."""
    text = str(path)
    if not text.isprintable():
        return None
    if kind == "absent" or (kind == "place" and replay.is_absent(text)):
        return f"absent\t{text}\t\t" if replay.is_absent(text) else None
    if path.is_symlink() and kind != "place":
        return None
    if kind == "place":
        kind = "link" if path.is_symlink() else "file"
    found = path.stat()
    changed = max(found.st_mtime_ns, found.st_ctime_ns)
    if changed > began - _SECOND // 10:
        return None
    stamp = replay.stamp_of(found) if changed < began - _COARSE else replay.UNSTAMPED
    return f"{kind}\t{text}\t{stamp}\t{replay.digest_of(text, kind)}"


def _rule_folders(settings: Settings) -> Iterable[Path]:
    """The folders of rule files that may change; those of an installed program are its version's."""
    return rule_folders(settings) if settings.codemods or not _is_installed() else []


def _rule_files(settings: Settings) -> Iterator[Path]:
    for folder in _rule_folders(settings):
        yield from folder.glob("*.py")


def _settings_places(request: Request, settings: Settings) -> Iterator[Path]:
    """Every file in which settings were looked for, and the baseline, which a check reads."""
    parents = [path.resolve().parent for path in request.paths]
    start = Path(os.path.commonpath(parents)) if parents else Path.cwd()
    yield from (folder / "pyproject.toml" for folder in (start, *start.parents))
    yield settings.root / settings.compliance.baseline


def _no_repositories(root: Path) -> Iterator[Path]:
    """Where there may be a repository tomorrow that is nearer than the one of today."""
    for folder in (root, *root.parents):
        if (folder / ".git").exists():
            return
        yield folder / ".git"


def _libraries() -> Iterator[Path]:
    """The folders with the libraries that an answer depends on; a version has its name there."""
    for library in ("libcst", "msgspec"):
        # Found without being imported, which costs more than all the rest.
        spec = importlib.util.find_spec(library)
        if spec is not None and spec.origin is not None:
            yield Path(spec.origin).parents[1]


def _own_code() -> Iterable[Path]:
    """The program itself, where it is a checkout that somebody works on: its version stays the same."""
    if _is_installed():
        return []
    modules = [each for name, each in sys.modules.items() if name.startswith("migrate_engines")]
    return [Path(each.__file__) for each in modules if each.__file__]


def _is_installed() -> bool:
    return not {"site-packages", "dist-packages"}.isdisjoint(Path(migrate_engines.__file__).parts)
