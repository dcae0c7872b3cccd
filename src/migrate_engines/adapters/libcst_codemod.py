"""The codemods as one LibCST command.

    python -m libcst.tool codemod -x migrate_engines.adapters.libcst_codemod.MigrateCommand --no-format src

LibCST hands over one file at a time, and may do so in several processes; so each is decided as a list of one
file, which is right whatever becomes of the others: no shim, no helper module, and no import removed that
another file may ask for.
"""

import argparse
from functools import cache
from pathlib import Path

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext, SkipFile

from migrate_engines.cli.codemods import configured_codemods
from migrate_engines.cli.configured import names
from migrate_engines.model.report import Mode
from migrate_engines.model.result import Failed, FileResult, Rewritten, Skipped
from migrate_engines.model.rule import Codemod
from migrate_engines.running.candidates import find_candidates
from migrate_engines.running.request import Request
from migrate_engines.running.run import run
from migrate_engines.settings import Settings, load_settings
from migrate_engines.tree.listing import list_files


class MigrateCommand(CodemodCommand):
    """One file through the codemods that the settings around it name."""

    DESCRIPTION = "Rewrite calls of retired classes and factories, each file by itself."

    @staticmethod
    def add_args(arg_parser: argparse.ArgumentParser) -> None:
        arg_parser.add_argument("--select", help="Only these codemods (a,b).", default="")
        arg_parser.add_argument("--ignore", help="All but these codemods (a,b).", default="")
        arg_parser.add_argument(
            "--unsafe", action="store_true", help="Apply rewrites that may change behaviour, too."
        )

    def __init__(
        self, context: CodemodContext, select: str = "", ignore: str = "", unsafe: bool = False
    ) -> None:
        super().__init__(context)
        self._select, self._ignore, self._unsafe = names([select]), names([ignore]), unsafe

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """The module as it is to be written.

        Raises:
            SkipFile: the file cannot be decided, or LibCST would write other bytes than these.
        """
        if self.context.filename is None:
            raise SkipFile("migrate-engines needs the file's name: what its imports mean is not in its text.")
        result = self._result(Path(self.context.filename).resolve())
        match result:
            case Rewritten(before=before, after=after) if before == tree.bytes:
                return _module(after)
            case Rewritten():
                raise SkipFile("LibCST does not give back the file as it is.")
            case Failed(message=message) | Skipped(reason=message):
                raise SkipFile(message)
        return tree

    def _result(self, path: Path) -> FileResult | None:
        settings = _settings(path.parent)
        codemods = _codemods(settings)
        root = settings.root.resolve()
        if not path.is_relative_to(root) or path.relative_to(root).as_posix() not in _candidates(settings):
            return None
        request = Request(
            paths=(path,),
            mode=Mode.DRY_RUN,
            unsafe=self._unsafe or settings.unsafe,
            select=self._select,
            ignore=self._ignore,
            keeps_journal=False,
        )
        wanted = path.relative_to(root).as_posix()
        report = run(request, settings, codemods)
        return next((each for each in report.results if each.path == wanted), None)


def _module(after: bytes) -> cst.Module:
    module = cst.parse_module(after)
    if module.bytes != after:
        raise SkipFile("LibCST would not write the migrated file as it is to be.")
    return module


@cache
def _settings(folder: Path) -> Settings:
    return load_settings(folder)


@cache
def _codemods(settings: Settings) -> tuple[Codemod, ...]:
    return tuple(configured_codemods(settings))


@cache
def _candidates(settings: Settings) -> frozenset[str]:
    """The files that can hold a use, as the tree was at the first of them; a rewrite adds none."""
    codemods = _codemods(settings)
    every = frozenset(each.name for each in codemods)
    return frozenset(find_candidates(settings, codemods, every, list_files(settings)).contents)
