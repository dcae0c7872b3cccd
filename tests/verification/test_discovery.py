"""Which tests there are, by the files themselves."""

from pathlib import Path

from migrate_engines.compliance.check import judge_ground, open_ground
from migrate_engines.settings import load_settings
from migrate_engines.tree.listing import list_files
from migrate_engines.verification.discovery import Category, discover

ENGINE = (
    "class Engine:\n    def __init__(self, context):\n        self.context = context\n\n"
    "    def execute(self, task):\n        return self.context.plan(task).run()\n"
)
FILES = {
    "pyproject.toml": '[tool.migrate-engines.inventory]\npatterns = ["*Engine"]\ncanonical = "acme.engine.Engine"\n',
    "acme/engine.py": ENGINE,
    "acme/old.py": ENGINE.replace("class Engine", "class OldEngine").replace("plan(", "agent("),
    "tests/conftest.py": "def test_nothing(): ...\n",
    "tests/test_top.py": "def test_one(): ...\n\n\ndef helper(): ...\n",
    "tests/unit/test_engine.py": (
        "import pytest\n\n\nclass TestEngine:\n    @pytest.mark.parametrize('a', [1, 2])\n    def test_a(self, a): ...\n\n"
        "    def make(self): ...\n\n\nclass Case(unittest.TestCase):\n    def test_b(self): ...\n\n\n"
        "class Helper:\n    def test_c(self): ...\n\n\nif True:\n    async def test_d(): ...\n"
    ),
    "tests/unit/deep/test_old.py": (
        "from acme.old import OldEngine\n\n\ndef test_old():\n    OldEngine(None)\n"
    ),
    "acme/tests/integration/test_quiet.py": (
        "# migrate-engines: ignore[legacy-use] -- it is about the old one\nfrom acme.old import OldEngine\n\n\n"
        "def test_old():\n    # migrate-engines: ignore[legacy-use] -- as above\n    OldEngine(None)\n"
    ),
    "tests/unit/test_broken.py": "def test_(\n",
}


def test_categories_and_what_has_to_be_updated(tmp_path: Path):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    settings = load_settings(tmp_path)
    paths = list_files(settings)
    ground = open_ground(settings, (), paths)
    found = discover(ground, judge_ground(settings, ground, paths))
    assert found.categories() == (
        Category("(top)", 1, 1, 0, 0, 0, 0),
        Category("integration", 1, 1, 1, 1, 0, 0),
        Category("unit", 2, 4, 1, 1, 1, 1),
    )
    assert found.total() == Category("all", 4, 6, 2, 2, 1, 1)
    assert {each.path: each.pending for each in found.files if each.pending} == {
        "tests/unit/deep/test_old.py": 2
    }
    assert [path for path, _ in found.unread] == ["tests/unit/test_broken.py"]
