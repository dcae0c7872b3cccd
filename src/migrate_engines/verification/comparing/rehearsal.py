"""A run rehearsed: applied, checked and rolled back on a throw-away checkout."""

import hashlib
import os
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import TypeAlias

from msgspec.structs import replace

from migrate_engines.inventory.wording import count
from migrate_engines.journal.history import run_to_undo
from migrate_engines.journal.plan import Part
from migrate_engines.journal.rollback import roll_back
from migrate_engines.journal.store import held_journal
from migrate_engines.model.report import Mode, Report
from migrate_engines.model.rollback import Action
from migrate_engines.model.rule import Codemod
from migrate_engines.running.request import Request
from migrate_engines.running.run import Watch, run
from migrate_engines.settings import Settings
from migrate_engines.verification.comparing.before import described, inside, laid_out
from migrate_engines.verification.comparing.causes import fixed_by
from migrate_engines.verification.comparing.compare import Wanted, compare
from migrate_engines.verification.comparing.fault import CheckName, CheckResult, Compared, Fault

# A file's kind and mode, and the digest of its bytes or where its link leads.
_Image: TypeAlias = tuple[int, str]


def rehearse(
    request: Request, settings: Settings, codemods: Sequence[Codemod], wanted: Wanted, *, watch: Watch
) -> Compared:
    """What the run would make worse at HEAD. The user's files, index, branches and journal stay as they are.

    Raises:
        InputError: see ``laid_out``, ``run`` and ``compare``.
    """
    with laid_out(settings) as before, laid_out(settings) as after:
        there = inside(settings, after)
        images = dict(_images(after.folder, after.root))
        report = run(replace(request, mode=Mode.APPLY), there, codemods, watch=watch)
        base = described(settings.root, "HEAD", after.commit)
        wanted = replace(wanted, base=base, fixed=fixed_by(report))
        written = dict(_images(after.folder, after.root))
        found = compare(inside(settings, before), there, codemods, wanted, watch=watch)
        others = differences(written, dict(_images(after.folder, after.root)))
        litter = frozenset(each.path for each in others)
        rolled_back = list(_rolled_back(report, there, after.folder, images, litter))
        notes = (*_unwritten(report), *found.notes, *_littered(litter))
    return replace(found, results=(*found.results, *rolled_back), notes=notes)


def _littered(paths: Collection[str]) -> Iterator[str]:
    if paths:
        yield f"the phases wrote {count(len(paths), 'file')}, of which the rollback knows nothing"


def _unwritten(report: Report) -> Iterator[str]:
    for each in report.failed:
        yield f"{each.path} was left as it is: {each.message}"


def _rolled_back(
    report: Report,
    settings: Settings,
    folder: Path,
    images: Mapping[str, _Image],
    litter: Collection[str],
) -> Iterator[CheckResult]:
    """The rollback as a check of its own; none where the run wrote nothing.

    ``litter`` are files that something else has written since.
    """
    if report.run is None:
        return
    started = perf_counter()
    with held_journal(settings.root, settings.journal_runs) as journal:
        undone = roll_back(journal, run_to_undo(journal, settings.root, report.run), Part())
    refused = [each for each in undone.results if each.action is Action.REFUSED]
    faults = [Fault(each.path, 0, "refused", "", each.why) for each in refused]
    paths = {*litter, *(each.path for each in faults)}
    others = differences(images, dict(_images(folder, settings.root)))
    faults += [each for each in others if each.path not in paths]
    yield CheckResult(CheckName.ROLLBACK, 0, len(faults), tuple(faults), perf_counter() - started)


def differences(before: Mapping[str, _Image], after: Mapping[str, _Image]) -> Iterator[Fault]:
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path), after.get(path)
        if old == new:
            continue
        if old is None:
            code, what = "left-over", "it was not there before the run"
        elif new is None:
            code, what = "gone", "it was there before the run"
        elif old[1] != new[1]:
            code, what = "other-bytes", "its bytes are not those before the run"
        else:
            code, what = "other-mode", f"its mode is {stat.filemode(new[0])}, not {stat.filemode(old[0])}"
        yield Fault(path, 0, code, "", what)


def _images(top: Path, root: Path) -> Iterator[tuple[str, _Image]]:
    """Every file below the folder by its path from the root; what git keeps there aside."""
    for folder, folders, names in os.walk(top):
        folders[:] = sorted(each for each in folders if each != ".git")
        for name in names:
            path = Path(folder, name)
            if name != ".git" or path.parent != top:
                yield Path(os.path.relpath(path, root)).as_posix(), _image(path)


def _image(path: Path) -> _Image:
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return mode, os.readlink(path)
    with path.open("rb") as file:
        return mode, hashlib.file_digest(file, "sha256").hexdigest()
