"""The command line in this process, over a room below that is a fake."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from migrate_engines.cli.main import main
from migrate_engines.model.report import Mode, Report
from migrate_engines.model.rule import Codemod
from migrate_engines.running.remembered import Remembered
from migrate_engines.running.request import Request
from migrate_engines.settings import Settings


@dataclass(frozen=True)
class Ended:
    """How a run of the command line ended."""

    code: int
    out: bytes
    err: str


@pytest.fixture
def migrate_engines(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Ended]:
    def migrate_engines(*arguments: str) -> Ended:
        with pytest.raises(SystemExit) as exited:
            main(arguments)
        out, err = capfdbinary.readouterr()
        return Ended(exited.value.code, out, err.decode())

    return migrate_engines


@dataclass
class FakeRun:
    """Stands for the tree: answers every request with one report, and remembers the request."""

    answer: Callable[[Mode], Report]
    request: Request | None = None
    settings: Settings | None = None

    def __call__(
        self,
        request: Request,
        settings: Settings,
        codemods: Callable[[], Sequence[Codemod]],
        *,
        cache: object,
        watch: object,
    ) -> Remembered:
        self.request, self.settings = request, settings
        return Remembered(self.answer(request.mode), codemods)


@pytest.fixture
def answer_with(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[[Callable[[Mode], Report]], FakeRun]:
    """Make every run answer with this report; the working directory is an empty project."""

    def answer_with(answer: Callable[[Mode], Report]) -> FakeRun:
        fake = FakeRun(answer)
        monkeypatch.setattr("migrate_engines.running.remembered.run", fake)
        monkeypatch.setattr("migrate_engines.cli.carry_out.configured_codemods", lambda settings: ())
        (tmp_path / "pyproject.toml").write_text("[tool.migrate-engines]\n")
        monkeypatch.chdir(tmp_path)
        return fake

    return answer_with
