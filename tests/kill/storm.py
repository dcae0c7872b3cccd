"""Ends and hinders the command at its steps, and looks at what is left: `storm.py KILLS`.

After every kill each file is wholly the old one or the new one, the next run does not go on in silence, a
rollback restores the tree byte for byte, finishing makes what an undisturbed run makes, and so does a new
run after a rollback.
"""

import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from command import FAULTS, RANDOM, Ended, Moment, Step, fail_at, interrupt_at, kill_at, no_step, run
from project import Snapshot, lay_out, snapshot


class Broken(Exception):
    """A promise that was not kept."""


def expect(is_kept: bool, promise: str, *seen: object) -> None:
    if not is_kept:
        raise Broken("\n".join([promise, *map(str, seen)]))


@dataclass
class Storm:
    """``old`` and ``new`` are the tree before and after an undisturbed run."""

    place: Path
    old: Snapshot = field(default_factory=dict)
    new: Snapshot = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def tree(self) -> Path:
        return self.place / "tree"

    def prepare(self, *, migrated: bool = False) -> None:
        """The tree anew, without a journal; ``migrated``: after a run."""
        for name in ("tree", "state"):
            shutil.rmtree(self.place / name, ignore_errors=True)
        (self.place / "state").mkdir()
        lay_out(self.tree)
        if migrated:
            expect(run(self.tree).code == 0, "an undisturbed run succeeds")

    def learn(self) -> None:
        self.prepare()
        self.old = snapshot(self.tree)
        expect(run(self.tree).code == 0, "an undisturbed run succeeds")
        self.new = snapshot(self.tree)
        expect(len(self.changed(self.old, self.new)) == 4, "the run writes four files")

    def changed(self, one: Snapshot, other: Snapshot) -> list[str]:
        return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))

    def steps(self, *arguments: str, migrated: bool = False) -> int:
        self.prepare(migrated=migrated)
        return run(self.tree, *arguments).steps

    def kill_run(self, step: Step = no_step, killed: Moment | None = None) -> None:
        self.prepare()
        ended = run(self.tree, step=step, killed=killed)
        self.check_files(ended)
        self.both_ways_out()

    def kill_rollback(self, step: Step = no_step, killed: Moment | None = None) -> None:
        self.prepare(migrated=True)
        ended = run(self.tree, "rollback", step=step, killed=killed)
        self.check_files(ended)
        told = run(self.tree)
        if told.code == 2:
            expect("was interrupted" in told.err, "a new run names the interrupted one", told)
            ended = run(self.tree, "rollback", "--complete")
            expect(ended.code == 0, "an interrupted rollback can be finished", ended)
            self.is_old("a rollback that is finished restores the tree")
            told = run(self.tree)
        expect(told.code == 0, "a run succeeds afterwards", told)
        self.is_new("a run succeeds afterwards")

    def check_files(self, ended: Ended) -> None:
        expect(not ended.opened, "no file is written into where a kill could cut it", ended.opened)
        self.counts["kills" if ended.code == -9 else "ended first"] += 1
        for path, found in snapshot(self.tree).items():
            is_whole = found in (self.old.get(path), self.new.get(path))
            is_temporary = Path(path).name.startswith(".migrate-engines-")
            expect(is_whole or is_temporary, "a file is wholly old or wholly new", path, found)
        missing = self.old.keys() - snapshot(self.tree).keys()
        expect(not missing, "no file is lost", missing)

    def both_ways_out(self) -> None:
        is_interrupted = self.is_refused()
        saved = self.place / "saved"
        for name in ("tree", "state"):
            shutil.rmtree(saved / name, ignore_errors=True)
            shutil.copytree(self.place / name, saved / name)
        if is_interrupted:
            self.counts["interrupted"] += 1
            ended = run(self.tree, "rollback", "--complete")
            expect(ended.code == 0, "an interrupted run can be finished", ended)
            self.is_new("a run that is finished makes what an undisturbed one makes")
            expect(run(self.tree, "rollback").code == 0, "and it can be rolled back then")
            self.is_old("a finished run can be rolled back")
            for name in ("tree", "state"):
                shutil.rmtree(self.place / name)
                (saved / name).rename(self.place / name)
        self.roll_back_and_run()

    def is_refused(self) -> bool:
        """Whether the next run says that one was interrupted; it is asked without letting it write."""
        told = run(self.tree, "--check")
        told_so = "was interrupted" in told.err
        if told_so:
            refused = run(self.tree)
            expect(
                refused.code == 2 and "was interrupted" in refused.err, "no run goes on in silence", refused
            )
        return told_so

    def roll_back_and_run(self) -> None:
        ended = run(self.tree, "rollback")
        if ended.code == 2:
            expect("no run that could be rolled back" in ended.err, "only what is not there fails", ended)
        else:
            expect(ended.code == 0, "what was written can be rolled back", ended)
        self.is_old("a rollback restores the tree")
        ended = run(self.tree)
        expect(ended.code == 0, "a new run succeeds after a rollback", ended)
        self.is_new("a new run succeeds after a rollback")

    def is_old(self, promise: str) -> None:
        now = snapshot(self.tree)
        expect(now == self.old, promise, self.changed(now, self.old))

    def is_new(self, promise: str) -> None:
        now = snapshot(self.tree)
        expect(now == self.new, promise, self.changed(now, self.new))

    def hinder_run(self, step: Step) -> None:
        """A fault costs the files that it meets, and the report tells which; never anything else."""
        self.prepare()
        ended = run(self.tree, "--output-format", "json", step=step)
        self.counts["faults"] += 1
        expect(ended.code in (0, 1, 2), "a fault ends in an exit code", ended)
        expect("Traceback" not in ended.err, "a fault is told in words", ended)
        self.check_report(ended)
        self.roll_back_and_run()

    def check_report(self, ended: Ended) -> None:
        now = snapshot(self.tree)
        said = (
            {each["path"]: each["result"] for each in json.loads(ended.out)["files"]}
            if ended.code < 2
            else {}
        )
        for path in self.changed(self.old, self.new):
            is_new = now.get(path) == self.new.get(path)
            expect(is_new or now.get(path) == self.old.get(path), "a file is wholly old or wholly new", path)
            expect(is_new == (said.get(path) == "rewritten"), "the report says what was written", path, ended)

    def hinder_rollback(self, step: Step) -> None:
        self.prepare(migrated=True)
        ended = run(self.tree, "rollback", step=step)
        self.counts["faults"] += 1
        expect(ended.code in (0, 1, 2), "a fault ends in an exit code", ended)
        expect("Traceback" not in ended.err, "a fault is told in words", ended)
        for path in self.changed(self.old, self.new):
            found = snapshot(self.tree).get(path)
            expect(found in (self.old.get(path), self.new.get(path)), "a file is wholly old or new", path)
        for arguments in (["rollback", "--complete"], ["rollback"]):
            run(self.tree, *arguments)
        self.is_old("what was refused is restored when it can be")

    def interrupt_run(self, step: Step) -> None:
        self.prepare()
        ended = run(self.tree, step=step)
        self.counts["interrupts"] += 1
        expect(ended.code in (0, 130), "Ctrl-C has its exit code", ended)
        expect("Traceback" not in ended.err, "Ctrl-C is no accident", ended)
        self.both_ways_out()


