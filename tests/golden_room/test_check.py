"""Every assertion of a case can fail."""

import pytest
from msgspec.structs import replace

from migrate_engines.golden.case import ProjectCase
from migrate_engines.golden.check import check
from migrate_engines.golden.line import parse_line
from migrate_engines.golden.survey import collect

KEEPS = "# T\n\nWhy.\n\n```python before=a.py\nx = 1\n```\n"


FINDINGS = "```text findings\n{}```\n"


def failures(case, run):
    return [failure.check for failure in check(case, (), run=run).failures]


def edited(change):
    """An edit that renames and then spoils what was renamed."""
    return lambda path, data, position: change(data.replace(b"Old(", b"New(")) if b"Old(" in data else data


def test_a_right_case_passes(read, make_run):
    verdict = check(read().case, (), run=make_run())
    assert verdict.failures == ()
    assert verdict.render() == ""


def test_a_changed_text_is_shown_as_a_diff(read, make_run):
    case = read("# T\n\nWhy.\n\n```python before=a.py\nx = Old()\n```\n").case
    verdict = check(case, (), run=make_run())
    assert [failure.check for failure in verdict.failures] == ["text: a.py", "findings"]
    assert verdict.render() == (
        "FAILED golden/toy/case.md: T\n"
        "  text: a.py\n"
        "    --- expected/a.py\n"
        "    +++ got/a.py\n"
        "    @@ -1 +1 @@\n"
        "    -x = Old()\n"
        "    +x = New()\n"
        "  findings\n"
        "    --- expected findings\n"
        "    +++ got findings\n"
        "    @@ -0,0 +1 @@\n"
        "    +a.py:1:5 fixed\n"
    )


def test_no_text_is_normalised(read, make_run):
    assert failures(read().case, make_run(edited(lambda data: data + b"\n"))) == ["text: app/a.py"]
    assert failures(read().case, make_run(edited(bytes.rstrip)))[0] == "text: app/a.py"


def test_no_file_may_appear(read, make_run):
    run = make_run(creates={"new.py": "x\n", "empty.txt": ""})
    details = {failure.check: failure.detail for failure in check(read(KEEPS).case, (), run=run).failures}
    assert details["text: empty.txt"] == "an empty file appeared\n"
    assert details["text: new.py"] == "--- /dev/null\n+++ got/new.py\n@@ -0,0 +1 @@\n+x\n"


def test_the_tools_own_notes_are_no_part_of_the_tree(read, make_run):
    assert failures(read(KEEPS).case, make_run(creates={".migrate-engines-journal": "x"})) == []


def test_no_file_may_vanish(read, make_run):
    def removing(request, settings, codemods, *, listing=None):
        (settings.root / "notes.txt").unlink(missing_ok=True)
        return make_run()(request, settings, codemods, listing=listing)

    case = read(KEEPS + "```text before=notes.txt\n```\n").case
    (failure,) = check(case, (), run=removing).failures
    assert (failure.check, failure.detail) == ("text: notes.txt", "the file vanished\n")


def test_a_created_file_must_be_created(read, make_run):
    case = read(KEEPS + "```python created=new.py\ny\n```\n```text findings\n```\n").case
    assert failures(case, make_run(creates={"new.py": "y\n"})) == []
    assert failures(case, make_run()) == ["text: new.py"]


@pytest.mark.parametrize("listed", ["", "a.py:1:1 fixed\n", "a.py:1:1 manual missing-context\n" * 2])
def test_findings_are_exactly_the_listed_ones(read, make_run, listed):
    text = "# T\n\nWhy.\n\n```python before=a.py\nOdd()\n```\n```text findings\n{}```\n"
    assert failures(read(text.format("a.py:1:1 manual missing-context\n")).case, make_run()) == []
    assert failures(read(text.format(listed)).case, make_run()) == ["findings"]


def test_without_a_list_there_must_be_no_findings(read, make_run):
    assert failures(read(KEEPS.replace("x = 1", "Odd()")).case, make_run()) == ["findings"]


def test_surroundings_must_not_change(read, write, make_run):
    write("surroundings/b.py", "Old()\n")
    assert failures(read(KEEPS).case, make_run()) == ["text: b.py"]


def test_findings_in_surroundings_matter_only_where_the_case_lists_some(read, write, make_run):
    write("surroundings/b.py", "Odd(); Odd()\n")
    assert failures(read(KEEPS).case, make_run()) == []
    partly = KEEPS + "```text findings\nb.py:1:1 manual missing-context\n```\n"
    assert failures(read(partly).case, make_run()) == ["findings"]


