"""The answer of a call that had nothing to report, kept for the next one of the same kind.

An answer is worked out only when it was asked for twice: most files change between two commits.
"""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from time import time_ns

import migrate_engines
from migrate_engines import replay
from migrate_engines.journal.home import find_home
from migrate_engines.model.report import Report
from migrate_engines.model.result import Unchanged
from migrate_engines.model.rule import Codemod
from migrate_engines.rules.shipped import rule_folders
from migrate_engines.running.ground import Ground, ground_of
from migrate_engines.running.request import Request
from migrate_engines.settings import Settings

_KEPT = 200
# File systems and clocks may be this coarse: what is younger is compared by its bytes.
_COARSE = 2_000_000_000
_SECOND = 1_000_000_000


def is_unremarkable(words: list[str], report: Report) -> bool:
    """Whether the call is one that can be answered again, and its answer says that there is nothing."""
    is_silent = all(isinstance(each, Unchanged) and not each.findings for each in report.results)
    return is_silent and not report.notes and not report.run and replay.call_of(words) is not None


def remember(
    words: list[str],
    answer: tuple[str, str],
    request: Request,
    settings: Settings,
    codemods: Sequence[Codemod],
) -> None:
    """Keep what went to stdout and to stderr, with what it rests on.

    A cache that cannot be written saves nothing, and does no harm either.
    """
    call = replay.call_of(words)
    if call is None or any(text and not _is_line(text) for text in answer):
        return
    with contextlib.suppress(OSError, UnicodeError):
        root = str(settings.root)
        seen = ["seen", root, *sorted(replay.digest_of(str(path), "file") for path in request.paths)]
        if _known(call) == seen:
            began = time_ns()
            ground = ground_of(request, settings, codemods)
            lines = _rests_on(ground, request, settings, began) if ground else None
            if lines is not None:
                _write(call, ["answer", root, *(text.rstrip("\n") for text in answer), *lines])
        else:
            _write(call, seen)


def forget(root: Path) -> int:
    """Remove the answers to calls in a root; how many there were. Raises OSError."""
    folder = Path(replay.answers_folder())
    own = [path for path in folder.iterdir() if _root_of(path) == str(root)] if folder.is_dir() else []
    for path in own:
        path.unlink(missing_ok=True)
    return len(own)


def _root_of(entry: Path) -> str | None:
    lines = replay.lines_of(entry.read_bytes())
    return lines[1] if lines else None


def _is_line(text: str) -> bool:
    return text.isascii() and text.endswith("\n") and text.count("\n") == 1 and text[:-1].isprintable()


def _known(call: str) -> list[str] | None:
    try:
        return replay.lines_of(Path(replay.entry_of(call)).read_bytes())
    except FileNotFoundError:
        return None


def _rests_on(ground: Ground, request: Request, settings: Settings, began: int) -> list[str] | None:
    """A line for everything that the answer rests on; None where something changed meanwhile."""
    files = {*ground.files, *_rule_files(settings), *_own_code()}
    folders = {*ground.folders, *_rule_folders(settings)}
    places = {*ground.places, *_settings_places(request, settings)}
    home = find_home(settings.root).folder
    absent = {home / "holder"}
    (folders if (home / "runs").is_dir() else absent).add(home / "runs")
    lines: list[str] = []
    for kind, paths in (("absent", absent), ("folder", folders), ("file", files), ("place", places)):
        for path in sorted(paths):
            line = _line(kind, path, began)
            if line is None:
                return None
            lines.append(line)
    return lines


def _line(kind: str, path: Path, began: int) -> str | None:
    """None where it has changed since ``began`` (in ns), cannot be written down, or is a link."""
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
    start = Path(os.path.commonpath([path.resolve().parent for path in request.paths]))
    yield from (folder / "pyproject.toml" for folder in (start, *start.parents))
    yield settings.root / settings.compliance.baseline


def _own_code() -> Iterable[Path]:
    """The program itself, where it is a checkout that somebody works on: its version stays the same."""
    if _is_installed():
        return []
    modules = [each for name, each in sys.modules.items() if name.startswith("migrate_engines")]
    return [Path(each.__file__) for each in modules if each.__file__]


def _is_installed() -> bool:
    return not {"site-packages", "dist-packages"}.isdisjoint(Path(migrate_engines.__file__).parts)


def _write(call: str, lines: list[str]) -> None:
    """Whole or not at all, also where two runs write the same."""
    path = Path(replay.entry_of(call))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with open(handle, "wb") as file:
            file.write(replay.written(lines))
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    _prune(path.parent)


def _prune(folder: Path) -> None:
    entries = sorted(folder.iterdir(), key=lambda each: each.stat().st_mtime_ns)
    for entry in entries[:-_KEPT]:
        entry.unlink(missing_ok=True)
