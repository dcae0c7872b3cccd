"""The answer of a call, kept for the next one.

That of a run over the whole tree, which writes nothing, holds as long as all that the run has read there.
What such a run has searched for tells also that files have nothing to report. For files alone an answer
that is found faster is worked out when it was asked for twice: most files change between two commits.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from migrate_engines import replay
from migrate_engines.cache.answers import UNKNOWN, entry, report_lines, seen_lines, write_entry
from migrate_engines.cli.resting import resting_lines
from migrate_engines.model.report import Mode, Report
from migrate_engines.model.result import Unchanged
from migrate_engines.running.request import Request
from migrate_engines.settings import Settings
from migrate_engines.tree.listing import code_endings

if TYPE_CHECKING:
    from migrate_engines.cache.looked import Looked
    from migrate_engines.model.rule import Codemod
    from migrate_engines.running.remembered import Remembered


class Answer(Struct, frozen=True):
    """The exit code, what goes to stdout and to stderr; ``is_plain`` where a terminal shows it uncoloured."""

    code: int
    out: str | bytes
    err: str
    is_plain: bool = True


class Call(Struct, frozen=True):
    """A call by its words, and what it ran on; ``began`` is a time before, in nanoseconds."""

    words: list[str]
    request: Request
    settings: Settings
    codemods: Callable[[], Sequence["Codemod"]]
    began: int

    @property
    def name(self) -> str | None:
        """None where it cannot be answered again."""
        return replay.call_of(self.words)


def remember(call: Call, made: "Remembered", answer: Answer) -> None:
    """Keep the answer with what it rests on, where it is one that can be given again.

    A cache that cannot be written saves nothing, and does no harm either.
    """
    name = call.name
    if name is None or made.report.notes or made.report.run:
        return
    with suppress(OSError, UnicodeError):
        if not call.request.paths:
            if call.request.mode is not Mode.APPLY:
                _remember_report(name, call, made.looked, answer)
        elif _is_silent(made.report):
            _remember_tree(call, made.looked)
            _remember_files(name, call, answer)


def forget(root: Path) -> int:
    """Remove the answers to calls in a root; how many there were. Raises OSError."""
    folder = Path(replay.answers_folder())
    own = [path for path in folder.iterdir() if _root_of(path) == str(root)] if folder.is_dir() else []
    for path in own:
        path.unlink(missing_ok=True)
    return len(own)


def _root_of(entry: Path) -> str | None:
    lines = replay.lines_of(entry.read_bytes())
    return lines[1] if lines else None


def _is_silent(report: Report) -> bool:
    return all(isinstance(each, Unchanged) and not each.findings for each in report.results)


def _remember_report(name: str, call: Call, looked: "Looked | None", answer: Answer) -> None:
    tree = _remember_tree(call, looked)
    if tree is not None:
        root, is_plain = call.settings.root, answer.is_plain
        write_entry(name, report_lines(root, tree, answer.code, answer.out, answer.err, is_plain=is_plain))


def _remember_tree(call: Call, looked: "Looked | None") -> str | None:
    """The name that is given to a tree; None where it is not known what the answer rests on.

    Raises:
        OSError: the cache cannot be written, or a file is gone.
        UnicodeError: a name is no text.
    """
    entries = replay.trees(call.words)
    if looked is None or not entries:
        return None
    resting = resting_lines(call.request, call.settings, call.began, looked=looked)
    if resting is None or not looked.surroundings.hold(looked.root):
        return None
    name = os.urandom(16).hex()
    write_entry(entries[0], looked.entry(name, code_endings(call.settings), resting))
    return name


def _remember_files(name: str, call: Call, answer: Answer) -> None:
    out = answer.out.decode() if isinstance(answer.out, bytes) else answer.out
    if any(text and not _is_line(text) for text in (out, answer.err)):
        return
    seen = seen_lines(call.settings.root, map(str, call.request.paths))
    if entry(name) != seen:
        write_entry(name, seen)
        return
    # Imported late: it is seldom asked for, and is most of the program.
    from migrate_engines.running.ground import ground_of

    root = str(call.settings.root)
    ground = ground_of(call.request, call.settings, call.codemods())
    lines = resting_lines(call.request, call.settings, call.began, ground=ground) if ground else None
    if lines is None:
        write_entry(name, [UNKNOWN, root])
    else:
        texts = [text.rstrip("\n") for text in (out, answer.err)]
        write_entry(name, ["answer", root, *texts, *lines])


def _is_line(text: str) -> bool:
    return text.isascii() and text.endswith("\n") and text.count("\n") == 1 and text[:-1].isprintable()
