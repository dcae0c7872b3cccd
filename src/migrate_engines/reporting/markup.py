"""HTML and XML from Python: every text and attribute is escaped by the standard library's serializer."""

import re
from collections.abc import Mapping
from typing import TypeAlias
from xml.etree.ElementTree import Element, tostring

Child: TypeAlias = "Element | str | None"
_JOINT = re.compile(r"(?<=[._=])(?=\w)|(?<=[a-z0-9])(?=[A-Z])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def element(tag: str, attributes: Mapping[str, str] | None = None, *children: Child) -> Element:
    """``element("p", {"class": "note"}, "text", element("b", None, "bold"))``; None is left out."""
    found = Element(tag, {name: clean(value) for name, value in (attributes or {}).items()})
    for child in children:
        append(found, child)
    return found


def append(parent: Element, child: Child) -> None:
    if isinstance(child, Element):
        parent.append(child)
    elif child:
        text = clean(child)
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + text
        else:
            parent.text = (parent.text or "") + text


def breakable(tag: str, text: str, attributes: Mapping[str, str] | None = None) -> Element:
    """A name that may be broken at its joints: ``a.b``, ``a_b``, ``aB``."""
    found = element(tag, attributes)
    for number, part in enumerate(_JOINT.split(text)):
        if number:
            append(found, element("wbr"))
        append(found, part)
    return found


def page(root: Element) -> str:
    """The document. The texts of ``style`` and ``script`` are our own and stay as they are."""
    return f"<!DOCTYPE html>\n{tostring(root, encoding='unicode', method='html')}\n"


def head(title: str, policy: str, style: str) -> Element:
    """The head of a page that needs nothing else: ``policy`` is all that it may load or run."""
    return element(
        "head",
        None,
        element("meta", {"charset": "utf-8"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("title", None, title),
        element("style", None, style),
    )


def clean(text: str) -> str:
    """Characters that no document may hold show as their escapes, lone surrogates, too."""
    shown = _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
    return shown.encode("utf-8", "backslashreplace").decode("utf-8")
