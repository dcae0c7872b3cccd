"""Texts that may ask a module for any name, found by a search: more than there are, never fewer."""

import re

import msgspec

from migrate_engines.tree.steps import Step
from migrate_engines.tree.texts import Texts

_AGAIN = re.compile(r"\breload\(|\bsys\.modules\b|\bimport_module\(|\b__import__\(|\bexec\(|\brun_module\(")
_PATCHING = re.compile(r"(?:patch|patch\.dict|setattr|delattr)\(\s*(?:(?:target|in_dict)\s*=\s*)?\Z")
_REACH = 80  # characters in front of a string that show what it is given to


class _Asking(msgspec.Struct, frozen=True, array_like=True):
    """``looks_up`` is what a Python text may do; ``mentions`` is enough for another one."""

    looks_up: bool
    mentions: bool


def paths_asking(module: str, name: str, texts: Texts) -> frozenset[str]:
    """The texts that name the module or the name in a string, or hand it to something that looks names up."""
    found = texts.each(Step("asking", _Asking, (module, name)), lambda text: _asking(module, name, text))
    return frozenset(
        path for path, each in found.items() if each.looks_up or (each.mentions and not path.endswith(".py"))
    )


def _asking(module: str, name: str, text: str) -> _Asking:
    if module.rpartition(".")[2] not in text:
        return _Asking(looks_up=False, mentions=False)
    looks_up = _names(module, text) or _names_member(f"{module}.{name}", text) or _looks_into(module, text)
    return _Asking(looks_up, module in text)


def _names_member(dotted: str, text: str) -> bool:
    """Whether a string that no patch has names an object."""
    found = re.finditer(rf"""["']{re.escape(dotted)}["'.:]""", text)
    return any(_PATCHING.search(text, max(0, each.start() - _REACH), each.start()) is None for each in found)


def paths_importing_later(module: str, texts: Texts) -> frozenset[str]:
    """The texts with an import of the module that is indented, so that it may stand in a function."""
    last = re.escape(module.rpartition(".")[2])
    imports = (
        rf"from[ \t]+[\w.]*\b{last}[ \t]+import\b"
        rf"|from[ \t]+[\w.]+[ \t]+import\b[^\n]*\b{last}\b"
        rf"|import\b[^\n]*\b{last}\b"
    )
    pattern = re.compile(rf"^[ \t]+(?:{imports})", re.MULTILINE)
    found = texts.each(Step("importing later", bool, (last,)), lambda text: pattern.search(text) is not None)
    return frozenset(path for path, is_later in found.items() if is_later)


def is_test(path: str) -> bool:
    """Whether a file is one of tests, by the names that pytest and unittest look for."""
    name = path.rpartition("/")[2]
    return name.startswith("test_") or name.endswith("_test.py")


def _names(module: str, text: str) -> bool:
    package, _, last = module.rpartition(".")
    text = _without_harmless(module, text) if module in text else text
    if re.search(rf"""["']\.+{re.escape(last)}["']|["']{re.escape(module)}["':]""", text):
        return True
    beginnings = "|".join(re.escape(each) for each in _packages(package))
    return bool(beginnings) and re.search(rf"""["'](?:{beginnings})\.(?:\{{|["'%])""", text) is not None


def _without_harmless(module: str, text: str) -> str:
    """The text without the module's name where it is a logger's, or only patches are made of it."""
    quoted = rf"""["']{re.escape(module)}["']"""
    text = re.sub(rf"\b(?:multiple|getLogger|assertLogs|assertNoLogs)\(\s*{quoted}", "", text)
    text = re.sub(rf"\blogger\s*=\s*{quoted}", "", text)
    for name in re.findall(rf"^[ \t]*(\w+)[ \t]*=[ \t]*{quoted}[ \t]*$", text, re.MULTILINE):
        joined = rf"""\{{{name}\}}\.|\b{name}[ \t]*\+[ \t]*["']\."""
        if len(re.findall(rf"\b{name}\b", text)) == 1 + len(re.findall(joined, text)):
            text = re.sub(rf"^[ \t]*{name}[ \t]*=[ \t]*{quoted}", "", text, flags=re.MULTILINE)
    return text


def _packages(package: str) -> list[str]:
    parts = package.split(".") if package else []
    return [".".join(parts[:count]) for count in range(1, len(parts) + 1)]


def _looks_into(module: str, text: str) -> bool:
    last = re.escape(module.rpartition(".")[2])
    names = "|".join({last, *re.findall(rf"\b{last}[ \t]+as[ \t]+(\w+)", text)})
    asking = rf"(?:getattr|vars|dir|getmembers|reload)\(\s*(?:\w+\.)*(?:{names})\b\s*[,)]"
    return re.search(rf"{asking}|\b(?:{names})\.__dict__", text) is not None


def tries_imports_again(text: str) -> bool:
    """Whether a file may import modules anew while a patch of it holds."""
    return _AGAIN.search(text) is not None
