"""Where the settings come from, and what a wrong one says."""

from collections.abc import Callable
from pathlib import Path

import pytest

from migrate_engines.model.problem import InputError
from migrate_engines.settings import InventorySettings, Settings, load_settings

ALL = "codemods, golden, source-roots, exclude, documents, failure-guards, legacy-tests, pure-calls, extend-select, unsafe, line-length, journal-runs, cache-dir, max-file-size, file-time-limit, inventory, compliance, verify"
TABLE = "[tool.migrate-engines]\n"


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "pyproject.toml"
        path.write_bytes(text.encode())
        return path

    return write


def problems(text: str, write: Callable[[str], Path]) -> list[tuple[int, str, str]]:
    path = write(text)
    with pytest.raises(InputError) as caught:
        load_settings(path.parent)
    assert {problem.path for problem in caught.value.problems} == {str(path)}
    return [(problem.line, problem.what, problem.remedy) for problem in caught.value.problems]


def test_every_setting_is_read(write, tmp_path):
    write(
        TABLE
        + 'codemods = ["rules"]\ngolden = "cases"\nsource-roots = ["lib"]\nexclude = ["vendor/*"]\n'
        + 'failure-guards = ["fails"]\nlegacy-tests = ["tests/old/*"]\npure-calls = ["logging.getLogger"]\n'
        + "unsafe = true\nline-length = 100\n"
    )
    assert load_settings(tmp_path) == Settings(
        root=tmp_path,
        codemods=("rules",),
        golden="cases",
        source_roots=("lib",),
        exclude=("vendor/*",),
        failure_guards=("fails",),
        legacy_tests=("tests/old/*",),
        pure_calls=("logging.getLogger",),
        unsafe=True,
        line_length=100,
    )


def test_an_empty_table_makes_its_folder_the_root(write, tmp_path):
    write(TABLE)
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "a" / "pyproject.toml").write_text('[project]\nname = "a"\n')
    (tmp_path / "a" / ".git").mkdir()
    assert load_settings(inner) == Settings(root=tmp_path)


def test_without_a_table_the_root_is_the_nearest_repository(tmp_path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / ".git").write_text("gitdir: elsewhere\n")
    assert load_settings(inner) == Settings(root=tmp_path)


def test_without_table_and_repository_the_root_is_the_start(tmp_path):
    assert load_settings(tmp_path) == Settings(root=tmp_path)


def test_a_start_that_does_not_exist_or_is_a_file_is_looked_up_from_its_folder(write, tmp_path):
    path = write(TABLE)
    assert load_settings(path).root == tmp_path
    assert load_settings(tmp_path / "missing" / ".." / "other").root == tmp_path


def test_a_named_file_wins_over_a_nearer_one(write, tmp_path):
    write(TABLE + "unsafe = true\n")
    other = tmp_path / "other"
    other.mkdir()
    config = other / "engines.toml"
    config.write_text(TABLE + "line-length = 79\n")
    assert load_settings(tmp_path, config) == Settings(root=other, line_length=79)


@pytest.mark.parametrize(("name", "what"), [("missing.toml", "No such file"), ("plain.toml", "no table")])
def test_a_named_file_must_exist_and_have_the_table(tmp_path, name, what):
    (tmp_path / "plain.toml").write_text("[project]\n")
    with pytest.raises(InputError, match=what):
        load_settings(tmp_path, tmp_path / name)


def test_paths_are_normalised(write, tmp_path):
    write(
        TABLE + 'codemods = ["./rules/"]\ngolden = "cases/"\nsource-roots = [".", "src/"]\nexclude = ["a/"]\n'
    )
    settings = load_settings(tmp_path)
    assert (settings.codemods, settings.golden) == (("rules",), "cases")
    assert (settings.source_roots, settings.exclude) == ((".", "src"), ("a/",))


def test_all_problems_come_at_once(write):
    text = (
        '[project]\nexclude = 3\n\n[tool.migrate-engines]\nexclude = "vendor/*"\nsource_roots = ["lib"]\n'
        "unsafe = 1\ngolden = []\nline-length = 0\ncodemods = [1]\nshrubbery = true\n"
    )
    assert problems(text, write) == [
        (5, "`exclude` is not a list of strings", 'Write `exclude = ["vendor/*"]`.'),
        (6, "`source_roots` is not a setting", "Did you mean `source-roots`?"),
        (7, "`unsafe` is not true or false", "Write `unsafe = true`."),
        (8, "`golden` is not a string", 'Write `golden = "name"`.'),
        (9, "`line-length` is not a positive whole number", "Write `line-length = 88`."),
        (10, "`codemods` is not a list of strings", 'Write `codemods = ["one", "two"]`.'),
        (
            11,
            "`shrubbery` is not a setting",
            f"The settings are {ALL}.",
        ),
    ]


