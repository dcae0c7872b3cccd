"""What the tables say about an entry, as short texts: the same in every format."""

from collections.abc import Iterator

from msgspec import Struct

from migrate_engines.facts.signatures import Verdict
from migrate_engines.facts.state import SharedState, StateKind
from migrate_engines.inventory.area import Area
from migrate_engines.inventory.entry import Entry, EntryKind, Group, MethodChange
from migrate_engines.inventory.inventory import Inventory
from migrate_engines.inventory.wording import count
from migrate_engines.model.rule import Parameter, ParameterKind, Signature

GROUP_TITLES = {
    Group.PRIMARY: "primary",
    Group.ADAPTER: "adapter or wrapper",
    Group.FACTORY: "factory or builder",
    Group.LEGACY: "legacy: an implementation of its own",
    Group.REDIRECT: "redirect: another name",
    Group.INTERFACE: "interface or abstract class",
    Group.SPECIALISED: "specialised: a domain of its own",
    Group.EXTENSION: "extension",
    Group.ERROR: "error type",
    Group.DATA: "data type",
    Group.PHANTOM: "phantom: asked for, defined nowhere",
}
SUMMARY = ("name", "takes", "methods", "state", "sends", "fwd", "dup", "imported", "called")
LEGEND = (
    "takes: the canonical arguments, or others. methods: -missing +extra ~different. state: what is shared "
    "and changed. sends: calls that send events. fwd: methods that only forward. dup: statements that others "
    "have, too. imported, called: in production/in tests."
)
NOTHING = "-"


def summary_cells(entry: Entry) -> tuple[str, ...]:
    """One text for each heading of ``SUMMARY`` after the name."""
    return (
        takes(entry),
        methods(entry),
        _number(len(entry.written_state)),
        _number(len(entry.facts.emissions)) if entry.facts else NOTHING,
        forwards(entry),
        _percent(entry.duplication.share),
        by_area(*(len(entry.usage.importers(area)) for area in (Area.PRODUCTION, Area.TESTS))),
        by_area(*(len(entry.usage.calls(area)) for area in (Area.PRODUCTION, Area.TESTS))),
    )


def takes(entry: Entry) -> str:
    """Whether the constructor takes what the canonical one takes."""
    if entry.compared is None:
        return NOTHING
    words = {Verdict.COMPATIBLE: "the same", Verdict.UNSEEN: "unseen", Verdict.INCOMPATIBLE: "other"}
    return words[entry.compared.verdict]


def methods(entry: Entry) -> str:
    """``-3 +2 ~1``: missing, extra and different public methods."""
    different = entry.changes(MethodChange.SIGNATURE, MethodChange.ASYNC, MethodChange.KIND)
    counted = (
        ("-", len(entry.changes(MethodChange.MISSING))),
        ("+", len(entry.changes(MethodChange.EXTRA))),
        ("~", len({each.method for each in different})),
    )
    return " ".join(f"{sign}{number}" for sign, number in counted if number) or NOTHING


def forwards(entry: Entry) -> str:
    """The share of methods that only forward."""
    if entry.facts is None or not entry.facts.delegation.forwards:
        return NOTHING
    if any(each.called == "*" for each in entry.facts.delegation.forwards):
        return "all"
    return _percent(entry.facts.delegation.pure_share)


def by_area(production: int, tests: int) -> str:
    """``2/74``: in production, in tests."""
    return f"{production}/{tests}" if production or tests else NOTHING


def _number(number: int) -> str:
    return str(number) if number else NOTHING


def _percent(share: float) -> str:
    return f"{round(100 * share)}%" if share else NOTHING


def heading(inventory: Inventory) -> str:
    """What was looked for, and how much of it there is."""
    scanned = count(inventory.files_scanned, "file")
    others = sum(len(places) for _, places in inventory.others)
    such = "1 such class" if others == 1 else f"{others} such classes"
    elsewhere = f" Not counted: {such} in tests and elsewhere." if others else ""
    found = f"{', '.join(inventory.patterns)}: {totals(inventory)} in {scanned}."
    return f"{found}{elsewhere}{_competing(inventory)}"


