"""Results in the order of dependence; what is not written is not fixed, and holds back what relies on it."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from migrate_engines.journal.recording import Unrecorded
from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.reason import EXPLANATIONS, Reason
from migrate_engines.model.result import Failed, FileResult, Rewritten, Skipped, Unchanged
from migrate_engines.model.span import Place, Span
from migrate_engines.running.writing import write, write_all

OLD, NEW = b"old = 1\r\n", b"new = 1\r\n"
FINDING = Finding("engine", "acme.Engine", UseKind.CALL, Span(0, 1), Place(1, 1, 1, 2), Outcome.FIXED, "told")


def rewritten(path: str, before: bytes | None = OLD) -> Rewritten:
    return Rewritten(path, before, NEW, (FINDING,))


def not_written(path: str, message: str) -> Failed:
    """The failure of a file: what would have been fixed in it waits, and says so."""
    told = f"{EXPLANATIONS[Reason.NOT_WRITTEN]} ({message})"
    waiting = replace(FINDING, outcome=Outcome.MANUAL, reason=Reason.NOT_WRITTEN, message=told)
    return Failed(path, message, (waiting,))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, hidden ones included."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_file_that_cannot_be_written_is_a_failure_and_its_findings_wait(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"other = 1\n")
    told = "not written: it has changed since it was read; run again"
    assert write(Unrecorded(tmp_path), rewritten("a.py")) == not_written("a.py", told)
    assert contents(tmp_path) == {"a.py": b"other = 1\n"}


def test_a_file_is_written(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(OLD)
    assert write(Unrecorded(tmp_path), rewritten("a.py")) == rewritten("a.py")
    assert contents(tmp_path) == {"a.py": NEW}


@pytest.mark.parametrize(
    "result", [Unchanged("a.py", (FINDING,)), Skipped("a.py", "generated file"), Failed("a.py", "told")]
)
def test_other_results_write_nothing(tmp_path: Path, result: FileResult) -> None:
    assert write(Unrecorded(tmp_path), result) is result
    assert contents(tmp_path) == {}


SHIM = replace(FINDING, kind=UseKind.MODULE, span=Span(0, 0))


def test_users_of_a_new_file_that_cannot_be_written_are_left(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_bytes(b"in the way\n")
    (tmp_path / "a.py").write_bytes(OLD)
    results = write_all(Unrecorded(tmp_path), [rewritten("a.py"), rewritten("helper.py", before=None)])
    assert [type(each) for each in results] == [Failed, Failed]
    assert contents(tmp_path) == {"helper.py": b"in the way\n", "a.py": OLD}


def test_a_redirect_waits_for_the_users_that_could_not_be_written(tmp_path: Path) -> None:
    for name in ("a.py", "b.py", "old.py"):
        (tmp_path / name).write_bytes(OLD)
    (tmp_path / "b.py").write_bytes(b"changed meanwhile\n")
    redirect = Rewritten("old.py", OLD, NEW, (SHIM,))
    results = write_all(Unrecorded(tmp_path), [redirect, rewritten("a.py"), rewritten("b.py")])
    assert {each.path: type(each) for each in results} == {
        "a.py": Rewritten,
        "b.py": Failed,
        "old.py": Failed,
    }
    assert contents(tmp_path) == {"a.py": NEW, "b.py": b"changed meanwhile\n", "old.py": OLD}
    assert not any(each.outcome is Outcome.FIXED for result in results[1:] for each in result.findings)
