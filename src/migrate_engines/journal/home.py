"""Where the journal of a tree is kept: outside what is tracked."""

import hashlib
import os
from pathlib import Path

from msgspec import Struct

from migrate_engines.model.problem import InputError, Problem
from migrate_engines.tree.git_files import git_places

STATE_VARIABLE = "MIGRATE_ENGINES_STATE_DIR"


class Home(Struct, frozen=True):
    """``folder`` holds the journal; the roots of its runs are relative to ``base``."""

    folder: Path
    base: Path

    def root(self, recorded: str) -> Path:
        """The root of a run.

        Raises:
            InputError: it is not below the base, which no run of this tool has recorded.
        """
        root = (self.base / recorded).resolve()
        if not root.is_relative_to(self.base):
            remedy = "This journal was not written here: remove that folder."
            raise InputError(
                [Problem(str(self.folder), 0, f"A run of it lies elsewhere ({recorded})", remedy)]
            )
        return root

    def relative(self, root: Path) -> str:
        return root.resolve().relative_to(self.base).as_posix()


def find_home(root: Path) -> Home:
    """In the git directory of the work tree, or in the user's state folder where there is none."""
    return _in_git(root.resolve()) or _in_state_folder(root.resolve())


def _in_git(root: Path) -> Home | None:
    places = git_places(root)
    if places is None:
        return None
    own, top = places
    base = Path(top).resolve()
    return Home(Path(own) / "migrate-engines", base) if root.is_relative_to(base) else None


def _in_state_folder(root: Path) -> Home:
    named = os.environ.get(STATE_VARIABLE)
    digest = hashlib.sha256(os.fsencode(root)).hexdigest()[:16]
    state = Path(named) if named else _user_state()
    return Home(state.resolve() / f"{root.name or 'root'}-{digest}", root)


def _user_state() -> Path:
    # Imported late: most trees are in git.
    from platformdirs import user_state_path

    return user_state_path("migrate-engines", appauthor=False)
