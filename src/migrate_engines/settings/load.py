"""The table [tool.migrate-engines] of a file, read; every problem in it is told at once."""

import json
import re
import tomllib
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import TypeAlias, get_args, get_type_hints

import msgspec
from msgspec import Struct, structs

from migrate_engines.model.phase import Phase, Share, TypeChecker, Types
from migrate_engines.model.problem import InputError, Problem
from migrate_engines.settings.model import PositiveInt, Settings

_Table: TypeAlias = dict[str, object]


_HEADER = "tool.migrate-engines"
_PATHS = ("codemods", "golden", "source_roots", "roots", "baseline", "history")
_EXAMPLES: dict[object, tuple[str, str]] = {
    str: ("a string", '"name"'),
    bool: ("true or false", "true"),
    PositiveInt: ("a positive whole number", "88"),
    tuple[str, ...]: ("a list of strings", '["one", "two"]'),
    Types: (f"{', '.join(get_args(TypeChecker))} or the command of a checker", '"automatic"'),
    Share: ("a number from 0 to 100", "95"),
    tuple[Phase, ...]: ("a list of tables", '[{ name = "unit", command = ["pytest"] }]'),
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
    problems: list[Problem] = []
    values = _converted(_Section(path, text, _HEADER, Settings), table, problems)
    if problems:
        raise InputError(problems)
    return msgspec.convert({"root": path.parent, **values}, Settings)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = error.strerror or str(error) if isinstance(error, OSError) else "This is not UTF-8"
        remedy = "Name a TOML file that can be read."
        raise InputError([Problem(str(path), 0, what, remedy)]) from error


class _Section(Struct, frozen=True):
    """One table of the file: ``header`` is its full name, ``shape`` the class whose fields are its keys."""

    path: Path
    text: str
    header: str
    shape: type

    @property
    def hints(self) -> dict[str, object]:
        hints = get_type_hints(self.shape, include_extras=True)
        return {each.name: hints[each.name] for each in structs.fields(self.shape) if each.name != "root"}

    @property
    def keys(self) -> list[str]:
        return [name.replace("_", "-") for name in self.hints]

    def problem(self, key: str, what: str, remedy: str) -> Problem:
        return Problem(str(self.path), self._line(key), what, remedy)

    def _line(self, key: str) -> int:
        """Where ``key`` is set: the TOML parser does not say, so the first line that looks like it."""
        opened = _header(self.header).search(self.text)
        start = opened.end() if opened else 0
        next_table = re.compile(r"^\s*\[", re.MULTILINE).search(self.text, start)
        end = next_table.start() if opened and next_table else len(self.text)
        quoted = rf"[\"']?{re.escape(key)}[\"']?"
        looks = re.compile(rf"(?:^|[{{,.])\s*{quoted}\s*[=.]", re.MULTILINE)
        found = looks.search(self.text, start, end) or _header(f"{self.header}.{key}").search(self.text)
        return self.text.count("\n", 0, found.end()) + 1 if found else 0


def _header(name: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*\[+\s*{re.escape(name)}\s*\]", re.MULTILINE)


def _converted(section: _Section, table: object, problems: list[Problem]) -> _Table:
    """The values of one table by field name; what is wrong goes to ``problems``."""
    if not isinstance(table, dict):
        parent, _, key = section.header.rpartition(".")
        remedy = f"Write [{section.header}] on its own line."
        outer = _Section(section.path, section.text, parent, section.shape)
        problems.append(outer.problem(key, f"{section.header} is not a table", remedy))
        return {}
    values: _Table = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if key not in section.keys:
            problems.append(section.problem(key, _unknown(section, key), _nearest(section, key)))
        elif isinstance(shape := section.hints[name], type) and issubclass(shape, Struct):
            inner = _Section(section.path, section.text, f"{section.header}.{key}", shape)
            values[name] = _converted(inner, value, problems)
        elif shape == tuple[Phase, ...] and isinstance(value, list):
            inner = _Section(section.path, section.text, f"{section.header}.{key}", Phase)
            values[name] = [_converted(inner, each, problems) for each in value]
        else:
            _convert(section, key, value, values, problems)
    return values


def _convert(section: _Section, key: str, value: object, values: _Table, problems: list[Problem]) -> None:
    name = key.replace("-", "_")
    try:
        found = _normal(name, msgspec.convert(value, section.hints[name]))
    except msgspec.ValidationError:
        problems.append(_mistyped(section, key, value))
        return
    values[name] = found
    if name in _PATHS and any(_leads_out(path) for path in (found if isinstance(found, tuple) else (found,))):
        remedy = "Name a path below the folder of this file."
        problems.append(section.problem(key, f"`{key}` leads out of the project", remedy))


def _leads_out(path: object) -> bool:
    """Whether a path could be one outside the root, on any system."""
    text = str(path)
    is_absolute = text.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", text) is not None
    return is_absolute or ".." in re.split(r"[/\\]", text)


def _unknown(section: _Section, key: str) -> str:
    where = "" if section.header == _HEADER else f" of [{section.header}]"
    return f"`{key}` is not a setting{where}"


def _nearest(section: _Section, key: str) -> str:
    close = get_close_matches(key.replace("_", "-"), section.keys, n=1)
    return f"Did you mean `{close[0]}`?" if close else f"The settings are {', '.join(section.keys)}."


def _mistyped(section: _Section, key: str, value: object) -> Problem:
    hint = section.hints[key.replace("-", "_")]
    noun, example = _EXAMPLES[hint]
    if hint == tuple[str, ...] and isinstance(value, str):
        example = f'["{value}"]'
    if hint == Types and isinstance(value, str):
        close = get_close_matches(value, get_args(TypeChecker), n=1)
        example = json.dumps(close[0] if close else value.split())
    return section.problem(key, f"`{key}` is not {noun}", f"Write `{key} = {example}`.")


def _normal(name: str, value: object) -> object:
    """Paths without a trailing slash or a leading ``./``; anything else as it is."""
    if name not in _PATHS:
        return value
    if isinstance(value, tuple):
        return tuple(PurePosixPath(each).as_posix() for each in value)
    return PurePosixPath(str(value)).as_posix()
