"""Inputs for a fuzz run: what the sample and the golden cases hold, mutated, and programs of a grammar."""

import ast
import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from random import Random

sys.path.append(str(Path(__file__).parents[1]))

from drawing import examples_of

from migrate_engines.golden.survey import survey

REPOSITORY = Path(__file__).parents[2]
SAMPLE = REPOSITORY / "golden" / "projects" / "legacy_backend" / "before"
_TOKEN = re.compile(rb"\w+|[ \t]+|\r\n|.", re.DOTALL)
_WORDS = (
    b"await ", b"async ", b"lambda: ", b"lambda x=", b"yield ", b"not ", b"*", b"**", b":=", b"=", b"if x else ", b" for x in y",
    b"del ", b"global x\n", b"return ", b"raise ", b"f'{", b"}'", b'"""', b"# noqa\n", b"# type: ignore\n", b"\\\n",
    b"import ", b"from . import ", b" as x", b"with ", b"try:\n", b"class A(", b"def f(", b"@", b"match x:\n case ", b"type X = ",
    b"except* ", b"# coding: latin-1\n", b"\xef\xbb\xbf", b"\xc3\xa9", b"\xf0\x9f\x98\x80", b"\xe2\x80\xa8", b"...", b"-> ", b"None", b"; ",
)  # fmt: skip


def legacy_sources() -> list[bytes]:
    """Files that hold something for a run to do, or to leave."""
    cases = survey(REPOSITORY / "golden", REPOSITORY).cases
    texts = [text for case in cases for path, text in case.before.items() if path.endswith(".py")]
    sample = [path.read_bytes() for path in sorted(SAMPLE.rglob("*.py"))]
    data = [text.encode() if isinstance(text, str) else text for text in texts]  # of cases, and of projects
    return [each for each in (*data, *sample) if b"ngine" in each]


def statements_of(sources: list[bytes]) -> list[bytes]:
    """Imports and calls to put into other programs, each with the imports of its file."""
    found: list[bytes] = []
    for data in sources:
        try:
            tree = ast.parse(data)
        except SyntaxError:
            continue
        lines = data.splitlines(keepends=True)
        imports = b"".join(
            b"".join(lines[node.lineno - 1 : node.end_lineno])
            for node in tree.body
            if isinstance(node, (ast.Import, ast.ImportFrom))
        )
        calls = [
            b"".join(lines[node.lineno - 1 : node.end_lineno])
            for node in tree.body
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        ]
        found += [imports + b"\n" + call for call in calls if b"ngine" in call]
    return found


def mutated(random: Random, sources: list[bytes]) -> bytes:
    """One of the sources after one to four changes; most of what comes out can still be parsed."""
    data = random.choice(sources)
    for _ in range(random.choice((1, 1, 1, 2, 2, 4))):
        data = random.choice(_MUTATIONS)(random, data, sources)
    return data


def _of_tokens(random: Random, data: bytes, sources: list[bytes]) -> bytes:
    """A token goes, comes twice, changes its place, or another comes for it."""
    tokens = _TOKEN.findall(data) or [b""]
    at, other = random.randrange(len(tokens)), random.randrange(len(tokens))
    match random.randrange(5):
        case 0:
            del tokens[at]
        case 1:
            tokens.insert(at, tokens[other])
        case 2:
            tokens[at], tokens[other] = tokens[other], tokens[at]
        case 3:
            tokens[at] = random.choice(_TOKEN.findall(random.choice(sources)))
        case _:
            tokens.insert(at, random.choice(_WORDS))
    return b"".join(tokens)


def _of_bytes(random: Random, data: bytes, sources: list[bytes]) -> bytes:
    """Bytes go, come or change, anywhere."""
    start = random.randrange(len(data) + 1)
    end = min(len(data), start + random.choice((0, 1, 1, 2, 8, 40)))
    added = bytes(random.randrange(256) for _ in range(random.choice((0, 1, 1, 2))))
    return data[:start] + added + data[end:]


def _of_lines(random: Random, data: bytes, sources: list[bytes]) -> bytes:
    """A line goes, comes twice, comes from another file, or is indented otherwise."""
    lines = data.splitlines(keepends=True) or [b""]
    at = random.randrange(len(lines))
    match random.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[random.randrange(len(lines))])
        case 2:
            lines.insert(at, random.choice(random.choice(sources).splitlines(keepends=True) or [b""]))
        case 3:
            lines[at] = random.choice((b" ", b"\t", b"    ", b"\f")) + lines[at]
        case _:
            lines[at] = lines[at].lstrip()
    return b"".join(lines)


def _of_layout(random: Random, data: bytes, sources: list[bytes]) -> bytes:
    """What no parser cares about: line ends, a mark, a cookie, tabs, comments, joined lines."""
    ends = (b"\r\n", b"\r", b"\n")
    match random.randrange(8):
        case 0:
            return data.replace(b"\r\n", b"\n").replace(b"\n", random.choice(ends))
        case 1:
            return b"".join(
                line.rstrip(b"\r\n") + random.choice(ends) for line in data.splitlines(keepends=True)
            )
        case 2:
            return b"\xef\xbb\xbf" + data
        case 3:
            return b"# -*- coding: latin-1 -*-\n# \xe9\n" + data
        case 4:
            return data.replace(b"    ", b"\t")
        case 5:
            return re.sub(rb"\n(?=\S)", lambda _: random.choice((b"\n", b"\n# \xc3\xa9\n", b"\n\f\n")), data)
        case 6:
            return re.sub(
                rb"([(,]) ?",
                lambda found: found[1] + random.choice((b" ", b"\n ", b"  # c\n", b"\\\n")),
                data,
            )
        case _:
            return data.rstrip(b"\n")


def _around(random: Random, data: bytes, sources: list[bytes]) -> bytes:
    """The whole in a block, behind a statement, or twice."""
    inside = b"".join(b"    " + line for line in data.splitlines(keepends=True))
    match random.randrange(6):
        case 0:
            return b"def around():\n" + inside
        case 1:
            return b"class Around:\n" + inside
        case 2:
            return b"try:\n" + inside + b"\nexcept Exception:\n    pass\n"
        case 3:
            return b"async def around():\n" + inside
        case 4:
            return b"if True:\n" + inside + b"\nelse:\n" + inside
        case _:
            return data + b"\n" + random.choice(sources)


_MUTATIONS = (_of_tokens, _of_tokens, _of_bytes, _of_lines, _of_lines, _of_layout, _of_layout, _around)


def programs(number: int, start: int, pieces: list[bytes]) -> Iterator[bytes]:
    """Programs of Python's grammar with a legacy call before, behind or in them."""
    import hypothesmith  # takes seconds

    made = examples_of(hypothesmith.from_node(), number, start)
    random = Random(start)
    for text in made:
        data, piece = text.encode("utf-8", "surrogatepass"), random.choice(pieces)
        yield random.choice((data + b"\n" + piece, piece + b"\n" + data, _of_lines(random, data, [piece])))


def parses_or_not(data: bytes, is_asked: bool) -> bool:
    """Whether Python can parse the input, or nobody asks for that."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return not is_asked
    return True
