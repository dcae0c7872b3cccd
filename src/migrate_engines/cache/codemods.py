"""Codemods as they were read: to read the rule files takes longer than to decide most files."""

from collections.abc import Callable, Sequence

from migrate_engines.cache.folder import CacheFolder
from migrate_engines.cache.records import read_record, write_record
from migrate_engines.model.rule import Codemod


def kept_codemods(
    folder: CacheFolder,
    name: str,
    is_still: Callable[[], bool],
    read: Callable[[], Sequence[Codemod]],
) -> tuple[Codemod, ...]:
    """What ``read`` gives, or gave for the same name.

    It stands for what the rule files hold, and for who reads them; ``is_still`` tells whether it does yet.

    Raises:
        InputError: by ``read``. What is wrong with rule files is told each time.
    """
    kept = f"rules-{name}"
    if (found := read_record(folder, kept, tuple[Codemod, ...])) is not None:
        folder.use(kept)
        return found
    codemods = tuple(read())
    if is_still():  # else one of the files may have changed before it was read
        write_record(folder, kept, codemods)
    return codemods
