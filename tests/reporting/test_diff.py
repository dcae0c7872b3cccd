"""Diffs are right when git makes the same bytes of them."""

import subprocess
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unidiff import PatchSet

from migrate_engines.model.report import Mode, Report
from migrate_engines.model.result import Failed, FileResult, Rewritten
from migrate_engines.reporting.diff import render_diff

ODD = {
    "plain": (b"a\nb\nc\n", b"a\nB\nc\n"),
    "no final newline before": (b"a\nb", b"a\nb\n"),
    "no final newline after": (b"a\nb\n", b"a\nb"),
    "no final newline at all": (b"a\nb", b"a\nc"),
    "no final newline, far from the edit": (b"a\n" + b"x\n" * 9 + b"z", b"b\n" + b"x\n" * 9 + b"z"),
    "CRLF": (b"a\r\nb\r\nc\r\n", b"a\r\nB\r\nc\r\n"),
    "mixed ends": (b"a\r\nb\nc\rd\n", b"a\r\nB\nc\rd\n"),
    "CR only": (b"a\rb\rc\r", b"a\rB\rc\r"),
    "emptied": (b"a\nb\n", b""),
    "filled": (b"", b"a\nb\n"),
    "form feed": (b"a\n\x0c\nb\x0cb\n", b"a\n\x0c\nB\x0cb\n"),
    "other line separators": (
        "a\x0b\x1c\x85\u2028b\nc\n".encode(),
        "a\x0b\x1c\x85\u2028b\nd\n".encode(),
    ),
    "byte order mark": (b"\xef\xbb\xbfa\n", b"\xef\xbb\xbfb\n"),
    "latin-1": (b"# caf\xe9\na = 1\n", b"# caf\xe9\na = '\xfc'\n"),
    "NUL": (b"a = '\x00'\nb\n", b"a = '\x00'\nc\n"),
    "lines that look like a patch": (b"--- a\n+++ b\n@@ -1 +1 @@\n", b"-- a\n++ b\n@@ -1 +1 @@\n"),
}
NAMES = [
    "a b.py",
    "tab\there.py",
    'quo"te.py',
    "back\\slash.py",
    "größe/名前.py",
    "new\nline.py",
    "caf\udce9.py",
]


def git(repository: Path, *arguments: str, data: bytes = b"") -> bytes:
    command = ["git", "-c", "core.autocrlf=false", *arguments]
    return subprocess.run(command, cwd=repository, input=data, check=True, capture_output=True).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    return tmp_path


def lay_out(root: Path, results: tuple[FileResult, ...]) -> None:
    for result in results:
        (root / result.path).parent.mkdir(parents=True, exist_ok=True)
        if isinstance(result, Rewritten) and result.before is not None:
            (root / result.path).write_bytes(result.before)


def applied(repository: Path, *results: Rewritten, make_report: Callable[..., Report]) -> list[bytes]:
    """The bytes of every file once git has applied the diff."""
    lay_out(repository, results)
    git(repository, "apply", "--whitespace=nowarn", data=render_diff(make_report(*results)))
    return [(repository / result.path).read_bytes() for result in results]


@pytest.mark.parametrize("case", ODD)
def test_git_applies(case, repository, make_report):
    before, after = ODD[case]
    assert applied(repository, Rewritten("pkg/a.py", before, after), make_report=make_report) == [after]


@pytest.mark.parametrize("after", [b"", b"a", b"a\n", b"a\r\n\r\nb", b"\xef\xbb\xbfa\n", b"\r"])
def test_git_creates(after, repository, make_report):
    assert applied(repository, Rewritten("pkg/new.py", None, after), make_report=make_report) == [after]


@pytest.mark.parametrize("before", [b"a\n", None])
@pytest.mark.parametrize("name", NAMES)
def test_git_understands_the_name(name, before, repository, make_report):
    assert applied(repository, Rewritten(name, before, b"b\n"), make_report=make_report) == [b"b\n"]


def test_git_applies_all_files_at_once(repository, make_report):
    results = [Rewritten(f"{number}.py", *ODD[case]) for number, case in enumerate(ODD)]
    results.append(Rewritten("z.py", None, b""))
    assert applied(repository, *results, make_report=make_report) == [result.after for result in results]


def test_a_root_inside_the_repository_is_part_of_the_paths(repository, make_report):
    report = make_report(Rewritten("a.py", b"a\n", b"b\n"), Rewritten("new.py", None, b"n\n"))
    lay_out(repository / "back end", report.results)
    git(repository / "back end", "apply", data=render_diff(report, "back end/"))
    assert (repository / "back end" / "a.py").read_bytes() == b"b\n"
    assert (repository / "back end" / "new.py").read_bytes() == b"n\n"


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.tuples(*[st.lists(st.sampled_from([b"a", b"\n", b"\r", b"\xe9", b"-", b" "]))] * 2), max_size=8
    )
)
def test_git_applies_whatever_the_bytes(tmp_path_factory, sides):
    repository = tmp_path_factory.mktemp("repository")
    git(repository, "init", "--quiet")
    results = [
        Rewritten(f"{number}.py", b"".join(before), b"".join(after))
        for number, (before, after) in enumerate(sides)
        if before != after
    ]
    lay_out(repository, results)
    if diff := render_diff(Report(".", Mode.DRY_RUN, 1, 1, tuple(results))):
        git(repository, "apply", "--whitespace=nowarn", data=diff)
    assert [(repository / result.path).read_bytes() for result in results] == [each.after for each in results]


def test_the_diff_byte_for_byte(make_report):
    report = make_report(
        Failed("broken.py", "no"),
        Rewritten("new.py", None, b"FACTORY = None"),
        Rewritten("old.py", b"a\nb\n", b"a\nB\n"),
        Rewritten("same.py", b"a\n", b"a\n"),
    )
    assert render_diff(report).decode() == (
        "diff --git a/new.py b/new.py\n"
        "new file mode 100644\n"
        "--- /dev/null\n"
        "+++ b/new.py\n"
        "@@ -0,0 +1 @@\n"
        "+FACTORY = None\n"
        "\\ No newline at end of file\n"
        "diff --git a/old.py b/old.py\n"
        "--- a/old.py\n"
        "+++ b/old.py\n"
        "@@ -1,2 +1,2 @@\n"
        " a\n"
        "-b\n"
        "+B\n"
    )


def test_unidiff_reads_it_back(make_report):
    report = make_report(
        Rewritten("a b.py", b"a\nb\nc", b"a\nB\nc"),
        Rewritten("größe.py", None, b"one\ntwo\n"),
        Rewritten("z.py", b"a\r\nb\r\n", b"a\r\n"),
    )
    patch = PatchSet(StringIO(render_diff(report).decode()))
    assert [(file.path, file.is_added_file, file.added, file.removed) for file in patch] == [
        ("a b.py", False, 1, 1),
        ("größe.py", True, 2, 0),
        ("z.py", False, 0, 1),
    ]