def test_a_second_run_must_be_silent(read, make_run):
    counting = make_run(lambda path, data, position: data.replace(b"2", b"3").replace(b"1", b"2"))
    text = KEEPS + "```python after=a.py\nx = 2\n```\n" + FINDINGS.format("")
    assert failures(read(text).case, counting) == ["second run: a.py"]


def test_a_second_run_must_fix_nothing(read, make_run):
    text = KEEPS.replace("x = 1", "Old()") + "```text findings\na.py:1:1 fixed\n```\n"
    assert failures(read(text).case, make_run(lambda path, data, position: data)) == ["second run: findings"]


def test_the_output_must_compile(read, make_run):
    text = KEEPS + "```python after=a.py\nx = (\n```\n```text findings\n```\n"
    run = make_run(lambda path, data, position: data.replace(b"1", b"("))
    assert failures(read(text).case, run) == ["syntax: a.py"]
    created = KEEPS + "```python created=b.py\nx = (\n```\n```text findings\n```\n"
    assert failures(read(created).case, make_run(creates={"b.py": "x = (\n"})) == ["syntax: b.py"]


def test_broken_syntax_may_stay_broken(read, make_run):
    text = "# T\n\nWhy.\n\n```py before=a.py\n1 1\n```\n```py after=a.py\n( 1\n```\n```x findings\n```\n"
    run = make_run(lambda path, data, position: data.replace(b"1 1", b"( 1"))
    assert failures(read(text).case, run) == []


def test_a_file_that_failed_for_no_reason_of_its_own_fails_the_case(read, make_run):
    crashing = make_run(fails={"a.py"})
    assert failures(read(KEEPS).case, crashing)[0] == "failed: a.py"
    assert failures(read(KEEPS.replace("x = 1", "x = (")).case, crashing) == []


def test_a_file_that_failed_fails_a_case_without_variants_too(read, make_run):
    text = KEEPS.replace("Why.", "Why.\n\nVariants: none (they are the point)")
    assert failures(read(text).case, make_run(fails={"a.py"})) == ["failed: a.py"]


def test_a_file_that_failed_in_a_variant_fails_the_case(read, make_run):
    def crashing_on_a_bom(request, settings, codemods, *, listing=None):
        has_mark = (settings.root / "a.py").read_bytes().startswith(b"\xef\xbb\xbf")
        return make_run(fails={"a.py"} if has_mark else ())(request, settings, codemods, listing=listing)

    assert failures(read(KEEPS).case, crashing_on_a_bom) == ["failed: a.py"]


def test_the_order_of_the_files_must_not_matter_to_findings(read, make_run):
    def last_only(request, settings, codemods, *, listing=None):
        report = make_run()(request, settings, codemods, listing=listing)
        return replace(report, results=report.results[-1:])

    text = KEEPS.replace("x = 1", "Odd()") + "```python before=b.py\nx = 1\n```\n"
    assert failures(read(text).case, last_only) == ["files in the opposite order: findings"]


def test_the_order_of_the_files_must_not_matter_to_texts(read, make_run):
    text = (
        KEEPS + "```python before=b.py\nx = 1\n```\n```python after=a.py\nx = 2\n```\n" + FINDINGS.format("")
    )

    def first_only(path, data, position):
        return data.replace(b"1", b"2") if position == 0 and path != "b.py" else data

    assert failures(read(text).case, make_run(first_only)) == ["files in the opposite order: a.py"]


def test_a_case_is_run_as_crlf(read, make_run):
    run = make_run(edited(lambda data: data.replace(b"\r\n", b"\n")))
    (failure,) = check(read().case, (), run=run).failures
    assert failure.check == "CRLF: app/a.py"
    assert "-y = 2\u240d\n+x = New(1)\n+y = 2\n" in failure.detail


def test_a_case_is_run_with_a_bom(read, make_run):
    run = make_run(edited(lambda data: data.removeprefix(b"\xef\xbb\xbf")))
    (failure,) = check(read().case, (), run=run).failures
    assert failure.check == "BOM: app/a.py"
    assert "-<BOM>x = New(1)\n+x = New(1)\n" in failure.detail


def test_a_case_is_run_without_a_final_newline(read, make_run):
    run = make_run(edited(lambda data: data if data.endswith(b"\n") else data + b"\n"))
    (failure,) = check(read().case, (), run=run).failures
    assert failure.check == "no final newline: app/a.py"
    assert "\n\\ No newline at end of file\n" in failure.detail


