import pytest

from migrate_engines.golden.case import ProjectCase
from migrate_engines.golden.line import FindingLine, as_text, parse_line
from migrate_engines.golden.survey import collect, survey
from migrate_engines.model.finding import Outcome
from migrate_engines.model.problem import InputError

HEAD = "# T\n\nWhy.\n\n"


def problems(reading):
    return [str(problem) for problem in reading.problems]


def test_a_case_has_its_title_prose_files_and_findings(read, golden):
    case = read().case
    assert (case.title, case.prose, case.codemod) == ("A call is renamed", "Old is gone.", "toy")
    assert case.path == golden / "toy/case.md"
    assert case.name == "golden/toy/case.md"
    assert case.before == {"app/a.py": "x = Old(1)\ny = 2\n"}
    assert case.after == {"app/a.py": "x = New(1)\ny = 2\n"}
    assert case.created == {}
    assert case.findings == (FindingLine("app/a.py", 1, 5, Outcome.FIXED),)
    assert not case.is_keeps


def test_a_case_without_after_and_created_is_a_keeps_case(read):
    reading = read("# Kept\n\nWhy.\n\n```python before=a.py\nx\n```\n")
    assert not reading.problems
    assert reading.case.is_keeps
    assert reading.case.findings is None


def test_content_is_exactly_the_lines_between_the_fences(read):
    text = (
        HEAD + "```python before=blank.py\n\n  x  \n\n```\n"
        "```text before=empty.txt\n```\n"
        "~~~~ markdown before=tilde.md\n```\ncode\n```\n~~~\n~~~~~\n"
        "  ```python before=indented file.py\n  a\n    b\n c\n\n  ```\n"
        "````md before=longer.md\n```\n    ````\n````\n"
        "```python before=odd.py\na\x0cb\u2028c\x0bd\x00\n```"
    )
    assert read(text).case.before == {
        "blank.py": "\n  x  \n\n",
        "empty.txt": "",
        "tilde.md": "```\ncode\n```\n~~~\n",
        "indented file.py": "a\n  b\nc\n\n",
        "longer.md": "```\n    ````\n",
        "odd.py": "a\x0cb\u2028c\x0bd\x00\n",
    }


def test_a_case_saved_with_crlf_reads_the_same(read):
    text = HEAD + "```python before=a.py\nx\n\ny\n```\n"
    assert read(text.replace("\n", "\r\n")).case.before == read(text).case.before


def test_the_language_is_free_and_may_be_absent(read):
    text = HEAD + "```before=a.txt\nx\n```\n```c++ before=b.cc\ny\n```\n```findings\n```\n"
    case = read(text).case
    assert set(case.before) == {"a.txt", "b.cc"}
    assert case.findings == ()


def test_a_title_is_shown_without_markup(read):
    assert read("# `X` *and* Y\n\nWhy.\n\n```py before=a.py\n```\n").case.title == "X and Y"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Why.\n\n```py before=a.py\n```\n", "no heading"),
        ("# T\n\n```py before=a.py\n```\n", "no sentence of prose"),
        ("# T\n\nVariants: none (x)\n\n```py before=a.py\n```\n", "no sentence of prose"),
        ("# T\n\nWhy.\n", "no before block"),
        ("Why.\n\n## Part\n\n```py before=a.py\n```\n", "no heading"),
        (HEAD + "```py befor=a.py\n```\n", ":5: a block of no known role: `py befor=a.py`"),
        (HEAD + "```python\n```\n", ":5: a block of no known role: `python`"),
        (HEAD + "```\n```\n", ":5: a block of no known role: ``"),
        (HEAD + "```py before=a.py\nx\n", ":5: a block without its closing fence"),
        (HEAD + "```py before=a.py", ":5: a block without its closing fence"),
        (HEAD + "- x\n\n  ```py before=a.py\n  ```\n", ":7: a block inside a list"),
        (HEAD + "```py before=/a.py\n```\n", ":5: the path `/a.py`"),
        (HEAD + "```py before=b/../a.py\n```\n", ":5: the path `b/../a.py`"),
        (HEAD + "```py before=b//a.py\n```\n", ":5: the path `b//a.py`"),
        (HEAD + "```py before=C:a.py\n```\n", ":5: the path `C:a.py`"),
        (HEAD + "```py before=a.py\n```\n```py before=a.py\n```\n", ":7: more than one block before=a.py"),
        (HEAD + "```py before=a\n```\n```x findings\n```\n```x findings\n```\n", "one block findings"),
        (HEAD + "```py before=a.py\n```\n```py after=b.py\nx\n```\n", ":7: after=b.py, and no such"),
        (HEAD + "```py before=a.py\n```\n```py created=a.py\nx\n```\n", ":7: created=a.py, which is"),
        (HEAD + "```py before=a.py\n```\n```py after=a.py\n```\n", "after=a.py is equal to its before"),
        (HEAD + "```py before=a.py\n```\n```py after=a.py\nx\n```\n", "no findings block"),
        (HEAD + "```py before=a.py\n```\n```x findings\n\na.py:1 fixed\n```\n", ":9: `a.py:1 fixed`"),
        (HEAD + "```py before=a.py\n```\n```x findings\na.py:1:1 good\n```\n", ":8: `a.py:1:1 good`"),
        ("# T\n\nVariants: none\nWhy.\n\n```py before=a.py\n```\n", "`Variants: none`"),
        (HEAD + "```py before=a.py\nx\ry\n```\n", ":6: a carriage return"),
    ],
)
def test_a_malformed_case_is_a_problem(read, text, what):
    assert any(what in problem for problem in problems(read(text)))


