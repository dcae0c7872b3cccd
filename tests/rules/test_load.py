"""Folders of rule files."""

from pathlib import Path

import migrate_engines
from migrate_engines.rules import shipped_folder

GOOD = '''\
"""Retire A."""
from migrate_engines.codemod import canonical
canonical("acme.A")
'''
WITH_HELPER = '''\
"""Retire A."""
from acme import {imports}
from migrate_engines.codemod import helper

@helper("acme.wiring")
def wired(a):
    return B(C(a), {extra})
'''


def test_every_rule_file_of_every_folder_is_read_in_order(write, load):
    for name in ["one/b.py", "one/a.py", "two/0.py", "one/_private.py", "one/notes.txt", "one/sub/c.py"]:
        write(name, GOOD)
    Path("one/folder.py").mkdir()
    assert [(codemod.name, codemod.path) for codemod in load("one", "two")] == [
        ("a", "one/a.py"),
        ("b", "one/b.py"),
        ("0", "two/0.py"),
    ]


def test_no_folder_no_codemods(load):
    assert load() == ()


def test_the_encoding_of_a_file_is_its_own(write, load):
    text = '# -*- coding: latin-1 -*-\r\n"""Größe A."""\r\n' + GOOD.split("\n", 1)[1]
    write("codemods/a.py", text.encode("latin-1"))
    write("codemods/b.py", b"\xef\xbb\xbf" + GOOD.encode())
    assert [codemod.summary for codemod in load("codemods")] == ["Größe A.", "Retire A."]


def test_the_problems_of_all_files_are_reported_at_once(write, load_mistakes):
    write("codemods/a.py", GOOD)
    write("codemods/broken.py", "def f(:\n")
    write("codemods/bytes.py", b'"""\xff"""')
    write("codemods/coding.py", b"# coding: no-such-thing\n")
    write("codemods/wrong.py", GOOD + "X = 1\nY = 2\n")
    write("more/a.py", GOOD)
    undecodable = "The rule file cannot be decoded"
    not_a_string = "is not a string constant"
    strings_only = "Keep to string constants, and write other values where they are used."
    correct = "Create it, or correct `codemods` in [tool.migrate-engines]."
    assert load_mistakes("codemods", "more", "missing") == [
        "codemods/broken.py:1: Python cannot read the rule file: invalid syntax. Correct the syntax.",
        f"codemods/bytes.py: {undecodable}: invalid or missing encoding declaration. Save it as UTF-8.",
        f"codemods/coding.py: {undecodable}: unknown encoding: no-such-thing. Save it as UTF-8.",
        f"codemods/wrong.py:4: `X` {not_a_string}. {strings_only}",
        f"codemods/wrong.py:5: `Y` {not_a_string}. {strings_only}",
        f"missing: There is no such folder of codemods. {correct}",
        "more/a.py: The codemod `a` is also in codemods/a.py. Rename one of the two files.",
    ]


def test_an_unreadable_file_is_a_problem(write, load_mistakes, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    write("codemods/a.py", GOOD)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert load_mistakes("codemods") == [
        "codemods/a.py: The rule file cannot be read: Permission denied. Make it readable, or remove it."
    ]


def test_bytes_that_are_not_utf8_far_below_are_a_problem_too(write, load_mistakes):
    write("codemods/a.py", GOOD.encode() + b"# \xff\n")
    [report] = load_mistakes("codemods")
    assert report.startswith("codemods/a.py: The rule file cannot be decoded: ")


def test_one_helper_in_two_files_must_be_identical(write, load_mistakes):
    write("codemods/a.py", WITH_HELPER.format(imports="B, C", extra="1"))
    write("codemods/b.py", WITH_HELPER.format(imports="C, B", extra="1"))
    write("codemods/c.py", WITH_HELPER.format(imports="B, C", extra="2"))
    write("codemods/d.py", WITH_HELPER.format(imports="B, D as C", extra="1"))
    report = "The helper `acme.wiring.wired` differs from the one in codemods/a.py:6"
    remedy = "Make the two identical, or give one another name."
    assert load_mistakes("codemods") == [f"codemods/{name}.py:6: {report}. {remedy}" for name in "cd"]


def test_helpers_that_share_a_module_must_mean_the_same_by_a_name(write, load_mistakes, load):
    def helper(imports, name, body):
        decorated = f'@helper("acme.wiring")\ndef {name}(): return {body}\n'
        return f'"""Retire A."""\n{imports}\nfrom migrate_engines.codemod import helper\n{decorated}'

    write("codemods/a.py", helper("import acme.x; from acme import B", "first", "B, acme.x"))
    write("codemods/b.py", helper("import acme.y; from acme import B", "second", "B, acme.y"))
    assert [codemod.name for codemod in load("codemods")] == ["a", "b"]
    write("codemods/c.py", helper("from acme.c import B", "third", "B"))
    write("codemods/d.py", helper("from acme.d import first", "fourth", "first"))
    remedy = "Import one of them under another name: both are shipped in `acme.wiring`."
    assert load_mistakes("codemods") == [
        f"codemods/c.py:5: `B` is acme.c.B here, and acme.B in codemods/a.py:5. {remedy}",
        f"codemods/d.py:5: `first` is acme.d.first here, and acme.wiring.first in codemods/a.py:5. {remedy}",
    ]


def test_the_shipped_codemods_stand_beside_the_sources_in_a_checkout():
    assert shipped_folder() == Path(__file__).parents[2] / "codemods"


def test_the_shipped_codemods_stand_inside_an_installed_package(tmp_path, monkeypatch):
    installed = tmp_path / "site-packages" / "migrate_engines"
    (installed / "_codemods").mkdir(parents=True)
    monkeypatch.setattr(migrate_engines, "__file__", str(installed / "__init__.py"))
    assert shipped_folder() == installed / "_codemods"
