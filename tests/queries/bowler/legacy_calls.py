"""Calls of legacy() become None, each in its own way: a callback, a filter and a processor of hunks."""

from bowler import Query
from fissix.fixer_util import Name


def is_small(node, capture, filename):
    return len(str(node)) < 40


def to_none(node, capture, filename):
    return Name("None", prefix=node.prefix)


def is_no_test(filename, hunk):
    return not any("assert" in line for line in hunk)


Query().select_pattern("power< 'legacy' trailer< '(' any* ')' > >").filter(is_small).modify(to_none).process(
    is_no_test
).silent()
