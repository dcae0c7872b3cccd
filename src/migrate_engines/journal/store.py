"""The journal of one tree: its runs, and the old and new contents of what they wrote."""

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from migrate_engines import __version__
from migrate_engines.journal.files import sync_file, sync_folder
from migrate_engines.journal.home import Home, find_home
from migrate_engines.journal.lock import cannot_keep, locked
from migrate_engines.journal.records import read_run, write_end, write_header
from migrate_engines.model.journal import Image, JournalEntry, Recorded
from migrate_engines.model.problem import InputError, Problem


class Purpose(Struct, frozen=True):
    """What a run is, besides the files that it writes; see ``Recorded``."""

    rolls_back: str | None = None
    codemods: tuple[str, ...] = ()


class Journal(Struct, frozen=True):
    """``keep`` is how many runs are kept that have ended."""

    home: Home
    keep: int

    def runs(self) -> list[Recorded]:
        """Every run, the oldest first.

        Raises:
            InputError: one of them cannot be read.
        """
        found = (read_run(folder) for folder in self._folders())
        return [run for run in found if run is not None]

    def interrupted(self) -> list[Recorded]:
        """The runs that have not ended, the oldest first.

        Raises:
            InputError: one of them cannot be read.
        """
        open_ones = [folder for folder in self._folders() if not (folder / "end.json").exists()]
        found = (read_run(folder) for folder in open_ones)
        return [run for run in found if run is not None]

    def contents(self, run: Recorded, image: Image | None) -> bytes | None:
        """What the file held; None for no file.

        Raises:
            InputError: the journal has lost it.
        """
        if image is None:
            return None
        path = self._folder(run.name) / "images" / image.digest
        try:
            data = path.read_bytes()
        except OSError as error:
            raise _damaged(path, str(error.strerror or error)) from error
        if digest_of(data) != image.digest:
            raise _damaged(path, "it is not what was recorded")
        return data

    def begin(
        self, root: Path, entries: Sequence[JournalEntry], contents: Sequence[bytes], purpose: Purpose
    ) -> Recorded:
        """Record what is about to be written, for good, before any of it is.

        ``contents`` holds what the images of ``entries`` stand for.

        Raises:
            InputError: it cannot be recorded.
        """
        try:
            run = self._new_run(root, entries, purpose)
            folder = self._folder(run.name)
            self._store(folder / "images", contents)
            write_header(folder, run)
            sync_folder(folder.parent)
        except OSError as error:
            raise cannot_keep(self.home.folder, error) from error
        return run

    def end(self, run: Recorded, written: frozenset[str]) -> None:
        """The run is over: it wrote these files, and is not interrupted any more.

        Raises:
            OSError: that could not be recorded.
        """
        if written:
            write_end(self._folder(run.name), written, datetime.now(UTC))
            self._prune()
        else:
            self._remove(self._folder(run.name))

    def _new_run(self, root: Path, entries: Sequence[JournalEntry], purpose: Purpose) -> Recorded:
        for folder in self._folders():
            if not (folder / "run.json").exists():
                shutil.rmtree(folder)
        numbers = [int(folder.name) for folder in self._folders()]
        name = str(max(numbers, default=0) + 1)
        self._folder(name).mkdir(parents=True)
        return Recorded(
            name,
            datetime.now(UTC),
            __version__,
            self.home.relative(root),
            os.urandom(8).hex(),
            tuple(entries),
            purpose.rolls_back,
            purpose.codemods,
        )

    def _store(self, folder: Path, contents: Sequence[bytes]) -> None:
        """All of them, and then what makes them durable, which is quicker in one go."""
        folder.mkdir(mode=0o700)  # they may hold what others must not read
        images = {folder / digest_of(data): data for data in contents}
        for path, data in images.items():
            path.write_bytes(data)
        for path in images:
            sync_file(path)
        sync_folder(folder)

    def _prune(self) -> None:
        ended = [folder for folder in self._folders() if (folder / "end.json").exists()]
        for folder in ended[: -self.keep]:
            with suppress(OSError):  # it is tried again after the next run
                self._remove(folder)

    def _remove(self, folder: Path) -> None:
        # First what makes it a run: if the rest is cut short, the next run removes it.
        (folder / "run.json").unlink(missing_ok=True)
        shutil.rmtree(folder)

    def _folder(self, name: str) -> Path:
        return self.home.folder / "runs" / name

    def _folders(self) -> list[Path]:
        folder = self.home.folder / "runs"
        if not folder.is_dir():
            return []
        runs = (each for each in folder.iterdir() if each.name.isdecimal() and not each.is_symlink())
        return sorted(runs, key=lambda each: int(each.name))


@contextmanager
def held_journal(root: Path, keep: int) -> Iterator[Journal]:
    """The journal of a tree, while no other run is at work in it.

    Raises:
        InputError: one is, or the journal cannot be kept.
    """
    home = find_home(root)
    with locked(home.folder):
        yield Journal(home, keep)


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _damaged(path: Path, why: str) -> InputError:
    remedy = "Take the files back with git, and remove the folder of that run."
    return InputError([Problem(str(path), 0, f"The journal has lost the contents of a file: {why}", remedy)])