def test_root_is_not_a_setting(write):
    assert [what for _, what, _ in problems(TABLE + 'root = "."\n', write)] == ["`root` is not a setting"]


def test_broken_toml_names_the_line(write):
    [(line, what, _)] = problems(TABLE + "exclude = vendor\n", write)
    assert (line, what.split(":")[0]) == (2, "This is not TOML")


def test_a_file_that_is_no_utf8(tmp_path):
    (tmp_path / "pyproject.toml").write_bytes(b"# caf\xe9\n")
    with pytest.raises(InputError, match="not UTF-8"):
        load_settings(tmp_path)


def test_the_table_must_be_a_table(write):
    assert problems("[tool]\nmigrate-engines = 3\n", write) == [
        (2, "tool.migrate-engines is not a table", "Write [tool.migrate-engines] on its own line.")
    ]


def test_another_tools_problems_are_not_ours(write, tmp_path):
    write("tool = 3\n")
    assert load_settings(tmp_path) == Settings(root=tmp_path)


INVENTORY = "[tool.migrate-engines.inventory]\n"


def test_every_setting_of_the_inventory_is_read(write, tmp_path):
    write(
        INVENTORY
        + 'patterns = ["*Engine"]\ncanonical = "acme.Engine"\nsignature = "(context)"\n'
        + 'primary = ["acme.Base"]\nspecialised = ["Tool", "Auth"]\nroots = ["./acme/"]\ntests = ["checks/*"]\n'
        + 'emitters = ["push_*"]\nchannels = ["*bridge"]\n'
    )
    assert load_settings(tmp_path) == Settings(
        root=tmp_path,
        inventory=InventorySettings(
            patterns=("*Engine",),
            canonical="acme.Engine",
            signature="(context)",
            primary=("acme.Base",),
            specialised=("Tool", "Auth"),
            roots=("acme",),
            tests=("checks/*",),
            emitters=("push_*",),
            channels=("*bridge",),
        ),
    )


def test_problems_of_both_tables_come_at_once_with_their_own_lines(write):
    text = (
        f'{INVENTORY}pattern = ["*Engine"]\nunsafe = true\nroots = "src"\ncanonical = ["a"]\n\n'
        f'[tool.other]\nroots = 3\n\n{TABLE}roots = ["src"]\nunsafe = "no"\n'
    )
    assert sorted(problems(text, write)) == [
        (2, "`pattern` is not a setting of [tool.migrate-engines.inventory]", "Did you mean `patterns`?"),
        (
            3,
            "`unsafe` is not a setting of [tool.migrate-engines.inventory]",
            "The settings are patterns, canonical, signature, primary, specialised, roots, tests, emitters, channels.",
        ),
        (4, "`roots` is not a list of strings", 'Write `roots = ["src"]`.'),
        (5, "`canonical` is not a string", 'Write `canonical = "name"`.'),
        (11, "`roots` is not a setting", f"The settings are {ALL}."),
        (12, "`unsafe` is not true or false", "Write `unsafe = true`."),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{TABLE}unsafe = true\ninventory = 3\n", 3),
        (f"{TABLE}[[tool.migrate-engines.inventory]]\nroots = []\n", 2),
    ],
)
def test_the_inventory_must_be_a_table(text, line, write):
    assert problems(text, write) == [
        (
            line,
            "tool.migrate-engines.inventory is not a table",
            "Write [tool.migrate-engines.inventory] on its own line.",
        )
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f'{TABLE}unsafe = true\ninventory = {{ roots = ["a"], shrubbery = 1 }}\n', 3),
        (f"{TABLE}unsafe = true\ninventory.shrubbery = 1\n", 3),
    ],
)
def test_a_table_in_line_is_understood_and_its_problems_have_a_line(text, line, write):
    [(found, what, _)] = problems(text, write)
    assert (found, what) == (line, "`shrubbery` is not a setting of [tool.migrate-engines.inventory]")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('"off"', "off"),
        ('"pyright"', "pyright"),
        ('"automatic"', "automatic"),
        ('["mypy", "--strict"]', ("mypy", "--strict")),
        ("[]", ()),
    ],
)
def test_the_type_checker(write, tmp_path, written, value):
    write(f"[tool.migrate-engines.verify]\ntypes = {written}\n")
    assert load_settings(tmp_path).verify.types == value


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ('"pyrite"', 'Write `types = "pyright"`.'),
        ('"mypy --strict"', 'Write `types = ["mypy", "--strict"]`.'),
        ("false", 'Write `types = "automatic"`.'),
    ],
)
def test_no_type_checker(write, written, remedy):
    what = (
        "`types` is not automatic, off, ty, pyrefly, mypy, pyright, basedpyright or the command of a checker"
    )
    text = f"[tool.migrate-engines.verify]\ntypes = {written}\n"
    assert problems(text, write) == [(2, what, remedy)]
