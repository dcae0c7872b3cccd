"""One codemod's edits taken out of a file that another edited too, or refused."""

from textwrap import dedent

import pytest

from migrate_engines.journal.plan import Part
from migrate_engines.journal.separation import Inseparable, without
from migrate_engines.model.journal import FixedLines

BEFORE = """\
from acme.old import Engine
from acme.pools import make_pool


def engine(registry, context):
    return Engine(registry, context)


def pool(size):
    return make_pool(size)
"""
AFTER = """\
from acme.fresh import UserEngine
from acme.pools import Pool


def engine(registry, context):
    return UserEngine(context=context, registry=registry)


def pool(size):
    return Pool(size=size)
"""
FIXED = {"engine": [1, 6], "pool": [2, 10]}
WITHOUT_ENGINE = """\
from acme.old import Engine
from acme.pools import Pool


def engine(registry, context):
    return Engine(registry, context)


def pool(size):
    return Pool(size=size)
"""


def fixed(lines: dict[str, list[int]]) -> list[FixedLines]:
    return [FixedLines(codemod, line, line) for codemod, found in lines.items() for line in found]


def undone(before: str, after: str, lines: dict[str, list[int]], *codemods: str) -> str:
    found = without(dedent(before).encode(), dedent(after).encode(), fixed(lines), frozenset(codemods))
    return found.decode()


def test_edits_that_are_apart():
    assert undone(BEFORE, AFTER, FIXED, "engine") == WITHOUT_ENGINE
    rest = undone(BEFORE, AFTER, FIXED, "pool")
    assert "from acme.fresh import UserEngine\nfrom acme.pools import make_pool\n" in rest
    assert "return UserEngine(" in rest
    assert "return make_pool(size)" in rest


def test_both_taken_out_is_the_old_file():
    assert undone(BEFORE, AFTER, FIXED, "engine", "pool") == BEFORE


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_line_ends_the_mark_and_a_missing_last_end_stay(newline):
    def encoded(text: str) -> bytes:
        return b"\xef\xbb\xbf" + text.removesuffix("\n").replace("\n", newline).encode()

    found = without(encoded(BEFORE), encoded(AFTER), fixed(FIXED), frozenset({"engine"}))
    assert found == encoded(WITHOUT_ENGINE)


def test_an_added_import_goes_with_the_only_edit_that_reads_it():
    before = """\
        import acme.old
        import acme.pools

        engine = acme.old.Engine()
        untouched = 1
        pool = acme.pools.make_pool(3)
        """
    after = """\
        import acme.old
        from acme.fresh import UserEngine
        import acme.pools
        from acme.pools import Pool

        engine = UserEngine()
        untouched = 1
        pool = Pool(size=3)
        """
    expected = """\
        import acme.old
        import acme.pools
        from acme.pools import Pool

        engine = acme.old.Engine()
        untouched = 1
        pool = Pool(size=3)
        """
    assert undone(before, after, {"engine": [4], "pool": [6]}, "engine") == dedent(expected)


def test_an_added_import_stays_for_the_others_that_read_it():
    before = "import acme\n\na = acme.old.one()\nuntouched = 1\nb = acme.old.two()\n"
    after = "import acme\nfrom acme.fresh import new\n\na = new(1)\nuntouched = 1\nb = new(2)\n"
    expected = "import acme\nfrom acme.fresh import new\n\na = acme.old.one()\nuntouched = 1\nb = new(2)\n"
    assert undone(before, after, {"one": [3], "two": [5]}, "one") == expected


