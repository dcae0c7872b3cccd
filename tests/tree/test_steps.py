"""Steps are made once for the same contents, and anew wherever anything is different."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from migrate_engines.tree.digest import Digest, digest_of, joined
from migrate_engines.tree.steps import Step, collected, keep_collected, keeping
from migrate_engines.tree.texts import FileContents, Texts
from migrate_engines.tree.trace import traced

NAMES = Step("names", list[str])
ONE, OTHER = digest_of(b"one"), digest_of(b"other")


class Kept:
    """In memory; ``paths`` are the contents that files of the tree have."""

    def __init__(self, paths: dict[str, bytes] | None = None) -> None:
        self.rows: dict[tuple[Digest, Digest], bytes] = {}
        self.paths = paths or {}

    def digest(self, path: str) -> Digest | None:
        return digest_of(self.paths[path]) if path in self.paths else None

    def has_digests(self, paths: Iterable[str]) -> bool:
        return self.paths.keys() >= set(paths)

    def find(self, step: Digest, contents: Digest) -> bytes | None:
        return self.rows.get((step, contents))

    def find_at(self, step: Digest, paths: Sequence[str]) -> dict[str, bytes]:
        known = {path: self.digest(path) for path in paths}
        found = {path: self.find(step, each) for path, each in known.items() if each is not None}
        return {path: result for path, result in found.items() if result is not None}

    def count(self, step: Digest) -> int:
        return sum(each == step for each, _ in self.rows)

    def keep(self, step: Digest, contents: Digest, result: bytes) -> None:
        self.rows[step, contents] = result


def test_nothing_is_kept_where_nobody_does() -> None:
    assert NAMES.made(ONE, lambda: ["a"]) == ["a"]
    assert NAMES.made(ONE, lambda: ["b"]) == ["b"]
    assert NAMES.found(ONE) is None


def test_a_step_is_made_once_for_the_same_contents() -> None:
    with keeping(Kept()):
        assert NAMES.made(ONE, lambda: ["a"]) == ["a"]
        assert NAMES.made(ONE, lambda: ["b"]) == ["a"]
        assert NAMES.made(OTHER, lambda: ["b"]) == ["b"]


@pytest.mark.parametrize(
    "other",
    [Step("names", list[str], ("x",)), Step("more names", list[str]), Step("name", list[str], ("s",))],
)
def test_another_step_has_results_of_its_own(other: Step[list[str]]) -> None:
    with keeping(Kept()):
        NAMES.made(ONE, lambda: ["a"])
        assert other.made(ONE, lambda: ["b"]) == ["b"]


def test_what_a_step_is_about_is_not_run_together() -> None:
    first, second = Step("s", bool, ("ab", "c")), Step("s", bool, ("a", "bc"))
    with keeping(Kept()):
        first.keep(ONE, True)
        assert second.found(ONE) is None
    assert joined(ONE, "ab", "c") != joined(ONE, "a", "bc")


@pytest.mark.parametrize("data", [b"", b"\xc1", b"\x01", b"\x91\x01"])
def test_a_result_of_another_shape_is_none(data: bytes) -> None:
    kept = Kept()
    with keeping(kept):
        NAMES.keep(ONE, ["a"])
        kept.rows = dict.fromkeys(kept.rows, data)
        assert NAMES.made(ONE, lambda: ["b"]) == ["b"]


def test_what_is_no_text_is_not_kept() -> None:
    with keeping(Kept()):
        assert NAMES.made(ONE, lambda: ["\udce9"]) == ["\udce9"]
        assert NAMES.found(ONE) is None


def test_another_process_tells_what_it_made() -> None:
    kept = Kept({"a.py": b"one"})
    with keeping(kept):
        NAMES.keep(ONE, ["a"])
        with collected() as elsewhere:
            assert NAMES.of_path("a.py", lambda: b"", lambda data: ["b"]) == ["a"]
            NAMES.keep(OTHER, ["c"])
            assert NAMES.found(OTHER) == ["c"]
        assert NAMES.found(OTHER) is None
        keep_collected(elsewhere.results)
        assert NAMES.found(OTHER) == ["c"]


def test_a_process_that_knows_nothing_tells_all_the_same() -> None:
    with collected() as elsewhere:
        assert NAMES.of_path("a.py", lambda: b"", lambda data: ["a"]) == ["a"]
        NAMES.keep(ONE, ["b"])
    assert len(elsewhere.results) == 1


def test_texts_of_which_all_is_known_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("alpha")
    texts = Texts(FileContents(tmp_path, ["a.py"], {}))
    kept = Kept({"a.py": b"alpha"})
    with keeping(kept):
        assert texts.each(NAMES, str.split) == {"a.py": ["alpha"]}
        (tmp_path / "a.py").write_text("changed since the run began")
        assert texts.each(NAMES, str.split) == {"a.py": ["alpha"]}
        kept.paths = {"a.py": b"changed since the run began"}
        assert texts.each(NAMES, str.split) == {"a.py": ["changed", "since", "the", "run", "began"]}


def test_a_text_that_has_vanished_says_nothing(tmp_path: Path) -> None:
    texts = Texts(FileContents(tmp_path, ["a.py", "b.py"], {"b.py": b"known"}))
    assert dict(texts) == {"a.py": "", "b.py": "known"}


def test_what_was_made_of_other_bytes_than_the_run_began_with_is_not_kept() -> None:
    with keeping(Kept({"a.py": b"one"})), traced() as trace:
        assert NAMES.of_path("a.py", lambda: b"other", lambda data: ["a"]) == ["a"]
        assert NAMES.found(ONE) is None
        assert trace.is_torn
