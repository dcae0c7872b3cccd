"""Names that a module binds outside its top level, found by a search of its text."""

import re

_GLOBAL = re.compile(r"^[ \t]+global[ \t]+([\w, \t]+)", re.MULTILINE)
_WALRUS = re.compile(r"(?<=\w)[ \t]*:=")
_MARKS = ("globals()", "vars()", "locals()", "exec(", "sys.modules[__name__]")
_ANY_NAME = re.compile(r"(?<![\w.])(?:globals|vars|locals)\(\)|(?<![\w.])exec\(|sys\.modules\[__name__\]")
_COMPUTED_EXPORTS = re.compile(r"__all__\.\w+\(|__all__[ \t]*\+=[ \t]*[^\s\[(]")


def late_names(text: str) -> frozenset[str]:
    """Names that a ``global`` statement or a walrus may bind; more than there are, never fewer."""
    statements = _GLOBAL.findall(text) if "global" in text else []
    declared = {name.strip() for names in statements for name in names.split(",")}
    walrus = _WALRUS.finditer(text) if ":=" in text else ()
    return frozenset(declared | {word_before(text, found.start()) for found in walrus})


def word_before(text: str, end: int) -> str:
    """The word that ends at an offset; a search for what stands behind it is faster than one for words."""
    start = end
    while start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    return text[start:end]


def binds_any_name(text: str) -> bool:
    """Whether the module may bind names that cannot be seen, through the dictionary of its names."""
    return any(mark in text for mark in _MARKS) and _ANY_NAME.search(text) is not None


def computes_exports(text: str) -> bool:
    """Whether ``__all__`` may list more than its literals."""
    return _COMPUTED_EXPORTS.search(text) is not None
