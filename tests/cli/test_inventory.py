"""``inventory`` from end to end, on a small tree."""

import json
from pathlib import Path

import pytest

TABLE = '[tool.migrate-engines.inventory]\npatterns = ["*Engine*"]\ncanonical = "acme.engine.Engine"\n'
ENGINE = "class Engine:\n    def run(self):\n        print(self)\n"


@pytest.fixture
def project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "engine.py").write_text(ENGINE)
    (tmp_path / "acme" / "old.py").write_text("from acme.engine import Engine\n\nOldEngine = Engine\n")
    (tmp_path / "pyproject.toml").write_text(TABLE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_text_goes_to_stdout(migrate_engines, project):
    ended = migrate_engines("inventory")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.decode().startswith(
        "*Engine*: 1 class and 1 redirect in 2 files. 1 name has an implementation of the one job: 1 primary.\n"
    )


def test_nothing_is_written_to_the_tree(migrate_engines, project):
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    migrate_engines("inventory", "--output-format", "html")
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("output_format", "start"),
    [("json", b"{"), ("markdown", b"# Competing"), ("html", b"<!DOCTYPE html>"), ("text", b"*Engine*")],
)
def test_a_file_instead(output_format, start, migrate_engines, project):
    file = project / f"out.{output_format}"
    ended = migrate_engines("inventory", "--output-format", output_format, "--output-file", str(file))
    assert (ended.code, ended.out, ended.err) == (0, b"", "")
    assert file.read_bytes().startswith(start)


def test_names_are_explained(migrate_engines, project):
    ended = migrate_engines("inventory", "OldEngine", "NoEngine")
    assert ended.out.decode() == (
        "OldEngine\n"
        "  redirect: acme.old.OldEngine is acme.engine.Engine\n"
        "      acme/old.py:3\n"
        "\n"
        "NoEngine\n"
        "  unknown: it stands nowhere in the tree\n"
    )


def test_names_come_from_a_file_too(migrate_engines, project):
    (project / "names.txt").write_text("# of the report\nEngine\n")
    ended = migrate_engines("inventory", "OldEngine", "--names", "names.txt", "--output-format", "json")
    assert [each["name"] for each in json.loads(ended.out)["names"]] == ["OldEngine", "Engine"]


def test_a_file_that_cannot_be_read_is_named_and_is_1(migrate_engines, project):
    (project / "acme" / "broken.py").write_text("class BrokenEngine(:\n")
    ended = migrate_engines("inventory")
    assert ended.code == 1
    assert "acme/broken.py: failed cannot be parsed" in ended.out.decode()
    ended = migrate_engines("inventory", "--output-format", "json", "--exit-zero")
    assert ended.code == 0
    assert ended.err.startswith("acme/broken.py: failed cannot be parsed")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--names", "missing.txt"], "missing.txt: No such file or directory"),
        (["--names", "empty.txt"], "empty.txt: There is no name in it. Write one name a line."),
        (["--output-file", "no/such/out.html"], "its folder does not exist"),
        (["--output-format", "xml"], "'xml' is not one of 'text', 'json', 'markdown', 'html'"),
    ],
)
def test_a_mistake_is_2(arguments, said, migrate_engines, project):
    (project / "empty.txt").write_text("\n# nothing\n")
    ended = migrate_engines("inventory", *arguments)
    assert (ended.code, ended.out) == (2, b"")
    assert said in ended.err


def test_another_consolidation_needs_other_settings_only(migrate_engines, project):
    (project / "acme" / "managers.py").write_text(
        "class SocketManager:\n    pass\n\n\nclass OldSocketManager(SocketManager):\n    pass\n"
    )
    (project / "pyproject.toml").write_text(
        '[tool.migrate-engines.inventory]\npatterns = ["*SocketManager*"]\ncanonical = "acme.managers.SocketManager"\n'
    )
    found = json.loads(migrate_engines("inventory", "--output-format", "json").out)
    assert {each["symbol"]: each["group"] for each in found["entries"]} == {
        "acme.managers.SocketManager": "primary",
        "acme.managers.OldSocketManager": "redirect",
    }
