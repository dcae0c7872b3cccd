"""Trees with a journal, with and without git."""

import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from migrate_engines.journal.completion import complete
from migrate_engines.journal.files import Change
from migrate_engines.journal.history import run_to_finish, run_to_undo
from migrate_engines.journal.home import find_home
from migrate_engines.journal.plan import Part
from migrate_engines.journal.recording import Planned, recorded, refuse_interrupted
from migrate_engines.journal.rollback import roll_back
from migrate_engines.journal.store import Journal, held_journal
from migrate_engines.model.journal import FixedLines
from migrate_engines.model.rollback import RollbackReport

Edit = tuple[bytes | None, bytes | None]
WHOLE = Part()


class Cut(BaseException):
    """Ends a run in the middle, as a kill would."""


@dataclass(frozen=True)
class Tree:
    """A root, and runs that write below it."""

    root: Path
    keep: int = 20

    @property
    def journal(self) -> Journal:
        return Journal(find_home(self.root), self.keep)

    def put(self, **files: bytes) -> None:
        """``a=b"..."`` is the file a.py."""
        for name, data in files.items():
            (self.root / f"{name}.py").write_bytes(data)

    def files(self) -> dict[str, bytes]:
        paths = sorted(path for path in self.root.rglob("*") if path.is_file() and ".git" not in path.parts)
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in paths}

    def write(
        self,
        edits: Mapping[str, Edit],
        fixed: Mapping[str, Sequence[FixedLines]] | None = None,
        stages: Mapping[str, int] | None = None,
        cut_after: int | None = None,
    ) -> str | None:
        """One run that makes the edits; its name. ``cut_after``: so many files, and the run is interrupted."""
        planned = [
            Planned(Change(path, *edit), (stages or {}).get(path, 1), tuple((fixed or {}).get(path, ())))
            for path, edit in edits.items()
        ]
        with held_journal(self.root, self.keep) as journal, suppress(Cut):
            refuse_interrupted(journal)
            with recorded(journal, self.root, planned) as recording:
                for number, each in enumerate(planned):
                    if number == cut_after:
                        raise Cut
                    recording.write(each.change)
                if cut_after == len(planned):
                    raise Cut
            return recording.name
        return journal.runs()[-1].name

    def rollback(
        self, name: str | None = None, part: Part = WHOLE, *, is_dry: bool = False
    ) -> RollbackReport:
        with held_journal(self.root, self.keep) as journal:
            return roll_back(journal, run_to_undo(journal, self.root, name), part, is_dry=is_dry)

    def complete(self, name: str | None = None) -> RollbackReport:
        with held_journal(self.root, self.keep) as journal:
            return complete(journal, run_to_finish(journal, name))


def git(folder: Path, *arguments: str) -> None:
    options = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false"]
    subprocess.run(["git", *options, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """An empty tree outside git."""
    (tmp_path / "tree").mkdir()
    return Tree(tmp_path / "tree")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """An empty repository with one commit."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q")
    git(folder, "commit", "-q", "--allow-empty", "-m", "start")
    return folder


@pytest.fixture
def run_git() -> Callable[..., None]:
    return git


def actions(report: RollbackReport) -> dict[str, str]:
    return {each.path: each.action.name for each in report.results}


@pytest.fixture(name="actions")
def actions_fixture() -> Callable[[RollbackReport], dict[str, str]]:
    return actions
