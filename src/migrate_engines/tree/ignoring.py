"""What makes git leave files out, besides the .gitignore of their own folders."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from migrate_engines.tree.git import GitUnusable, ask_git, run_git


def ignoring(root: Path, paths: Sequence[str]) -> frozenset[Path] | None:
    """Every place where git may be told to ignore the files, whether there is a file or not.

    None where one of the files is ignored already and only listed because it is tracked, or where git
    cannot be asked.
    """
    above = [root, *root.parents]
    top = next((folder for folder in above if (folder / ".git").exists()), None)
    if top is None:
        return frozenset(folder / ".git" for folder in above)
    inside = above[: above.index(top) + 1]
    try:
        ended = run_git("check-ignore", "--no-index", "--", *paths, folder=root)
        if ended.returncode != 1:
            return None
        return frozenset([*_places(root), *(folder / ".gitignore" for folder in inside)])
    except GitUnusable:
        return None


def _places(root: Path) -> Iterator[Path]:
    """Raises GitUnusable."""
    for name in ("info/exclude", "config", "config.worktree"):
        yield root / os.fsdecode(ask_git("rev-parse", "--git-path", name, folder=root).rstrip(b"\r\n"))
    fields = ask_git("config", "--list", "--show-origin", "--name-only", "-z", folder=root).split(b"\0")
    for origin in dict.fromkeys(fields[0::2]):
        if origin.startswith(b"file:"):
            yield root / os.fsdecode(origin.removeprefix(b"file:"))
    named = run_git("config", "--type=path", "--get", "core.excludesFile", folder=root).stdout.rstrip(b"\r\n")
    if named:
        yield root / os.fsdecode(named)
    home = Path.home()
    own = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "git"
    yield from (home / ".gitconfig", own / "config", own / "ignore", Path("/etc/gitconfig"))
