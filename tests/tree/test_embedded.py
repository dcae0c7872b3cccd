"""The Python of notebooks and Markdown files, and where it stands in them."""

import json

import pytest

from migrate_engines.tree.embedded import embedded
from migrate_engines.tree.source import SourceFile, Unreadable


def shown(path: str, text: str) -> list[tuple[str, int, str]]:
    """Each line of code with its line in the file, and the text that stands there."""
    source = SourceFile(path, text)
    found = embedded(source)
    lines = found.code.text.splitlines()
    return [
        (line, source.line_of(span.start), text[span.start : span.end])
        for line, span in zip(lines, found.spans, strict=True)
    ]


def notebook(*cells: object, **more: object) -> str:
    made = [each if isinstance(each, dict) else {"cell_type": "code", "source": each} for each in cells]
    return json.dumps({"cells": made, "nbformat": 4, **more}, indent=1)


def test_cells_follow_each_other():
    text = notebook(
        ["import acme\n", "acme.run('ü')"],
        {"cell_type": "markdown", "source": ["import no"]},
        "x = 1\ny = 2\n",
    )
    assert shown("a.ipynb", text) == [
        ("import acme", 6, "import acme\\n"),
        ("acme.run('ü')", 7, "acme.run('\\u00fc')"),
        ("x = 1", 18, "x = 1\\n"),
        ("y = 2", 18, "y = 2\\n"),
    ]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("%matplotlib inline\nx = 1", ["", "x = 1"]),
        ("!pip install acme\nx = 1", ["", "x = 1"]),
        ("x?\nx", ["", "x"]),
        ("x = y()  # why?", ["x = y()  # why?"]),
        ("x = ('%s'\n  % y())", ["x = ('%s'", "  % y())"]),
        ("%%time\nx = 1", ["", "x = 1"]),
        ("%%bash\nimport x", []),
    ],
)
def test_what_is_for_ipython_alone_is_left_out(cell, code):
    assert [line for line, *_ in shown("a.ipynb", notebook(cell))] == code


def test_the_third_format_and_other_languages():
    old = {"worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1"]}]}]}
    assert [line for line, *_ in shown("a.ipynb", json.dumps(old))] == ["x = 1"]
    assert shown("a.ipynb", notebook("x <- 1", metadata={"language_info": {"name": "R"}})) == []


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "[" * 100_000])
def test_what_is_no_notebook_is_an_error(text):
    with pytest.raises(Unreadable, match="this is no notebook"):
        embedded(SourceFile("a.ipynb", text))


@pytest.mark.parametrize(
    "text",
    [
        '{"cells": 1}',
        '{"cells": [1]}',
        '{"worksheets": 1, "cells": [{"cell_type": "code"}]}',
        '{"metadata": 1}',
    ],
)
def test_a_notebook_without_code_has_none(text):
    assert shown("a.ipynb", text) == []


@pytest.mark.parametrize(
    "info", ["python", "py", "Python title=x", "{python}", "{code-block} python", "{.python}", "python3"]
)
def test_blocks_of_python(info):
    assert shown("a.md", f"# A\n\n```{info}\nx = 1\n\ny = 2\n```\n") == [
        ("x = 1", 4, "x = 1"),
        ("", 5, ""),
        ("y = 2", 6, "y = 2"),
    ]


@pytest.mark.parametrize("info", ["", "toml", "pythonic", "console"])
def test_other_blocks(info):
    assert shown("a.md", f"```{info}\nx = 1\n```\n") == []


def test_blocks_in_lists_and_quotations_and_sessions():
    text = "- item\n\n  ```python\n  if x:\n      y\n  ```\n\n> ```py\n> z\n> ```\n\n~~~pycon\n>>> def f():\n...     pass\n>>> f()\nNone\n~~~\n"
    assert shown("a.md", text) == [
        ("if x:", 4, "if x:"),
        ("    y", 5, "y"),
        ("z", 9, "z"),
        ("def f():", 13, ">>> def f():"),
        ("    pass", 14, "...     pass"),
        ("f()", 15, ">>> f()"),
    ]


def test_blocks_that_are_no_python_are_kept_apart():
    source = SourceFile("a.md", "```python\nEngine(...\n```\n\n```python\nx = 1\n```\n")
    found = embedded(source)
    assert found.code.text == "x = 1\n"
    assert [text for text, _ in found.unread] == ["Engine(..."]
