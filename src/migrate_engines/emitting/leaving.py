"""Import statements without some of their names."""

from collections.abc import Iterable

import libcst as cst


def without(text: str, leaving: Iterable[int], newline: str) -> str:
    """The statement without the aliases at those positions; the others keep comments and layout."""
    statement = cst.parse_statement(text + newline)
    assert isinstance(statement, cst.SimpleStatementLine)
    node = statement.body[0]
    assert isinstance(node, (cst.Import, cst.ImportFrom)) and not isinstance(node.names, cst.ImportStar)
    gone = set(leaving)
    names = [alias for position, alias in enumerate(node.names) if position not in gone]
    is_last_gone = len(node.names) - 1 in gone
    if (tall := _rebuilt(node, gone)) is not None:
        changed: cst.Import | cst.ImportFrom = tall
    else:
        changed = _closed(node, names) if is_last_gone else node.with_changes(names=names)
    module = cst.Module([], default_newline=newline)
    return module.code_for_node(changed)


def _rebuilt(node: cst.Import | cst.ImportFrom, gone: set[int]) -> cst.ImportFrom | None:
    """An import with one name a line: each name goes or stays with the comments above and behind it.

    None for another layout. A gap is the white space between two names: the comment behind the first, then
    the lines above the second.
    """
    if isinstance(node, cst.Import) or isinstance(node.names, cst.ImportStar) or node.lpar is None:
        return None
    assert node.rpar is not None
    commas = [alias.comma for alias in node.names]
    has_last = isinstance(commas[-1], cst.Comma)
    gaps = [
        node.lpar.whitespace_after,
        *(each.whitespace_after for each in commas if isinstance(each, cst.Comma)),
    ]
    if not has_last:
        gaps.append(node.rpar.whitespace_before)
    tall = [gap for gap in gaps if isinstance(gap, cst.ParenthesizedWhitespace)]
    if len(tall) != len(gaps):
        return None
    kept = [position for position in range(len(node.names)) if position not in gone]
    ends = [*kept[1:], len(node.names)]
    new_gaps = [
        tall[end].with_changes(first_line=tall[position + 1].first_line)
        for position, end in zip(kept, ends, strict=True)
    ]
    names = [
        node.names[position].with_changes(comma=cst.Comma(whitespace_after=gap))
        for position, gap in zip(kept, new_gaps, strict=True)
    ]
    rpar = node.rpar
    if not has_last:
        names[-1] = names[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
        rpar = rpar.with_changes(whitespace_before=new_gaps[-1])
    opening = tall[kept[0]].with_changes(first_line=tall[0].first_line)
    return node.with_changes(names=names, rpar=rpar, lpar=node.lpar.with_changes(whitespace_after=opening))


def _closed(node: cst.Import | cst.ImportFrom, names: list[cst.ImportAlias]) -> cst.Import | cst.ImportFrom:
    """The statement without its last alias: the new last one keeps its own comment, and the old layout."""
    assert not isinstance(node.names, cst.ImportStar)
    own, old = names[-1].comma, node.names[-1].comma
    space = own.whitespace_after if isinstance(own, cst.Comma) else cst.SimpleWhitespace("")
    if isinstance(old, cst.Comma):
        after = _ending_like(space, old.whitespace_after)
        names[-1] = names[-1].with_changes(comma=old.with_changes(whitespace_after=after))
        return node.with_changes(names=names)
    names[-1] = names[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    if isinstance(node, cst.Import) or node.rpar is None:
        return node.with_changes(names=names)
    before = _ending_like(space, node.rpar.whitespace_before)
    return node.with_changes(names=names, rpar=node.rpar.with_changes(whitespace_before=before))


def _ending_like(
    own: cst.BaseParenthesizableWhitespace, old: cst.BaseParenthesizableWhitespace
) -> cst.BaseParenthesizableWhitespace:
    """``own`` comment, then the indentation with which ``old`` led to the closing parenthesis."""
    if isinstance(old, cst.ParenthesizedWhitespace):
        first_line = (
            own.first_line if isinstance(own, cst.ParenthesizedWhitespace) else cst.TrailingWhitespace()
        )
        return old.with_changes(first_line=first_line, empty_lines=())
    has_comment = isinstance(own, cst.ParenthesizedWhitespace) and own.first_line.comment is not None
    return own if has_comment else old
