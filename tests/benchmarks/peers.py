"""An environment of its own with the tool as users install it, and the programs it is compared with."""

import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
TYPER = "import typer\napp = typer.Typer()\n\n@app.command()\ndef main() -> None: ...\n\napp()\n"


@dataclass(frozen=True, slots=True)
class Peers:
    """``missing`` says of each program that is not there why."""

    folder: Path
    missing: dict[str, str]

    def program(self, name: str) -> Path:
        return self.folder / ("Scripts" if sys.platform == "win32" else "bin") / name

    @property
    def python(self) -> Path:
        return self.program("python")


def installed(folder: Path) -> Peers:
    """Install everything anew where the tool may have changed. pip is renewed first: the script that an old
    one makes for a program imports more than the program itself.
    """
    if not folder.exists():
        venv.create(folder, with_pip=True)
    missing: dict[str, str] = {}
    peers = Peers(folder, missing)
    _pip(peers, "pip", "--upgrade", "pip")
    _pip(peers, "migrate-engines", "--force-reinstall", "--no-deps", str(REPOSITORY))
    _pip(peers, "migrate-engines", str(REPOSITORY))
    _pip(peers, "ruff", "ruff")
    (folder / "bare_typer.py").write_text(TYPER)
    return peers


def _pip(peers: Peers, name: str, *words: str) -> None:
    command = [str(peers.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *words]
    ended = subprocess.run(command, capture_output=True, text=True)
    if ended.returncode:
        last = ended.stderr.strip().splitlines()[-1:]
        peers.missing[name] = f"{name} could not be installed: {' '.join(last)}"
