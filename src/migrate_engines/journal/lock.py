"""One run at a time in one tree.

The lock is filelock's: the system releases it when its process ends, however that ends, so that no
process number has to be judged, which would fail across containers and after a restart.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from migrate_engines.journal.home import STATE_VARIABLE
from migrate_engines.model.problem import InputError, Problem


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a journal's folder, which is made if need be.

    Raises:
        InputError: another process holds it, or the folder cannot be written to, or is a link.
    """
    from filelock import FileLock, Timeout

    holder = folder / "holder"
    if folder.is_symlink() or (folder / "runs").is_symlink():
        what = "The journal is a symbolic link, and nothing is written through one"
        raise InputError([Problem(str(folder), 0, what, "Remove the link.")])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "lock", timeout=0)
        lock.acquire()
    except Timeout:
        raise InputError([_busy(folder, holder)]) from None
    except OSError as error:
        raise cannot_keep(folder, error) from error
    try:
        _say_who(holder)
        yield
    finally:
        with suppress(OSError):  # an old one does no harm: it is only read while the lock is held
            holder.unlink()
        lock.release()


def cannot_keep(folder: Path, error: OSError) -> InputError:
    """The refusal of a run that could not be undone."""
    what = f"The journal cannot be written: {error.strerror or error}"
    remedy = (
        "Nothing was changed, for it could not be undone. Make that folder writable, with room on its disk"
        f" (outside git, {STATE_VARIABLE} names another), and run again."
    )
    return InputError([Problem(str(folder), 0, what, remedy)])


def _say_who(holder: Path) -> None:
    """For the message of a second run only; without it, that one says less."""
    # Imported late: it takes as long as all the rest of this, and a dry run holds nothing.
    from socket import gethostname

    since = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
    with suppress(OSError):
        holder.unlink(missing_ok=True)
        with holder.open("x", encoding="utf-8") as file:
            file.write(f"process {os.getpid()} on {gethostname()}, since {since}")


def _busy(folder: Path, holder: Path) -> Problem:
    try:
        who = holder.read_text("utf-8", "replace").strip()
    except OSError:
        who = ""
    what = "Another run is at work in this tree" + (f" ({who})" if who else "")
    return Problem(str(folder), 0, what, "Wait until it has ended, then run again.")
