"""What can be set in the table [tool.migrate-engines], valid and frozen."""

from pathlib import Path
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Struct, field

from migrate_engines.model.phase import VerifySettings
from migrate_engines.model.problem import InputError, Problem

PositiveInt: TypeAlias = Annotated[int, msgspec.Meta(ge=1)]


class InventorySettings(Struct, frozen=True):
    """The table [tool.migrate-engines.inventory].

    Attributes:
        patterns: ``fnmatch`` patterns of class names; empty means those of the codemods' symbols.
        canonical: the dotted name of the class that the others are compared with; "" means the codemods'.
        signature: what the canonical class takes, as ``"(context, agent_factory)"``; "" means the shapes that
            the codemods keep, or else its constructor.
        primary: dotted names of classes that stay, each in a domain of its own.
        specialised: words of class names that mark a domain of their own.
        roots: folders, or ``fnmatch`` patterns of paths, that count as production.
        tests: ``fnmatch`` patterns of paths that count as tests; empty means every path with the word
            ``test`` or ``tests`` in the name of a folder or of the file.
        emitters: ``fnmatch`` patterns of method names that send events.
        channels: ``fnmatch`` patterns of names; a call of a method on an object of that name sends an event.
    """

    patterns: tuple[str, ...] = ()
    canonical: str = ""
    signature: str = ""
    primary: tuple[str, ...] = ()
    specialised: tuple[str, ...] = ("Tool",)
    roots: tuple[str, ...] = (".",)
    tests: tuple[str, ...] = ()
    emitters: tuple[str, ...] = (
        "emit",
        "emit_*",
        "send",
        "send_*",
        "notify",
        "notify_*",
        "broadcast",
        "broadcast_*",
    )
    channels: tuple[str, ...] = ()


class ComplianceSettings(Struct, frozen=True):
    """The table [tool.migrate-engines.compliance]. Dotted names of classes and modules may be patterns.

    Attributes:
        canonical: the one class that implements it; "" means the inventory's.
        roots: folders, or patterns of paths, that count as production; empty means the inventory's.
        allowed: classes that may stay beside the canonical one.
        adapters: classes that may stay, and may only forward.
        factories: classes that may stay, and may only build the canonical class.
        deprecated: modules that are redirects only, besides those that the codemods redirect.
        registries: classes or modules that may use the canonical class only.
        channels: classes that events may leave through, and names of objects of a type that nothing shows.
        context: what every implementation must be given: names of parameters, or dotted names of classes.
        unshared: classes and functions, besides the implementations, that must be new for every user.
        signatures: ``fnmatch`` patterns of the methods whose signatures must be those of the canonical class.
        ignore: codes of gates that are left out.
        baseline: the file that holds the findings which are known.
    """

    canonical: str = ""
    roots: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    adapters: tuple[str, ...] = ()
    factories: tuple[str, ...] = ()
    deprecated: tuple[str, ...] = ()
    registries: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    context: tuple[str, ...] = ("context", "user_context")
    unshared: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ("execute*",)
    ignore: tuple[str, ...] = ()
    baseline: str = "migrate-engines-baseline.json"


class Settings(Struct, frozen=True):
    """``root`` is absolute; every other path is relative to it, with ``/``.

    Attributes:
        codemods: folders of rule files; empty means the codemods shipped with the tool.
        golden: the folder of the golden cases.
        source_roots: folders that hold top-level packages.
        exclude: ``fnmatch`` patterns of paths that are never read.
        documents: ``fnmatch`` patterns of notebooks and Markdown files whose Python is searched.
        failure_guards: method or function names whose ``with`` blocks expect a failure, besides
            ``pytest.raises`` and ``assertRaises``.
        legacy_tests: ``fnmatch`` patterns of the legacy symbols' own tests.
        pure_calls: dotted names, such as ``logging.getLogger``, whose calls on import have no side effect.
        extend_select: codemods that run on request only, to run with the others.
        unsafe: apply unsafe rewrites too.
        line_length: where added import statements wrap.
        journal_runs: how many runs the journal keeps, to be rolled back.
        cache_dir: a folder below the root for what runs remember; "" means the user's own cache folder.
        max_file_size: files of more bytes are never parsed, whatever the command.
        file_time_limit: seconds that deciding a file may take; after that it has failed.
        inventory: what ``migrate-engines inventory`` looks for.
        compliance: what ``migrate-engines compliance`` holds the tree to.
        verify: the phases that ``migrate-engines verify`` runs.
    """

    root: Path
    codemods: tuple[str, ...] = ()
    golden: str = "golden"
    source_roots: tuple[str, ...] = (".", "src")
    exclude: tuple[str, ...] = ()
    documents: tuple[str, ...] = ("*.ipynb",)
    failure_guards: tuple[str, ...] = ()
    legacy_tests: tuple[str, ...] = ()
    pure_calls: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    unsafe: bool = False
    line_length: PositiveInt = 88
    journal_runs: PositiveInt = 20
    cache_dir: str = ""
    max_file_size: PositiveInt = 2_000_000
    file_time_limit: PositiveInt = 120
    inventory: InventorySettings = InventorySettings()
    compliance: ComplianceSettings = ComplianceSettings()
    verify: VerifySettings = field(default_factory=VerifySettings)

    def inside(self, name: str) -> Path:
        """A file or folder that the settings name.

        Raises:
            InputError: a symbolic link on its path leads out of the root.
        """
        path = self.root / name
        if not path.resolve().is_relative_to(self.root.resolve()):
            what = "A symbolic link leads from there out of the project"
            raise InputError([Problem(path.as_posix(), 0, what, "Put the file itself there.")])
        return path
