"""Where the imports of rewritten calls may stand, on small trees with rules of their own."""

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from migrate_engines.model.report import Mode, Report
from migrate_engines.model.result import Rewritten
from migrate_engines.rules import load_codemods
from migrate_engines.running.request import Request
from migrate_engines.running.run import run
from migrate_engines.settings import Settings

OLD = "def old_a(x): ...\ndef old_b(x): ...\n"
HELPED = '''
    """Retire acme.old.old_a."""
    from acme.fresh import Engine
    from migrate_engines.codemod import helper, rewrite

    @helper("acme.wiring")
    def wired(x):
        """An engine for one request."""
        return Engine(x)

    @rewrite("acme.old.old_a")
    def a(x):
        return wired(x)
'''
Try = Callable[..., Report]


def rule(name: str, source: str) -> str:
    """A rule file that retires ``acme.old.NAME`` for ``make`` of another module."""
    return (
        f'"""Retire acme.old.{name}."""\n'
        f"from {source} import make\n"
        "from migrate_engines.codemod import rewrite\n"
        f'@rewrite("acme.old.{name}")\n'
        "def made(x):\n"
        "    return make(x)\n"
    )


@pytest.fixture
def dry_run(tmp_path: Path) -> Try:
    """What a dry run over these files says."""

    def dry_run(files: Mapping[str, str], rules: Mapping[str, str]) -> Report:
        texts = {"acme/__init__.py": "", "acme/old.py": OLD, **files}
        texts |= {f"codemods/{name}.py": dedent(text) for name, text in rules.items()}
        for name, text in texts.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        settings = Settings(tmp_path, codemods=("codemods",), exclude=("codemods",))
        return run(Request(mode=Mode.DRY_RUN), settings, load_codemods([tmp_path / "codemods"]))

    return dry_run


def text_of(report: Report, path: str) -> str | None:
    """What a file would hold; None where it stays."""
    found = [each.after for each in report.results if each.path == path and isinstance(each, Rewritten)]
    return found[0].decode() if found else None


def test_one_name_is_not_given_to_two_objects(dry_run: Try) -> None:
    files = {"acme/one.py": "def make(x): ...\n", "acme/two.py": "def make(x): ...\n"}
    files |= {"use.py": "from acme.old import old_a, old_b\n\nX = old_a(1)\nY = old_b(2)\nZ = old_a(3)\n"}
    report = dry_run(files, {"one": rule("old_a", "acme.one"), "two": rule("old_b", "acme.two")})
    assert text_of(report, "use.py") == (
        "from acme.old import old_b\nfrom acme.one import make\n\nX = make(1)\nY = old_b(2)\nZ = make(3)\n"
    )
    (refused,) = [each for _, each in report.findings() if each.reason == "name-collision"]
    assert "make is what another rewritten call names acme.one.make" in refused.message


def test_a_helper_that_is_yet_to_be_written_may_close_the_cycle(dry_run: Try) -> None:
    files = {
        "acme/fresh.py": "from use import Base\n\n\nclass Engine(Base):\n    def __init__(self, x): ...\n"
    }
    files |= {
        "use.py": "from acme.old import old_a\n\n\nclass Base: ...\n\n\ndef f():\n    return old_a(1)\n"
    }
    report = dry_run(files, {"helped": HELPED})
    assert text_of(report, "use.py") == (
        "class Base: ...\n\n\ndef f():\n    from acme.wiring import wired\n\n    return wired(1)\n"
    )


def test_the_proof_and_the_refusal_name_the_chain(dry_run: Try) -> None:
    files = {"acme/one.py": "import acme.two\ndef make(x): ...\n", "acme/two.py": "from use import Base\n"}
    files |= {
        "use.py": "from acme.old import old_a\nclass Base: ...\ndef f():\n    return old_a(1)\nX = old_a(2)\n"
    }
    report = dry_run(files, {"one": rule("old_a", "acme.one")})
    told = {each.place.line: each for path, each in report.findings() if path == "use.py"}
    assert "imported in f, since acme.one -> acme.two -> use at import time" in told[4].proof.notes
    assert told[5].reason == "import-cycle"
    assert "acme.one -> acme.two -> use at import time" in told[5].message
    assert told[5].message.endswith("and the call runs when the module is imported)")


def test_what_cannot_be_read_may_import_anything(dry_run: Try) -> None:
    files = {"acme/one.py": "import broken\ndef make(x): ...\n", "broken.py": "import use\nprint 'two'\n"}
    files |= {"use.py": "from acme.old import old_a\n\n\ndef f():\n    return old_a(1)\n"}
    report = dry_run(files, {"one": rule("old_a", "acme.one")})
    assert text_of(report, "use.py") == ("def f():\n    from acme.one import make\n\n    return make(1)\n")


def test_files_do_not_close_a_cycle_together(dry_run: Try) -> None:
    use = "from acme.old import {0}\n\n\ndef f():\n    return {0}(1)\n"
    files = {"acme/one.py": "import use_b\ndef make(x): ...\n", "use_a.py": use.format("old_a")}
    files |= {"acme/two.py": "import use_a\ndef make(x): ...\n", "use_b.py": use.format("old_b")}
    report = dry_run(files, {"one": rule("old_a", "acme.one"), "two": rule("old_b", "acme.two")})
    assert text_of(report, "use_a.py") == "from acme.one import make\n\n\ndef f():\n    return make(1)\n"
    assert text_of(report, "use_b.py") == "def f():\n    from acme.two import make\n\n    return make(1)\n"
