"""A small tree with its rule files: a helper that is shipped, users of it, and a redirect."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import TypeAlias

Snapshot: TypeAlias = Mapping[str, tuple[bytes, int]]
"""Contents and mode bits of every file, by path."""

RULES = '''
    """Retire acme.old.Engine."""
    from acme.factory import AgentFactory
    from acme.fresh import UserEngine
    from migrate_engines.codemod import helper, keep, redirect, rewrite
    LEGACY = "acme.old.Engine"

    @helper("acme.wiring")
    def configured(registry):
        """A factory for one request."""
        factory = AgentFactory()
        factory.configure(registry)
        return factory

    @keep(UserEngine)
    def canonical(*, context, factory): ...

    @rewrite(LEGACY)
    def per_user(registry, context):
        return UserEngine(context=context, factory=configured(registry))

    redirect("acme.old", Engine=UserEngine)
'''
CALLER = (
    "from acme.old import Engine\n\n\ndef build(registry, context):\n    return Engine(registry, context)\n"
)
FILES = {
    "pyproject.toml": '[tool.migrate-engines]\ncodemods = ["codemods"]\n',
    "codemods/engine.py": dedent(RULES),
    "acme/__init__.py": "",
    "acme/factory.py": "class AgentFactory:\n    def configure(self, registry): ...\n",
    "acme/fresh.py": "class UserEngine:\n    def __init__(self, context, factory): ...\n",
    "acme/old.py": "class Engine:\n    def __init__(self, registry, context): ...\n",
    "app/private.py": CALLER,
    "app/script.py": CALLER.replace("\n", "\r\n"),
}
MODES = {"app/private.py": 0o600, "app/script.py": 0o755}


def lay_out(folder: Path) -> None:
    for path, text in FILES.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        file.chmod(MODES.get(path, 0o644))


def snapshot(folder: Path) -> Snapshot:
    """Every file, hidden ones too; git's own are not the tree's."""
    found: dict[str, tuple[bytes, int]] = {}
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != ".git"]
        for name in names:
            path = Path(place, name)
            found[path.relative_to(folder).as_posix()] = (
                path.read_bytes(),
                stat.S_IMODE(path.stat().st_mode),
            )
    return found
