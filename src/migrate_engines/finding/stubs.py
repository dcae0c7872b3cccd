"""Modules that a file puts into ``sys.modules``, found by a search of its text."""

import re

_DOTTED = r"""["']([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)["']"""
_STRING = re.compile(_DOTTED)
_KEY = re.compile(_DOTTED + r"\s*:")
_SET = re.compile(
    rf"modules\[\s*{_DOTTED}\s*\]\s*=(?!=)|modules\s*,\s*{_DOTTED}|modules\.setdefault\(\s*{_DOTTED}"
)
_FROM_A_DICTIONARY = re.compile(r"""modules["']?\s*,\s*[{\w]|modules\.update\(""")
# Of a long expression the end is not looked for: with many of them that would take for ever.
_BY_A_NAME = re.compile(r"modules\[\s*+[A-Za-z_](?:[^\]]{1000}|[^\]]*+\]\s*+=(?!=))")


def stubbed_modules(text: str) -> frozenset[str]:
    """Modules in whose place a stub may stand, with any name: more than there are, never fewer."""
    if "sys.modules" not in text:
        return frozenset()
    found = {name for groups in _SET.findall(text) for name in groups if name}
    if _FROM_A_DICTIONARY.search(text):
        found.update(_KEY.findall(text))
    if _BY_A_NAME.search(text):
        found.update(_STRING.findall(text))
    return frozenset(found)
