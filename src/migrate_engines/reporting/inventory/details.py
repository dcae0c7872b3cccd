"""The parts of the page that tell everything about one implementation."""

from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from migrate_engines.inventory.area import Area
from migrate_engines.inventory.entry import Entry, EntryKind, MethodChange
from migrate_engines.inventory.explanation import Explanation
from migrate_engines.inventory.inventory import Inventory
from migrate_engines.reporting.inventory.cells import state_text
from migrate_engines.reporting.markup import element


def details(entry: Entry, identifiers: Mapping[str, str]) -> Iterator[Element]:
    """A list of terms, then what is long, folded."""
    terms = [part for name, told in _terms(entry, identifiers) for part in _term(name, told)]
    if terms:
        yield element("dl", None, *terms)
    yield from _long(entry)


def _term(name: str, told: Sequence[Element | str]) -> tuple[Element, Element]:
    return element("dt", None, name), element("dd", None, *told)


def _terms(entry: Entry, identifiers: Mapping[str, str]) -> Iterator[tuple[str, list[Element | str]]]:
    if entry.target:
        yield "stands for", [_reference(entry.target, identifiers)]
    if entry.signature is not None:
        yield "takes", [_code(str(entry.signature))]
    if entry.facts and entry.facts.constructor.note:
        yield "constructor", [entry.facts.constructor.note]
    if entry.facts and entry.facts.lineage.bases:
        yield "derives from", _listed([_reference(each, identifiers) for each in entry.facts.lineage.bases])
    if entry.facts and entry.facts.delegation.held:
        held = [f"{each.attribute} ({each.origin} by {each.source})" for each in entry.facts.delegation.held]
        yield "holds", _listed([_code(each) for each in held])
    if entry.facts and entry.facts.emissions:
        sent = dict.fromkeys(f"{each.receiver}.{each.called}" for each in entry.facts.emissions)
        yield "sends", _listed([_code(each) for each in sent])
    if entry.duplication.partners:
        partners = entry.duplication.partners
        told = [
            element("span", None, _reference(each, identifiers), f" ({number})") for each, number in partners
        ]
        yield "repeated statements", _listed(told)
    if entry.declared_by:
        yield "codemods", [", ".join(entry.declared_by)]
    if entry.change:
        yield "last change", [f"{entry.change.date} {entry.change.commit} {entry.change.subject}"]


def _reference(symbol: str, identifiers: Mapping[str, str]) -> Element:
    """A link where the symbol is an entry of the page."""
    name = symbol.rpartition(".")[2]
    if symbol in identifiers:
        return element("a", {"href": f"#{identifiers[symbol]}", "title": symbol}, name)
    return element("code", {"title": symbol}, name)


def _code(text: str) -> Element:
    return element("code", None, text)


def _listed(parts: Sequence[Element]) -> list[Element | str]:
    """With commas between."""
    listed: list[Element | str] = []
    for part in parts:
        listed += [", ", part] if listed else [part]
    return listed


def _long(entry: Entry) -> Iterator[Element]:
    changed = {
        MethodChange.MISSING: "methods missing",
        MethodChange.SIGNATURE: "methods that take others",
        MethodChange.ASYNC: "methods sync instead of async, or the reverse",
        MethodChange.KIND: "methods of another kind",
        MethodChange.EXTRA: "methods of its own",
    }
    for change, title in changed.items():
        yield from _folded(title, [_method(each.method, each.text) for each in entry.changes(change)])
    yield from _folded("shared state", [f"{state_text(each)} {each.location}" for each in entry.state])
    yield from _folded("also known as", entry.aliases)
    for area in Area:
        yield from _folded(f"imported in {area}", entry.usage.importers(area))
        yield from _folded(f"called in {area}", [str(each) for each in entry.usage.calls(area)])
        if entry.kind is EntryKind.PHANTOM:
            yield from _folded(f"named in {area}", [str(each) for each in entry.usage.mentions(area)])


def _method(name: str, text: str) -> str:
    return text if name in text else f"{name}: {text}"


def _folded(title: str, lines: Sequence[str]) -> Iterator[Element]:
    if lines:
        items = [element("li", None, line) for line in lines]
        summary = element("summary", None, f"{title} ({len(lines)})")
        yield element("details", None, summary, element("ul", None, *items))


def explanation_list(explanations: Sequence[Explanation]) -> Element | None:
    """The names that were asked for."""
    if not explanations:
        return None
    terms: list[Element] = []
    for each in explanations:
        terms.append(element("dt", None, _code(each.name)))
        for meaning in each.meanings:
            where = ", ".join(map(str, meaning.locations))
            told = (element("strong", None, meaning.kind), f": {meaning.text}")
            terms.append(element("dd", None, *told, element("span", {"class": "place"}, f" {where}")))
    heading = element("h2", None, "Names")
    return element("section", {"class": "names"}, heading, element("dl", None, *terms))


def rest(inventory: Inventory) -> Iterator[Element]:
    """Functions that make implementations, and what could not be read."""
    if inventory.makers:
        lines = [
            element(
                "li",
                None,
                _code(f"{'async ' if each.is_async else ''}{each.symbol}{each.signature}"),
                f" {each.evidence} ",
                element("span", {"class": "place"}, str(each.location)),
            )
            for each in inventory.makers
        ]
        heading = element("h2", None, "Functions that hand them out")
        yield element("section", None, heading, element("ul", {"class": "makers"}, *lines))
    if inventory.unread:
        lines = [element("li", None, f"{each.path}: {each.message}") for each in inventory.unread]
        heading = element("h2", None, "Files that could not be read")
        yield element("section", {"class": "unread"}, heading, element("ul", None, *lines))
