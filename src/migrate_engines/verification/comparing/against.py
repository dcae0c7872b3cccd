"""The working tree against a commit."""

from collections.abc import Sequence

from msgspec.structs import replace

from migrate_engines.model.rule import Codemod
from migrate_engines.running.run import Watch
from migrate_engines.settings import Settings
from migrate_engines.verification.comparing.before import described, inside, laid_out, renamed_since
from migrate_engines.verification.comparing.compare import Wanted, compare
from migrate_engines.verification.comparing.fault import Compared


def compare_with(
    revision: str, settings: Settings, codemods: Sequence[Codemod], wanted: Wanted, *, watch: Watch
) -> Compared:
    """What is wrong in the working tree and was not in the commit.

    Raises:
        InputError: see ``laid_out`` and ``compare``.
    """
    with laid_out(settings, revision) as before:
        base = described(settings.root, revision, before.commit)
        renamed = renamed_since(settings.root, before.commit)
        wanted = replace(wanted, base=base, renamed=renamed)
        return compare(inside(settings, before), settings, codemods, wanted, watch=watch)
