"""A tree, the cache of its runs, and what each of them had to do."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from migrate_engines.cache.folder import CacheFolder
from migrate_engines.model.report import Mode, Report
from migrate_engines.model.rule import Codemod
from migrate_engines.rules import load_codemods
from migrate_engines.rules.shipped import rule_folders
from migrate_engines.running.remembered import run
from migrate_engines.running.request import Request
from migrate_engines.running.run import run as run_anew
from migrate_engines.settings import Settings

SAMPLE = Path(__file__).parents[2] / "golden" / "projects" / "legacy_backend" / "before"
RULE = '''
"""Retire shop.old."""
from shop.new import Engine
from migrate_engines.codemod import redirect

redirect("shop.old", OldEngine=Engine)
'''
TREE = {
    "shop/__init__.py": "",
    "shop/new.py": "from shop.base import Base\n\n\nclass Engine(Base):\n    def run(self): ...\n",
    "shop/base.py": "class Base: ...\n",
    "shop/old.py": "class OldEngine:\n    def run(self): ...\n",
    "shop/user.py": 'from shop.old import OldEngine\n\n__all__ = ["OldEngine"]\nNUMBER = 1\n',
    "shop/unrelated.py": "import generated.names\n\nprint(generated.names.HELLO)\n",
    "shop/passing.py": "from shop import user as worker\n",
    "settings.yaml": "greeting: hello\n",
}


class Project:
    """A tree and its cache.

    Of the last run, ``is_made`` says whether it was made at all: a known one is not; ``decided`` are the files
    that it decided itself.
    """

    def __init__(self, root: Path, cache: CacheFolder) -> None:
        self.settings = Settings(root, codemods=("codemods",), exclude=("codemods",))
        self.cache = cache
        self.is_made = False
        self.decided: list[str] = []

    def write(self, path: str, text: str) -> None:
        (self.settings.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.settings.root / path).write_bytes(text.encode())

    def read(self, path: str) -> str:
        return (self.settings.root / path).read_bytes().decode()

    def run(self, mode: Mode = Mode.DRY_RUN, **options: object) -> Report:
        self.is_made, self.decided = False, []
        request = self._request(mode, options)
        return run(request, self.settings, self._codemods, cache=self.cache, watch=self._watch).report

    def run_anew(self, **options: object) -> Report:
        return run_anew(self._request(Mode.DRY_RUN, options), self.settings, self._codemods())

    def is_known(self, **options: object) -> bool:
        """Whether a run is remembered; it says what a new one says in any case."""
        assert self.run(**options) == self.run_anew(**options)  # type: ignore[arg-type]
        self.run(**options)  # type: ignore[arg-type]
        return not self.is_made

    def was_known(self, **options: object) -> bool:
        """As above, without a run to remember it first."""
        report = self.run(**options)  # type: ignore[arg-type]
        is_made = self.is_made
        assert report == self.run_anew(**options)
        return not is_made

    def forget_codemods(self) -> None:
        """The next run has to read them."""
        for path in self.cache.folder.glob("rules-*"):
            path.unlink()

    def decided_now(self, **options: object) -> set[str]:
        """The files that a run has decided, which says what a new one says."""
        self.was_known(**options)
        return set(self.decided)

    def _watch(self, paths: Iterable[str], what: str) -> Iterable[str]:
        self.is_made = True
        self.decided += paths
        return self.decided

    def _codemods(self) -> Sequence[Codemod]:
        return load_codemods(rule_folders(self.settings))

    @staticmethod
    def _request(mode: Mode, options: dict[str, object]) -> Request:
        return Request(mode=mode, **options)  # type: ignore[arg-type]
