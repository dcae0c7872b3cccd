"""Fragments of Python's grammar as hypothesmith draws them: expressions and layout that nobody thinks of.

``python tests/differential/grammar.py`` writes those that `make test` uses into fragments.json: hypothesmith takes
seconds to be imported, and more to draw them.
"""

import ast
import json
import re
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

sys.path.append(str(Path(__file__).parents[1]))

from drawing import examples_of

KEPT = Path(__file__).with_name("fragments.json")
OBJECTS = ("m", "n", "k")
_EXPRESSIONS = (
    "BinaryOperation",
    "BooleanOperation",
    "Call",
    "Comparison",
    "Lambda",
    "Subscript",
    "UnaryOperation",
)
_STATEMENTS = ("Assert", "Assign", "AugAssign")
_LINE_END = re.compile(rb"\r\n|\r|\n")
# They need another place, end the function, or make reading a name fail, which is taken not to happen.
_LEFT_OUT = (
    *(ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr, ast.Delete, ast.Return, ast.Break, ast.Continue),
    *(ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal),
    ast.FormattedValue,  # its width may be endless, and its positions are wrong before Python 3.12
)
# Of constants they can take all memory.
_ENDLESS = (ast.Pow, ast.LShift, ast.Mult)


@dataclass(frozen=True)
class Fragment:
    """An argument of a call, or a line of statements."""

    text: str
    is_statement: bool


@dataclass(frozen=True)
class _Place:
    """A name or a constant in the text: offsets into its bytes."""

    start: int
    end: int
    name: str | None
    is_read: bool


def drawn(number: int, start: int) -> list[Fragment]:
    """The usable fragments among ``number`` examples of each kind."""
    import hypothesmith  # takes seconds
    import libcst

    found: dict[Fragment, None] = {}
    for kind in (*_EXPRESSIONS, *_STATEMENTS):
        strategy = hypothesmith.from_node(getattr(libcst, kind), auto_target=False)
        fragments = [
            Fragment(text.rstrip(), kind in _STATEMENTS) for text in examples_of(strategy, number, start)
        ]
        found |= dict.fromkeys(filter(_is_usable, fragments))
    return list(found)


def kept() -> list[Fragment]:
    """Those that were drawn before, as far as this Python can parse them."""
    fragments = [Fragment(**each) for each in json.loads(KEPT.read_text(encoding="utf-8"))]
    return [each for each in fragments if _is_usable(each)]


def _is_usable(fragment: Fragment) -> bool:
    tree = _parsed(fragment)
    if tree is None or not any(each.is_read for each in _places(fragment, tree)):
        return False
    nodes = list(ast.walk(tree))
    return not any(isinstance(node, (*_LEFT_OUT, *_ENDLESS)) for node in nodes)


def _parsed(fragment: Fragment) -> ast.Module | None:
    """None for what cannot be compiled, or is more than one argument."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(_wrapped(fragment))
            compile(tree, "fragment", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    match tree.body:
        case [ast.Expr(ast.Call(ast.Name("f"), [ast.expr()], []))] if not fragment.is_statement:
            return tree
    return tree if fragment.is_statement else None


def _wrapped(fragment: Fragment) -> str:
    return fragment.text if fragment.is_statement else f"f({fragment.text})"


def _places(fragment: Fragment, tree: ast.Module) -> Iterator[_Place]:
    data = _wrapped(fragment).encode()
    first = 0 if fragment.is_statement else len("f(")
    starts = [0, *(each.end() for each in _LINE_END.finditer(data))]
    for node in ast.walk(tree):
        match node:
            case ast.Name(name, context):
                is_read = isinstance(context, ast.Load)
            case ast.arg(name):
                is_read = False
            case ast.Constant():
                name, is_read = None, True
            case _:
                continue
        start = starts[node.lineno - 1] + node.col_offset - first
        end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0) - first
        if start >= 0:
            yield _Place(start, end, name, is_read)


def filled(fragment: Fragment, random: Random, call: str) -> str:
    """With the call in place of a constant or of a name that is read, and names of objects for the others."""
    tree = _parsed(fragment)
    assert tree is not None
    places = sorted(_places(fragment, tree), key=lambda each: each.start)
    chosen = random.choice([each for each in places if each.is_read])
    names: dict[str, str] = {}
    data, end = fragment.text.encode(), 0
    text = ""
    for each in places:
        if each is chosen:
            new = call
        elif each.name is not None:
            new = names.setdefault(each.name, random.choice(OBJECTS))
        else:
            continue
        text += data[end : each.start].decode() + new
        end = each.end
    return text + data[end:].decode()


def of_kind(fragments: Sequence[Fragment], *, is_statement: bool) -> list[Fragment]:
    return [each for each in fragments if each.is_statement is is_statement]


if __name__ == "__main__":
    KEPT.write_text(json.dumps([asdict(each) for each in drawn(24, 1)], indent=0) + "\n", encoding="utf-8")
