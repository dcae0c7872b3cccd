"""Values in the files of a cache folder. What cannot be read is as if it were not there."""

from typing import TypeVar

import msgspec

from migrate_engines.cache.folder import CacheFolder

_Record = TypeVar("_Record")


def read_record(folder: CacheFolder, name: str, shape: type[_Record]) -> _Record | None:
    return decoded(folder.read(name), shape)


def write_record(folder: CacheFolder, name: str, record: object) -> None:
    try:
        folder.write(name, msgspec.msgpack.encode(record))
    except UnicodeEncodeError:  # a file name that is no text
        return


def decoded(data: bytes | None, shape: type[_Record]) -> _Record | None:
    if data is None:
        return None
    try:
        return msgspec.msgpack.decode(data, type=shape)
    except (msgspec.MsgspecError, ValueError):
        return None
