"""Redirect modules as Python imports them, and what keeps a module from becoming one."""

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from migrate_engines.emitting.imports import FromImport
from migrate_engines.emitting.shim import SideEffect, is_shim, shim_text, side_effects
from migrate_engines.tree.source import SourceFile

EXPORTS = (
    FromImport("acme.new", "Engine", "Engine"),
    FromImport("acme.new", "Engine", "LegacyEngine"),
    FromImport("acme.limits", "LIMIT", "LIMIT"),
    FromImport("acme.new", "_build", "_build"),
    FromImport("acme.limits", "_table", "_legacy_table"),
)
FILES = {
    "acme/__init__.py": "",
    "acme/new.py": "class Engine: ...\ndef _build(): ...\n",
    "acme/limits.py": "LIMIT = 10**9\n_table = {}\nunasked = 1\n",
    "acme/old.py": shim_text("acme.old", EXPORTS, "acme.new.Engine"),
}
WARNING = "DeprecationWarning: acme.old is deprecated: use acme.new.Engine"


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    """The folder of a package whose module ``acme.old`` is a shim."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python, with every warning shown as often as it is given."""
    command = [sys.executable, "-B", "-W", "always", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def printed(folder: Path, program: str) -> str:
    """What a program prints that imports the shim."""
    (folder / "program.py").write_text(dedent(program))
    ended = python(folder, "program.py")
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def warnings_of(folder: Path, program: str) -> list[str]:
    (folder / "program.py").write_text(dedent(program))
    lines = python(folder, "program.py").stderr.splitlines()
    return [line.removeprefix(f"{folder}/") for line in lines if "Warning" in line]


@pytest.mark.parametrize("export", EXPORTS, ids=str)
def test_every_name_is_the_same_object(acme: Path, export: FromImport) -> None:
    program = f"""
        from {export.module} import {export.name} as new
        from acme.old import {export.local} as old
        import acme.old
        print(old is new, acme.old.{export.local} is new)
    """
    assert printed(acme, program) == "True True"


def test_a_star_import_brings_the_public_names_and_no_others(acme: Path) -> None:
    program = """
        before = {*globals(), "before", "__warningregistry__"}
        from acme.old import *
        print(sorted(set(globals()) - before))
    """
    assert printed(acme, program) == "['Engine', 'LIMIT', 'LegacyEngine']"


def test_a_name_that_nobody_asked_for_is_not_there(acme: Path) -> None:
    program = """
        try:
            from acme.old import unasked
        except ImportError as error:
            print(type(error).__name__)
    """
    assert printed(acme, program) == "ImportError"


@pytest.mark.parametrize(
    "statement",
    [
        "import acme.old",
        "from acme import old",
        "from acme.old import Engine",
        "from acme.old import *",
        "import importlib; importlib.import_module('acme.old')",
        "def late():\n    import acme.old\nlate()",
    ],
)
def test_the_importers_line_is_warned_of_once(acme: Path, statement: str) -> None:
    program = f"import acme.new\n\n{statement}\nimport acme.old\nfrom acme.old import LIMIT\n"
    line = program[: program.index("old")].count("\n") + 1
    assert [each.partition(": ")[2] for each in warnings_of(acme, program)] == [WARNING]
    if "importlib" not in statement:
        assert warnings_of(acme, program) == [f"program.py:{line}: {WARNING}"]


def test_the_warning_names_the_module_that_imports_first(acme: Path) -> None:
    (acme / "acme" / "user.py").write_text('"""Text."""\n\nfrom acme.old import Engine\n')
    (acme / "acme" / "other.py").write_text("from acme.old import Engine\n")
    found = warnings_of(acme, "import acme.user\nimport acme.other\nimport acme.old\n")
    assert found == [f"acme/user.py:3: {WARNING}"]


def test_a_shim_survives_being_imported_again(acme: Path) -> None:
    program = """
        import importlib, sys
        import acme.old as first
        from acme.new import Engine
        importlib.reload(first)
        del sys.modules["acme.old"]
        import acme.old as second
        print(first is second, first.Engine is second.Engine is Engine)
    """
    assert printed(acme, program) == "False True"


def test_warnings_as_errors_stop_the_import_and_a_filter_lets_it_through(acme: Path) -> None:
    program = """
        import warnings
        warnings.simplefilter("error")
        try:
            import acme.old
        except DeprecationWarning as error:
            print(error)
        warnings.filterwarnings("ignore", "acme.old is deprecated")
        import acme.old
        print(acme.old.LIMIT)
    """
    assert printed(acme, program) == "acme.old is deprecated: use acme.new.Engine\n1000000000"


def test_a_package_may_be_a_shim_and_keep_its_submodules(acme: Path) -> None:
    (acme / "acme" / "old.py").unlink()
    (acme / "acme" / "old").mkdir()
    (acme / "acme" / "old" / "__init__.py").write_text(FILES["acme/old.py"])
    (acme / "acme" / "old" / "sub.py").write_text("X = 1\n")
    assert printed(acme, "from acme.old.sub import X\nfrom acme.old import Engine\nprint(X)") == "1"


def test_the_text_is_short_and_plain() -> None:
    exports = [FromImport("acme.new", "Engine", "Legacy"), FromImport("acme.new", "_build", "_build")]
    text = shim_text("acme.old", exports, "acme.new.Engine")
    assert text == dedent('''\
        """Deprecated: use acme.new.Engine.

        migrate-engines: redirect
        """

        import warnings

        from acme.new import (
            Engine as Legacy,
            _build as _build,
        )

        __all__ = [
            "Legacy",
        ]

        warnings.warn(
            "acme.old is deprecated: "
            "use acme.new.Engine",
            DeprecationWarning,
            stacklevel=2,
        )
        ''')
    assert is_shim(text)


def test_a_module_that_only_speaks_of_redirects_is_no_shim() -> None:
    assert not is_shim('"""What migrate-engines: redirect means."""\n')


def test_a_shim_of_private_names_has_nothing_for_a_star_import() -> None:
    text = shim_text("acme.old", [FromImport("acme.new", "_build", "_build")], "acme.new.Engine")
    assert "__all__ = [\n]\n" in text
    compile(text, "old.py", "exec")


def effects_of(text: str, *pure_calls: str) -> list[str]:
    return list(map(str, side_effects(SourceFile("a.py", dedent(text)), frozenset(pure_calls))))


@pytest.mark.parametrize(
    "text",
    [
        "",
        '"""Text."""',
        "...",
        "pass",
        "from __future__ import annotations",
        "from acme.new import Engine, build",
        "import logging\nlogger = logging.getLogger(__name__)",
        "import json as codec\nX = codec",
        'import acme.new\n__all__ = ["acme"]',
        "X = 1",
        "X: int = 1",
        "X: int",
        "A = B = X",
        "A, B = 1, 2",
        "X = {'a': [1, (2, 3)], **Y}",
        "X = -LIMIT * 2 + 1",
        "X = 'a' if Y else f'{Z}'",
        "X = frozenset({1}) | set()",
        "X = [n for n in range_]",
        "T = TypeVar('T')",
        "Pair = namedtuple('Pair', 'a b')",
        "__all__ = ['X']\n__all__ += ['Y']",
        "def f(a, b=1, *, c=X): register()",
        "async def f(): await register()",
        "class C(Base, metaclass=ABCMeta):\n    '''Text.'''\n    x = 1\n    y: int = 2\n    def f(self): register()",
        "@dataclass\nclass C:\n    x: int = 0",
        "@dataclass(frozen=True)\nclass C: ...",
        "@functools.lru_cache(maxsize=None)\ndef f(): ...",
        "class C:\n    @property\n    def x(self): ...\n    @x.setter\n    def x(self, value): ...",
        "class C:\n    @classmethod\n    def f(cls): ...\n    @staticmethod\n    def g(): ...",
        "if TYPE_CHECKING:\n    from acme.new import Engine",
        "if typing.TYPE_CHECKING:\n    import acme.new",
        "try:\n    from fast import X\nexcept ImportError:\n    X = None",
        "try:\n    import fast\nexcept ModuleNotFoundError:\n    fast = None",
    ],
)
def test_binding_names_has_no_side_effects(text: str) -> None:
    assert effects_of(text) == []


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("register(Engine)", ["line 1: register(Engine)"]),
        ("\n\nacme.registry.add(\n    Engine,\n    1,\n)", ["line 3: acme.registry.add(Engine, 1)"]),
        ("import acme.plugins", ["line 1: import acme.plugins"]),
        ("import acme.plugins as plugins", ["line 1: import acme.plugins as plugins"]),
        ("X = compute()", ["line 1: X = compute()"]),
        ("X: int = compute()", ["line 1: X: int = compute()"]),
        ("A, B = compute()", ["line 1: A, B = compute()"]),
        ("X = [compute(n) for n in Y]", ["line 1: X = [compute(n) for n in Y]"]),
        ("X = f'{compute()}'", ["line 1: X = f'{compute()}'"]),
        ("X = (Y := 1)", ["line 1: X = (Y := 1)"]),
        ("X += 1", ["line 1: X += 1"]),
        ("__all__ += compute()", ["line 1: __all__ += compute()"]),
        ("os.environ['A'] = 'b'", ["line 1: os.environ['A'] = 'b'"]),
        ("os.environ['A'], X = 'b', 1", ["line 1: os.environ['A'], X = ('b', 1)"]),
        ("Engine.a = Other.a = 1", ["line 1: Engine.a = Other.a = 1"]),
        ("Engine.a: int = 1", ["line 1: Engine.a: int = 1"]),
        ("del X", ["line 1: del X"]),
        ("assert X", ["line 1: assert X"]),
        ("raise ImportError('gone')", ["line 1: raise ImportError('gone')"]),
        ("for x in Y:\n    register(x)", ["line 1: for x in Y:"]),
        ("while X:\n    pass", ["line 1: while X:"]),
        ("with X:\n    pass", ["line 1: with X:"]),
        ("if X:\n    register(X)", ["line 1: if X:"]),
        ("if __name__ == '__main__':\n    main()", ["line 1: if __name__ == '__main__':"]),
        ("if TYPE_CHECKING:\n    pass\nelse:\n    register(X)", ["line 4: register(X)"]),
        ("@register\nclass C: ...", ["line 1: @register"]),
        ("@app.route('/')\ndef f(): ...", ["line 1: @app.route('/')"]),
        ("class C:\n    register()\n    x = compute()", ["line 2: register()", "line 3: x = compute()"]),
        ("class C:\n    @register\n    def f(self): ...", ["line 2: @register"]),
        ("class C:\n    class D:\n        register()", ["line 3: register()"]),
        ("class C(register()): ...", ["line 1: class C(register()):"]),
        ("def f(a=register()): ...", ["line 1: def f(a=register()):"]),
        ("def f(*, a=register()): ...", ["line 1: def f(*, a=register()):"]),
        ("@dataclass(order=register())\nclass C: ...", ["line 1: @dataclass(order=register())"]),
        ("try:\n    register()\nexcept ImportError:\n    pass", ["line 2: register()"]),
        ("try:\n    import a\nexcept ImportError:\n    warn(a)", ["line 4: warn(a)"]),
        ("try:\n    x = 1\nexcept Exception:\n    pass", ["line 1: try:"]),
        ("try:\n    x = 1\nfinally:\n    register()", ["line 1: try:"]),
        (f"register({'x' * 100})", [f"line 1: register({'x' * 71}"]),
    ],
)
def test_side_effects_are_listed(text: str, effects: list[str]) -> None:
    assert effects_of(text) == effects


@pytest.mark.parametrize(
    ("text", "pure_calls"),
    [
        ("X = get_logger(__name__)", ["get_logger"]),
        ("X = structlog.get_logger()", ["structlog.get_logger"]),
        ("@exported\nclass C: ...", ["exported"]),
    ],
)
def test_configured_calls_are_pure(text: str, pure_calls: list[str]) -> None:
    assert effects_of(text, *pure_calls) == []
    assert effects_of(text, "other") != []


def test_an_attribute_set_on_a_class_is_named() -> None:
    (effect,) = side_effects(SourceFile("a.py", "Engine.create = create"), frozenset())
    assert effect == SideEffect(1, "Engine.create = create", "Engine.create")


def test_a_call_that_gives_the_attribute_is_more_than_its_being_set() -> None:
    effects = side_effects(SourceFile("a.py", "Engine.create = register(create)"), frozenset())
    assert any(effect.assigned is None for effect in effects)
