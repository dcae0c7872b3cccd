"""Names that a file may give to a retired object, found by a search of its text."""

import pytest

from migrate_engines.running.candidates import aliases_in


@pytest.mark.parametrize(
    "text",
    [
        "from shop.old import LegacyEngine as Motor\n",
        "from shop.old import (\n    LegacyEngine as Motor,\n)\n",
        "from shop.old import LegacyEngine \\\n    as Motor\n",
        "Motor = LegacyEngine\n",
        "Motor: type = old.LegacyEngine  # the old one\n",
        "if True:\n    x = Motor = (LegacyEngine)\n",
        "Motor = (\n    old.LegacyEngine\n)\n",
        "x = 1; Motor = old.LegacyEngine.nested\n",
        "Motor = LegacyEngine",
        "\r\nMotor = LegacyEngine\r\n",
    ],
)
def test_a_name_that_may_mean_the_object_is_found(text: str) -> None:
    assert "Motor" in set(aliases_in(text, {"LegacyEngine"}))


@pytest.mark.parametrize(
    "text",
    [
        "engine = LegacyEngine(registry)\n",
        "engine = old.LegacyEngine.create (registry)\n",
        "engine = old.LegacyEngine[int]\n",
        "engine == LegacyEngine\n",
        "import other as motor\nLegacyEngine\n",
    ],
)
def test_what_a_call_gives_back_is_no_alias(text: str) -> None:
    assert not set(aliases_in(text, {"LegacyEngine"}))