REFUSED = {
    "the same line": (
        "x = one(two())\n",
        "x = new(newer())\n",
        {"one": [1], "two": [1]},
        "codemods edited the same lines",
    ),
    "lines that touch, and one grows": (
        "x = one()\ny = two()\n",
        "value = 1\nx = new(value)\ny = newer()\n",
        {"one": [1], "two": [2]},
        "codemods edited the same lines",
    ),
    "an import in the place of the other's": (
        "from a import one\nfrom a import two\nkept = 1\nx = one()\nkept = 1\ny = two()\n",
        "from a import new\nfrom b import newer\nkept = 1\nx = new(newer)\nkept = 1\ny = 2\n",
        {"one": [1, 4], "two": [2, 6]},
        "the name newer would be left without a reader",
    ),
    "imports that changed places": (
        "from a import one\nfrom a import two\n\none()\n",
        "from b import two\nfrom b import one\n\none()\n",
        {"one": [1], "two": [2]},
        "the name one would mean something else",
    ),
    "an import that the other needs": (
        "from a import one\n\nx = one()\nkept = 1\ny = two()\n",
        "from a import new\n\nx = new()\nkept = 1\ny = new()\n",
        {"one": [1, 3], "two": [5]},
        "the name new would mean something else",
    ),
    "an import that the other took away": (
        "from a import old\n\nx = old.one()\nkept = 1\ny = old.two()\n",
        "\nx = new()\nkept = 1\ny = newer()\n",
        {"two": [1, 5], "one": [3]},
        "the name old would mean something else",
    ),
    "an import that the other re-pointed": (
        "from a import Old\n\nx = Old()\nkept = 1\ny = Old.two()\n",
        "from b import Old\n\nx = Old(1)\nkept = 1\ny = 2\n",
        {"one": [3], "two": [1, 5]},
        "the name Old would mean something else",
    ),
    "an argument bound before the other's statement": (
        "x = one()\ny = (\n    two(f(), g())\n)\n",
        "x = new()\nvalue = f()\ny = (\n    newer(g(), value)\n)\n",
        {"one": [1], "two": [3]},
        "the name value would mean something else",
    ),
    "an edit of no use": (
        "x = one()\nkept = 1\nalias = 2\nkept = 3\ny = two()\n",
        "x = new()\nkept = 1\nrenamed = 2\nkept = 3\ny = newer()\n",
        {"one": [1], "two": [5]},
        "it has edits that belong to no single use",
    ),
    "one import statement for both": (
        "import a\n\nx = a.one()\nkept = 1\ny = a.two()\n",
        "import a\nfrom b import (\n    new,\n    newer,\n)\n\nx = new()\nkept = 1\ny = newer()\n",
        {"one": [3], "two": [5]},
        "an import that it added serves several codemods",
    ),
    "a local import for both": (
        "def f():\n    import a\n    kept = 1\n    x = a.one()\n    kept = 1\n    y = a.two()\n",
        "def f():\n    import a\n    from b import new\n    kept = 1\n    x = new()\n    kept = 1\n    y = new()\n",
        {"one": [4], "two": [6]},
        "an import that it added serves several codemods",
    ),
    "carriage returns": (
        "x = one()\rkept = 1\ry = two()\r",
        "x = new()\rkept = 1\ry = newer()\r",
        {"one": [1], "two": [3]},
        "its lines end in carriage returns",
    ),
    "a result that does not parse": (
        "if a:\n    x = one()\nkept = 1\ny = two()\n",
        "if a:\n    x = new(\nkept = 1)\ny = newer()\n",
        {"one": [2], "two": [3, 4]},
        "the rest would not be a file of Python",
    ),
}


@pytest.mark.parametrize(("before", "after", "lines", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_shown_to_be_right_is_refused(before, after, lines, why):
    with pytest.raises(Inseparable, match=why):
        undone(before, after, lines, "one")


def test_a_rollback_by_codemod(tree, actions):
    before, after = BEFORE.encode(), AFTER.encode()
    alone = before.replace(b"def pool", b"def other")
    tree.put(both=before, one=before, two=alone)
    edits = {
        "both.py": (before, after),
        "one.py": (before, before + b"# engine\n"),
        "two.py": (alone, b"x\n"),
    }
    marks = {
        "both.py": fixed(FIXED),
        "one.py": [FixedLines("engine", 1, 1)],
        "two.py": [FixedLines("pool", 1, 1)],
    }
    tree.write(edits, marks)
    part = Part(frozenset({"engine"}))
    assert actions(tree.rollback(part=part)) == {"both.py": "RESTORED", "one.py": "RESTORED"}
    assert tree.files() == {"both.py": WITHOUT_ENGINE.encode(), "one.py": before, "two.py": b"x\n"}
    assert actions(tree.rollback()) == {"both.py": "RESTORED", "one.py": "UNTOUCHED", "two.py": "RESTORED"}
    assert tree.files() == {"both.py": before, "one.py": before, "two.py": alone}


def test_one_codemod_after_the_other(tree, actions):
    before, after = BEFORE.encode(), AFTER.encode()
    tree.put(both=before)
    tree.write({"both.py": (before, after)}, {"both.py": fixed(FIXED)})
    for codemod in ("engine", "pool"):
        assert actions(tree.rollback(part=Part(frozenset({codemod})))) == {"both.py": "RESTORED"}
    assert tree.files() == {"both.py": before}


def test_what_changed_since_survives_a_rollback_by_codemod_and_one_of_the_rest(tree, actions):
    before, after = BEFORE.encode(), AFTER.encode()
    tree.put(both=before)
    tree.write({"both.py": (before, after)}, {"both.py": fixed(FIXED)})
    tree.put(both=after + b"\n\nmore = 1\n")
    assert actions(tree.rollback(part=Part(frozenset({"engine"})))) == {"both.py": "MERGED"}
    assert tree.files() == {"both.py": WITHOUT_ENGINE.encode() + b"\n\nmore = 1\n"}
    assert actions(tree.rollback()) == {"both.py": "REFUSED"}


def test_a_created_file_goes_with_the_last_codemod_that_needs_it(tree, actions):
    before, after = BEFORE.encode(), AFTER.encode().replace(b"fresh", b"wiring")
    tree.put(both=before)
    tree.write(
        {"wiring.py": (None, b"UserEngine = 1\n"), "both.py": (before, after)}, {"both.py": fixed(FIXED)}
    )
    report = tree.rollback(part=Part(frozenset({"pool"})))
    assert actions(report) == {"both.py": "RESTORED", "wiring.py": "LEFT"}
    assert (report.exit_code, report.results[1].why) == (0, "both.py may need it")
    tree.rollback("2")
    report = tree.rollback(part=Part(frozenset({"engine"})))
    assert actions(report) == {"both.py": "RESTORED", "wiring.py": "DELETED"}
