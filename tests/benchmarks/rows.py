"""What is measured on one tree: each row is a goal of the project."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from measure import Command, Measured, Unusable, measured
from peers import Peers
from trees import python_files, shuffled

from migrate_engines.cli.codemods import configured_codemods
from migrate_engines.deciding.table import words_of
from migrate_engines.model.report import Mode
from migrate_engines.model.rule import Codemod, ManualReview, Redirect
from migrate_engines.running.ground import ground_of
from migrate_engines.running.request import Request
from migrate_engines.running.run import run
from migrate_engines.settings import Settings, load_settings

_LIST = 20
_SAMPLE_OF_LIBCST = 40
_MEMORY = 150


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; ``is_met`` is None where there is nothing to compare with.

    ``took`` is by the clock and in seconds of processors, which a busy machine says less wrong.
    """

    what: str
    took: str
    goal: str
    is_met: bool | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bench:
    """One tree with the programs; ``state`` is a folder for caches."""

    tree: Path
    peers: Peers
    state: Path
    runs: int

    def rows(self) -> Iterator[Row]:
        yield from self._whole_tree()
        yield from self._hook()

    def tool(self, name: str, *words: str, **options: object) -> Command:
        variables = {"MIGRATE_ENGINES_CACHE_DIR": str(self.state / name.replace(" ", "-"))}
        program = self.peers.program("migrate-engines")
        return Command(name, [program, *words], self.tree, variables, **options)  # type: ignore[arg-type]

    def _whole_tree(self) -> Iterator[Row]:
        cold = self.tool("cold", "--dry-run", prepare=partial(self._forget, "cold"))
        warm = self.tool("warm", "--dry-run")
        changed = self.tool("one file changed", "--dry-run", prepare=self._change)
        plain = self._without_names()
        other = self.tool("another file changed", "--dry-run", prepare=partial(self._add_to, plain))
        grep = Command("git grep", ["git", "grep", "-lF", "ExecutionEngine", "--", "*.py"], self.tree)
        typer = Command("bare typer", [self.peers.python, self.peers.folder / "bare_typer.py"], self.tree)
        ruff = [] if "ruff" in self.peers.missing else [self._ruff()]
        found = measured([cold, warm, grep, typer, *ruff], self.runs)
        for each in (other, changed):  # apart: they change the tree that the others find unchanged
            found |= measured([each], self.runs)
        yield self._cold(found)
        yield self._against_libcst(found["cold"])
        limit = 3 * found["git grep"].wall + found["bare typer"].wall
        told = f"3 times git grep: {_both(found['git grep'])}, and a bare typer: {_both(found['bare typer'])}"
        yield _row("warm: nothing changed", found["warm"], told, limit)
        limit = 1.2 * found["warm"].wall
        quiet, named = found["another file changed"], found["one file changed"]
        yield _row("one file changed since, without a legacy name", quiet, "1.2 times warm", limit)
        yield _row("one file changed since, with legacy names", named, "1.2 times warm", limit)
        peak = max(
            filter(None, (each.peak for each in found.values() if each.name in ("cold", "warm"))),
            default=None,
        )
        if peak is None:
            yield Row("memory: largest process", "not measured on this system", f"{_MEMORY} MB", None)
        else:
            yield Row("memory: largest process", f"{peak:.0f} MB", f"{_MEMORY} MB", peak <= _MEMORY)

    def _cold(self, found: dict[str, Measured]) -> Row:
        if "ruff" not in found:
            return _row(
                "cold: no cache", found["cold"], "ruff, which is missing", None, self.peers.missing["ruff"]
            )
        goal = f"ruff TID251 --no-cache: {_both(found['ruff'])}"
        return _row("cold: no cache", found["cold"], goal, found["ruff"].wall)

    def _ruff(self) -> Command:
        words: list[str | Path] = [self.peers.program("ruff"), "check", "--isolated", "--no-cache", "--quiet"]
        words += ["--select", "TID251"]
        for symbol in _retired(self._codemods()):
            words += ["--config", f'lint.flake8-tidy-imports.banned-api."{symbol}".msg = "retired"']
        return Command("ruff", [*words, "."], self.tree, codes=frozenset({0, 1}))

    def _against_libcst(self, cold: Measured) -> Row:
        """LibCST renames one class in a sample of files, which is scaled by bytes."""
        files = python_files(self.tree)
        some = shuffled(files)[:_SAMPLE_OF_LIBCST]
        old, new = "acme.engines.OldEngine", "acme.engines.NewEngine"
        words = [self.peers.python, "-m", "libcst.tool", "codemod", "rename.RenameCommand", "-j", "2", "-u"]
        words += ["--no-format", "--old_name", old, "--new_name", new, *some]
        says = f"Transformed {len(some)} files successfully"
        try:
            sample = measured([Command("libcst", words, self.tree, says=says)], 1)["libcst"]
        except Unusable as error:
            return Row("cold, against libcst", _s(cold.wall), "1/1000 of libcst", None, str(error))
        share = self._bytes(files) / self._bytes(some)
        whole = sample.wall * share
        note = f"{len(some)} files in {_s(sample.wall)}, times {share:.0f} by bytes"
        goal = f"1/1000 of libcst's RenameCommand -j 2 ({_s(whole)}, scaled)"
        return _row(
            "cold, against libcst", cold, goal, whole / 1000, f"{note}; {whole / cold.wall:.0f} times faster"
        )

    def _bytes(self, paths: Sequence[str]) -> int:
        return sum((self.tree / path).stat().st_size for path in paths)

    def _hook(self) -> Iterator[Row]:
        quiet, left = self._files_without_names()
        start = Command("python -c pass", [self.peers.python, "-c", "pass"], self.tree)
        hook = self.tool("hook", *quiet)
        measured([hook], 2)  # an answer is kept when it was asked for twice
        unseen = self.tool("unseen", *quiet, prepare=partial(self._add_to, *quiet))
        found = measured([start, hook], 4 * self.runs)
        found |= measured([unseen], self.runs)  # apart, too: a file with a rewrite matters to all runs
        if rewritten := self._file_with_rewrite():
            words = ("--dry-run", rewritten)
            rewrite = self.tool("rewrite", *words, prepare=partial(self._add_to, rewritten))
            # Apart, since what takes seconds leaves neither the processor's caches nor its clock as they were.
            found |= measured([rewrite], 4 * self.runs)
            found |= measured([self.tool("first", *words, prepare=partial(self._forget, "first"))], self.runs)
        base, took = found["python -c pass"], found["hook"]
        ratio = took.cpu / base.cpu
        note = f"{took.wall / base.wall:.2f} times by the clock, {ratio:.2f} by processor time"
        note += f"; {left} files drawn first were left out, for they name something that is missing"
        goal = f"1.3 times python -c pass: {_both(base)}"
        yield _row(f"hook: {len(quiet)} files without a legacy name", took, goal, 1.3 * base.wall, note)
        yield _row("the same, contents never seen before", found["unseen"], "none", None)
        if "rewrite" in found:
            limit = took.wall + 0.5
            yield _row(
                "hook: 1 file with a rewrite", found["rewrite"], "0.5 s more than the hook above", limit
            )
            yield _row("the same, in a tree never seen before", found["first"], "none", None)

    def _files_without_names(self) -> tuple[list[str], int]:
        found: list[str] = []
        left = 0
        for path in self._quiet():
            if len(found) == _LIST:
                break
            request = Request((self.tree / path,))
            if ground_of(request, self._settings(), self._codemods()) is None:
                left += 1
            else:
                found.append(path)
        return found, left

    def _file_with_rewrite(self) -> str | None:
        """A file that a run on it alone rewrites: as it was before, in a tree that is migrated."""
        settings, codemods = self._settings(), self._codemods()
        whole = run(Request((), Mode.APPLY, allow_dirty=True, keeps_journal=False), settings, codemods)
        for result in whole.rewritten:
            path = self.tree / result.path
            if result.before is None or not result.path.endswith(".py"):
                continue
            path.write_bytes(result.before)
            if run(Request((path,), Mode.DRY_RUN), settings, codemods).rewritten:
                return result.path
            path.write_bytes(result.after)
        return None

    def _without_names(self) -> str:
        """A file as most are: it holds no word of the rules."""
        return next(self._quiet())

    def _quiet(self) -> Iterator[str]:
        """The files that hold no word of the rules, shuffled."""
        words = [word.encode() for word in words_of(self._codemods(), self._names())]
        for path in shuffled(python_files(self.tree)):
            data = (self.tree / path).read_bytes()
            if not any(word in data for word in words):
                yield path

    def _change(self) -> None:
        """A comment more in a file that the run looks at."""
        self._add_to(self._matching()[0])

    def _add_to(self, *names: str) -> None:
        for path in (self.tree / name for name in names):
            path.write_bytes(path.read_bytes().rstrip(b"\n") + b"\n# one more line\n")

    def _forget(self, name: str) -> None:
        shutil.rmtree(self.state / name, ignore_errors=True)

    def _matching(self) -> list[str]:
        words = [word.encode() for word in words_of(self._codemods(), self._names())]
        data = ((path, (self.tree / path).read_bytes()) for path in python_files(self.tree))
        return [path for path, text in data if b"class " in text and any(word in text for word in words)]

    def _settings(self) -> Settings:
        return load_settings(self.tree)

    def _codemods(self) -> Sequence[Codemod]:
        return configured_codemods(self._settings())

    def _names(self) -> frozenset[str]:
        return frozenset(each.name for each in self._codemods() if not each.on_request)


def _retired(codemods: Sequence[Codemod]) -> list[str]:
    """Dotted names of what the rules retire, for a linter that bans imports."""
    names: set[str] = set()
    for rule in (rule for codemod in codemods for rule in codemod.rules):
        if isinstance(rule, ManualReview):
            names.update(rule.symbols)
        elif isinstance(rule, Redirect):
            names.update(f"{rule.module}.{name}" for name, _ in rule.names)
    return sorted(names)


def _row(what: str, took: Measured, goal: str, limit: float | None, note: str = "") -> Row:
    if limit is None:
        return Row(what, _both(took), goal, None, note)
    ratio = f"{took.wall / limit:.2f} of the goal"
    return Row(what, _both(took), goal, took.wall <= limit, f"{ratio}; {note}" if note else ratio)


def _both(took: Measured) -> str:
    return f"{_s(took.wall)} ({_s(took.cpu)})"


def _s(seconds: float) -> str:
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds:.1f} s" if seconds < 600 else f"{seconds / 60:.0f} min"
