"""The options of a run that no other command has."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from migrate_engines.reporting.format import OutputFormat

Paths: TypeAlias = Annotated[
    list[Path] | None, typer.Argument(metavar="[PATHS]", help="Files or folders; none means the whole root.")
]
DryRun: TypeAlias = Annotated[
    bool, typer.Option("--dry-run", help="Write nothing; show the diff, which `git apply` takes.")
]
Check: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--check", help="Write nothing; exit 1 if an edit is pending, or a finding not in the baseline."
    ),
]
Diff: TypeAlias = Annotated[
    bool, typer.Option("--diff", help="Write nothing; show the diff. With --check, both.")
]
Unsafe: TypeAlias = Annotated[
    bool, typer.Option("--unsafe", help="Apply rewrites that may change behaviour, too.")
]
Interactive: TypeAlias = Annotated[
    bool, typer.Option("--interactive", "-i", help="Show each rewrite with its proof, and ask.")
]
AllowDirty: TypeAlias = Annotated[
    bool,
    typer.Option("--allow-dirty", help="Also rewrite files with changes that git could not give back."),
]
Select: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--select", metavar="CODEMOD", help="Only these codemods (a,b or repeated)."),
]
Ignore: TypeAlias = Annotated[
    list[str] | None, typer.Option("--ignore", metavar="CODEMOD", help="All but these codemods.")
]
Module: TypeAlias = Annotated[
    str | None, typer.Option("--module", metavar="DOTTED", help="Change only this module or package.")
]
Format: TypeAlias = Annotated[
    OutputFormat, typer.Option("--output-format", help="How the report is written.")
]
File: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--output-file", metavar="FILE", dir_okay=False, help="Write the report there, not to stdout."
    ),
]
Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, summary or notes.")]
Verify: TypeAlias = Annotated[
    bool,
    typer.Option("--verify", help="Then compare with the files as they were; exit 1 if anything is new."),
]
Statistics: TypeAlias = Annotated[
    bool, typer.Option("--statistics", help="Count the uses by codemod, outcome and reason; list none.")
]
Verbose: TypeAlias = Annotated[bool, typer.Option("--verbose", "-v", help="List every finding and skip.")]
