import pytest

from migrate_engines.golden.check import check
from migrate_engines.golden.document import Role, parse_document
from migrate_engines.golden.survey import collect, survey
from migrate_engines.golden.update import refuse_in_ci, update_case
from migrate_engines.golden.write import rewritten
from migrate_engines.model.problem import InputError

HEAD = "# T\n\nWhy.\n\n"
BEFORE = HEAD + "```python before=a.py\nOld()\n```\n"
FIXED = BEFORE + "```python after=a.py\nNew()\n```\n```text findings\na.py:1:1 fixed\n```\n"
KEPT = HEAD + "```python before=a.py\nx\n```\n"


@pytest.fixture
def updated(golden, read):
    """The text of a case after an update, which must leave nothing to update."""

    def update(text, run):
        reading = read(text)
        update_case(reading.case, (), run=run)
        new = (golden / "toy/case.md").read_bytes().decode("utf-8")
        again = read(new)
        assert not again.problems
        assert update_case(again.case, (), run=run) == ""
        return new

    return update


def test_a_right_case_stays_byte_for_byte(read, make_run):
    text = FIXED.replace("Why.", "Why.   \n\n* a\n\n\n\n<!-- x -->").removesuffix("\n")
    reading = read(text)
    assert update_case(reading.case, (), run=make_run()) == ""
    assert reading.case.path.read_bytes().decode("utf-8") == text


def test_missing_blocks_are_added(updated, make_run):
    assert updated(BEFORE, make_run()) == FIXED


def test_blocks_are_added_where_they_belong(updated, make_run):
    second = "```python before=b.py\nOld()\n```\n\nThe end.\n"
    assert updated(BEFORE + "\n" + second, make_run(creates={"c.toml": "x\n", "d": "y\n"})) == (
        BEFORE
        + "```python after=a.py\nNew()\n```\n\n```python before=b.py\nOld()\n```\n"
        + "```python after=b.py\nNew()\n```\n```toml created=c.toml\nx\n```\n```text created=d\ny\n```\n"
        + "```text findings\na.py:1:1 fixed\nb.py:1:1 fixed\n```\n\nThe end.\n"
    )


def test_a_block_is_added_behind_a_last_line_without_a_newline(updated, make_run):
    assert updated(BEFORE.removesuffix("\n"), make_run()) == FIXED


def test_wrong_blocks_are_refilled(updated, make_run):
    text = FIXED.replace("New()", "Newer()").replace("1:1 fixed", "2:2 unsafe")
    assert updated(text, make_run()) == FIXED


def test_findings_that_cannot_be_read_are_refilled(updated, make_run):
    assert updated(FIXED.replace("a.py:1:1 fixed", "TODO"), make_run()) == FIXED


def test_blocks_that_no_longer_apply_are_removed(updated, make_run):
    text = (
        KEPT + "\n```py after=a.py\ny\n```\n\n```py created=b.py\n```\n\n```text findings\n```\n\nThe end.\n"
    )
    assert updated(text, make_run()) == KEPT + "\n```text findings\n```\n\nThe end.\n"


def test_the_last_block_is_removed_with_the_blank_line_above(updated, make_run):
    assert updated(KEPT + "\n```py created=b.py\n```\n", make_run()) == KEPT


def test_an_after_block_equal_to_its_before_is_removed(updated, make_run):
    assert updated(KEPT + "```py after=a.py\nx\n```\n", make_run()) == KEPT


def test_a_keeps_case_without_findings_gets_no_block(updated, make_run):
    assert updated(KEPT, make_run()) == KEPT


def test_a_keeps_case_gets_its_findings(updated, make_run):
    text = KEPT.replace("x\n", "Odd()\n")
    assert updated(text, make_run()) == text + "```text findings\na.py:1:1 manual missing-context\n```\n"


def test_surroundings_are_listed_only_where_they_change(updated, write, make_run):
    write("surroundings/b.py", "Odd()\n")
    write("surroundings/c.py", "Old()\n")
    assert updated(KEPT, make_run()) == (
        KEPT + "```python after=c.py\nNew()\n```\n```text findings\nc.py:1:1 fixed\n```\n"
    )


def test_a_case_with_crlf_keeps_it(updated, make_run):
    assert updated(BEFORE.replace("\n", "\r\n"), make_run()) == FIXED.replace("\n", "\r\n")
    wrong = FIXED.replace("New()", "Newer()").replace("\n", "\r\n")
    assert updated(wrong, make_run()) == FIXED.replace("\n", "\r\n")


