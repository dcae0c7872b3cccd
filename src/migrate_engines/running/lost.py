"""What can be said of processes without the machinery for them, which a run on a few files does not load."""

import sys

from msgspec import Struct

# macOS and Windows have none that is safe. Threads would make it unsafe; those that there were have ended.
START_METHOD = "fork" if sys.platform == "linux" else "spawn"


class Lost(Struct, frozen=True):
    """What became of a task that has no answer.

    Attributes:
        exit_code: how its process ended, as ``multiprocessing`` says it; None where its time was up.
    """

    exit_code: int | None
