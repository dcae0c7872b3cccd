"""One run that writes: recorded first, then written file by file, then marked as ended."""

import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from msgspec import Struct, field

from migrate_engines.journal.files import Change, apply_change, read_file
from migrate_engines.journal.store import Journal, Purpose, digest_of
from migrate_engines.model.journal import FixedLines, Image, JournalEntry, Recorded
from migrate_engines.model.problem import InputError, Problem


class Writer(Protocol):
    """Makes one change below the root."""

    def write(self, change: Change) -> None:
        """Raises OSError: the file could not be written, and is what it was."""


class Unrecorded(Struct, frozen=True):
    """Writes without a journal: for trees that nobody will miss."""

    root: Path

    def write(self, change: Change) -> None:
        apply_change(self.root, change, ".migrate-engines.tmp")


class Recording(Struct):
    """Writes what its run has recorded.

    ``name`` is the run's; None once it has ended without a file written. ``notes`` are for the user.
    """

    journal: Journal
    run: Recorded
    root: Path
    written: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str | None:
        return self.run.name if self.written else None

    def write(self, change: Change) -> None:
        apply_change(self.root, change, temporary_name(self.run))
        self.written.add(change.path)

    def end(self) -> None:
        try:
            self.journal.end(self.run, frozenset(self.written))
        except OSError as error:
            told = f"run {self.run.name} could not be marked as ended: {error.strerror or error};"
            self.notes.append(f"{told} `migrate-engines rollback --complete {self.run.name}` does it")


class Planned(Struct, frozen=True):
    """A change with what the journal says of it; see ``JournalEntry``."""

    change: Change
    stage: int = 0
    fixed: tuple[FixedLines, ...] = ()


@contextmanager
def recorded(
    journal: Journal, root: Path, planned: Sequence[Planned], purpose: Purpose | None = None
) -> Iterator[Recording]:
    """Record the changes; inside, they can be made. However it is cut short, it can be undone.

    Raises:
        InputError: the changes cannot be recorded; none may be made then.
    """
    entries = [_entry(root, each) for each in planned]
    contents = [
        data for each in planned for data in (each.change.before, each.change.after) if data is not None
    ]
    run = journal.begin(root, entries, contents, purpose or Purpose())
    recording = Recording(journal, run, root)
    try:
        yield recording
    except KeyboardInterrupt as error:
        told = f"run {run.name} has written {len(recording.written)} of {len(entries)} files"
        error.add_note(f"{told}. {ways_out(run)}")
        raise
    recording.end()


def _entry(root: Path, planned: Planned) -> JournalEntry:
    change = planned.change
    before = None if change.before is None else Image(digest_of(change.before), _mode(root / change.path))
    after = None
    if change.after is not None:
        after = Image(digest_of(change.after), before.mode if before else change.mode)
    return JournalEntry(change.path, before, after, planned.stage, planned.fixed)


def _mode(path: Path) -> int | None:
    """None where the file has vanished: it will not be written."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return None


def temporary_name(run: Recorded) -> str:
    """The name, in whatever folder, of the file that a kill may leave behind."""
    return f".migrate-engines-{run.token}.tmp"


def remove_temporaries(root: Path, run: Recorded) -> None:
    """What a killed run has left beside the files that it wrote. Raises OSError."""
    for folder in {(root / entry.path).parent for entry in run.entries}:
        if folder.resolve().is_relative_to(root.resolve()):
            (folder / temporary_name(run)).unlink(missing_ok=True)


def refuse_interrupted(journal: Journal) -> None:
    """A new run must not build on half of an old one.

    Raises:
        InputError: there is such a one.
    """
    if found := journal.interrupted():
        raise InputError([interruption(journal, run) for run in found])


def interruption(journal: Journal, run: Recorded) -> Problem:
    """What is known of an interrupted run, and the two ways out."""
    root = journal.home.root(run.root)
    is_written = [_stands(root, entry) for entry in run.entries]
    what = "rollback of run " + run.rolls_back if run.rolls_back else "run"
    since = run.started.astimezone().strftime("%Y-%m-%d %H:%M")
    told = f"The {what} of {since} was interrupted: {sum(is_written)} of {len(is_written)} files were written"
    return Problem(f"run {run.name}", 0, told, ways_out(run))


def ways_out(run: Recorded) -> str:
    """What to do about an interrupted run."""
    name = run.name
    return (
        f"Take it back with `migrate-engines rollback {name}`,"
        f" or finish it with `migrate-engines rollback --complete {name}`."
    )


def _stands(root: Path, entry: JournalEntry) -> bool:
    return is_image(root / entry.path, entry.after)


def is_image(path: Path, image: Image | None) -> bool:
    """Whether the file has the recorded contents; False where it cannot be read."""
    try:
        data = read_file(path)
    except OSError:
        return False
    if data is None or image is None:
        return data is None and image is None
    return digest_of(data) == image.digest
