"""``make bench``: the goals for speed, measured, and written into docs/performance.md.

SIZE is how many times the bundled sample is laid out, RUNS how many runs count. MIGRATE_ENGINES_CORPUS names a
real tree, which is copied, so that nothing in it changes.
"""

import argparse
import os
import platform
import re
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from measure import measured
from peers import REPOSITORY, Peers, installed
from profiling import where_the_time_goes
from rows import Bench, Row
from trees import copied, multiplied_sample, sizes

from migrate_engines.cli.codemods import configured_codemods
from migrate_engines.deciding.table import words_of
from migrate_engines.settings import load_settings

PAGE = REPOSITORY / "docs" / "performance.md"
_OTHERS = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=4)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", choices=["sample", "real"], help="one of the two trees")
    options = parser.parse_args()
    peers = installed(REPOSITORY / "build" / "benchmarks")
    for told in peers.missing.values():
        print(f"skipped: {told}")
    with tempfile.TemporaryDirectory(prefix="migrate-engines-bench-") as name:
        folder = Path(name)
        if options.only != "real":
            tree = multiplied_sample(folder / "sample", options.size, others=_OTHERS)
            bench = Bench(tree, peers, folder / "sample-state", options.runs)
            rows = [*bench.rows(), *growth(folder, peers, options.size, options.runs)]
            publish("sample", section(f"The bundled sample, {options.size} times", bench, rows))
        corpus = os.environ.get("MIGRATE_ENGINES_CORPUS")
        if corpus and options.only != "sample":
            bench = Bench(copied(Path(corpus), folder / "real"), peers, folder / "real-state", options.runs)
            publish("real", section("A real tree", bench, list(bench.rows())))


def growth(folder: Path, peers: Peers, size: int, runs: int) -> Iterator[Row]:
    """Cold runs over the sample, over twice as much that matches, and with twice as much that does not."""
    layouts = {"base": (size, _OTHERS), "twice": (2 * size, _OTHERS // 2), "others": (size, 2 * _OTHERS)}
    trees = {
        name: multiplied_sample(folder / name, times, others=others)
        for name, (times, others) in layouts.items()
    }
    benches = {name: Bench(tree, peers, folder / f"{name}-state", runs) for name, tree in trees.items()}
    commands = [
        bench.tool(name, "--dry-run", prepare=partial(shutil.rmtree, bench.state / name, ignore_errors=True))
        for name, bench in benches.items()
    ]
    found = measured(commands, runs)
    base, twice, others = (found[name].wall for name in layouts)
    yield Row(
        "growth: twice the bytes that match",
        f"{twice / base:.2f} times as long",
        "2 times",
        twice <= 2.2 * base,
    )
    added = (
        f"{others - base:+.2f} s for {sizes(trees['others'], [])[1] - sizes(trees['base'], [])[1]:,} bytes"
    )
    yield Row(
        "growth: twice the files that do not match",
        f"{others / base:.2f} times as long",
        "the scan",
        None,
        added,
    )


def section(title: str, bench: Bench, rows: list[Row]) -> str:
    codemods = configured_codemods(load_settings(bench.tree))
    words = sorted(words_of(codemods, frozenset(each.name for each in codemods if not each.on_request)))
    files, length, matching = sizes(bench.tree, words)
    verdicts = {True: "yes", False: "**no**", None: "-"}
    table = [
        f"| {row.what} | {row.took} | {row.goal} | {verdicts[row.is_met]} | {row.note} |" for row in rows
    ]
    return "\n".join(
        [
            f"## {title}",
            "",
            f"{files:,} Python files with {length / 1e6:.1f} MB, of which {matching:,} hold a word of the rules.",
            f"Medians of {bench.runs} runs (of {4 * bench.runs} for the hook), in turn with the programs that",
            f"they are compared with. {machine()}",
            "",
            "| run | took (processors) | goal, at most | met | |",
            "|---|---|---|---|---|",
            *table,
            *(f"\nNot compared: {told}." for told in bench.peers.missing.values()),
            "",
            where_the_time_goes(bench.tree, bench.peers),
        ]
    )


def machine() -> str:
    """What the figures were measured on."""
    return (
        f"Machine: {processor()}, {os.cpu_count()} processors, load {load()} at the end, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}."
    )


def processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    found = re.search(r"model name\s*:\s*(.*)", text)
    return found[1].strip() if found else platform.machine()


def load() -> str:
    try:
        return f"{os.getloadavg()[0]:.1f}"
    except (AttributeError, OSError):
        return "unknown"


def publish(name: str, text: str) -> None:
    """Print a section, and put it in its place on the page."""
    print(f"{text}\n", flush=True)
    page = PAGE.read_text(encoding="utf-8")
    begin, end = f"<!-- {name}: written by `make bench` -->\n", f"<!-- end of {name} -->"
    before, _, rest = page.partition(begin)
    after = rest.partition(end)[2]
    PAGE.write_text(f"{before}{begin}\n{text.rstrip()}\n\n{end}{after}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
