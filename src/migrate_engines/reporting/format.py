"""The names of the output formats of a run, and what the renderers need to know."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from migrate_engines.model.rule import Codemod
    from migrate_engines.verification.history import Measured


class OutputFormat(StrEnum):
    TEXT = "text"
    DIFF = "diff"
    JSON = "json"
    MARKDOWN = "markdown"
    SARIF = "sarif"
    GITHUB = "github"
    GITLAB = "gitlab"
    JUNIT = "junit"
    CODETF = "codetf"
    HTML = "html"


class View(Struct, frozen=True):
    """``verbose`` lists every finding, ``quiet`` leaves out the summary.

    ``prefix`` is where the root stands in its repository: "" or "folder/". ``codemods`` are those of the run.
    ``statistics`` leaves out the findings. ``measured`` is the history of the gates; ``owner_of`` names the
    owners of a path below the root.
    """

    verbose: bool = False
    quiet: bool = False
    prefix: str = ""
    codemods: Sequence["Codemod"] = ()
    statistics: bool = False
    measured: Sequence["Measured"] = ()
    owner_of: Callable[[str], str] | None = None
