"""Names that are imported, or that strings name, and that nothing defines."""

from collections.abc import Iterator, Sequence

from migrate_engines.inventory.entry import Entry, EntryKind, Group, Reference, Usage
from migrate_engines.inventory.found import Found
from migrate_engines.inventory.scan import Wish
from migrate_engines.inventory.wording import count, last
from migrate_engines.model.finding import UseKind


def phantom_entries(found: Found) -> Iterator[Entry]:
    """One entry for each dotted name."""
    wished: dict[str, list[Wish]] = {}
    for wish in found.wishes():
        if not wish.is_outside:
            wished.setdefault(wish.target, []).append(wish)
    for target, wishes in sorted(wished.items()):
        references = tuple(
            Reference(wish.location, wish.kind, found.area(wish), is_call=False) for wish in wishes
        )
        yield Entry(
            target,
            EntryKind.PHANTOM,
            Group.PHANTOM,
            (_absence(found, wishes[0]), _wanting(wishes)),
            usage=Usage(references),
            declared_by=found.declaring(target),
        )


def _absence(found: Found, wish: Wish) -> str:
    owner = wish.missing.rpartition(".")[0]
    if wish.missing != wish.target:
        return f"there is no module {wish.missing}"
    if found.files.index.modules.path_of(owner) is None:
        return f"there is no {wish.target}"
    return f"the module {owner} has no {last(wish.missing)}"


def _wanting(wishes: Sequence[Wish]) -> str:
    imports = sum(wish.kind is UseKind.IMPORT for wish in wishes)
    strings = len(wishes) - imports
    told = [f"{count(imports, 'import')} {'asks' if imports == 1 else 'ask'} for it"] if imports else []
    told += [f"{count(strings, 'string')} {'names' if strings == 1 else 'name'} it"] if strings else []
    return ", ".join(told)
