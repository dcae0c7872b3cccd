"""The import statements of a rule file."""

import ast

from migrate_engines.model.rule import ImportedName
from migrate_engines.rules.names import RuleFile, Word, binds_first_part
from migrate_engines.rules.problems import spelling

_CODEMOD = "migrate_engines.codemod"
_IMPORT_WORDS = f"Write `from {_CODEMOD} import rewrite`."


def read_import(node: ast.Import, file: RuleFile) -> None:
    for alias in node.names:
        if alias.name.partition(".")[0] == "migrate_engines":
            what = f"`import {alias.name}` does not bring the names that rules are written with"
            file.report(node.lineno, what, _IMPORT_WORDS)
        else:
            _bind(_imported_module(alias), node.lineno, file)


def read_import_from(node: ast.ImportFrom, file: RuleFile) -> None:
    for alias in node.names:
        if refusal := _refusal(node, alias):
            define(alias.asname or alias.name, node.lineno, file)
            file.report(node.lineno, *refusal)
        elif node.module == _CODEMOD:
            _read_word(alias, node.lineno, file)
        else:
            assert node.module is not None
            _bind(ImportedName(node.module, alias.name, alias.asname or alias.name), node.lineno, file)


def define(name: str, line: int, file: RuleFile) -> None:
    """Note that the top level binds ``name`` on ``line``: once."""
    if name in file.names.lines:
        what = f"`{name}` already has a meaning, from line {file.names.lines[name]}"
        file.report(line, what, "Give one of the two another name.")
    file.names.lines.setdefault(name, line)


def _refusal(node: ast.ImportFrom, alias: ast.alias) -> tuple[str, str] | None:
    """What is wrong with importing ``alias``, and the remedy."""
    if node.level:
        return (
            f"The relative import of `{alias.name}` leads nowhere: a rule file belongs to no package",
            "Write the absolute name of the module.",
        )
    if alias.name == "*":
        return f"`from {node.module} import *` does not say which names it brings", "Import each name."
    if node.module == "__future__":
        return (
            f"`from __future__ import {alias.name}` would not travel with the rules",
            "Leave it out: a rule file is never run.",
        )
    if node.module == "migrate_engines":
        return f"`from migrate_engines import {alias.name}` brings no rule names", _IMPORT_WORDS
    return None


def _read_word(alias: ast.alias, line: int, file: RuleFile) -> None:
    local = alias.asname or alias.name
    define(local, line, file)
    if alias.name in list(Word):
        file.names.words[local] = Word(alias.name)
        return
    known = ", ".join(f"`{word}`" for word in Word)
    remedy = spelling(alias.name, list(Word), f"It has {known}.")
    file.report(line, f"`{_CODEMOD}` has no name `{alias.name}`", remedy)


def _imported_module(alias: ast.alias) -> ImportedName:
    package, _, module = alias.name.rpartition(".")
    first = alias.name.partition(".")[0]
    if package and alias.asname == first:
        return ImportedName(package, module, first)  # `import a.b as a` must not read as `import a.b`
    return ImportedName(alias.name, None, alias.asname or first)


def _bind(name: ImportedName, line: int, file: RuleFile) -> None:
    earlier = file.names.imported(name.local)
    if not (binds_first_part(name) and all(map(binds_first_part, earlier)) and earlier):
        define(name.local, line, file)
    file.names.imports.append(name)
