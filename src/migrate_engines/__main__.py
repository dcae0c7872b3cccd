"""The way into the program, and ``python -m migrate_engines``.

A hook runs this for every commit, mostly with nothing to do, so the answer to a call that was made before is
looked for first, then whether the tree still is what a run made of it; the whole program takes ten times as
long to load.
"""

import sys

from migrate_engines import replay


def main() -> None:
    """Answer as before where nothing has changed; else run the command line. Exits."""
    words = sys.argv[1:]
    call = replay.call_of(words)
    code = replay.given_again(call) if call is not None else None
    if code is None and call is not None and replay.knows_trees(words):
        from migrate_engines.cache.same_tree import answered

        code = answered(words)
    if code is not None:
        sys.exit(code)
    from migrate_engines.cli.main import main as run_command_line

    run_command_line(words)


if __name__ == "__main__":
    main()