def every_step(storm: Storm, stride: int = 1) -> Iterator[str]:
    for number in range(1, storm.steps() + 1, stride):
        yield f"run killed at step {number}"
        storm.kill_run(kill_at(number))
    for number in range(1, storm.steps("rollback", migrated=True) + 1, stride):
        yield f"rollback killed at step {number}"
        storm.kill_rollback(kill_at(number))


def some_moments(storm: Storm, kills: int) -> Iterator[str]:
    """Kills at any moment of a run or a rollback, before its first step, or after any other."""
    steps = {storm.kill_run: storm.steps(), storm.kill_rollback: storm.steps("rollback", migrated=True)}
    while storm.counts["kills"] < kills:
        kill = RANDOM.choice(list(steps))
        moment = Moment(RANDOM.randint(0, steps[kill]), RANDOM.uniform(0, 0.002))
        yield f"killed at {moment}"
        kill(killed=moment)


def every_fault(storm: Storm, stride: int = 1) -> Iterator[str]:
    for code in FAULTS:
        for persists in (False, True):
            for number in range(1, storm.steps() + 1, stride):
                yield f"run, error {code} at step {number}, {persists=}"
                storm.hinder_run(fail_at(number, code, persists=persists))
            for number in range(1, storm.steps("rollback", migrated=True) + 1, stride):
                yield f"rollback, error {code} at step {number}, {persists=}"
                storm.hinder_rollback(fail_at(number, code, persists=persists))


def every_interrupt(storm: Storm, stride: int = 1) -> Iterator[str]:
    for number in range(1, storm.steps() + 1, stride):
        yield f"Ctrl-C at step {number}"
        storm.interrupt_run(interrupt_at(number))


PARTS = {"steps": every_step, "faults": every_fault, "interrupts": every_interrupt}


def main(arguments: list[str]) -> int:
    """Parts by name (`steps/3` is every third step), or a number: so many kills at random moments.

    Prints the figures as JSON.
    """
    # In memory where that can be: what a killed process wrote is kept by the system, not by the disk.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with TemporaryDirectory(prefix="storm-", dir=memory) as name:
        storm = Storm(Path(name).resolve())
        os.environ["MIGRATE_ENGINES_STATE_DIR"] = str(storm.place / "state")
        storm.learn()
        for part in arguments:
            kind, _, stride = part.partition("/")
            is_count = part.isdecimal()
            played = some_moments(storm, int(part)) if is_count else PARTS[kind](storm, int(stride or 1))
            attempt = ""
            try:
                for each in played:
                    attempt = each
            except Broken as broken:
                print(f"{attempt}: {broken}", file=sys.stderr)
                return 1
        print(json.dumps(storm.counts, sort_keys=True))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
