"""Where a cold run spends its time, by Python's profiler: shares, for it makes small functions look slow."""

import os
import pstats
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

from peers import Peers

_SCRIPT = """
import cProfile
profile = cProfile.Profile()
profile.enable()
try:
    from migrate_engines.cli.main import main
    main(["--dry-run"])
except SystemExit:
    pass
finally:
    profile.disable()
    profile.dump_stats({file!r})
"""


_BUILTINS = {
    "<built-in method builtins.compile>": "parsing to syntax trees (`ast.parse`)",
    "<built-in method builtins.exec>": "running modules as they are imported",
    "<method 'findall' of 're.Pattern' objects>": "regular expressions over texts",
    "<method 'read' of '_io.FileIO' objects>": "reading files",
    "<method 'read' of '_io.BufferedReader' objects>": "reading files",
    "<built-in method marshal.loads>": "imports",
}


def where_the_time_goes(tree: Path, peers: Peers) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "stats"
        script = _SCRIPT.format(file=str(file))
        variables = {"MIGRATE_ENGINES_CACHE_DIR": folder}
        subprocess.run(
            [peers.python, "-c", script],
            cwd=tree,
            env={**os.environ, **variables},
            check=True,
            capture_output=True,
        )
        stats = pstats.Stats(str(file)).stats  # type: ignore[attr-defined]
    shares: Counter[str] = Counter()
    for (path, _, name), (_, _, own, _, _) in stats.items():
        shares[_place(path, name)] += own
    total = sum(shares.values())
    lines = [f"| {place} | {share / total:.0%} |" for place, share in shares.most_common(8)]
    return "\n".join(["Where a cold run spends its time, by the profiler:", "", "| | |", "|---|---|", *lines])


def _place(path: str, name: str) -> str:
    """A room of the tool, or a function of the interpreter that does the work."""
    parts = Path(path).parts
    if "migrate_engines" in parts:
        rest = parts[parts.index("migrate_engines") + 1 :]
        return f"`{rest[0].removesuffix('.py')}`"
    if path == "~":
        return _BUILTINS.get(name, "other functions of the interpreter")
    if "libcst" in parts:
        return "libcst"
    if "importlib" in path:
        return "imports"
    return "the rest of the standard library and of the dependencies"
