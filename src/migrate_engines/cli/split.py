"""``migrate-engines split``."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from migrate_engines.cli import progress
from migrate_engines.cli.codemods import configured_codemods
from migrate_engines.cli.configured import configured, names
from migrate_engines.cli.options import Config
from migrate_engines.cli.output import emit
from migrate_engines.running.request import Request
from migrate_engines.workflow.part import By

if TYPE_CHECKING:
    from migrate_engines.workflow.split import Made, SplitResult

_By: TypeAlias = Annotated[By, typer.Option("--by", help="What brings files into one part.")]
_Most: TypeAlias = Annotated[
    int | None, typer.Option("--max-files", min=1, metavar="N", help="No more files in a part.")
]
_Patches: TypeAlias = Annotated[
    Path | None,
    typer.Option("--patches", metavar="DIR", file_okay=False, help="Write patches there, and no branches."),
]
_Module: TypeAlias = Annotated[
    str | None, typer.Option("--module", metavar="DOTTED", help="Change only this module or package.")
]
_Select: TypeAlias = Annotated[
    list[str] | None, typer.Option("--select", metavar="CODEMOD", help="Only these codemods.")
]
_Ignore: TypeAlias = Annotated[
    list[str] | None, typer.Option("--ignore", metavar="CODEMOD", help="All but these codemods.")
]
_Unsafe: TypeAlias = Annotated[
    bool, typer.Option("--unsafe", help="Take rewrites that may change behaviour, too.")
]
_Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")]


def split(
    by: _By = By.PACKAGE,
    max_files: _Most = None,
    patches: _Patches = None,
    module: _Module = None,
    select: _Select = None,
    ignore: _Ignore = None,
    unsafe: _Unsafe = False,
    config: Config = None,
    quiet: _Quiet = False,
) -> None:
    """Turn one run into a series of branches or patches that can be reviewed and merged one by one.

    Helper modules come first, then the calls, a part for each group of files, then what they had held back,
    and last the redirects. Each part is decided on the tree as the earlier ones leave it. Your files, your
    index and your branch stay as they are, and nothing is pushed. Split again after a merge: what is merged
    drops out.
    """
    from migrate_engines.running.run import unwatched
    from migrate_engines.workflow.split import SplitRequest
    from migrate_engines.workflow.split import split as split_run

    if select and not names(select):
        raise typer.BadParameter("no codemod is named.", param_hint="--select")
    settings = configured((), config)
    request = Request(
        unsafe=unsafe or settings.unsafe, select=names(select), ignore=names(ignore), module=module
    )
    watch = progress.shown if progress.is_wanted(quiet=quiet) else unwatched
    wanted = SplitRequest(request, by, max_files, patches)
    made = split_run(wanted, settings, configured_codemods(settings), watch=watch)
    emit("".join(f"{line}\n" for line in _lines(made, is_patches=patches is not None)), None)
    raise typer.Exit(1 if made.failed else 0)


def _lines(made: "SplitResult", *, is_patches: bool) -> Iterator[str]:
    for failure in made.failed:
        yield f"{failure.path}: failed {failure.message}; it is in no part"
    yield from _lines_of_parts(made.parts, is_patches=is_patches)


def _lines_of_parts(parts: Sequence["Made"], *, is_patches: bool) -> Iterator[str]:
    if not parts:
        yield "nothing to split: no rewrite is pending"
        return
    for number, each in enumerate(parts, 1):
        count = "1 file" if len(each.paths) == 1 else f"{len(each.paths)} files"
        yield f"{number}. {each.title}: {count}, {each.where}{'' if each.is_new else ' (as it was)'}"
    yield ""
    if is_patches:
        yield f"Apply them in this order: git am {' '.join(each.where for each in parts)}"
        return
    yield "Nothing was pushed. To open the pull requests, in this order:"
    for each in parts:
        yield f"  git push origin {each.where}"
        yield f"  gh pr create --base {each.base} --head {each.where} --fill"