def test_a_case_that_is_not_utf8_is_a_problem(golden, write):
    write("toy/case.md", "").write_bytes(b"# T\xff\n")
    (problem,) = survey(golden).problems
    assert "not UTF-8 at byte 3" in str(problem)


def test_all_problems_are_said_at_once_in_order(read):
    text = "```py befor=a.py\n```\n```py after=b.py\n```\n```x findings\n?\n```\n"
    lines = [problem.split(". ")[0] for problem in problems(read(text))]
    assert lines == [
        "golden/toy/case.md: no heading",
        "golden/toy/case.md: no sentence of prose",
        "golden/toy/case.md:1: a block of no known role: `py befor=a.py`",
        "golden/toy/case.md:3: after=b.py, and no such file before",
        "golden/toy/case.md:6: `?`",
    ]


def test_collect_raises_the_problems_of_every_case(golden, write):
    write("toy/one.md", "# T\n")
    write("toy/two.md", "Why.\n")
    with pytest.raises(InputError) as raised:
        collect(golden)
    assert {problem.path for problem in raised.value.problems} == {"golden/toy/one.md", "golden/toy/two.md"}


def test_collect_needs_its_folder(tmp_path):
    with pytest.raises(InputError, match="no such folder"):
        collect(tmp_path / "golden")


def test_names_are_relative_to_the_root_that_is_given(golden, read):
    read()
    assert [case.name for case in collect(golden, golden)] == ["toy/case.md"]


def test_strays_in_a_codemods_folder_are_problems(golden, read, write):
    read()
    write("toy/case.txt", "x")
    write("toy/deeper/case.md", "x")
    write("toy/surroundings/a.py", "x")
    write("README.md", "about the cases")
    strays = [problem.path for problem in survey(golden).problems]
    assert strays == ["golden/toy/case.txt", "golden/toy/deeper"]


def test_surroundings_lie_under_the_before_blocks(read, write):
    write("surroundings/shared.py", "shared\n")
    write("surroundings/app/a.py", "shared\n")
    write("surroundings/app/b.py", "shared\n")
    write("toy/surroundings/app/b.py", "own\n")
    before = read().case.scenario().before
    assert before == {"shared.py": b"shared\n", "app/a.py": b"x = Old(1)\ny = 2\n", "app/b.py": b"own\n"}


def test_an_after_block_may_stand_for_a_surrounding_file(read, write):
    write("surroundings/b.py", "b\n")
    reading = read(HEAD + "```py before=a.py\n```\n```py after=b.py\nx\n```\n```x findings\n```\n")
    assert not reading.problems
    assert reading.case.scenario().after == {"a.py": b"", "b.py": b"x\n"}


def test_python_files_are_written_as_their_cookie_says(read):
    text = HEAD + "```py before=a.py\n# coding: latin-1\né\n```\n```py before=b.py\né\n```\n"
    before = read(text).case.scenario().before
    assert before == {"a.py": b"# coding: latin-1\n\xe9\n", "b.py": b"\xc3\xa9\n"}


def test_a_project_is_two_folders_and_a_list(golden, write):
    write("projects/shop/before/app/a.py", "Old()\n")
    write("projects/shop/before/__pycache__/a.pyc", "left by a test run")
    write("projects/shop/after/app/a.py", "New()\n")
    write("projects/shop/findings.txt", "app/a.py:1:1 fixed\n")
    (case,) = collect(golden)
    assert isinstance(case, ProjectCase)
    assert (case.title, case.name) == ("shop", "golden/projects/shop")
    assert case.before == {"app/a.py": b"Old()\n"}
    assert case.after == {"app/a.py": b"New()\n"}
    assert case.findings == (FindingLine("app/a.py", 1, 1, Outcome.FIXED),)


def test_a_project_lacks_a_part(golden, write):
    write("projects/empty/notes.txt", "")
    write("projects/fresh/before/a.py", "")
    write("projects/odd/before/a.py", "")
    write("projects/odd/after/a.py", "")
    write("projects/odd/findings.txt", "a.py:1:1 fixed\nwhat\n")
    whats = [str(problem).split(". ")[0] for problem in survey(golden).problems]
    assert whats == [
        "golden/projects/empty: no folder before/",
        "golden/projects/fresh: no folder after/",
        "golden/projects/fresh: no findings.txt",
        "golden/projects/odd/findings.txt:2: `what`",
    ]


def test_findings_are_written_as_they_are_read_in_order_of_place():
    texts = ["b.py:1:1 kept expected-failure", "a.py:10:5 manual missing-context", "a.py:9:5 fixed"]
    assert as_text(map(parse_line, texts)) == "".join(f"{text}\n" for text in reversed(texts))
