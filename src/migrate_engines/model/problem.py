"""Errors of the user's input: what, where, and what to do next; all of them at once."""

from msgspec import Struct


class Problem(Struct, frozen=True, order=True):
    """``path:line: what``, and ``remedy``: what to write instead. ``line`` 0 is the whole file."""

    path: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.what}. {self.remedy}"


class InputError(Exception):
    """The input cannot be used: the command line prints every problem and exits with 2."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in sorted(problems)))
        self.problems = tuple(sorted(problems))