def _competing(inventory: Inventory) -> str:
    found = inventory.competing()
    total = sum(map(len, found.values()))
    if not total:
        return ""
    parts = ", ".join(f"{len(names)} {group}" for group, names in found.items() if names)
    verb = "name has" if total == 1 else "names have"
    return f" {total} {verb} an implementation of the one job: {parts}."


def place(entry: Entry) -> str:
    return str(entry.location) if entry.location else "defined nowhere"


def totals(inventory: Inventory) -> str:
    """``27 classes, 2 functions, 8 redirects and 18 phantoms``."""
    nouns = {
        EntryKind.CLASS: ("class", "classes"),
        EntryKind.FUNCTION: ("function", "functions"),
        EntryKind.ALIAS: ("redirect", "redirects"),
        EntryKind.PHANTOM: ("phantom", "phantoms"),
    }
    counted = {kind: sum(each.kind is kind for each in inventory.entries) for kind in nouns}
    told = [f"{number} {nouns[kind][number != 1]}" for kind, number in counted.items() if number]
    return " and ".join(filter(None, (", ".join(told[:-1]), told[-1]))) if told else "nothing"


def canonical_line(inventory: Inventory) -> str:
    """What the others are compared with."""
    canonical = inventory.canonical
    if canonical is None:
        return "There is no canonical class to compare with: set `canonical`."
    entry = inventory.entry(canonical.symbol)
    where = f" ({entry.location})" if entry and entry.location else ""
    shapes = " or ".join(map(str, canonical.signatures)) or "nothing that can be seen"
    source = f" ({canonical.signature_source})" if canonical.signature_source else ""
    return f"Compared with {canonical.symbol}{where}, which takes {shapes}{source}."


class SignatureRow(Struct, frozen=True):
    """A constructor in columns: what stands at each position of the canonical one, and the rest."""

    entry: Entry
    cells: tuple[str, ...]
    rest: str
    differences: str


def reference(inventory: Inventory) -> Signature | None:
    """The canonical shape whose positions are the columns."""
    canonical = inventory.canonical
    return canonical.signatures[0] if canonical and canonical.signatures else None


def signature_rows(inventory: Inventory) -> Iterator[SignatureRow]:
    """Every class whose constructor differs from the canonical one, or cannot be compared."""
    shape = reference(inventory)
    for entry in inventory.entries if shape else ():
        is_wanted = entry.kind is EntryKind.CLASS and entry.compared is not None
        if shape and is_wanted and entry.compared and entry.compared.verdict is not Verdict.COMPATIBLE:
            yield _signature_row(entry, len(shape.parameters))


def _signature_row(entry: Entry, columns: int) -> SignatureRow:
    texts = [parameter_text(each) for each in entry.signature.parameters] if entry.signature else []
    cells = [texts[at] if at < len(texts) else NOTHING for at in range(columns)]
    compared = entry.compared
    told = "; ".join(each.text for each in compared.differences) if compared else ""
    if entry.signature is None and entry.facts:
        told = entry.facts.constructor.note
    return SignatureRow(entry, tuple(cells), ", ".join(texts[columns:]), told)


def parameter_text(parameter: Parameter) -> str:
    stars = {ParameterKind.VAR_POSITIONAL: "*", ParameterKind.VAR_KEYWORD: "**"}.get(parameter.kind, "")
    default = "" if parameter.default is None else f"={parameter.default}"
    return f"{stars}{parameter.name}{default}"


def state_text(state: SharedState) -> str:
    """``_instance: singleton, bound to Engine objects by get_engine (line 12)``."""
    writers = ", ".join(
        dict.fromkeys(f"{each.function} (line {each.location.line})" for each in state.writers)
    )
    kind = state.kind.replace("-", " ")
    if state.kind is StateKind.PATCHED:
        return f"{state.name}: {kind}, {state.detail}"
    changed = f" by {writers}" if writers else ("" if state.is_written else ", never changed here")
    return f"{state.name}: {kind}, {state.detail}{changed}"
