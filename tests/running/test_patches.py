"""What is said of a patch is what the patch does: ``unittest.mock`` itself is the oracle."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from migrate_engines.model.report import Mode
from migrate_engines.rules import load_codemods
from migrate_engines.running.request import Request
from migrate_engines.running.run import run
from migrate_engines.settings import Settings

RULE = '''
"""Retire shop.old.make_engine."""
from shop.new import build_engine
from migrate_engines.codemod import rewrite

@rewrite("shop.old.make_engine")
def built(name):
    return build_engine(name)
'''
TREE = {
    "shop/__init__.py": "",
    "shop/new.py": "def build_engine(name):\n    return name\n",
    "shop/old.py": "def make_engine(name):\n    return name\n\n\nclass MakeEngine:\n    kind = 1\n\n    def run(self):\n        self.name = 1\n",
}
READERS = {
    "at the top": "from shop.old import make_engine\ndef use(): return make_engine(1)\n",
    "at the top, by another name": "from shop.old import make_engine as made\ndef use(): return made(1)\n",
    "in a function": "def use():\n    from shop.old import make_engine\n    return make_engine(1)\n",
    "through the module": "import shop.old\ndef use(): return shop.old.make_engine(1)\n",
    "through the module's alias": "from shop import old as shopping\ndef use(): return shopping.make_engine(1)\n",
    "by getattr": "from shop import old\ndef use(): return getattr(old, 'make_engine')(1)\n",
    "by a computed name": "from shop import old\nNAME = 'make' + '_engine'\ndef use(): return getattr(old, NAME)(1)\n",
    "by the dictionary": "from shop import old\ndef use(): return vars(old)['make_engine'](1)\n",
    "by a string": "import importlib\ndef use(): return importlib.import_module('shop.old').make_engine(1)\n",
    "by sys.modules": "import sys, shop.old\ndef use(): return sys.modules['shop.old'].make_engine(1)\n",
    "by its whole name": "import pkgutil\ndef use(): return pkgutil.resolve_name('shop.old:make_engine')(1)\n",
    "by a star": "from shop.old import *\ndef use(): return make_engine(1)\n",
    "by a module handed on": "from shop import old\ndef call(module): return module.make_engine(1)\ndef use(): return call(old)\n",
    "not at all": "from shop.old import make_engine\ndef use(): return None\n",
    "by globals": "from shop.old import make_engine\ndef use(): return globals()['make_engine'](1)\n",
    "in a nested function": "from shop.old import make_engine\ndef use():\n    def inner(): return make_engine(1)\n    return inner()\n",
    "in a class": "from shop.old import make_engine\nclass User:\n    def use(self): return make_engine(1)\ndef use(): return User().use()\n",
    "as a default": "from shop.old import make_engine\ndef use(make=make_engine): return make(1)\n",
    "under a local of the name": "from shop.old import make_engine\ndef use(make_engine=lambda each: each): return make_engine(1)\n",
}
TARGETS = ["shop.old.make_engine", "shop.reader.make_engine"]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package ``shop``, which Python can import for as long as the test runs."""
    for path, text in TREE.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in [name for name in sys.modules if name.partition(".")[0] == "shop"]:
        del sys.modules[name]


