"""Names, strings and f-strings of a rule file, read as dotted names."""

import ast
from keyword import iskeyword

from migrate_engines.rules.names import FileNames, RuleFile
from migrate_engines.rules.problems import spelling


def read_symbol(node: ast.expr, file: RuleFile) -> str | None:
    """The dotted name of something in a module; None after reporting what is wrong."""
    symbol = read_module(node, file)
    if symbol is not None and "." not in symbol:
        remedy = "Write its whole dotted name, module first."
        file.report(node.lineno, f"`{symbol}` names no module that holds it", remedy)
        return None
    return symbol


def read_module(node: ast.expr, file: RuleFile) -> str | None:
    """A dotted name; None after reporting what is wrong."""
    text = read_text(node, file)
    if text is not None and not is_dotted(text):
        file.report(node.lineno, f"`{text}` is not a dotted name", "Write it like `package.module.Name`.")
        return None
    return text


def read_text(node: ast.expr, file: RuleFile) -> str | None:
    """A string constant, the name of one, an imported name, or an f-string of these."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts) if all(_is_plain(part) for part in parts):
            texts = [read_text(part, file) for part in parts]
            return None if None in texts else "".join(text for text in texts if text is not None)
        case ast.FormattedValue(value=value):
            return read_text(value, file)
        case ast.Name(id=name):
            return _read_name(name, node.lineno, file)
        case ast.Attribute(value=ast.Name() | ast.Attribute() as value, attr=attribute):
            return _read_attribute(value, attribute, file)
    remedy = "Write a string constant, an imported name, or an f-string of these."
    file.report(node.lineno, f"`{file.positions.heading(node)}` is not known without running it", remedy)
    return None


def is_dotted(text: str) -> bool:
    return all(part.isidentifier() and not iskeyword(part) for part in text.split("."))


def _is_plain(part: ast.expr) -> bool:
    """Whether ``part`` of an f-string is text, or braces around a name or text and nothing else."""
    match part:
        case ast.Constant():
            return True
        case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
            return isinstance(value, ast.Name | ast.Attribute | ast.Constant)
    return False


def _read_name(name: str, line: int, file: RuleFile) -> str | None:
    meaning = file.names.constants.get(name, file.names.dotted(name))
    if meaning is None:
        _report_name(name, line, file)
    return meaning


def _report_name(name: str, line: int, file: RuleFile) -> None:
    names = file.names
    if name in names.roles or name in names.words:
        remedy = "Write a string constant or an imported name."
        file.report(line, f"`{name}` is no symbol of the code base but part of the rules", remedy)
    elif name not in names.lines:
        remedy = spelling(name, _meaningful(names), "Import it, or write its dotted name as a string.")
        file.report(line, f"`{name}` is not defined", remedy)


def _read_attribute(value: ast.expr, attribute: str, file: RuleFile) -> str | None:
    if isinstance(value, ast.Name) and value.id in file.names.constants:
        what = f"`{value.id}` is a string, so it has no attribute `{attribute}`"
        file.report(value.lineno, what, f'Write `f"{{{value.id}}}.{attribute}"`.')
        return None
    base = read_text(value, file)
    return None if base is None else f"{base}.{attribute}"


def _meaningful(names: FileNames) -> set[str]:
    return {*names.constants, *(name.local for name in names.imports)}
