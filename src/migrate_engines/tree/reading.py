"""The one way from a path of the tree to a text, and what is told where there is none."""

from migrate_engines.settings import Settings
from migrate_engines.tree.source import SourceFile, Unreadable, decode


def read_source(path: str, settings: Settings, data: bytes | None = None) -> SourceFile:
    """The text of the file at ``path`` (relative to the root, with ``/``); ``data`` are its known contents.

    Raises:
        OSError: the file cannot be read.
        Unreadable: it is larger than `max-file-size`, or its bytes are not what its encoding says.
    """
    data = (settings.root / path).read_bytes() if data is None else data
    if len(data) > settings.max_file_size:
        raise Unreadable(
            f"is not parsed: {len(data):,} bytes are more than `max-file-size` ({settings.max_file_size:,}); "
            "exclude the file, or raise the limit"
        )
    return decode(path, data)


UNREADABLE = (OSError, Unreadable, RecursionError)
"""What reading, parsing and looking at a file may raise; it costs that file alone."""


def why_unread(error: Exception) -> str:
    """One of the above as the end of a sentence about the file."""
    match error:
        case OSError():
            return f"cannot be read: {error}"
        case RecursionError():  # thousands of `elif`s nest as deep
            return "nests too deeply to be looked at; take it apart, or exclude it"
        case _:
            return str(error)
