"""Why a rewrite is not equivalent where it stands."""

from msgspec import Struct

from migrate_engines.model.reason import Reason


class Note(Struct, frozen=True):
    """``reason`` is the code that the finding carries, ``told`` the sentence."""

    reason: str
    told: str


def missing(names: list[str]) -> Note:
    """Members that the new class lacks."""
    told = f"missing-member: the new class lacks {', '.join(names)}, used on the result"
    return Note(f"{Reason.MISSING_MEMBER}:{','.join(names)}", told)
