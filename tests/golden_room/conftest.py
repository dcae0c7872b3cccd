"""A toy tool in the place of the real one, and cases written into a temporary golden folder."""

import re
from textwrap import dedent

import pytest

from migrate_engines.golden.survey import survey
from migrate_engines.model.finding import Finding, Outcome, UseKind
from migrate_engines.model.proof import OverloadAnswer, Proof
from migrate_engines.model.report import Report
from migrate_engines.model.result import Failed, Rewritten, Unchanged
from migrate_engines.model.rule import Codemod, Keep, Redirect, Signature
from migrate_engines.model.span import Place, Span
from migrate_engines.tree.listing import list_files

FIX_CASE = """\
    # A call is renamed

    Old is gone.

    ```python before=app/a.py
    x = Old(1)
    y = 2
    ```
    ```python after=app/a.py
    x = New(1)
    y = 2
    ```
    ```text findings
    app/a.py:1:5 fixed
    ```
    """


def rename(path, data, position):
    return data.replace(b"Old(", b"New(")


@pytest.fixture
def make_run():
    """Builds a run that renames ``Old(`` and reports ``Odd(``, with faults to order."""

    def build(edit=rename, creates=None, fails=()):
        def run(request, settings, codemods, *, listing=None):
            results = []
            for position, path in enumerate(listing or list_files(settings)):
                results.append(_one_file(settings.root, path, position))
            for path, text in (creates or {}).items():
                if not (settings.root / path).exists():
                    (settings.root / path).write_text(text)
            return Report(".", request.mode, len(results), len(results), tuple(results))

        def _one_file(root, path, position):
            before = (root / path).read_bytes()
            found = _findings(before)
            if path in fails:
                return Failed(path, "it crashed", found)
            after = edit(path, before, position)
            if after == before:
                return Unchanged(path, found)
            (root / path).write_bytes(after)
            return Rewritten(path, before, after, found)

        return run

    return build


def _findings(data):
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    return tuple(_finding(text, found) for found in re.finditer(r"(Old|Odd)\(", text))


def _finding(text, found):
    line = text.count("\n", 0, found.start()) + 1
    column = found.start() - text.rfind("\n", 0, found.start())
    is_fixed = found[1] == "Old"
    return Finding(
        codemod="toy",
        symbol=found[1],
        kind=UseKind.CALL,
        span=Span(found.start(), found.end()),
        place=Place(line, column, line, column + 3),
        outcome=Outcome.FIXED if is_fixed else Outcome.MANUAL,
        message="",
        reason=None if is_fixed else "missing-context",
        proof=Proof(("toy.Old",), (OverloadAnswer("new", "()", "yes"),), (), "no argument"),
    )


@pytest.fixture
def golden(tmp_path):
    """An empty golden folder."""
    folder = tmp_path / "golden"
    folder.mkdir()
    return folder


@pytest.fixture
def write(golden):
    """Writes a file of the golden folder, dedented."""

    def write_file(name, text):
        path = golden / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8", newline="")
        return path

    return write_file


@pytest.fixture
def read(golden, write):
    """Writes one Markdown case and reads it as part of the folder."""

    def read_one(text=FIX_CASE, name="toy/case.md"):
        write(name, text)
        (reading,) = (each for each in survey(golden).readings if each.name == f"golden/{name}")
        return reading

    return read_one


@pytest.fixture
def toy_codemod():
    """A codemod that can fix."""
    return Codemod("toy", "codemods/toy.py", "", "", (Redirect("toy", 1, "old", ()),))


@pytest.fixture
def keeping_codemod():
    """A codemod that can only keep."""
    keep = Keep("still", "keeps", 1, ("a.B",), Signature(()), False)
    return Codemod("still", "codemods/still.py", "", "", (keep,))
