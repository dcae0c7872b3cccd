"""Which calls need no finding, by a rule that knows only the canonical signatures."""

from collections.abc import Iterable

from census import ENGINE, FACTORY_FUNCTION, Site

PARAMETERS = {"context", "agent_factory", "websocket_emitter"}


def is_canonical(site: Site) -> bool:
    """The three parameters by keyword or in order; one context for the factory's function."""
    keywords = dict(site.keywords)
    if site.is_starred or keywords.get("context") == "None":
        return False
    if site.symbol == ENGINE:
        return (not site.positional and keywords.keys() == PARAMETERS) or _is_in_order(site)
    if site.symbol == FACTORY_FUNCTION:
        return len(site.positional) + len(keywords) == 1 and keywords.keys() <= {"context"}
    return False


def _is_in_order(site: Site) -> bool:
    """Three positional arguments, of which the first and only the first is named after a context."""
    contexts = ["context" in text.lower() for text in site.positional]
    return not site.keywords and contexts == [True, False, False]


def listed(places: Iterable[str]) -> str:
    return "\n".join(sorted(places))