def test_an_indented_fence_keeps_its_indentation(updated, make_run):
    text = HEAD + "  ~~~python before=a.py\n  Old()\n\n    y\n  ~~~\n  ~~~ py after=a.py\n  z\n ~~~~\n"
    assert updated(text, make_run()) == (
        text.replace("  z\n", "  New()\n\n    y\n") + "```text findings\na.py:1:1 fixed\n```\n"
    )


def test_a_fence_grows_when_its_text_would_close_it(updated, make_run):
    text = HEAD + "~~~~python before=a.py\n'''\n```\n~~~\n'''\nOld()\n~~~~\n"
    new = updated(text + "~~~py after=a.py\nx\n~~~\n", make_run())
    assert "~~~~py after=a.py\n'''\n```\n~~~\n'''\nNew()\n~~~~\n" in new
    assert "````python after=a.py\n'''\n```\n~~~\n'''\nNew()\n````\n" in updated(text, make_run())


def test_the_diff_is_returned(read, make_run):
    assert update_case(read(BEFORE).case, (), run=make_run()) == (
        "--- a/golden/toy/case.md\n"
        "+++ b/golden/toy/case.md\n"
        "@@ -5,3 +5,9 @@\n"
        " ```python before=a.py\n"
        " Old()\n"
        " ```\n"
        "+```python after=a.py\n"
        "+New()\n"
        "+```\n"
        "+```text findings\n"
        "+a.py:1:1 fixed\n"
        "+```\n"
    )


@pytest.mark.parametrize("output", [b"New()", b"New()\r\n", b"\xef\xbb\xbfNew()\n", b"\xff\n"])
def test_what_no_block_can_hold_is_refused(read, make_run, output):
    reading = read(BEFORE)
    with pytest.raises(InputError, match=r"no block can hold the new a\.py"):
        update_case(reading.case, (), run=make_run(lambda path, data, position: output))
    assert reading.case.path.read_text() == BEFORE


def test_a_file_that_the_run_removed_is_refused(read, make_run):
    def removing(request, settings, codemods, *, listing=None):
        report = make_run()(request, settings, codemods, listing=listing)
        (settings.root / "a.py").unlink()
        return report

    with pytest.raises(InputError, match=r"the run removed a\.py"):
        update_case(read(BEFORE).case, (), run=removing)


def test_a_latin_1_file_is_shown_as_text(updated, make_run):
    text = HEAD + "```python before=a.py\n# coding: latin-1\nOld('é')\n```\n"
    assert "```python after=a.py\n# coding: latin-1\nNew('é')\n```\n" in updated(text, make_run())


def test_an_updated_case_passes(updated, golden, make_run):
    updated(BEFORE, make_run())
    (case,) = collect(golden)
    assert check(case, (), run=make_run()).failures == ()


def test_a_project_is_written_anew(golden, write, make_run):
    write("projects/shop/before/a.py", "Old()\n")
    write("projects/shop/before/b.py", "x")
    write("projects/shop/after/gone.py", "y\n")
    write("projects/shop/after/b.py", "x")
    (case,) = survey(golden).cases
    diff = update_case(case, (), run=make_run(creates={"empty.py": ""}))
    assert diff == (
        "--- /dev/null\n+++ b/golden/projects/shop/after/a.py\n@@ -0,0 +1 @@\n+New()\n"
        "/dev/null -> b/golden/projects/shop/after/empty.py (empty)\n"
        "--- a/golden/projects/shop/after/gone.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-y\n"
        "--- /dev/null\n+++ b/golden/projects/shop/findings.txt\n@@ -0,0 +1 @@\n+a.py:1:1 fixed\n"
    )
    (case,) = collect(golden)
    assert case.after == {"a.py": b"New()\n", "b.py": b"x", "empty.py": b""}
    assert update_case(case, (), run=make_run(creates={"empty.py": ""})) == ""


@pytest.mark.parametrize("environment", [{"CI": "true"}, {"CI": "1"}])
def test_an_update_is_refused_in_ci(environment):
    with pytest.raises(InputError, match="CI is set"):
        refuse_in_ci(environment)


def test_an_update_is_allowed_elsewhere():
    refuse_in_ci({})


def test_rewriting_with_the_blocks_that_are_there_changes_nothing():
    document = parse_document("x.md", FIXED.encode())
    wanted = {(each.role, each.path): each.text for each in document.blocks if each.role is not Role.BEFORE}
    assert rewritten(document, wanted) == FIXED
