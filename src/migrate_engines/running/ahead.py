"""Searches that a run is sure to make, made in processes before it comes to them.

What they find out is known to the run, as if an earlier one had. So nothing depends on it but time.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from migrate_engines.running.lost import START_METHOD
from migrate_engines.running.workers import Workers, answered
from migrate_engines.tree.prefilter import count_searched, matching_files, unsearched
from migrate_engines.tree.texts import Texts

# So many files are searched sooner than processes have begun.
_FEW = 1_000
# For each process several, since some take longer than others.
_SHARES = 4

Look: TypeAlias = Callable[[Texts], object]


def search_ahead(
    root: Path, paths: Sequence[str], words: Sequence[str], looks: Sequence[Look], workers: Workers
) -> None:
    """Search files for words, and take ``looks`` at the texts that hold one.

    Only where it is known what the files hold: all else would be looked at twice. And only in processes that
    know what this one does, which those that have to load the program do not.
    """
    if START_METHOD != "fork" or workers.most < 2 or len(paths) - count_searched(words) < _FEW:
        return
    waiting = unsearched(paths, words)
    if len(waiting) < _FEW:
        return
    count = workers.most * _SHARES
    search = _Search(root, [waiting[number::count] for number in range(count)], words, looks)
    shares = [str(number) for number in range(count)]
    with suppress(OSError):  # where no process can be started, the run does it
        for _ in answered(search, shares, workers.most, workers.seconds):
            pass  # nor does it matter whether one is lost


class _Search(Struct, frozen=True):
    root: Path
    shares: Sequence[Sequence[str]]
    words: Sequence[str]
    looks: Sequence[Look]

    def __call__(self, number: str) -> None:
        matched, _ = matching_files(self.root, self.shares[int(number)], self.words)
        texts = Texts(matched)
        for look in self.looks:
            look(texts)
