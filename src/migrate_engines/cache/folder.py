"""Where the results of runs are kept: a folder for each root, of files that are whole or not there."""

import hashlib
import os
import re
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from migrate_engines.model.problem import InputError, Problem
from migrate_engines.settings import Settings

FOLDER_VARIABLE = "MIGRATE_ENGINES_CACHE_DIR"
_MAGIC = b"migrate-engines cache 1\n"
_DIGEST_SIZE = 32
_ENDING = ".cache"
_UNFINISHED = ".unfinished"
_DAY = 24 * 3600
_KEPT_DAYS = 30
_KEPT_BYTES = 256 * 2**20
_OF_A_ROOT = re.compile(r"-[0-9a-f]{16}\Z")
_TAG = "CACHEDIR.TAG"
# Backup programs and git leave the folder out, wherever it is.
_MARKS = {_TAG: b"Signature: 8a477f597d28d172789f06886806bc55\n", ".gitignore": b"*\n"}


class CacheFolder(Struct, frozen=True):
    """The cached data of one root.

    ``key`` seals the files, so that those which somebody else has put there are not taken for our own; it is
    empty in a folder that only the user writes to.
    """

    folder: Path
    key: bytes = b""

    def read(self, name: str) -> bytes | None:
        """What was written under the name; None if that is gone, cut short, changed or another's."""
        try:
            data = self._path(name).read_bytes()
        except OSError:
            return None
        head = len(_MAGIC) + _DIGEST_SIZE
        payload = data[head:]
        return payload if data[:head] == _MAGIC + self._seal(name, payload) else None

    def has(self, name: str) -> bool:
        return self._path(name).is_file()

    def use(self, name: str) -> None:
        """What is used is kept longest."""
        with suppress(OSError):
            os.utime(self._path(name))

    def write(self, name: str, payload: bytes) -> None:
        """Keep the payload. A folder that cannot be written to keeps nothing, and that is no error."""
        with suppress(OSError):
            self._begin()
            self._replace(name, _MAGIC + self._seal(name, payload), payload)
            self._prune(time.time())

    def clean(self) -> int:
        """Remove what this tool has put there, and nothing else; the number of files that are gone.

        Raises:
            OSError: one of them cannot be removed.
        """
        own = list(self._own())
        for path, _ in own:
            path.unlink(missing_ok=True)
        if own:
            self._remove_marks()
        return len(own)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{_ENDING}"

    def _seal(self, name: str, payload: bytes) -> bytes:
        found = hashlib.blake2b(name.encode() + b"\n", digest_size=_DIGEST_SIZE, key=self.key)
        found.update(payload)
        return found.digest()

    def _begin(self) -> None:
        if not self.folder.is_dir():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds pieces of the user's files
        for name, data in _MARKS.items():
            with suppress(FileExistsError), (self.folder / name).open("xb") as file:
                file.write(data)

    def _replace(self, name: str, *parts: bytes) -> None:
        handle, temporary = tempfile.mkstemp(_UNFINISHED, "", self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(parts)
            os.replace(temporary, self._path(name))
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise

    def _prune(self, now: float) -> None:
        """What was not used for long goes, also of other roots; then the oldest here, beyond the limit."""
        others = {each for each in self.folder.parent.iterdir() if _OF_A_ROOT.search(each.name)}
        for folder in others | {self.folder}:
            CacheFolder(folder)._remove_old(now)
        size = 0
        for path, found in sorted(self._own(), key=lambda each: -each[1].st_mtime):
            size += found.st_size
            if size > _KEPT_BYTES:
                path.unlink(missing_ok=True)

    def _remove_old(self, now: float) -> None:
        own = list(self._own())
        for path, found in own:
            kept = 1 if path.name.endswith(_UNFINISHED) else _KEPT_DAYS
            if now - found.st_mtime > kept * _DAY:
                path.unlink(missing_ok=True)
        if own and not any(self._own()):
            self._remove_marks()

    def _remove_marks(self) -> None:
        for name in _MARKS:
            (self.folder / name).unlink(missing_ok=True)
        with suppress(OSError):  # somebody else's file is in it
            self.folder.rmdir()

    def _own(self) -> Iterator[tuple[Path, os.stat_result]]:
        """What this tool has put there; no links."""
        if not self.folder.is_dir() or self.folder.is_symlink():
            return
        for path in self.folder.iterdir():
            found = path.lstat()
            if path.suffix in (_ENDING, _UNFINISHED) and stat.S_ISREG(found.st_mode):
                yield path, found


def cache_folder(settings: Settings, named: Path | None = None) -> CacheFolder | None:
    """The folder of the settings' root: ``named`` by the user, set in the settings, or in the user's own.

    None where there can be none.

    Raises:
        InputError: the settings name a folder that is not below the root.
    """
    root = settings.root.resolve()
    name = f"{root.name or 'root'}-{hashlib.sha256(os.fsencode(root)).hexdigest()[:16]}"
    if named is None and (variable := os.environ.get(FOLDER_VARIABLE)):
        named = Path(variable)
    if named is not None or not settings.cache_dir:
        return CacheFolder((user_folder() if named is None else named.resolve()) / name)
    folder = (root / settings.cache_dir / name).resolve()
    inside = folder.relative_to(root).parts if folder.is_relative_to(root) else (".git",)
    if ".git" in map(str.lower, inside):
        what = f"`cache-dir` of its settings is no folder that belongs to it: {settings.cache_dir}"
        remedy = "Name a folder below the root, or give --cache-dir on the command line."
        raise InputError([Problem(str(settings.root), 0, what, remedy)])
    key = _user_key()
    return CacheFolder(folder, key) if key else None


def user_folder() -> Path:
    """Where the system wants the caches of this user to be."""
    # Imported late: a folder may be named.
    from platformdirs import user_cache_path

    return user_cache_path("migrate-engines", appauthor=False).resolve()


def _user_key() -> bytes:
    """A secret of this user's: what a repository brings along in its configured folder lacks the seal.

    Empty where there is none that lasts.
    """
    path = user_folder() / "key"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(os.urandom(_DIGEST_SIZE))
        found = path.read_bytes()
    except OSError:
        return b""
    return found if len(found) == _DIGEST_SIZE else b""
