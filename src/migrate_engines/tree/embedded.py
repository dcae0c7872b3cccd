"""Python in files that are no modules: the cells of a notebook, the code blocks of a Markdown file."""

import ast
import json
import re
import warnings
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct

from migrate_engines.model.span import Span
from migrate_engines.tree.source import SourceFile, Unreadable

NOTEBOOK, MARKDOWN = ".ipynb", ".md"
_Line: TypeAlias = tuple[str, Span]
_Block: TypeAlias = list[_Line]
# Of IPython: what is no Python, and cells that are wholly in another language.
_MAGIC = re.compile(r"\s*[%!?]|\s*[\w.]+\?{1,2}\s*$")
_CELL_OF_PYTHON = re.compile(r"%%(?:time|timeit|capture|prun)\b")
_PYTHON = re.compile(
    r"\{?[.]?(?:code-block\} +|code-cell\} +)?(?:python3?|py|ipython3?|pycon)\b", re.IGNORECASE
)


class Embedded(Struct, frozen=True):
    """All the Python of one file, as one text.

    Attributes:
        code: one block after the other; later ones may use the names of earlier ones.
        spans: where each line of ``code`` stands in the file.
        unread: lines of blocks that this Python cannot parse.
    """

    code: SourceFile
    spans: tuple[Span, ...]
    unread: tuple[_Line, ...]


def embedded(source: SourceFile) -> Embedded:
    """The Python of a notebook or of a Markdown file, by the ending of its path.

    Raises:
        Unreadable: the file is no notebook.
    """
    blocks = list(_cells(source) if source.path.endswith(NOTEBOOK) else _fences(source))
    good = [block for block in blocks if _is_python(block)]
    lines = [line for block in good for line in block]
    unread = [line for block in blocks if block not in good for line in block]
    text = "".join(f"{text}\n" for text, _ in lines)
    return Embedded(SourceFile(source.path, text), tuple(span for _, span in lines), tuple(unread))


def _is_python(block: _Block) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse("\n".join(text for text, _ in block))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _fences(source: SourceFile) -> Iterator[_Block]:
    """The fenced blocks that are said to be Python, in lists and quotations, too."""
    from markdown_it import MarkdownIt  # needed by few runs

    for token in MarkdownIt().parse(source.text):
        if token.type == "fence" and token.map and _PYTHON.match(token.info.strip()):
            first = token.map[0] + 2  # the line behind the fence, from 1
            lines = enumerate(token.content.splitlines())
            yield _without_prompts([(text, _span_of(source, first + at, text)) for at, text in lines])


def _span_of(source: SourceFile, line: int, text: str) -> Span:
    start = source.line_starts[line - 1]
    column = source.line_text(line).find(text.strip())
    return Span(start + max(column, 0), start + max(column, 0) + len(text.strip()))


def _without_prompts(block: _Block) -> _Block:
    """What is typed in a session that is shown; any other block as it is."""
    if not any(text.startswith(">>>") for text, _ in block[:1]):
        return block
    return [(text[4:], span) for text, span in block if text[:4].rstrip() in (">>>", "...")]


def _cells(source: SourceFile) -> Iterator[_Block]:
    notebook = _read(source)
    finder = _Finder(source)
    for cell in _cells_of(notebook):
        kept = cell.get("source", cell.get("input", []))
        lines = kept if isinstance(kept, list) else [kept]
        block = [each for text in map(str, lines) for each in finder.lines(text)]
        first = block[0][0] if block else ""
        is_code = cell.get("cell_type") == "code" and _is_for_python(notebook)
        if is_code and not (first.startswith("%%") and not _CELL_OF_PYTHON.match(first)):
            yield _without_magic(block)


def _without_magic(block: _Block) -> _Block:
    """The block without what is for IPython alone, where that makes it Python."""
    plain = [("" if _MAGIC.match(text) else text, span) for text, span in block]
    return plain if not _is_python(block) and _is_python(plain) else block


def _read(source: SourceFile) -> dict[str, object]:
    try:
        found = json.loads(source.text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"this is no notebook: {error}") from error
    if not isinstance(found, dict):
        raise Unreadable("this is no notebook: it holds no object")
    return found


def _cells_of(notebook: dict[str, object]) -> Iterator[dict[str, object]]:
    """Those of today's format; those of the third stood in sheets."""
    sheets = notebook.get("worksheets", [])
    for holder in (notebook, *(sheets if isinstance(sheets, list) else ())):
        cells = holder.get("cells", []) if isinstance(holder, dict) else []
        yield from (cell for cell in (cells if isinstance(cells, list) else ()) if isinstance(cell, dict))


def _is_for_python(notebook: dict[str, object]) -> bool:
    metadata = notebook.get("metadata")
    language = metadata.get("language_info") if isinstance(metadata, dict) else None
    name = language.get("name", "python") if isinstance(language, dict) else "python"
    return str(name).startswith(("python", "ipython"))


class _Finder:
    """Where the lines of cells stand in the text of the JSON, one after the other."""

    def __init__(self, source: SourceFile) -> None:
        self._text = source.text
        self._at = 0

    def lines(self, text: str) -> Iterator[_Line]:
        for line in text.splitlines(keepends=True):
            written = [json.dumps(line, ensure_ascii=each)[1:-1] for each in (False, True)]
            found = [(at, len(each)) for each in written if (at := self._text.find(each, self._at)) >= 0]
            start, length = min(found, default=(self._at, 0))
            self._at = start + length
            yield line.rstrip("\r\n"), Span(start, self._at)


def lines_of_words(lines: Sequence[_Line], words: Sequence[str]) -> list[_Line]:
    """The lines that hold one of the words."""
    return [(text, span) for text, span in lines if any(word in text for word in words)]
