"""Rule files written as text: a head that imports what most of them need, and the part under test."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from migrate_engines.model.problem import InputError
from migrate_engines.model.rule import Codemod
from migrate_engines.rules import load_codemods, parse_codemod

HEAD = '''\
"""Retire acme.old.Engine."""
from acme.context import UserContext
from acme.new import Emitter, UserEngine
from migrate_engines.codemod import canonical, helper, keep, manual, on_request, redirect, rewrite, unsafe, retire, leave
LEGACY = "acme.old.Engine"
canonical("acme.new.Emitter")
'''


@pytest.fixture
def codemod() -> Callable[[str], Codemod]:
    """The codemod whose file is the head and the given text."""
    return lambda body: parse_codemod("codemods/engine.py", HEAD + dedent(body))


@pytest.fixture
def mistakes(codemod) -> Callable[[str], list[str]]:
    """The problems of the given text below the head, as ``line of that text: what. remedy``."""

    def find(body: str) -> list[str]:
        with pytest.raises(InputError) as caught:
            codemod(body)
        assert {problem.path for problem in caught.value.problems} == {"codemods/engine.py"}
        head = HEAD.count("\n")
        return [f"{each.line - head}: {each.what}. {each.remedy}" for each in caught.value.problems]

    return find


@pytest.fixture
def file_mistakes() -> Callable[[str], list[str]]:
    """The problems of a whole file."""

    def find(source: str) -> list[str]:
        with pytest.raises(InputError) as caught:
            parse_codemod("codemods/engine.py", source)
        return [f"{each.line}: {each.what}. {each.remedy}" for each in caught.value.problems]

    return find


@pytest.fixture
def write(tmp_path, monkeypatch) -> Callable[[str, str | bytes], None]:
    """Write a file below an empty current directory."""
    monkeypatch.chdir(tmp_path)

    def write_file(name: str, content: str | bytes) -> None:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else dedent(content).encode())

    return write_file


@pytest.fixture
def load() -> Callable[..., tuple[Codemod, ...]]:
    return lambda *folders: load_codemods([Path(folder) for folder in folders])


@pytest.fixture
def load_mistakes(load) -> Callable[..., list[str]]:
    """The problems of whole folders, as the command line prints them."""

    def find(*folders: str) -> list[str]:
        with pytest.raises(InputError) as caught:
            load(*folders)
        return [str(problem) for problem in caught.value.problems]

    return find
