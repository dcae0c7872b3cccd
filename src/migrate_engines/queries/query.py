"""One Bowler query, and what it makes of the text of a file."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, Protocol, TypeAlias

from msgspec import Struct

from migrate_engines.queries.hunks import Accepts, with_accepted

_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


class Refused(Exception):
    """Bowler cannot work on the file; the message says why, ``line`` (from 1) where."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class _Tree(Protocol):
    """What fissix makes of a text; ``str`` gives the text back."""


class _Tool(Protocol):
    """Bowler's own tool, of which only the parser and the walk over the tree are used."""

    driver: Any

    def refactor_tree(self, tree: _Tree, name: str) -> object: ...


Matches: TypeAlias = Callable[[str], bool]


class Query(Struct, frozen=True, dict=True):
    """A query as its file has left it.

    Attributes:
        title: its selectors, as ``function old_name``.
        words: for each selector, the names that a file must hold to have something that it selects; none
            where that cannot be told.
        paths: the files and folders that it was given, as they are written.
        matches: whether a file of that name takes part; None for every ``.py``.
        accepts: what decides on each hunk; None for all of them.
        fixers: what ``compile()`` made of it.
    """

    title: str
    words: tuple[tuple[str, ...], ...]
    paths: tuple[str, ...]
    matches: Matches | None
    accepts: Accepts | None
    fixers: Sequence[object]
    options: dict[str, object]

    def may_select(self, text: str) -> bool:
        """Whether the text can hold anything that the query selects."""
        return any(all(_is_in(text, word) for word in words) for words in self.words)

    @cached_property
    def _tool(self) -> _Tool:
        from bowler.tool import BowlerTool

        tool: _Tool = BowlerTool(self.fixers, options=dict(self.options))
        return tool

    def transformed(self, text: str, filename: str) -> str:
        """The text, whose lines end in ``\\n``, as the query leaves it.

        Raises:
            Refused: Bowler's parser cannot read it.
            Exception: whatever the query's own functions raise.
        """
        ended = text if text.endswith("\n") else f"{text}\n"
        tree = self._parsed(ended)
        self._tool.refactor_tree(tree, filename)
        found = str(tree)
        if self.accepts is not None:
            found = with_accepted(ended, found, filename, self.accepts)
        return found if ended == text else found.removesuffix("\n")

    def _parsed(self, text: str) -> _Tree:
        from fissix.pgen2.parse import ParseError
        from fissix.pgen2.tokenize import TokenError

        try:
            tree: _Tree = self._tool.driver.parse_string(text)
        except ParseError as error:
            line = error.context[1][0]
            raise Refused(f"cannot be parsed by Bowler: {error.value!r} in line {line}", line) from error
        except (TokenError, SyntaxError) as error:
            raise Refused(f"cannot be parsed by Bowler: {error}", 1) from error
        if str(tree) != text:
            raise Refused("Bowler's parser does not give the file back as it is", 1)
        return tree


def _is_in(text: str, name: str) -> bool:
    return name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


@contextmanager
def caught() -> Iterator[list[Query]]:
    """Inside, a Bowler query that is executed ends up in the list, once, and does nothing."""
    from bowler import Query as BowlerQuery

    found: list[Query] = []
    seen: list[object] = []  # held, so that no later one has the same identity

    def execute(query: Any, **options: Any) -> Any:
        if not any(each is query for each in seen):
            seen.append(query)
            found.append(_compiled(query, options))
        query.retcode = 0
        return query

    original = BowlerQuery.execute
    BowlerQuery.execute = execute
    try:
        yield found
    finally:
        BowlerQuery.execute = original


def _compiled(query: Any, options: dict[str, Any]) -> Query:
    fixers = query.compile()
    own = dict(options.get("options", {}))
    if query.python_version == 3:
        own.setdefault("print_function", True)
    return Query(
        ", ".join(_title(each) for each in query.transforms),
        tuple(_words(each) for each in query.transforms),
        tuple(query.paths),
        options.get("filename_matcher", query.filename_matcher),
        _accepts(query.processors) or options.get("hunk_processor"),
        fixers,
        own,
    )


def _title(transform: Any) -> str:
    if transform.fixer:
        return f"fixer {transform.fixer.__name__}"
    told = transform.kwargs.get("name", "")
    return f"{transform.selector} {told}".rstrip()


def _words(transform: Any) -> tuple[str, ...]:
    """The parts of the name that a selector is about: its pattern asks for every one of them."""
    name = str(transform.kwargs.get("name", ""))
    return tuple(name.split(".")) if _DOTTED.fullmatch(name) else ()


def _accepts(processors: Sequence[Accepts]) -> Accepts | None:
    """All of them are asked, as Bowler does; one that says False is enough."""
    if not processors:
        return None
    return lambda filename, hunk: not sum(each(filename, hunk) is False for each in processors)
