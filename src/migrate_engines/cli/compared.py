"""``migrate-engines verify --against`` and ``--worktree``, and ``run --verify``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.cli.codemods import configured_codemods
from migrate_engines.cli.output import emit, note
from migrate_engines.reporting.comparison.format import ComparisonFormat
from migrate_engines.reporting.comparison.formats import COMPARISON_RENDERERS
from migrate_engines.reporting.comparison.text import render_comparison_text
from migrate_engines.running.request import Request
from migrate_engines.verification.comparing.against import compare_with
from migrate_engines.verification.comparing.compare import Wanted
from migrate_engines.verification.comparing.python import project_python
from migrate_engines.verification.comparing.rehearsal import rehearse
from migrate_engines.verification.comparing.written import compare_written

if TYPE_CHECKING:
    from migrate_engines.model.report import Report
    from migrate_engines.model.rule import Codemod
    from migrate_engines.running.run import Watch
    from migrate_engines.settings import Settings


class Chosen(Struct, frozen=True):
    """What the options say; ``against`` is None for a rehearsal."""

    against: str | None
    static: bool
    imports: bool
    unsafe: bool
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    module: str | None
    phases: tuple[str, ...]


def compared(
    chosen: Chosen,
    settings: "Settings",
    output_format: ComparisonFormat,
    output_file: Path | None,
    watch: "Watch",
) -> int:
    """Compare, show what is new, and say how to exit."""
    codemods = configured_codemods(settings)
    settings = _with_python(settings)
    wanted = Wanted("", chosen.module, chosen.imports, None if chosen.static else chosen.phases)
    if chosen.against is not None:
        found = compare_with(chosen.against, settings, codemods, wanted, watch=watch)
    else:
        request = Request(
            unsafe=chosen.unsafe or settings.unsafe,
            select=chosen.select,
            ignore=chosen.ignore,
            module=chosen.module,
        )
        found = rehearse(request, settings, codemods, wanted, watch=watch)
    data = COMPARISON_RENDERERS[output_format](found)
    emit(data, output_file, is_for_people=output_format is ComparisonFormat.TEXT)
    return found.exit_code


def _with_python(settings: "Settings") -> "Settings":
    """The project's Python by what is in the user's tree: a checkout beside it has no environment."""
    return replace(settings, verify=replace(settings.verify, python=tuple(project_python(settings))))


def verified(
    report: "Report",
    settings: "Settings",
    codemods: "Sequence[Codemod]",
    module: str | None,
    watch: "Watch",
    *,
    quiet: bool,
) -> int:
    """Compare what a run has written with the files as they were; the exit code.

    The report of the run has stdout for itself.
    """
    if report.run is None:
        if not quiet:
            note("verify: nothing was written, so there is nothing to compare")
        return 0
    wanted = Wanted("", module)
    found = compare_written(report, _with_python(settings), codemods, wanted, watch=watch)
    if found.new or not quiet:
        note(f"\n{render_comparison_text(found)}")
    if found.new:
        note(f"Take the run back: migrate-engines rollback {report.run}")
    return found.exit_code
