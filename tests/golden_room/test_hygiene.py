from migrate_engines.golden.hygiene import root_problems, root_warnings
from migrate_engines.golden.survey import survey

KEEPS = "# T\n\nWhy.\n\n```python before=a.py\nx = 1\n```\n"
FIX = KEEPS + "```python after=a.py\nx = 2\n```\n```text findings\n```\n"


def problems(golden, *codemods):
    return [str(problem) for problem in root_problems(golden, survey(golden).cases, codemods)]


def test_a_codemod_with_a_fix_case_and_a_keeps_case_is_covered(golden, write, toy_codemod):
    write("toy/fix.md", FIX)
    write("toy/keeps.md", KEEPS)
    write("surroundings/a.py", "")
    write("projects/shop/before/a.py", "")
    assert problems(golden, toy_codemod) == []


def test_a_codemod_needs_a_fix_case(golden, write, toy_codemod):
    write("toy/keeps.md", KEEPS)
    assert problems(golden, toy_codemod) == ["codemods/toy.py: no fix case. Write one in golden/toy/"]


def test_a_codemod_that_fixes_nothing_needs_no_fix_case(golden, write, keeping_codemod):
    write("still/keeps.md", KEEPS)
    assert problems(golden, keeping_codemod) == []


def test_a_codemod_needs_a_keeps_case(golden, write, toy_codemod):
    write("toy/fix.md", FIX)
    assert problems(golden, toy_codemod) == ["codemods/toy.py: no keeps case. Write one in golden/toy/"]


def test_cases_of_another_codemod_do_not_count(golden, write, toy_codemod, keeping_codemod):
    write("toy/fix.md", FIX)
    write("toy/keeps.md", KEEPS)
    assert problems(golden, toy_codemod, keeping_codemod) == [
        "codemods/still.py: no keeps case. Write one in golden/still/"
    ]


def test_a_file_that_is_created_makes_a_fix_case(golden, write, toy_codemod):
    write("toy/fix.md", KEEPS + "```python created=b.py\nx = 2\n```\n```text findings\n```\n")
    write("toy/keeps.md", KEEPS)
    assert problems(golden, toy_codemod) == []


def test_a_folder_of_no_codemod_is_an_orphan(golden, write):
    write("tyo/keeps.md", KEEPS)
    assert problems(golden) == [
        "golden/tyo: there is no codemod tyo. Rename the folder after its codemod, or remove it"
    ]


def test_four_in_ten_should_be_keeps_cases(golden, write):
    for number in range(6):
        write(f"toy/fix_{number}.md", FIX)
    for number in range(3):
        write(f"toy/keeps_{number}.md", KEEPS)
    write("projects/shop/before/a.py", "")
    assert root_warnings(survey(golden).cases) == ("3 of 9 cases are keeps cases; 4 in 10 should be",)
    write("toy/keeps_3.md", KEEPS)
    assert root_warnings(survey(golden).cases) == ()


def test_no_cases_are_no_warning():
    assert root_warnings([]) == ()
