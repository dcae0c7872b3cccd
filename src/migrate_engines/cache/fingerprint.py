"""What a result depends on besides the tree: this tool, its rules, its settings."""

import hashlib
import importlib.util
import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import migrate_engines
from migrate_engines import __version__
from migrate_engines.settings import Settings


def fingerprint(settings: Settings, folders: Iterable[Path]) -> str | None:
    """A name for all of it; None where a rule file cannot be read. ``folders`` hold the rule files."""
    try:
        return _digest([*_own_tool(), repr(settings).encode("utf-8", "surrogateescape"), *_rules(folders)])
    except OSError:
        return None


def asking(name: str, asked: Iterable[str]) -> str:
    """The name for all of it together with what the user has asked for."""
    return _digest([name.encode(), *(each.encode("utf-8", "surrogateescape") for each in asked)])


def _digest(parts: Iterable[bytes]) -> str:
    found = hashlib.blake2b(digest_size=16)
    for part in parts:
        found.update(b"%d:" % len(part) + part)
    return found.hexdigest()


@cache
def _own_tool() -> tuple[bytes, ...]:
    """What is loaded stays the same, whatever becomes of the files."""
    return tuple(_tool())


def _tool() -> Iterator[bytes]:
    """The version, and the files' own times for those who work on the tool."""
    yield f"{__version__} {sys.version} {sys.platform}".encode()
    package = os.path.dirname(migrate_engines.__file__)
    for folder, folders, names in os.walk(package):
        folders[:] = sorted(each for each in folders if each != "__pycache__")
        yield from _stamps(os.path.join(folder, name) for name in sorted(names) if name.endswith(".py"))
    for library in ("libcst", "msgspec"):
        # Found without being imported, which costs more than all the rest.
        spec = importlib.util.find_spec(library)
        if spec is not None and spec.origin is not None:
            yield from _stamps((spec.origin, os.path.dirname(spec.origin)))


def _stamps(paths: Iterable[str]) -> Iterator[bytes]:
    for path in paths:
        found = os.stat(path)
        yield f"{path} {found.st_size} {found.st_mtime_ns}".encode("utf-8", "surrogateescape")


def _rules(folders: Iterable[Path]) -> Iterator[bytes]:
    for folder in folders:
        if not folder.is_dir():
            raise NotADirectoryError(folder)  # which is told by who reads the rules
        yield os.fsencode(folder)
        for path in sorted(folder.glob("*.py")):
            # A link may lead where no rule file is taken from.
            yield from (os.fsencode(path.name), os.fsencode(os.path.realpath(path)), path.read_bytes())
