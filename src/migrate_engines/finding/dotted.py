"""Texts that are dotted names."""

import re

DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)+")
_REFERENCE = re.compile(
    r"""
    (?:[\w.-]+\s*=\s*)?                           # an entry point's own name
    (?P<module>[^\W\d]\w*(?:\.[^\W\d]\w*)*)
    (?::(?P<attribute>[^\W\d]\w*(?:\.[^\W\d]\w*)*))?
    (?:\s*\[[\w\s,.-]*\])?                        # its extras
    """,
    re.VERBOSE,
)
_BEGINNING = re.compile(r"([^\W\d]\w*(?:\.[^\W\d]\w*)+)[.:]?")
_REST = re.compile(r"[\w.:]*")


def reference(text: str) -> str | None:
    """The dotted name that a whole text is: ``a.b``, ``a.b:c`` or ``name = a.b:c [extra]``."""
    found = _REFERENCE.fullmatch(text)
    if found is None:
        return None
    module, attribute = found["module"], found["attribute"]
    if attribute is not None:
        return f"{module}.{attribute}"
    return module if text == module and "." in module else None


def beginning(parts: list[str | None]) -> str | None:
    """The dotted name that a text of which parts are unknown begins with; None where it is no path."""
    first, *rest = parts
    found = _BEGINNING.fullmatch(first) if first is not None else None
    is_path = all(part is None or _REST.fullmatch(part) for part in rest)
    return found[1] if found and is_path else None
