"""The way into the program, and ``python -m migrate_engines``.

A hook runs this for every commit, mostly with nothing to do, so the answer to a call that was made before is
looked for first, then whether the tree still is what a run made of it; the whole program takes ten times as
long to load.
"""

import gc
import os
import sys

from migrate_engines import replay

# Hardly anything of what is imported ever goes; to look for it takes a tenth of the time.
_RARELY = 100_000


def main() -> None:
    """Answer as before where nothing has changed; else run the command line. Exits."""
    words = sys.argv[1:]
    gc.set_threshold(_RARELY)
    try:
        code = _known(words)
        if code is not None:
            sys.exit(code)
        from migrate_engines.cli.main import main as run_command_line

        run_command_line(words)
    finally:
        _end()


def _end() -> None:
    """Leave nothing to another call, nor more than needs be to the interpreter."""
    if git_files := sys.modules.get("migrate_engines.tree.git_files"):
        git_files.forget_listing()
    # Else it looks at every object once more before it ends, which takes 0.1 s after a run.
    gc.freeze()


def _known(words: list[str]) -> int | None:
    """The exit code of an answer that was given; None where there is none."""
    call = replay.call_of(words)
    if call is None:
        return None
    code = replay.given_again(call)
    if code is None and replay.mode_of(words) != "apply" and os.path.exists(".git"):
        # Whatever follows asks for it. A run that may write asks while no other one does.
        from pathlib import Path

        from migrate_engines.tree.git_files import begin_listing

        begin_listing(Path.cwd())
    if code is None and replay.knows_trees(words):
        from migrate_engines.cache.same_tree import answered

        code = answered(words)
    return code


if __name__ == "__main__":
    main()
