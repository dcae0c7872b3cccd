"""``--bowler``: a file of queries through the dry run, the formats, the journal and the exit codes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("bowler", reason="Bowler is not installed: pip install 'migrate-engines[bowler]'")

RENAME = """\
from bowler import Query
Query({paths}).select_function("old").rename("new"){end}
"""
OLD, NEW = b"from lib import old; old()\n", b"from lib import new; new()\n"
CRLF = b"from lib import old\r\n\r\n\r\nx = old(1)\r\ny = old(2)"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., None]:
    def write(query: str, **files: bytes) -> None:
        (tmp_path / "q.py").write_text(query)
        for name, data in files.items():
            path = tmp_path / f"{name.replace('__', '/')}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)

    return write


def rename(paths: str = "", end: str = ".execute()") -> str:
    return RENAME.format(paths=paths, end=end)


def test_a_dry_run_shows_the_diff_and_writes_nothing(tool, write, tmp_path):
    write(rename(end=".write()"), app__a=CRLF)
    ended = tool("--bowler", "q.py", "--dry-run")
    assert ended.code == 0
    assert b"-x = old(1)\r\n-y = old(2)\n" in ended.out.replace(b"\n\\ No newline at end of file", b"")
    assert b"+x = new(1)\r\n+y = new(2)\n\\ No newline at end of file\n" in ended.out
    assert (tmp_path / "app/a.py").read_bytes() == CRLF
    assert "q        fixed    unproven     3      1" in ended.err


def test_a_run_is_written_and_rolled_back_byte_for_byte(tool, write, tmp_path):
    latin = "# coding: latin-1\nfrom lib import old\nold('\xe9')\n".encode("latin-1")
    write(rename(), app__a=CRLF, app__b=latin, app__c=b"\xef\xbb\xbf" + OLD, app__d=b"older()\n")
    ended = tool("--bowler", "q.py")
    assert (ended.code, ended.err.splitlines()[-1]) == (0, "undo: migrate-engines rollback")
    read = {path.stem: path.read_bytes() for path in (tmp_path / "app").iterdir()}
    assert read["a"] == CRLF.replace(b"old", b"new")
    assert read["b"] == latin.replace(b"old", b"new")
    assert read["c"] == b"\xef\xbb\xbf" + NEW
    assert read["d"] == b"older()\n"
    assert tool("rollback").code == 0
    assert (tmp_path / "app/a.py").read_bytes() == CRLF
    assert (tmp_path / "app/b.py").read_bytes() == latin


def test_exit_codes(tool, write):
    write(rename(), app__a=OLD)
    assert tool("--bowler", "q.py", "--check").code == 1
    assert tool("--bowler", "q.py", "--check", "--exit-zero").code == 0
    assert tool("--bowler", "q.py").code == 0
    assert tool("--bowler", "q.py", "--check").code == 0


def test_what_bowler_cannot_parse_fails_and_says_so(tool, write, tmp_path):
    newer = b"match 1:\n    case 1: old()\n"
    write(rename(), app__a=OLD, app__b=newer, app__c=b"match x:\n    case 1: pass\n")
    ended = tool("--bowler", "q.py")
    assert ended.code == 1
    assert b"app/b.py: failed cannot be parsed by Bowler: '1' in line 1; migrate it by hand" in ended.out
    assert b"app/b.py:1:1: manual q [newer-syntax]" in ended.out
    assert b"app/c.py" not in ended.out
    assert (tmp_path / "app/b.py").read_bytes() == newer
    assert (tmp_path / "app/a.py").read_bytes() == NEW


@pytest.mark.parametrize(
    ("callback", "told"),
    [
        ("raise ValueError('odd')", "the query failed: ValueError: odd"),
        ("sys.exit(0)", "the query failed: SystemExit: 0"),
        ("return Name('1 +')", "would be broken by the query: it cannot be parsed"),
        ("return Name('\\u6f22')", "cannot hold what the query writes: its encoding iso-8859-1"),
    ],
)
def test_a_query_that_fails_on_a_file_costs_that_file_only(tool, write, tmp_path, callback, told):
    query = (
        "import sys\nfrom bowler import Query\nfrom fissix.fixer_util import Name\n\n"
        f"def change(node, capture, filename):\n    if 'bad' in filename:\n        {callback}\n"
        "    return Name('new', prefix=node.prefix)\n\n"
        "Query().select_pattern(\"'old'\").modify(change).write()\n"
    )
    bad = b"# coding: latin-1\nfrom lib import *\nold\n"
    write(query, app__bad=bad, app__good=OLD)
    ended = tool("--bowler", "q.py")
    assert ended.code == 1
    assert told in ended.out.decode()
    assert (tmp_path / "app/bad.py").read_bytes() == bad
    assert (tmp_path / "app/good.py").read_bytes() == NEW


def test_a_name_that_would_be_unbound_holds_the_file_back(tool, write, tmp_path):
    text = b'from lib import old\nold()\nprint(f"{old()}")\n'
    write(rename(), app__a=text)
    ended = tool("--bowler", "q.py")
    assert ended.code == 0
    assert b"app/a.py:1:1: manual q [still-used]" in ended.out
    assert b"old in line 3" in ended.out
    assert b"app/a.py:3:7: manual q [formatted-string]" in ended.out
    assert (tmp_path / "app/a.py").read_bytes() == text


def test_paths_of_the_query_and_of_the_command_line_both_hold(tool, write, tmp_path):
    write(rename("'app', 'lib/b.py'"), app__a=OLD, lib__a=OLD, lib__b=OLD)
    assert tool("--bowler", "../q.py", "../lib", folder="app").code == 0
    read = {path.relative_to(tmp_path).as_posix(): path.read_text() for path in tmp_path.glob("*/*.py")}
    assert read == {"app/a.py": OLD.decode(), "lib/a.py": OLD.decode(), "lib/b.py": NEW.decode()}


def test_the_file_gets_the_paths_as_its_arguments_and_calls_its_main(tool, write, tmp_path):
    query = "import sys\nfrom bowler import Query\n\n\ndef main():\n    print(sys.argv)\n"
    write(f"{query}    Query(sys.argv[1:]).select_function('old').rename('new').idiff()\n", app__a=OLD)
    ended = tool("--bowler", "q.py", "app", "--output-format", "json")
    assert json.loads(ended.out)["summary"]["fixed"] == 1
    assert "['q.py', 'app']" in ended.err
    assert (tmp_path / "app/a.py").read_bytes() == NEW


def test_files_that_bowler_would_not_come_to_stay(tool, write, tmp_path):
    query = rename("'.', filename_matcher=lambda name: 'b.py' in name")
    write(query, app__a=OLD, app__b=OLD, _hidden__b=OLD)
    (tmp_path / "_hidden").rename(tmp_path / ".hidden")
    ended = tool("--bowler", "q.py")
    assert "note: a query has a filename_matcher of its own" in ended.err
    changed = [path.as_posix() for path in tmp_path.glob("*/*.py") if path.read_text() == NEW.decode()]
    assert changed == [(tmp_path / "app/b.py").as_posix()]


def test_a_query_that_is_executed_twice_works_once(tool, write, tmp_path):
    add = "q = Query().select_function('old').is_call().add_argument('a', '1', positional=True)\n"
    write(f"from bowler import Query\n{add}q.diff()\nq.write()\n", app__a=OLD)
    assert tool("--bowler", "q.py").code == 0
    assert (tmp_path / "app/a.py").read_bytes() == b"from lib import old; old(1)\n"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("x = 1\n", "q.py: The file executes no query. Call .execute(), .diff() or .write() on it"),
        ("def (\n", "q.py: The file of queries cannot be read: cannot be parsed by Python"),
        (
            "import sys\nsys.argv[1]\n",
            "q.py: The file of queries failed: IndexError: list index out of range",
        ),
        ("import sys\nsys.exit('no')\n", "q.py: The file of queries ended with 'no'"),
        (rename("'nowhere'"), "nowhere: The query names no such file or folder"),
        (rename("'..'"), "..: The query names a path outside the root"),
        (rename(".5"), "TypeError"),
    ],
)
def test_a_file_of_queries_that_cannot_be_used(tool, write, query, told):
    write(query, app__a=OLD)
    ended = tool("--bowler", "q.py")
    assert ended.code == 2
    assert told in ended.err
    assert "Traceback" not in ended.err


def test_options_that_make_no_sense_with_it(tool, write):
    write(rename(), app__a=OLD)
    assert "leave out --select and --ignore" in tool("--bowler", "q.py", "--select", "x").err
    assert "does not exist" in tool("--bowler", "nowhere.py").err
    assert "no such file or folder" in tool("--bowler", "q.py", "nowhere").err


def test_nothing_is_left_beside_the_file_and_no_setting_names_it(tool, write, tmp_path):
    write(rename(), app__a=OLD)
    tool("--bowler", "q.py", "--dry-run")
    assert not list(tmp_path.rglob("__pycache__"))
    (tmp_path / "pyproject.toml").write_text("[tool.migrate-engines]\nbowler = 'q.py'\n")
    ended = tool("--check")
    assert ended.code == 2
    assert "`bowler` is not a setting" in ended.err


@pytest.mark.parametrize(
    "name", ["sarif", "html", "markdown", "github", "gitlab", "junit", "codetf", "json", "text"]
)
def test_every_format_tells_of_it(tool, write, name):
    write(f'"""Old is new."""\n{rename()}', app__a=OLD)
    ended = tool("--bowler", "q.py", "--check", "--output-format", name)
    assert ended.code == 1, ended.err
    assert b"unproven" in ended.out or name == "codetf"