def reasons(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[int, str | None]:
    """The reason of each finding in the test file, by line."""
    folder = tmp_path_factory.mktemp("codemods")
    (folder / "old.py").write_text(RULE)
    report = run(Request(mode=Mode.DRY_RUN), Settings(root), load_codemods([folder]))
    assert not report.failed
    return {each.place.line: each.reason for path, each in report.findings() if path == "test_shop.py"}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_a_vacuous_patch_is_not_reached(
    shop: Path, tmp_path_factory: pytest.TempPathFactory, reader: str, target: str
) -> None:
    (shop / "shop" / "reader.py").write_text(reader)
    (shop / "test_shop.py").write_text(
        f'from unittest.mock import patch\nimport shop.reader\npatch("{target}")\n'
    )
    reason = reasons(shop, tmp_path_factory).get(3)
    module = importlib.import_module("shop.reader")
    try:
        with mock.patch(target) as fake:
            module.use()
    except AttributeError:
        assert reason == "broken-patch"
    else:
        assert reason in ("string-reference", "vacuous-mock")
        assert not (fake.called and reason == "vacuous-mock")


def test_the_vacuous_ones_are_found(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    vacuous = set()
    for name, reader in READERS.items():
        (shop / "shop" / "reader.py").write_text(reader)
        text = "".join(f'patch("{target}")\n' for target in TARGETS)
        (shop / "test_shop.py").write_text(f"from unittest.mock import patch\nimport shop.reader\n{text}")
        found = reasons(shop, tmp_path_factory)
        vacuous |= {(name, TARGETS[line - 3]) for line, reason in found.items() if reason == "vacuous-mock"}
    read = {
        name
        for name in READERS
        if name.startswith(("at the top", "in a nested", "in a class", "as a default"))
    }
    assert {name for name, target in vacuous if target == TARGETS[0]} == read | {
        "not at all",
        "by a star",
        "by globals",
        "under a local of the name",
    }
    assert {name for name, target in vacuous if target == TARGETS[1]} == {
        "not at all",
        "under a local of the name",
    }


@pytest.mark.parametrize(
    ("call", "fails"),
    [
        ('patch("shop.old.make_engine")', False),
        ('patch("shop.old.make_engines")', True),
        ('patch("shop.old.make_engines", create=True)', False),
        ('patch("shop.old.make_engines", create=False)', True),
        ('patch("shop.make_engine.run")', True),
        ('patch("shop.old.MakeEngine.run")', False),
        ('patch("shop.old.MakeEngine.make_engine")', True),
        ('patch("shop.old.MakeEngine.__init__")', False),
        ('patch("shop.old.make_engine.run")', None),
        ('patch.object(old, "make_engine")', False),
        ('patch.object(old, "make_engines")', True),
        ('patch.object(old.MakeEngine, "make_engine")', True),
        ('patch.object(old.MakeEngine, attribute="make_engine")', True),
        ('patch.multiple("shop.old", make_engine=1)', False),
        ('patch.multiple("shop.old", make_engines=1)', True),
        ("patch.multiple(old, make_engines=1, create=True)", False),
        ('patch.dict("shop.old.make_engines", {})', True),
        ('patch("shop.old.MakeEngine.name_of_make_engine")', True),
    ],
)
def test_a_broken_patch_fails(
    shop: Path, tmp_path_factory: pytest.TempPathFactory, call: str, fails: bool | None
) -> None:
    (shop / "test_shop.py").write_text(f"from unittest.mock import patch\nfrom shop import old\n{call}\n")
    reason = reasons(shop, tmp_path_factory).get(3)
    old = importlib.import_module("shop.old")
    try:
        with eval(call, {"patch": mock.patch, "old": old}):
            failed = False
    except (AttributeError, ModuleNotFoundError):
        failed = True
    assert (reason == "broken-patch") is bool(fails)
    assert failed or not fails


@pytest.mark.parametrize(
    ("call", "fails"),
    [
        ('monkeypatch.setattr("shop.old.make_engine", 1)', False),
        ('monkeypatch.setattr("shop.old.make_engines", 1)', True),
        ('monkeypatch.setattr("shop.old.make_engines", "text")', True),
        ('monkeypatch.setattr("shop.old.make_engines", 1, raising=False)', False),
        ('monkeypatch.setattr(old, "make_engines", 1)', True),
        ('monkeypatch.setattr(old, "make_engines", 1, raising=False)', False),
        ('monkeypatch.setattr(old, name="make_engines", value=1)', True),
        ('monkeypatch.delattr("shop.old.make_engines")', True),
        ('monkeypatch.delattr("shop.old.make_engines", raising=False)', False),
        ('monkeypatch.delattr(old, "make_engines")', True),
        ('monkeypatch.delattr(old, "make_engine")', False),
        ('setattr(old, "make_engines", 1)', False),
    ],
)
def test_a_broken_patch_of_pytest_fails(
    shop: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    fails: bool,
) -> None:
    (shop / "test_shop.py").write_text(f"from shop import old\ndef test(monkeypatch): {call}\n")
    reason = reasons(shop, tmp_path_factory).get(2)
    old = importlib.import_module("shop.old")
    with monkeypatch.context() as inner:
        try:
            eval(call, {"monkeypatch": inner, "old": old})
            failed = False
        except (AttributeError, ImportError):
            failed = True
    assert (reason == "broken-patch") is failed is fails
