"""Whatever a file holds, the run ends, says what became of it, and goes on with its neighbour."""

import pytest
from nasty import LEGACY, Nasty, every_codec, nasty_files, rewritten
from small_tree import Place, result_of

from migrate_engines.model.result import Failed, Rewritten

# Those that people use; of the others it is enough that nothing is lost.
COMMON = frozenset(
    [
        "ascii",
        "big5",
        "cp1251",
        "cp1252",
        "cp437",
        "cp932",
        "cp949",
        "euc_jp",
        "euc_kr",
        "gb18030",
        "gb2312",
        "gbk",
        "iso2022_jp",
        "iso8859_1",
        "iso8859_15",
        "iso8859_2",
        "koi8_r",
        "latin_1",
        "mac_roman",
        "shift_jis",
        "utf_8",
    ]
)


@pytest.mark.parametrize("nasty", nasty_files(), ids=lambda each: each.name)
def test_one_nasty_file(place: Place, nasty: Nasty) -> None:
    (place.root / "bad.py").write_bytes(nasty.data)
    report = place.run()
    result = result_of(report, "bad.py")
    if nasty.is_readable:
        assert isinstance(result, Rewritten), result
    else:
        assert isinstance(result, Failed)
        assert (nasty.told or "cannot be parsed") in result.message
        assert "internal error" not in result.message
    assert (place.root / "bad.py").read_bytes() == nasty.after
    assert place.is_neighbour_done
    assert report.exit_code() == int(not nasty.is_readable)


@pytest.mark.parametrize("codec", every_codec())
def test_every_codec_that_python_has(place: Place, codec: str) -> None:
    data = f"# coding: {codec}\n".encode() + LEGACY
    (place.root / "bad.py").write_bytes(data)
    result = result_of(place.run(), "bad.py")
    assert isinstance(result, Rewritten if codec in COMMON else (Rewritten, Failed))
    after = rewritten(data) if isinstance(result, Rewritten) else data
    assert (place.root / "bad.py").read_bytes() == after
    assert place.is_neighbour_done


@pytest.mark.parametrize(
    "data",
    [
        b"# coding: utf-7\nfrom acme.pools import +AG0-ake_pool\n",
        LEGACY.decode().encode("utf-16"),
        LEGACY.decode().replace("make_pool", "\uff4dake_pool").encode(),
    ],
    ids=["utf-7", "utf-16", "wide-letters"],
)
def test_a_name_that_a_search_for_bytes_cannot_see_is_not_skipped(place: Place, data: bytes) -> None:
    assert b"make_pool" not in data
    (place.root / "bad.py").write_bytes(data)
    assert isinstance(result_of(place.run(), "bad.py"), Failed)


def test_what_else_is_in_a_file_of_other_letters_is_no_matter(place: Place) -> None:
    data = LEGACY + "area = 'm²'  # ﬁne, ①, 漢\n\uff57ide = 1\n".encode()
    (place.root / "bad.py").write_bytes(data)
    place.run()
    assert (place.root / "bad.py").read_bytes() == rewritten(data)


def test_the_limit_of_size_can_be_raised_and_lowered(place: Place) -> None:
    (place.root / "bad.py").write_bytes(LEGACY + b"x = 1\n" * 100)
    failed = result_of(place.run(max_file_size=500), "bad.py")
    assert isinstance(failed, Failed)
    assert "max-file-size" in failed.message
    assert isinstance(result_of(place.run(max_file_size=1000), "bad.py"), Rewritten)


def test_a_file_without_a_word_of_the_rules_may_be_as_large_as_it_likes(place: Place) -> None:
    (place.root / "bad.py").write_bytes(b"x = 1\n" * 1000)
    assert result_of(place.run(max_file_size=500), "bad.py") is None


def test_a_module_that_is_too_large_is_not_read_where_a_name_leads_there_either(place: Place) -> None:
    (place.root / "bad.py").write_bytes(b"from acme.pools import make_pool as old\n" + b"x = 1\n" * 100)
    (place.root / "user.py").write_bytes(b"from bad import old\n\npool = old(3)\n")
    report = place.run(max_file_size=500)
    assert isinstance(result_of(report, "bad.py"), Failed)
    assert (place.root / "user.py").read_bytes().startswith(b"from bad import old\n")


def test_a_module_of_the_rules_with_an_annotation_that_nobody_can_read(place: Place) -> None:
    """It is read to know what a name means, outside of the decision about any one file."""
    pools = place.root / "acme" / "pools.py"
    pools.write_text(pools.read_text().replace("(size):\n", f"(size) -> '{'-' * 100_000}a':\n"))
    report = place.run()
    assert place.is_neighbour_done
    assert report.exit_code() == 0


def test_all_small_ones_at_once(place: Place) -> None:
    files = {f"n{number}.py": each for number, each in enumerate(nasty_files()) if len(each.data) < 100_000}
    for path, nasty in files.items():
        (place.root / path).write_bytes(nasty.data)
    report = place.run()
    results = {path: result_of(report, path) for path in files}
    assert {path for path, each in results.items() if isinstance(each, Failed)} == {
        path for path, each in files.items() if not each.is_readable
    }
    for path, nasty in files.items():
        calls = nasty.after.count(b"Pool(size=3)")
        assert (place.root / path).read_bytes().count(b"Pool(size=3)") == calls, nasty.name
    assert place.is_neighbour_done
    assert report.exit_code() == 1
