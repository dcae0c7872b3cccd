"""Generated trees are migrated, and every module that could be imported first can still be."""

import importlib
import os
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import pytest
from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parents[1]))

from in_memory import importing, module_of

from migrate_engines.model.report import Report
from migrate_engines.rules import load_codemods
from migrate_engines.running.request import Request
from migrate_engines.running.run import run
from migrate_engines.settings import Settings

TREES = int(os.environ.get("DIFFERENTIAL_PROGRAMS", "60"))
SEED = int(os.environ.get("DIFFERENTIAL_SEED", "0"))
# What has to have happened in the small number of trees, too.
WANTED = [
    "in a function",
    "call manual import-cycle",
    "import kept import-cycle",
    "module manual import-cycle",
    "module fixed ",
]
RULES = '''"""Retire the old names."""
from acme.fresh import Engine
from acme.made import make_new
from migrate_engines.codemod import redirect, rewrite

@rewrite("acme.old_make.make_old")
def made(x):
    return make_new(x)

redirect("acme.old", Engine=Engine)
'''
APP = ["app.one", "app.two", "app.three"]
OLD = [
    "from acme.fresh import Engine",
    "class Engine: ...",
    "import acme.fresh as fresh\nEngine = fresh.Engine",
]
LINES = [
    *(f"import {name}" for name in APP),
    *(f"from {name} import VALUE as {name[-3:]}" for name in APP),
    *(f"from app import {name.removeprefix('app.')}" for name in APP),
    "from acme.old import Engine",
    "from acme.old import Engine as Old",
    "from acme.fresh import Engine as Fresh",
    "from acme.old_make import make_old",
    "import acme.old_make as legacy",
    "from acme.old_make import make_old as made\nX = made(1)",
    "Y = Old",
    "def f():\n    return make_old(2)",
    "def g():\n    from acme.old import Engine as Other\n    return Other",
    "def h():\n    return [legacy.make_old(each) for each in (1, 2)], f()",
    "def k():\n    import app.one\n    return app.one.VALUE",
    "if False:\n    import app.two",
    "try:\n    import app.three\nexcept ImportError:\n    pass",
]


@st.composite
def modules(draw: st.DrawFn, *needed: str) -> str:
    """The lines that a module needs among some that import, define and call, in any order."""
    chosen = draw(st.lists(st.sampled_from(LINES), max_size=5, unique=True))
    return "\n".join(draw(st.permutations([*needed, *chosen]))) + "\n"


@st.composite
def trees(draw: st.DrawFn) -> dict[str, str]:
    files = {
        "acme/__init__.py": draw(st.sampled_from(["", "", "from acme import fresh\n", "import app.one\n"]))
    }
    files |= {"app/__init__.py": draw(st.sampled_from(["", "", "from app.one import VALUE\n"]))}
    files |= {"acme/old.py": draw(st.sampled_from(OLD)) + "\n"}
    files |= {"acme/old_make.py": "def make_old(x):\n    return x\n"}
    imports = [f"import {draw(st.sampled_from(APP))}" for _ in range(2)]
    files |= {"acme/fresh.py": draw(modules("class Engine: ...", imports[0]))}
    files |= {"acme/made.py": draw(modules(MAKE, imports[1]))}
    return files | {f"{name.replace('.', '/')}.py": draw(modules("VALUE = 1")) for name in APP}


MAKE = "def make_new(x):\n    return x"


def works(texts: Mapping[str, str]) -> set[str]:
    """The modules that can be imported first, and those of their functions that can be called then."""
    found: set[str] = set()
    for path in texts:
        name = module_of(path)
        with importing(texts):
            try:
                module = importlib.import_module(name)
            except (ImportError, AttributeError, NameError):
                continue
            found.add(name)
            found |= {f"{name}.{each}" for each in "fghk" if _can_be_called(module, each)}
    return found


def _can_be_called(module: ModuleType, name: str) -> bool:
    try:
        getattr(module, name)()
    except (ImportError, AttributeError, NameError):
        return False
    return True


def migrated(texts: Mapping[str, str]) -> tuple[dict[str, str], Report]:
    """The texts after a run, and its report."""
    with TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        for path, text in {**texts, "codemods/rules.py": RULES}.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        found = Settings(root, codemods=("codemods",), exclude=("codemods",))
        report = run(Request(), found, load_codemods([root / "codemods"]))
        assert not report.failed
        return {path: (root / path).read_text() for path in texts}, report


def test_what_could_be_imported_first_still_can() -> None:
    outcomes: Counter[str] = Counter()

    @seed(SEED)
    @settings(
        max_examples=TREES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(trees())
    def check(texts: dict[str, str]) -> None:
        before = works(texts)
        assume({"acme.fresh", "acme.made"} <= before)  # else nothing could work after
        after, report = migrated(texts)
        assert before - works(after) == set()
        assert migrated(after)[0] == after
        outcomes.update(f"{each.kind} {each.outcome} {each.reason or ''}" for _, each in report.findings())
        outcomes["in a function"] += sum("\n    from acme.made" in text for text in after.values())

    check()
    assert [wanted for wanted in WANTED if not outcomes[wanted]] == []


SWALLOWED = {
    "acme/__init__.py": "from acme import fresh\n",
    "acme/old.py": "from acme.fresh import Engine\n",
    "acme/old_make.py": "def make_old(x):\n    return x\n",
    "acme/made.py": f"{MAKE}\n",
    "acme/fresh.py": "class Engine: ...\nfrom acme.old import Engine as Old\nfrom app.three import VALUE\n",
    "app/__init__.py": "from app.one import VALUE\n",
    "app/one.py": "VALUE = 1\n{swallowing}\n",
    "app/three.py": "from acme.old import Engine as Old\nVALUE = 1\n",
}


@pytest.mark.parametrize(
    ("swallowing", "is_moved"),
    [
        ("try:\n    import app.three\nexcept ImportError:\n    pass", False),
        ("try:\n    if VALUE:\n        import app.three\nexcept Exception:\n    pass", False),
        (
            "from contextlib import suppress\nwith suppress(ImportError):\n    from app.three import VALUE as three",
            False,
        ),
        ("def later():\n    try:\n        import app.three\n    except ImportError:\n        pass", True),
    ],
)
def test_what_works_since_an_attempt_before_it_failed_still_does(swallowing: str, is_moved: bool) -> None:
    """The first import of ``app.three`` fails and leaves ``acme.old`` behind, which the second one finds."""
    texts = {path: text.format(swallowing=swallowing) for path, text in SWALLOWED.items()}
    before = works(texts)
    after, _ = migrated(texts)
    assert before <= works(after)
    assert ("app.three" in before) is not is_moved
    assert (after["app/three.py"] != texts["app/three.py"]) is is_moved
