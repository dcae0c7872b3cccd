"""Files of settings that name what is retired: where they are found, and what they hold back."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from migrate_engines.model.finding import Finding
from migrate_engines.model.report import Report
from migrate_engines.model.result import Failed

MakeRun = Callable[..., Report]


def in_file(report: Report, path: str) -> list[Finding]:
    return [finding for each, finding in report.findings() if each == path]


@pytest.mark.parametrize("name", ["a.toml", "a.yaml", "a.yml", "a.ini", "a.cfg", "deep/er/a.cfg"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_settings_are_found_with_their_place(make_run: MakeRun, name: str, newline: str) -> None:
    text = newline.join(["# 漢 shop.old", "[漢]", "漢 = shop.old:OldEngine", ""])
    (finding,) = in_file(make_run({name: b"\xef\xbb\xbf" + text.encode()}), name)
    assert (finding.place.line, finding.place.column, finding.place.end_column) == (3, 5, 23)
    assert (finding.kind, finding.symbol, finding.codemod) == ("string", "shop.old.OldEngine", "old")
    assert finding.message.endswith("(now shop.new.Engine; the redirect leaves the old path working)")


@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.md", "a.toml.orig", "toml"])
def test_other_files_are_not_read(make_run: MakeRun, name: str) -> None:
    assert in_file(make_run({name: "engine = shop.old:OldEngine\n"}), name) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.toml", 'x = 1 # "shop.old"'),
        ("a.toml", "x = '#' # shop.old"),
        ("a.toml", 'x = """\n""" # shop.old'),
        ("a.yaml", "x: 1 # shop.old"),
        ("a.yaml", "x: '#' # shop.old"),
        ("a.yaml", "x: it's # it's shop.old"),
        ("a.ini", "; shop.old"),
        ("a.ini", "x = 1 ; shop.old"),
        ("a.cfg", "  # shop.old"),
        ("a.cfg", "x = old"),
        ("a.cfg", "x = shop.oldest"),
        ("a.cfg", "x = shop.old-fashioned"),
        ("a.cfg", "x = shop/shop.old"),
        ("a.cfg", "x = shop.old/x"),
        ("a.cfg", "x = workshop.old"),
        ("a.cfg", "x = me@shop.old"),
        ("pyproject.toml", '[tool.migrate-engines]\npure-calls = ["shop.old.log"]'),
    ],
)
def test_what_only_looks_like_a_name_is_none(make_run: MakeRun, name: str, text: str) -> None:
    assert in_file(make_run({name: text + "\n"}), name) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.toml", 'x = "#shop.old"'),
        ("a.toml", "x = '''\n# shop.old'''"),
        ("a.toml", '"shop.old" = 1'),
        ("a.toml", "shop.old = 1"),
        ("a.yaml", "x: a#shop.old"),
        ("a.yaml", "x: '# shop.old'"),
        ("a.yaml", "- shop.old"),
        ("a.yaml", "{shop.old: 1}"),
        ("a.ini", "[shop.old]"),
        ("a.ini", "x=shop.old.*"),
        ("a.cfg", "command = python -m shop.old."),
        ("pyproject.toml", "[tool.migrate-engines]\nexclude = []\n[tool.other]\nx = 'shop.old'"),
    ],
)
def test_a_name_is_found_wherever_it_stands(make_run: MakeRun, name: str, text: str) -> None:
    (finding,) = in_file(make_run({name: text}), name)
    lines = text.splitlines()
    assert lines[finding.place.line - 1][finding.place.column - 1 :].startswith("shop.old")


def test_settings_that_cannot_be_decoded_fail_if_they_matter(make_run: MakeRun) -> None:
    report = make_run({"a.cfg": b"x = shop.old \xff\n", "b.cfg": b"x = \xff\n"})
    assert [(each.path, each.message.partition(":")[0]) for each in report.failed] == [
        ("a.cfg", "cannot be decoded")
    ]
    assert report.exit_code() == 1
    (blocked,) = in_file(report, "shop/old.py")
    assert "a.cfg:1 not read" in blocked.message


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user who may not read everything")
def test_settings_that_may_not_be_read_fail(make_run: MakeRun, tmp_path: Path) -> None:
    (tmp_path / "a.cfg").write_text("x = 1\n")
    (tmp_path / "a.cfg").chmod(0)
    assert [each.path for each in make_run({}).failed] == ["a.cfg"]


def test_settings_hold_a_redirect_back(make_run: MakeRun) -> None:
    report = make_run({"a.cfg": "x = shop.old:OldEngine\n"})
    (blocked,) = in_file(report, "shop/old.py")
    assert blocked.reason == "redirect-blocked"
    assert "a.cfg:1 string-reference" in blocked.message


def test_settings_hold_back_a_redirect_in_a_part_of_the_tree(make_run: MakeRun) -> None:
    report = make_run({"a.cfg": "x = shop.old:OldEngine\n"}, "shop")
    assert in_file(report, "a.cfg") == []
    (blocked,) = in_file(report, "shop/old.py")
    assert "a.cfg:1 string-reference" in blocked.message


def test_a_run_on_files_reads_no_settings(make_run: MakeRun) -> None:
    report = make_run({"a.cfg": b"x = shop.old \xff\n", "app.py": 'NAME = "shop.old"\n'}, "app.py")
    assert [each.path for each in report.results if isinstance(each, Failed)] == []
    assert len(in_file(report, "app.py")) == 1
