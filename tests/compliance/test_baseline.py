"""The baseline: what it knows, that it only shrinks, and what becomes of a file that is none."""

from collections.abc import Callable
from pathlib import Path

import pytest
from gate_settings import TABLE

from migrate_engines.compliance.baseline import read_baseline, render_baseline
from migrate_engines.compliance.compliance import Compliance
from migrate_engines.compliance.finding import Status
from migrate_engines.model.gate import Gate
from migrate_engines.model.problem import InputError

ENGINE = (
    "class Engine:\n    def __init__(self, context):\n        self.context = context\n\n"
    "    def execute(self, task):\n        return self.context.plan(task).run()\n"
)
OLD = ENGINE.replace("class Engine", "class OldEngine").replace("plan(", "agent(")
FILES = {
    "acme/engine.py": ENGINE,
    "acme/old.py": OLD,
    "acme/worker.py": "from acme.old import OldEngine\n\n\ndef work(context):\n    OldEngine(context)\n    OldEngine(context)\n",
}


def write(root: Path, compliance: Compliance) -> None:
    (root / "migrate-engines-baseline.json").write_bytes(
        render_baseline(compliance.standing, compliance.unjudged)
    )


def numbers(compliance: Compliance) -> tuple[int, int, int]:
    """New, known and settled."""
    return (
        compliance.total(Status.NEW),
        compliance.total(Status.KNOWN),
        sum(number for _, number in compliance.settled),
    )


def test_everything_is_known_once_it_is_in_the_baseline(judge: Callable[..., Compliance], tmp_path: Path):
    first = judge(FILES)
    assert (numbers(first), first.exit_code, first.has_baseline) == ((4, 0, 0), 1, False)
    write(tmp_path, first)
    again = judge(FILES)
    assert (numbers(again), again.exit_code, again.has_baseline) == ((0, 4, 0), 0, True)


def test_lines_that_move_change_nothing(judge: Callable[..., Compliance], tmp_path: Path):
    write(tmp_path, judge(FILES))
    moved = {path: f'"""Moved."""\n\n{text}' for path, text in FILES.items()}
    assert numbers(judge(moved)) == (0, 4, 0)


def test_one_more_of_the_same_is_new(judge: Callable[..., Compliance], tmp_path: Path):
    write(tmp_path, judge(FILES))
    more = FILES | {"acme/worker.py": FILES["acme/worker.py"] + "    OldEngine(context)\n"}
    found = judge(more)
    assert numbers(found) == (1, 4, 0)
    assert [each.location.line for each in found.new] == [7]


def test_a_settled_finding_that_comes_back_after_the_update_is_new(
    judge: Callable[..., Compliance], tmp_path: Path
):
    write(tmp_path, judge(FILES))
    less = FILES | {"acme/worker.py": ""}
    settled = judge(less)
    assert numbers(settled) == (0, 1, 3)
    write(tmp_path, settled)
    assert numbers(judge(less)) == (0, 1, 0)
    assert numbers(judge(FILES)) == (3, 1, 0)


def test_entries_of_a_gate_that_is_left_out_are_kept(judge: Callable[..., Compliance], tmp_path: Path):
    write(tmp_path, judge(FILES))
    without = judge(FILES, f'{TABLE}[tool.migrate-engines.compliance]\nignore = ["legacy-use"]\n')
    assert numbers(without) == (0, 1, 0)
    write(tmp_path, without)
    assert numbers(judge(FILES)) == (0, 4, 0)


def test_entries_of_a_file_that_cannot_be_read_are_kept(judge: Callable[..., Compliance], tmp_path: Path):
    write(tmp_path, judge(FILES))
    broken = judge(FILES | {"acme/worker.py": "OldEngine(\n"})
    assert (numbers(broken), broken.exit_code) == ((0, 1, 0), 1)
    assert [each.path for each in broken.unread] == ["acme/worker.py"]
    write(tmp_path, broken)
    assert numbers(judge(FILES)) == (0, 4, 0)


def test_the_file_is_sorted_and_has_one_entry_a_line(judge: Callable[..., Compliance]):
    text = render_baseline(judge(FILES).standing).decode()
    entries = [line for line in text.splitlines() if line.startswith('    {"code"')]
    assert len(entries) == 3
    assert entries == sorted(entries)
    assert '"subject":"acme.old.OldEngine (call): OldEngine(context)","count":2' in entries[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[", "This is no baseline"),
        ('{"schema_version": 9, "findings": []}', "version 9, not 1"),
        ('{"schema_version": 1, "findings": [], "more": 1}', "This is no baseline"),
        ("\udcff", "This is no baseline"),
    ],
)
def test_a_file_that_is_no_baseline(text: str, told: str, tmp_path: Path):
    path = tmp_path / "baseline.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError, match=told):
        read_baseline(path)


def test_a_folder_is_no_baseline(tmp_path: Path):
    with pytest.raises(InputError, match="cannot be read"):
        read_baseline(tmp_path)


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ('registries = ["acme.registry"]', "`registries`: there is no class or module acme.registry"),
        ('channels = ["acme.ws.Emitter"]', "`channels`: there is no class acme.ws.Emitter"),
        ('context = ["acme.engine.Context"]', "`context`: there is no class acme.engine.Context"),
        ('ignore = ["import-cycles"]', "Did you mean `import-cycle`"),
    ],
)
def test_a_setting_that_would_turn_a_gate_off_in_silence(
    key: str, told: str, judge: Callable[..., Compliance]
):
    with pytest.raises(InputError, match=told):
        judge(FILES, f"{TABLE}[tool.migrate-engines.compliance]\n{key}\n")


def test_gates_that_are_not_configured_say_so(judge: Callable[..., Compliance]):
    found = judge(FILES)
    assert dict(found.not_judged).keys() == {
        Gate.DEPRECATED_NOT_REDIRECT,
        Gate.REGISTRY_USES_OTHER,
        Gate.EVENT_OUTSIDE_CHANNEL,
    }


def test_a_comment_in_a_file_that_cannot_be_read_is_not_called_unused(judge: Callable[..., Compliance]):
    text = "# migrate-engines: ignore[legacy-use] -- why\nfrom acme.old import OldEngine\n\n\ndef ():\n"
    found = judge(FILES | {"acme/worker.py": text})
    assert [each.path for each in found.unread] == ["acme/worker.py"]
    assert found.of(Gate.UNUSED_SUPPRESSION) == ()