def test_the_final_newline_of_an_edited_last_line_is_free(read, make_run):
    text = KEEPS.replace("x = 1", "Old()")
    text += "```python after=a.py\nNew()\n```\n```text findings\na.py:1:1 fixed\n```\n"
    assert failures(read(text).case, make_run()) == []
    ending = make_run(edited(lambda data: data if data.endswith((b"\n", b"\r\n")) else data + b"\n"))
    assert failures(read(text).case, ending) == []
    assert failures(read(text).case, make_run(edited(lambda data: data.rstrip() + b"\n\n"))) != []


def test_created_files_have_no_variants(read, make_run):
    text = KEEPS + "```python created=new.py\ny = 1\n```\n```text findings\n```\n"
    assert failures(read(text).case, make_run(creates={"new.py": "y = 1\n"})) == []


def test_a_case_may_decline_its_variants(read, make_run):
    text = KEEPS.replace("Why.", "Why.\n\nVariants: none (they are the point)")
    run = make_run(lambda path, data, position: data.replace(b"\r\n", b"\n"))
    assert failures(read(KEEPS).case, run)[0] == "CRLF: a.py"
    assert failures(read(text).case, run) == []


def test_a_file_with_another_cookie_gets_no_bom(read, make_run):
    seen = []
    run = make_run(lambda path, data, position: seen.append(data) or data)
    check(read(KEEPS.replace("x = 1", "# coding: latin-1\né = 1")).case, (), run=run)
    assert b"# coding: latin-1\r\n\xe9 = 1\r\n" in seen
    assert not any(data.startswith(b"\xef") for data in seen)


def test_only_python_files_have_variants(read, make_run):
    seen = []

    def watching(request, settings, codemods, *, listing=None):
        seen.append((settings.root / "notes.txt").read_bytes())
        return make_run()(request, settings, codemods, listing=listing)

    check(read(KEEPS + "```text before=notes.txt\nx\n```\n").case, (), run=watching)
    assert set(seen) == {b"x\n"}


def test_a_case_brings_its_own_settings(read, make_run):
    roots = []

    def watching(request, settings, codemods, *, listing=None):
        roots.append((settings.root.exists(), settings.unsafe, request.paths))
        return make_run()(request, settings, codemods, listing=listing)

    text = KEEPS + "```toml before=pyproject.toml\n[tool.migrate-engines]\nunsafe = {}\n```\n"
    assert failures(read(text.format("true")).case, watching) == []
    assert set(roots) == {(True, True, ())}
    assert failures(read(text.format("1")).case, watching) == ["the input is refused"]


def test_a_table_of_another_tool_leaves_the_defaults(read, make_run):
    roots = set()

    def watching(request, settings, codemods, *, listing=None):
        roots.add((settings.root / "a.py").is_file())
        return make_run()(request, settings, codemods, listing=listing)

    text = KEEPS + "```toml before=pyproject.toml\n[tool.other]\n```\n"
    assert failures(read(text).case, watching) == []
    assert roots == {True}


def test_all_the_codemods_are_run(read, make_run, toy_codemod, keeping_codemod):
    seen = []

    def watching(request, settings, codemods, *, listing=None):
        seen.append((codemods, request.select, request.ignore))
        return make_run()(request, settings, codemods, listing=listing)

    check(read().case, [toy_codemod, keeping_codemod], run=watching)
    assert all(each == ([toy_codemod, keeping_codemod], (), ()) for each in seen)


def test_a_project_is_compared_byte_for_byte(golden, write, make_run):
    write("projects/shop/before/app/a.py", "Old()\r\n")
    write("projects/shop/before/notes.txt", "Old()")
    write("projects/shop/after/app/a.py", "New()\r\n")
    write("projects/shop/after/notes.txt", "Old()")
    write("projects/shop/findings.txt", "app/a.py:1:1 fixed\n")
    (case,) = collect(golden)
    assert failures(case, make_run()) == []
    assert failures(case, make_run(edited(lambda data: data.replace(b"\r", b"")))) == ["text: app/a.py"]
    assert failures(case, make_run(creates={"b.py": ""})) == ["text: b.py"]


def test_a_projects_findings_are_compared(golden, make_run):
    tree = {"a.py": b"Odd()\n"}
    case = ProjectCase(golden, "shop", tree, tree, (parse_line("a.py:1:1 fixed"),))
    assert failures(case, make_run()) == ["findings"]
