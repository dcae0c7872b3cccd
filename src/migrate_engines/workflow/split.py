"""One run as a series of reviewable changes: branches on top of each other, or patches."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.model.problem import InputError, Problem
from migrate_engines.model.report import Mode, Report
from migrate_engines.model.result import Failed
from migrate_engines.model.rule import Codemod
from migrate_engines.running.request import Request
from migrate_engines.running.run import Watch, run, unwatched
from migrate_engines.settings import Settings
from migrate_engines.tree.git import ask_git
from migrate_engines.tree.listing import list_files
from migrate_engines.tree.modules import ModuleMap
from migrate_engines.workflow.body import body_of, message_of, title_of
from migrate_engines.workflow.branches import branches_of, refuse_foreign, set_branch
from migrate_engines.workflow.owners import owners_in
from migrate_engines.workflow.part import By, Part
from migrate_engines.workflow.patches import write_patches
from migrate_engines.workflow.scratch import Scratch, scratch_of
from migrate_engines.workflow.series import GroupOf, Run, Series


class SplitRequest(Struct, frozen=True):
    """``request`` is the run as a whole; ``patches`` is a folder that takes the place of branches."""

    request: Request
    by: By
    most: int | None = None
    patches: Path | None = None


class Made(Struct, frozen=True):
    """A part as it can be reviewed.

    Attributes:
        where: the branch, or the path of the patch.
        base: the branch that it is on top of.
        is_new: it was not there like this before.
    """

    title: str
    body: str
    paths: tuple[str, ...]
    commit: str
    where: str
    base: str
    is_new: bool


class SplitResult(Struct, frozen=True):
    """``parts`` in the order of merging, none where nothing is left to do; ``failed`` are in none of them."""

    parts: tuple[Made, ...]
    failed: tuple[Failed, ...]


def split(
    wanted: SplitRequest, settings: Settings, codemods: Sequence[Codemod], *, watch: Watch = unwatched
) -> SplitResult:
    """Make the parts.

    Branches and the user's files stay as they are until every part is made.

    Raises:
        InputError: see ``scratch_of``, ``owners_in`` and ``refuse_foreign``; or a part would break a name.
    """
    with scratch_of(settings.root) as scratch:
        inside = replace(settings, root=scratch.root)
        run_inside = partial(_run, settings=inside, codemods=codemods, watch=watch)
        before = run_inside(replace(wanted.request, mode=Mode.DRY_RUN, keeps_journal=False))
        made = list(_commits(wanted, inside, codemods, scratch, run_inside, before))
        if wanted.patches is not None:
            texts = [scratch.patch(commit) for _, commit in made]
            return SplitResult(_as_patches(made, codemods, texts, wanted.patches), before.failed)
        return SplitResult(_as_branches(made, codemods, settings.root), before.failed)


def _commits(
    wanted: SplitRequest,
    settings: Settings,
    codemods: Sequence[Codemod],
    scratch: Scratch,
    run_inside: Run,
    before: Report,
) -> Iterator[tuple[Part, str]]:
    listing = list_files(settings)
    request = replace(wanted.request, mode=Mode.APPLY, keeps_journal=False)
    prefix = scratch.root.relative_to(scratch.folder)
    group_of = _group_of(wanted.by, listing, settings, scratch.repository, prefix)
    series = Series(request, run_inside, scratch.create, listing, wanted.by, group_of, wanted.most)
    known = _broken(before)
    for part in series.parts():
        after = run_inside(replace(request, mode=Mode.DRY_RUN))
        known = _refuse_broken(part, known, _broken(after))
        yield part, scratch.commit(message_of(part, codemods), part.name)


def _run(request: Request, settings: Settings, codemods: Sequence[Codemod], watch: Watch) -> Report:
    report = run(request, settings, codemods, watch=watch)
    unwritten = [each for each in report.failed if each.message.startswith("not written")]
    if unwritten:
        raise InputError([Problem(each.path, 0, each.message, "Settle that first.") for each in unwritten])
    return report


def _group_of(by: By, listing: Sequence[str], settings: Settings, repository: Path, prefix: Path) -> GroupOf:
    modules = ModuleMap(listing, settings.source_roots)
    match by:
        case By.OWNER:
            owner_of = owners_in(repository)
            return lambda path: owner_of((prefix / path).as_posix())
        case By.PACKAGE:
            return modules.package_of
        case By.MODULE:
            return modules.module_of
        case By.CODEMOD:
            return lambda path: ""


def _broken(report: Report) -> Mapping[str, int]:
    """How many names each file asks for that are not there; a file that cannot be read counts as one."""
    counts = {each.path: 1 for each in report.failed}
    for path, finding in report.findings():
        if finding.reason in ("broken-import", "broken-patch"):
            counts[path] = counts.get(path, 0) + 1
    return counts


def _refuse_broken(part: Part, before: Mapping[str, int], after: Mapping[str, int]) -> Mapping[str, int]:
    worse = [path for path, number in after.items() if number > before.get(path, 0)]
    if worse:
        what = f"After {part.name} it would ask for a name that is not there"
        remedy = "Please report this, and apply the run as a whole."
        raise InputError([Problem(path, 0, what, remedy) for path in worse])
    return after


def _as_branches(
    made: Sequence[tuple[Part, str]], codemods: Sequence[Codemod], root: Path
) -> tuple[Made, ...]:
    base = ask_git("rev-parse", "--abbrev-ref", "HEAD", folder=root).decode().strip()
    branches = branches_of([part.name for part, _ in made])
    refuse_foreign(root, branches)
    found: list[Made] = []
    for (part, commit), branch in zip(made, branches, strict=True):
        is_new = set_branch(root, branch, commit)
        found.append(_made(part, codemods, commit, branch, base, is_new))
        base = branch
    return tuple(found)


def _as_patches(
    made: Sequence[tuple[Part, str]], codemods: Sequence[Codemod], texts: Sequence[bytes], folder: Path
) -> tuple[Made, ...]:
    names = [part.name for part, _ in made]
    bodies = [body_of(part, codemods) for part, _ in made]
    files = write_patches(folder, names, texts, bodies)
    return tuple(
        _made(part, codemods, commit, file.as_posix(), "", is_new)
        for (part, commit), (file, is_new) in zip(made, files, strict=True)
    )


def _made(part: Part, codemods: Sequence[Codemod], commit: str, where: str, base: str, is_new: bool) -> Made:
    return Made(title_of(part), body_of(part, codemods), part.paths, commit, where, base, is_new)
