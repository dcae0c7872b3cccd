"""Which names are meant."""

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from itertools import product

from msgspec import Struct

from migrate_engines.deciding.table import shortest
from migrate_engines.model.problem import InputError, Problem

_SHORTEST_WORD = 4  # shorter ones are part of half of all names


class NamePatterns(Struct, frozen=True):
    """``fnmatch`` patterns of class names; ``words`` are in every name that fits one of them.

    ``loose`` matching leaves out case and underscores: ``user_execution_engine`` fits ``*ExecutionEngine``.
    """

    patterns: tuple[str, ...]
    words: tuple[str, ...]

    def match(self, name: str) -> str | None:
        """The pattern that a name fits."""
        return next((each for each in self.patterns if fnmatchcase(name, each)), None)

    def module_words(self) -> tuple[str, ...]:
        """The words as names of modules and functions may hold them: ``websocket_manager``, too."""
        found = (form for word in self.words for form in _snake_forms(word))
        return tuple(dict.fromkeys(found))

    def match_loosely(self, name: str) -> bool:
        plain = _plain(name)
        return any(fnmatchcase(plain, _plain(each)) for each in self.patterns)


def name_patterns(patterns: Sequence[str]) -> NamePatterns:
    """
    Raises:
        InputError: a pattern has no word that a search could start from.
    """
    words = {pattern: _word(pattern) for pattern in patterns}
    problems = [
        Problem(
            "[tool.migrate-engines.inventory]",
            0,
            f"The pattern `{pattern}` has no part of {_SHORTEST_WORD} letters without a wildcard",
            'Write more of the name, such as `"*ExecutionEngine*"`.',
        )
        for pattern, word in words.items()
        if len(word) < _SHORTEST_WORD
    ]
    if problems:
        raise InputError(problems)
    return NamePatterns(tuple(patterns), tuple(shortest(words.values())))


def patterns_for(names: Iterable[str]) -> tuple[str, ...]:
    """Patterns that fit classes named like these: ``*ExecutionEngine*`` for ``UserExecutionEngine``, too."""
    classes = {part for name in names for part in name.split(".") if part[:1].isupper()}
    return tuple(f"*{word}*" for word in sorted(shortest(classes)))


def _word(pattern: str) -> str:
    """The longest part without a wildcard."""
    return max(re.split(r"\[[^]]*\]|[*?]", pattern), key=len)


def _snake_forms(word: str) -> Iterator[str]:
    """``WebSocketManager`` is ``web_socket_manager`` or ``websocket_manager``; each hump may be joined."""
    humps = [hump.lower() for hump in re.findall(r"[A-Z]*[a-z0-9]+|[A-Z]+", word)]
    for joints in product("_ ", repeat=max(len(humps) - 1, 0)):
        yield "".join(part for pair in zip(humps, (*joints, ""), strict=True) for part in pair).replace(
            " ", ""
        )


def _plain(name: str) -> str:
    return name.replace("_", "").lower()
