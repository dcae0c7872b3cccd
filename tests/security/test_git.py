"""Git's own configuration of a hostile repository runs nothing, whatever command of the tool is used there.

Each knob is first seen to work: plain git does run the program. Then all of them are there at once.
"""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from migrate_engines.tree.git import run_git

COMMANDS = (
    ("--dry-run",),
    ("--check",),
    ("inventory",),
    ("compliance",),
    ("explain", "acme/worker.py:5"),
    ("report",),
    ("verify",),
    ("split", "--by", "package"),
    ("test",),
    ("--allow-dirty",),
    ("rollback", "--list"),
    ("rollback",),
)
HOOKS = ("post-checkout", "reference-transaction", "post-index-change", "pre-commit", "post-rewrite")
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")


class Trap:
    """A program that leaves a file behind for whoever has run it, and hands its input on, as a filter does."""

    def __init__(self, folder: Path) -> None:
        self._ran = folder / "ran"
        self._ran.mkdir()
        self._script = folder / "program.py"
        self._script.write_text(
            "import pathlib, sys\n"
            f"pathlib.Path({str(self._ran)!r}, sys.argv[1]).touch()\n"
            "if sys.argv[2:]:\n    sys.stdout.buffer.write(sys.stdin.buffer.read())\n"
        )

    def command(self, name: str) -> str:
        return f'"{Path(sys.executable).as_posix()}" "{self._script.as_posix()}" {name}'

    def sprung(self) -> set[str]:
        """The names of those that have run since the last time."""
        found = {each.name for each in self._ran.iterdir()}
        for name in found:
            (self._ran / name).unlink()
        return found


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    return Trap(tmp_path)


def _script(project, path: str, command: str) -> str:
    file = project.write(path, f"#!/bin/sh\n{command}\n")
    file.chmod(0o755)
    return file.as_posix()


def _watcher(project, trap) -> Callable[[], object]:
    project.git("config", "core.fsmonitor", trap.command("watcher"))
    return lambda: project.git("status")


def _hooks(project, trap) -> Callable[[], object]:
    for hook in HOOKS:
        _script(project, f".git/hooks/{hook}", trap.command("hooks"))
    return lambda: project.git("branch", "other")


def _filter(
    project, trap, name: str, attribute: str, keys: tuple[str, ...], more: str = ""
) -> Callable[[], object]:
    with (project.root / ".git/info/attributes").open("a") as file:
        file.write(f"{attribute} filter={name}\n")
    for key in keys:
        project.git("config", f"filter.{name}.{key}", f"{trap.command('filter')}{more}")
    project.git("config", f"filter.{name}.required", "true")
    touched = project.root / attribute

    def status() -> None:
        os.utime(touched, (1, 1))  # git looks at the contents, through the filter
        project.git("status")

    return status


def _clean(project, trap) -> Callable[[], object]:
    return _filter(project, trap, "Odd.One", "acme/worker.py", ("clean", "smudge"), " -")


def _process(project, trap) -> Callable[[], object]:
    return _filter(project, trap, "long", "acme/old.py", ("process",))


def _included(project, trap) -> Callable[[], object]:
    command = trap.command("filter").replace('"', '\\"')
    project.write(".git/more", f'[filter "more"]\n\tclean = {command} -\n')
    project.git("config", "include.path", "more")
    return _filter(project, trap, "more", "acme/engine.py", ())


def _signature(project, trap) -> Callable[[], object]:
    tree = project.git("rev-parse", "HEAD^{tree}").stdout.decode().strip()
    people = "author A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000"
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
    commit = project.write(".git/signed", f"tree {tree}\n{people}\n{signature}\n\nsigned\n")
    name = project.git("hash-object", "-t", "commit", "-w", str(commit)).stdout.decode().strip()
    project.git("update-ref", "HEAD", name)
    project.git("config", "gpg.program", _script(project, ".git/gpg", trap.command("signature")))
    project.git("config", "log.showSignature", "true")
    return lambda: project.git("log", "-1")


