"""The users of a check, and whose a text is."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from migrate_engines.testing.subject import Request, User


@dataclass(frozen=True)
class Mark:
    """What a text says about its owner; the run is None where only the user is named."""

    user: int
    run: int | None


class Crowd:
    """Users with ids that occur nowhere else, from 1 on."""

    def __init__(self, size: int) -> None:
        self._nonce = secrets.token_hex(4)
        self._mark = re.compile(rf"u(\d+)x{self._nonce}(?:r(\d+))?")
        self.users = [self._user(index) for index in range(1, size + 1)]

    def __len__(self) -> int:
        return len(self.users)

    def _user(self, index: int) -> User:
        return User(index, f"user-u{index}x{self._nonce}", f"thread-u{index}x{self._nonce}")

    def request(self, user: User, number: int) -> Request:
        """The user's request of that number, from 1 on."""
        mark = f"u{user.index}x{self._nonce}r{number}"
        return Request(user, f"run-{mark}", f"question {mark}")

    def marks(self, text: str | bytes) -> Iterator[Mark]:
        """Every user and run that the text names."""
        read = text.decode(errors="replace") if isinstance(text, bytes) else text
        for found in self._mark.finditer(read):
            yield Mark(int(found[1]), int(found[2]) if found[2] else None)

    def owners(self, text: str | bytes) -> set[int]:
        return {mark.user for mark in self.marks(text)}
