"""The table [tool.migrate-engines] of pyproject.toml, valid and frozen."""

import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Annotated, TypeAlias, get_type_hints

import msgspec

from migrate_engines.model.problem import InputError, Problem

_Table: TypeAlias = dict[str, object]
_PositiveInt: TypeAlias = Annotated[int, msgspec.Meta(ge=1)]


@dataclass(frozen=True, slots=True)
class Settings:
    """``root`` is absolute; every other path is relative to it, with ``/``.

    Attributes:
        codemods: folders of rule files; empty means the codemods shipped with the tool.
        golden: the folder of the golden cases.
        source_roots: folders that hold top-level packages.
        exclude: ``fnmatch`` patterns of paths that are never read.
        failure_guards: method or function names whose ``with`` blocks expect a failure.
        legacy_tests: ``fnmatch`` patterns of the legacy symbols' own tests.
        pure_calls: dotted names whose calls at import time have no side effect.
        extend_select: codemods to run besides those that run by themselves.
        unsafe: apply unsafe rewrites too.
        line_length: where added import statements wrap.
    """

    root: Path
    codemods: tuple[str, ...] = ()
    golden: str = "golden"
    source_roots: tuple[str, ...] = (".", "src")
    exclude: tuple[str, ...] = ()
    failure_guards: tuple[str, ...] = ()
    legacy_tests: tuple[str, ...] = ()
    pure_calls: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    unsafe: bool = False
    line_length: _PositiveInt = 88


_PATHS = ("codemods", "golden", "source_roots")
_TYPES = {
    name: hint for name, hint in get_type_hints(Settings, include_extras=True).items() if name != "root"
}
_EXAMPLES: dict[object, tuple[str, str]] = {
    str: ("a string", '"name"'),
    bool: ("true or false", "true"),
    _PositiveInt: ("a positive whole number", "88"),
    tuple[str, ...]: ("a list of strings", '["one", "two"]'),
}


def load_settings(start: Path, config: Path | None = None) -> Settings:
    """The settings that hold for ``start``, or those in the file ``config``.

    They stand in the nearest pyproject.toml, going up, that has the table; its folder is the root.
    Without one, the root is the nearest folder that holds a ``.git``, or ``start`` itself.

    Raises:
        InputError: the file cannot be read, or a key or a value in it is not right.
    """
    if config is not None:
        return _required(config.resolve())
    folders = (start.resolve(), *start.resolve().parents)
    for folder in folders:
        path = folder / "pyproject.toml"
        if path.is_file() and (settings := _read(path)):
            return settings
    return Settings(next((folder for folder in folders if (folder / ".git").exists()), folders[0]))


def _required(path: Path) -> Settings:
    if settings := _read(path):
        return settings
    remedy = "Add the table (it may be empty), or name another file."
    raise InputError([Problem(str(path), 0, "There is no table [tool.migrate-engines]", remedy)])


def _read(path: Path) -> Settings | None:
    """The settings in one file, None where it does not have the table."""
    text = _text(path)
    try:
        tool = tomllib.loads(text).get("tool", {})
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else 0
        raise InputError([Problem(str(path), line, f"This is not TOML: {error}", "Correct it.")]) from error
    table = tool.get("migrate-engines") if isinstance(tool, dict) else None
    if table is None:
        return None
    if not isinstance(table, dict):
        what, remedy = "tool.migrate-engines is not a table", "Write [tool.migrate-engines] on its own line."
        raise InputError([Problem(str(path), _line(text, "migrate-engines"), what, remedy)])
    return _convert(path, text, table)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = error.strerror or str(error) if isinstance(error, OSError) else "This is not UTF-8"
        remedy = "Name a TOML file that can be read."
        raise InputError([Problem(str(path), 0, what, remedy)]) from error


def _convert(path: Path, text: str, table: _Table) -> Settings:
    problems: list[Problem] = []
    values: dict[str, object] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if key not in _known_keys():
            problems.append(Problem(str(path), _line(text, key), f"`{key}` is not a setting", _nearest(key)))
            continue
        try:
            values[name] = _normal(name, msgspec.convert(value, _TYPES[name]))
        except msgspec.ValidationError:
            problems.append(_mistyped(path, text, key, value))
    if problems:
        raise InputError(problems)
    return msgspec.convert({"root": path.parent, **values}, Settings)


def _known_keys() -> list[str]:
    return [name.replace("_", "-") for name in _TYPES]


def _nearest(key: str) -> str:
    close = get_close_matches(key.replace("_", "-"), _known_keys(), n=1)
    return f"Did you mean `{close[0]}`?" if close else f"The settings are {', '.join(_known_keys())}."


def _mistyped(path: Path, text: str, key: str, value: object) -> Problem:
    hint = _TYPES[key.replace("-", "_")]
    noun, example = _EXAMPLES[hint]
    if hint == tuple[str, ...] and isinstance(value, str):
        example = f'["{value}"]'
    return Problem(str(path), _line(text, key), f"`{key}` is not {noun}", f"Write `{key} = {example}`.")


def _normal(name: str, value: object) -> object:
    """Paths without a trailing slash or a leading ``./``; anything else as it is."""
    if name not in _PATHS:
        return value
    if isinstance(value, tuple):
        return tuple(PurePosixPath(each).as_posix() for each in value)
    return PurePosixPath(str(value)).as_posix()


def _line(text: str, key: str) -> int:
    """Where ``key`` is set: the TOML parser does not say, so the first line that looks like it."""
    start = max(text.find("[tool.migrate-engines]"), 0)
    found = re.compile(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*=", re.MULTILINE).search(text, start)
    return text.count("\n", 0, found.end()) + 1 if found else 0