def _submodule(project, trap) -> Callable[[], object]:
    project.write("inner/a.py", "x = 1\n")
    person = ("-c", "user.name=A", "-c", "user.email=a@b")
    for arguments in (("init", "-q"), ("add", "."), (*person, "commit", "-qm", "x")):
        project.git("-C", "inner", *arguments)
    project.git("add", "inner")
    project.git("commit", "-q", "-m", "inner")
    project.git("-C", "inner", "config", "core.fsmonitor", trap.command("submodule"))
    return lambda: project.git("status")


def _remote(project, trap) -> Callable[[], object]:
    """A partial clone gets a missing object from its remote, which can be a command."""
    lost = project.write(".git/lost", "lost\n")
    blob = project.git("hash-object", "-w", str(lost)).stdout.decode().strip()
    project.git("config", "protocol.ext.allow", "always")
    project.git("remote", "add", "origin", f"ext::{_script(project, '.git/fetch', trap.command('remote'))}")
    project.git("config", "remote.origin.promisor", "true")
    project.git("config", "extensions.partialClone", "origin")
    stored = project.root / ".git/objects" / blob[:2] / blob[2:]
    stored.chmod(0o644)
    stored.unlink()
    return lambda: project.git("cat-file", "-p", blob)


KNOBS = {
    "submodule": _submodule,
    "signature": _signature,
    "remote": _remote,
    "filter": _clean,
    "process": _process,
    "included": _included,
    "watcher": _watcher,
    "hooks": _hooks,
}


def test_no_command_runs_what_the_repository_names(project, trap) -> None:
    for name, knob in KNOBS.items():
        trigger = knob(project, trap)
        trap.sprung()
        trigger()
        wanted = name if name in ("submodule", "signature", "remote", "watcher", "hooks") else "filter"
        assert wanted in trap.sprung(), f"plain git does not run {name}: the test would show nothing"
    for arguments in COMMANDS:
        for path in ("acme/worker.py", "acme/old.py", "acme/engine.py"):
            if (project.root / path).exists():
                os.utime(project.root / path, (2, 2))
        ended = project.tool(*arguments)
        assert not trap.sprung(), arguments
        assert ended.returncode in (0, 1), (arguments, ended.stderr)


def test_nothing_is_fetched(project, trap) -> None:
    trigger = _remote(project, trap)
    trigger()
    assert trap.sprung() == {"remote"}
    blob = project.git("hash-object", str(project.root / ".git/lost")).stdout.decode().strip()
    assert run_git("cat-file", "-p", blob, folder=project.root).returncode
    assert not trap.sprung()


def test_the_users_own_filters_stay(project, trap, tmp_path, monkeypatch) -> None:
    """Git LFS is configured for the user: without it, the user's files would look changed."""
    (project.root / ".git/info/attributes").write_text("acme/worker.py filter=own\n")
    command = trap.command("own").replace('"', '\\"')
    (tmp_path / "gitconfig").write_text(f'[filter "own"]\n\tclean = {command} -\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    os.utime(project.root / "acme/worker.py", (1, 1))
    assert run_git("status", "--porcelain", folder=project.root).stdout == b""
    assert trap.sprung() == {"own"}


def test_a_filter_that_cannot_be_turned_off_is_refused(project) -> None:
    project.git("config", "filter.a=b.clean", "touch ran")
    ended = project.tool("split", "--by", "package")
    assert (ended.returncode, b"which cannot be turned off" in ended.stderr) == (2, True)


def test_a_name_that_looks_like_an_option_is_a_path(project) -> None:
    """Git writes what it is asked for into the file that `--output` names."""
    text = (project.root / "acme/worker.py").read_text()
    project.write("--output=owned.py", text)
    project.git("add", "-A")
    project.git("commit", "-q", "-m", "option")
    for arguments in COMMANDS:
        ended = project.tool(*arguments)
        assert ended.returncode in (0, 1), (arguments, ended.stderr)
        assert {each.name for each in project.root.glob("*owned*")} == {"--output=owned.py"}, arguments
        if arguments == ("--allow-dirty",):
            assert "UserEngine" in (project.root / "--output=owned.py").read_text()
    assert (project.root / "--output=owned.py").read_text() == text
