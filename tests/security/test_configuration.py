"""Settings and rules of a hostile repository neither read nor write anything outside it."""

import os
from pathlib import Path

import pytest

OUT = ("../outside", "/outside", "C:\\outside", "..\\outside", "a/../../outside", "\\\\host\\share")
PATHS = {
    "codemods": "codemods = [{}]",
    "golden": "golden = {}",
    "source-roots": "source-roots = [{}]",
    "inventory": "[tool.migrate-engines.inventory]\nroots = [{}]",
    "compliance-roots": "[tool.migrate-engines.compliance]\nroots = [{}]",
    "compliance-baseline": "[tool.migrate-engines.compliance]\nbaseline = {}",
    "verify-baseline": "[tool.migrate-engines.verify]\nbaseline = {}",
    "verify-history": "[tool.migrate-engines.verify]\nhistory = {}",
}
LINKED = {
    "codemods": (("--dry-run",), ("compliance",)),
    "codemods/more.py": (("--dry-run",),),
    "golden": (("test",), ("test", "--update")),
    "golden/engine": (("test",), ("test", "--update")),
    "golden/engine/more.md": (("test",), ("test", "--update")),
    "migrate-engines-baseline.json": (("compliance", "--update-baseline", "--allow-growth"),),
    "migrate-engines-history.jsonl": (("verify",), ("report",)),
}
SECRET = "the secret of somebody else\n"


@pytest.mark.parametrize("path", OUT)
@pytest.mark.parametrize("setting", PATHS.values(), ids=PATHS.keys())
def test_a_path_that_leads_out_is_an_error(tmp_path, setting, path) -> None:
    from migrate_engines.model.problem import InputError
    from migrate_engines.settings import load_settings

    (tmp_path / "pyproject.toml").write_text(f"[tool.migrate-engines]\n{setting.format(repr(path))}\n")
    with pytest.raises(InputError, match="leads out of the project"):
        load_settings(tmp_path)


@pytest.mark.parametrize("name", LINKED)
def test_a_link_that_leads_out_is_not_followed(project, name) -> None:
    outside = project.root.parent / "outside"
    secret = outside / "more" if Path(name).suffix else outside / "engine" / "more.md"
    secret.parent.mkdir(parents=True)
    secret.write_text(SECRET)
    link = project.root / name
    if link.is_dir():
        link.rename(outside / "moved")
    _link(link, secret if Path(name).suffix else outside)
    before = _contents(outside)
    for arguments in LINKED[name]:
        ended = project.tool(*arguments)
        assert ended.returncode == 2, (arguments, ended.stdout)
        assert b"link" in ended.stderr
        assert b"secret" not in ended.stdout + ended.stderr
    assert _contents(outside) == before


def test_no_source_is_read_or_written_through_a_link(project) -> None:
    outside = project.root.parent / "outside"
    outside.mkdir()
    source = (project.root / "acme/worker.py").read_text()
    (outside / "inner.py").write_text(source)
    _link(project.root / "acme/linked.py", outside / "inner.py")
    _link(project.root / "acme/folder", outside)
    _link(project.root / "settings.toml", outside / "inner.py")
    ended = project.tool("--unsafe", "--allow-dirty", "--verbose")
    assert ended.returncode == 0
    assert b"linked" not in ended.stdout + ended.stderr
    assert (outside / "inner.py").read_text() == source
    assert "UserEngine" in (project.root / "acme/worker.py").read_text()


@pytest.mark.parametrize(
    "module", ["../../outside", "/outside", "...outside", "acme/../../outside", "acme.wiring\\..\\x"]
)
def test_no_rule_names_a_file_outside(project, module) -> None:
    rules = project.root / "codemods/engine.py"
    helper = f"@helper({module!r})\ndef wired(context):\n    return UserEngine(context=context)\n"
    text = rules.read_text().replace("import redirect", "import helper, redirect")
    rules.write_text(text.replace("return UserEngine(context=context)", "return wired(context)") + helper)
    before = {path.name for path in project.root.parent.iterdir()}
    assert project.tool("--unsafe", "--allow-dirty").returncode == 2
    assert {path.name for path in project.root.parent.iterdir()} == before


def test_no_helper_module_is_written_through_a_link(project) -> None:
    outside = project.root.parent / "outside"
    outside.mkdir()
    (outside / "__init__.py").touch()
    _link(project.root / "acme/inner", outside)
    rules = project.root / "codemods/engine.py"
    text = rules.read_text().replace("import redirect", "import helper, redirect")
    helper = '@helper("acme.inner.wiring")\ndef wired(context):\n    return UserEngine(context=context)\n'
    rules.write_text(text.replace("return UserEngine(context=context)", "return wired(context)") + helper)
    project.tool("--unsafe", "--allow-dirty")
    assert {path.name for path in outside.iterdir()} == {"__init__.py"}


def test_owners_are_not_read_through_a_link(project) -> None:
    secret = project.root.parent / "secret"
    secret.write_text("* @secret\n")
    (project.root / "CODEOWNERS").unlink()
    _link(project.root / "CODEOWNERS", secret)
    project.git("add", "-A")
    project.git("commit", "-q", "-m", "link")
    ended = project.tool("split", "--by", "owner")
    assert (ended.returncode, b"There is no CODEOWNERS" in ended.stderr) == (2, True)


def _link(link: Path, target: Path) -> None:
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    try:
        os.symlink(target, link, target_is_directory=target.is_dir())
    except OSError:
        pytest.skip("symbolic links cannot be made here")


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
