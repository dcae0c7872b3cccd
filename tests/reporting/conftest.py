"""Reports to render, written by hand: no run is needed to say what a report looks like."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.proof import BoundArgument, BoundName, OverloadAnswer, Proof
from migrate_engines.model.report import Mode, Report
from migrate_engines.model.result import Failed, FileResult, Rewritten, Skipped, Unchanged
from migrate_engines.model.span import Place, Span


def finding(
    outcome: Outcome, line: int, reason: str | None = None, codemod: str | None = "engine", message: str = "m"
) -> Finding:
    return Finding(
        codemod=codemod,
        symbol="acme.engine.Engine",
        kind=UseKind.CALL,
        span=Span(0, 8),
        place=Place(line, 5, line, 13),
        outcome=outcome,
        message=message,
        reason=reason,
        proof=Proof(
            ("acme.old.Engine", "acme.engine.Engine"),
            (
                OverloadAnswer("per_user", "(context)", "yes"),
                OverloadAnswer("pair", "(a, b)", "no", "b is missing"),
            ),
            (BoundArgument("context", "ctx"), BoundArgument("limit", None)),
            "every argument is a name",
            ("the limit is dropped",),
            (BoundName("Engine", 2),),
        ),
    )


@pytest.fixture
def make_report() -> Callable[..., Report]:
    def make(*results: FileResult, mode: Mode = Mode.DRY_RUN, notes: tuple[str, ...] = ()) -> Report:
        return Report(".", mode, files_scanned=9, files_matched=len(results), results=results, notes=notes)

    return make


@pytest.fixture
def report(make_report: Callable[..., Report]) -> Report:
    """One result of each kind and one finding of each outcome."""
    return make_report(
        Failed("app/broken.py", "line 3 does not parse:\n  def"),
        Unchanged("app/kept.py", (finding(Outcome.KEPT, 4, "expected-failure"),)),
        Unchanged("app/nothing.py"),
        Skipped("app/old.py", "generated"),
        Rewritten("app/wiring.py", None, b"FACTORY = None\n"),
        Rewritten(
            "app/worker.py",
            b"a\n",
            b"b\n",
            (
                finding(Outcome.MANUAL, 9, "missing-context", message="Pass the user's\ncontext."),
                finding(Outcome.FIXED, 2),
                finding(Outcome.FIXED, 3),
                finding(Outcome.MANUAL, 12, "broken-import", codemod=None),
                finding(Outcome.SUPPRESSED, 7),
                finding(Outcome.UNSAFE, 5, message="the limit is dropped"),
            ),
        ),
    )


@pytest.fixture
def told_by(tmp_path: Path) -> Callable[[Path, int], dict[str, object]]:
    """Open a page in a headless browser of a width, and read the JSON that its script puts into ``#result``."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    browser = next(filter(None, map(shutil.which, names)), None)
    if browser is None:
        pytest.skip("there is no Chromium here")

    def told_by(page: Path, width: int) -> dict[str, object]:
        options = ["--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},900", "--dump-dom"]
        command = [browser, *options, f"--user-data-dir={tmp_path / 'profile'}", page.as_uri()]
        document = subprocess.run(command, capture_output=True, check=True, timeout=300).stdout.decode()
        found = re.search(r'<pre id="result">(.*?)</pre>', document, re.DOTALL)
        assert found, document[-2000:]
        return json.loads(found[1].replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&"))

    return told_by
