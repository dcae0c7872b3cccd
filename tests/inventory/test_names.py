"""What each kind of name is explained as."""

from collections.abc import Callable

import pytest

from migrate_engines.inventory.inventory import Inventory
from migrate_engines.inventory.names import read_names

SETTINGS = 'patterns = ["*Engine*"]\ncanonical = "acme.engine.Engine"\nroots = ["acme"]\n'
FILES = {
    "acme/engine.py": '''"""This class makes Engine objects."""


class Engine:
    """This class provides the
    interface of ProseEngine.
    """

    def run(self):
        # ProseEngine runs here
        return "a ProseEngine"


class Adapter:
    """No Engine
    in vain."""

    note = "ProseEngine"
''',
    "acme/old.py": "from acme.engine import Engine\n\nOldEngine = Engine\n",
    "acme/lost.py": "from acme.engine import LostEngine\nfrom vendor import VendorEngine\n",
    "tests/test_engine.py": "class FakeEngine:\n    def run(self):\n        print(self)\n",
    "acme/broken.py": "def (: SyntaxEngine\n",
}


@pytest.mark.parametrize(
    ("name", "meanings"),
    [
        ("Engine", ["real: acme.engine.Engine (primary: it is the canonical class) acme/engine.py:4"]),
        (
            "acme.engine.Engine",
            ["real: acme.engine.Engine (primary: it is the canonical class) acme/engine.py:4"],
        ),
        ("OldEngine", ["redirect: acme.old.OldEngine is acme.engine.Engine acme/old.py:3"]),
        (
            "LostEngine",
            ["phantom: acme.engine.LostEngine: the module acme.engine has no LostEngine acme/lost.py:1"],
        ),
        ("FakeEngine", ["real: defined outside production code tests/test_engine.py:1"]),
        (
            "VendorEngine",
            ["unknown: imported as vendor.VendorEngine, which is not of this tree acme/lost.py:2"],
        ),
        (
            "ProseEngine",
            [
                "docstring: a line of the docstring of Engine: interface of ProseEngine. acme/engine.py:6",
                "comment: a comment: # ProseEngine runs here acme/engine.py:10",
                'string: a line of a string: return "a ProseEngine" acme/engine.py:11',
                'string: a line of a string: note = "ProseEngine" acme/engine.py:18',
            ],
        ),
        (
            "makes Engine objects",
            [
                'docstring: a line of the docstring of the module: """This class makes Engine objects.""" acme/engine.py:1'
            ],
        ),
        ("SyntaxEngine", ["code: a line of code: def (: SyntaxEngine acme/broken.py:1"]),
        (
            "acme/engine.py:5",
            ['docstring: a line of the docstring of Engine: """This class provides the acme/engine.py:5'],
        ),
        (
            "./acme/engine.py:10:  # ProseEngine",
            ["comment: a comment: # ProseEngine runs here acme/engine.py:10"],
        ),
        ("acme/engine.py:99", ["unknown: the file has 19 lines acme/engine.py:99"]),
        ("acme/nothing.py:1", ["unknown: there is no such file in the tree "]),
        ("NowhereEngine", ["unknown: it stands nowhere in the tree "]),
    ],
)
def test_a_name_is_explained(name: str, meanings: list[str], take: Callable[..., Inventory]):
    [explanation] = take(FILES, SETTINGS, name).explanations
    found = [
        f"{each.kind}: {each.text} {' '.join(map(str, each.locations))}" for each in explanation.meanings
    ]
    assert (explanation.name, found) == (name, meanings)


def test_names_come_in_the_order_asked(take: Callable[..., Inventory]):
    found = take(FILES, SETTINGS, "OldEngine", "Engine").explanations
    assert [each.name for each in found] == ["OldEngine", "Engine"]


def test_a_file_of_names():
    text = "# the 24 of the report\n\nEngine\n  acme.old.OldEngine  \nthis class makes\n"
    assert read_names(text) == ("Engine", "acme.old.OldEngine", "this class makes")
