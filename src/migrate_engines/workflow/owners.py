"""Who owns a file, by CODEOWNERS as GitHub reads it."""

import re
from collections.abc import Callable
from pathlib import Path

from migrate_engines.model.problem import InputError, Problem

UNOWNED = "unowned"
# The first of these counts, the others are ignored.
_PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
_COMMENT = re.compile(r"(?:^|\s)#.*")


def owners_in(repository: Path) -> Callable[[str], str]:
    """The owners of a path from the top of the repository: ``@org/team``, several joined by "+", or UNOWNED.

    Raises:
        InputError: there is no CODEOWNERS, it cannot be read, or the library that reads it is not installed.
    """
    files = (repository / place for place in _PLACES if (repository / place).is_file())
    # GitHub follows no links; one could lead out of the repository.
    file = next(
        (each for each in files if each.resolve() == repository.resolve() / each.relative_to(repository)),
        None,
    )
    if file is None:
        told = f"There is no CODEOWNERS ({', '.join(_PLACES)})"
        raise InputError([Problem(repository.as_posix(), 0, told, "Add one, or split --by package.")])
    try:
        from codeowners import CodeOwners
    except ImportError as error:
        told = "What reads CODEOWNERS is not installed"
        remedy = "Install migrate-engines[owners], or split --by package."
        raise InputError([Problem(file.as_posix(), 0, told, remedy)]) from error
    try:
        rules = CodeOwners(_as_github_reads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise InputError(
            [Problem(file.as_posix(), 0, f"It cannot be read: {error}", "Correct it.")]
        ) from error
    return lambda path: "+".join(name for _, name in rules.of(path)) or UNOWNED


def owners_if_any(root: Path, prefix: str) -> Callable[[str], str] | None:
    """The owners of a path below ``root``; None where nothing says so.

    ``prefix`` is where the root stands in its repository: "" or "folder/".
    """
    repository = root.joinpath(*[".."] * prefix.count("/")).resolve()
    try:
        owner_of = owners_in(repository)
    except InputError:
        return None
    return lambda path: owner_of(f"{prefix}{path}")


def _as_github_reads(text: str) -> str:
    """Without comments and the lines that GitHub skips: negations, character classes, an escaped "#"."""
    lines = (_COMMENT.sub("", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not re.match(r"!|\\#|\S*\[", line))
