"""What stops an inventory, and what does not."""

from collections.abc import Callable

import pytest

from migrate_engines.inventory.inventory import Inventory
from migrate_engines.model.problem import InputError

FILES = {"acme/engine.py": "class Engine:\n    def run(self):\n        print(self)\n"}
TABLE = "[tool.migrate-engines.inventory]"


def problems(take: Callable[..., Inventory], settings: str) -> list[tuple[str, str, str]]:
    with pytest.raises(InputError) as caught:
        take(FILES, settings)
    return [(each.path, each.what, each.remedy) for each in caught.value.problems]


def test_without_patterns_and_codemods_there_is_nothing_to_look_for(take):
    assert problems(take, "") == [
        (
            TABLE,
            "There is nothing to look for",
            'Write `patterns = ["*ExecutionEngine*"]` there, or name the codemods.',
        )
    ]


def test_a_pattern_needs_a_word(take):
    assert problems(take, 'patterns = ["*Eng*", "*Engine*"]\n') == [
        (
            TABLE,
            "The pattern `*Eng*` has no part of 4 letters without a wildcard",
            'Write more of the name, such as `"*ExecutionEngine*"`.',
        )
    ]


def test_a_signature_that_cannot_be_read(take):
    settings = 'patterns = ["*Engine*"]\nsignature = "(context"\n'
    assert problems(take, settings) == [
        (TABLE, "`signature` cannot be read: '(context'", 'Write `signature = "(context, agent_factory)"`.')
    ]


def test_a_signature_is_not_code(take):
    [(_, what, _)] = problems(take, 'patterns = ["*Engine*"]\nsignature = "(): pass\\nimport os\\ndef x()"\n')
    assert what.startswith("`signature` cannot be read")


def test_classes_that_the_settings_name_must_exist(take):
    settings = 'patterns = ["*Engine*"]\ncanonical = "acme.engines.Engine"\nprimary = ["acme.Base"]\n'
    assert problems(take, settings) == [
        (
            TABLE,
            "`canonical`: there is no class acme.engines.Engine among the implementations",
            "Did you mean `acme.engine.Engine`?",
        ),
        (
            TABLE,
            "`primary`: there is no class acme.Base among the implementations",
            "Did you mean `acme.engine.Engine`?",
        ),
    ]


def test_roots_that_hold_no_file(take):
    assert problems(take, 'patterns = ["*Engine*"]\nroots = ["src/acme"]\n') == [
        (TABLE, "`roots`: no file is below src/acme", "Name folders relative to the root, with `/`.")
    ]


def test_nesting_that_is_too_deep_costs_its_file_only(take):
    deep = "class DeepEngine:\n    def run(self):\n        return " + " + ".join(["self"] * 3000) + "\n"
    found = take({**FILES, "acme/deep.py": deep}, 'patterns = ["*Engine*"]\n')
    assert "acme.engine.Engine" in [entry.symbol for entry in found.entries]
    assert [each.path for each in found.unread] == ["acme/deep.py"]


@pytest.mark.parametrize(
    ("path", "area"),
    [
        ("acme/engine.py", "production"),
        ("acme/latest/engine.py", "production"),
        ("acme/tests/engine.py", "tests"),
        ("acme/engine_test.py", "tests"),
        ("test_framework/engine.py", "tests"),
        ("acme/conftest.py", "tests"),
        ("FAILING-TEST/engine.py", "tests"),
    ],
)
def test_a_test_is_what_says_so(path, area, take):
    found = take({path: FILES["acme/engine.py"]}, 'patterns = ["*Engine*"]\n')
    assert ("production" if found.entries else "tests") == area


def test_patterns_of_tests_replace_the_rule(take):
    files = {"checks/a.py": FILES["acme/engine.py"], "acme/test_engine.py": FILES["acme/engine.py"]}
    found = take(files, 'patterns = ["*Engine*"]\ntests = ["checks"]\n')
    assert [entry.symbol for entry in found.entries] == ["acme.test_engine.Engine"]


def test_a_package_without_imports_is_a_namespace(take):
    found = take({"src/acme/engine.py": FILES["acme/engine.py"]}, 'patterns = ["*Engine*"]\n')
    assert [entry.symbol for entry in found.entries] == ["acme.engine.Engine"]


def test_the_order_of_files_does_not_matter(take, tmp_path):
    from migrate_engines.inventory.take import take_inventory
    from migrate_engines.settings import load_settings

    files = {
        "acme/engine.py": FILES["acme/engine.py"],
        "acme/other.py": "from acme.engine import Engine as E\n\n\nclass OtherEngine(E):\n    x = E()\n",
        "acme/app.py": "from acme.other import OtherEngine\nfrom acme.engine import LostEngine\n",
    }
    found = take(files, 'patterns = ["*Engine*"]\n')
    settings = load_settings(tmp_path)
    for listing in (sorted(files), sorted(files, reverse=True)):
        assert take_inventory(settings, (), listing=listing) == found


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\rclass OddEngine:\r    x = 1\r",
        "class \\\n  OddEngine:\n    x = 1\n",
        "\x0cclass OddEngine(object):\n    x = 1\n",
        "if True:\n\tclass OddEngine: x = 1\n",
        "\ufeffclass OddEngine:\r\n    x = 1\r\n",
        "# -*- coding: latin-1 -*-\n# caf\u00e9\nclass OddEngine: ...\n",
        "class OddEngine :\n    x = 1",
    ],
)
def test_a_class_is_found_however_it_is_written(text, take, tmp_path):
    data = text.encode("latin-1" if "latin-1" in text else "utf-8")
    take({**FILES, "acme/odd.py": ""}, 'patterns = ["*Engine*"]\n')
    (tmp_path / "acme" / "odd.py").write_bytes(data)
    found = take(FILES, 'patterns = ["*Engine*"]\n')
    assert "acme.odd.OddEngine" in [entry.symbol for entry in found.entries]
