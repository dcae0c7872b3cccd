"""The files besides modules that take part in a run: settings, notebooks, documents."""

from collections.abc import Sequence

from msgspec import Struct

from migrate_engines.deciding.context import Context
from migrate_engines.deciding.decided import DecidedFile
from migrate_engines.deciding.embedded import decide_embedded
from migrate_engines.deciding.settings_file import decide_settings
from migrate_engines.model.result import Failed
from migrate_engines.settings import Settings
from migrate_engines.tree.embedded import MARKDOWN, NOTEBOOK
from migrate_engines.tree.prefilter import matching_files
from migrate_engines.tree.reading import UNREADABLE, read_source, why_unread


class SettingsFiles(Struct, frozen=True):
    """Those that name a retired object, decided; those that cannot be read; the texts of the latter."""

    decided: tuple[DecidedFile, ...]
    failed: tuple[Failed, ...]
    unread: dict[str, str]


def settings_files(settings: Settings, listing: Sequence[str], context: Context) -> SettingsFiles:
    """Read those of the listed files that hold a word of the rules."""
    words = sorted(context.table.wanted.words)
    contents, unreadable = matching_files(settings.root, listing, words)
    decided: list[DecidedFile] = []
    failed = [Failed(path, why_unread(error)) for path, error in unreadable.items()]
    unread: dict[str, str] = {}
    for path, data in contents.items():
        try:
            source = read_source(path, settings, data)
            is_embedded = path.endswith((NOTEBOOK, MARKDOWN))
            decided.append((decide_embedded if is_embedded else decide_settings)(source, context))
        except UNREADABLE as error:
            failed.append(Failed(path, why_unread(error)))
            unread[path] = data.decode("utf-8", "replace")
    return SettingsFiles(tuple(each for each in decided if each.findings), tuple(failed), unread)
