"""The trees that are measured: copies in a temporary folder, each a git repository."""

import random
import shutil
import subprocess
from pathlib import Path

SAMPLE = Path(__file__).resolve().parents[2] / "golden" / "projects" / "legacy_backend" / "before"
_FILLER = (
    "def f_{number}(value):\n    return [value + {number} for _ in range(value) if value > {number}]\n\n\n"
)


def multiplied_sample(folder: Path, size: int, *, others: int) -> Path:
    """The bundled sample and ``size - 1`` further copies of its files, which use the first one's modules.

    Besides, ``others`` files for each of them that hold no word of the rules, of about the same length.
    """
    shutil.copytree(SAMPLE, folder)
    files = sorted(path.relative_to(SAMPLE) for path in SAMPLE.rglob("*.py"))
    for number in range(1, size):
        for file in files:
            _write(folder / "more" / f"copy_{number}" / file, (SAMPLE / file).read_text(encoding="utf-8"))
    length = sum((SAMPLE / file).stat().st_size for file in files) // len(files) // len(_FILLER)
    text = "".join(_FILLER.format(number=number) for number in range(max(length, 1)))
    for number in range(len(files) * size * others):
        _write(folder / "others" / f"package_{number % 97}" / f"module_{number}.py", f"# {number}\n{text}")
    return in_git(folder)


def copied(tree: Path, folder: Path) -> Path:
    shutil.copytree(tree, folder, symlinks=True)
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | 0o200)
    return in_git(folder)


def in_git(folder: Path) -> Path:
    """Tracked, as the trees of users are; what the tree ignores is not."""
    if not (folder / ".git").exists():
        for words in (["init", "--quiet"], ["add", "--all"]):
            subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)
    return folder


def python_files(tree: Path) -> list[str]:
    told = subprocess.run(["git", "ls-files", "-z", "*.py"], cwd=tree, check=True, capture_output=True).stdout
    return [path for path in told.decode().split("\0") if path]


def sizes(tree: Path, words: list[str]) -> tuple[int, int, int]:
    """The number of Python files, their bytes, and how many of them hold one of the words."""
    contents = [(tree / path).read_bytes() for path in python_files(tree)]
    needles = [word.encode() for word in words]
    matching = sum(any(needle in data for needle in needles) for data in contents)
    return len(contents), sum(map(len, contents)), matching


def shuffled(paths: list[str]) -> list[str]:
    """In an order that is no order, and the same each time."""
    return random.Random(1).sample(paths, len(paths))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
