"""One call rewritten: its replacement, what stands before it, and the imports it needs."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from migrate_engines.emitting.evaluation import (
    Sensitive,
    free_names,
    in_source_order,
    inner_names,
    is_constant,
    is_pure,
    keeps_order,
    late_parameters,
)
from migrate_engines.emitting.expected import check_expression
from migrate_engines.emitting.layout import has_multiline_string, moved
from migrate_engines.emitting.names import NewImport, fresh_name, local_name
from migrate_engines.emitting.place import begins_line, enclosing_statement, own_statement
from migrate_engines.emitting.refusal import Refusal
from migrate_engines.emitting.template import Argument, instantiate
from migrate_engines.finding.names import FileNames
from migrate_engines.finding.scopes import ScopeKind
from migrate_engines.finding.use import Use
from migrate_engines.model.edit import Edit, apply_edits
from migrate_engines.model.reason import Reason
from migrate_engines.model.rule import CallRewrite, Template
from migrate_engines.model.span import Span
from migrate_engines.tree.comments import Comment, comments_of
from migrate_engines.tree.source import SourceFile

_LOOPS = (
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)
_ATOMS = (
    ast.Call,
    ast.Name,
    ast.Attribute,
    ast.Subscript,
    ast.List,
    ast.Dict,
    ast.Set,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.Constant,
)
Bound = Mapping[str, ast.expr | tuple[ast.expr, ...] | tuple[ast.keyword, ...] | None]


@dataclass(frozen=True, slots=True)
class Replacement:
    """One call's edits.

    Attributes:
        imports: what its names need.
        renames: the template's names, and what is written for each.
        symbols: the dotted names that it uses.
        taken: every name that rewrites of this scope have given to arguments and locals so far.
        lost: comments that no statement could take.
    """

    edits: tuple[Edit, ...]
    imports: tuple[NewImport, ...]
    renames: Mapping[str, str]
    symbols: tuple[str, ...]
    taken: frozenset[str]
    lost: tuple[str, ...] = ()
    proof: tuple[str, ...] = ()


@dataclass(slots=True)
class CallEmitter:
    """Writes the replacement of one call; ``inner`` are the edits of calls within its arguments."""

    source: SourceFile
    names: FileNames
    use: Use
    rule: CallRewrite
    bound: Bound
    inner: Sequence[Edit] = ()
    taken: set[str] = field(default_factory=set)

    def emit(self) -> Replacement:
        """The replacement.

        Raises:
            Refusal: it cannot be written here.
        """
        self._refuse_formatted_string()
        template = self.rule.template
        expression = ast.parse(template.expression, mode="eval").body
        self._refuse_lost_await(template)
        self._refuse_captures(template)
        hoisted, order = self._hoisted(template, expression)
        statement = None
        if hoisted or template.statements:
            statement = own_statement(self.use, self.source)
        lost, kept = self._comments(hoisted)
        renames, imports = self._names(template)
        fresh = {name: fresh_name(name, self.use.scope, self.taken) for name in hoisted}
        renames |= {name: fresh_name(name, self.use.scope, self.taken) for name in template.locals}
        arguments = {name: fresh.get(name) or self._argument(name) for name in self._used(template)}
        before = [f"{fresh[name]} = {self._hoistable(name)}" for name in hoisted]
        before += [self._instantiate(text, arguments, renames) for text in template.statements]
        text = self._instantiate(template.expression, arguments, renames, order)
        check_expression(text, template.expression, arguments, renames)
        self._refuse_detached(text, before)
        edits = self._edits(self._wrapped(text, expression), before, kept, statement)
        symbols = tuple(dotted for _, dotted in template.names)
        proof = tuple(self._proof(hoisted, order))
        return Replacement(edits, imports, renames, symbols, frozenset(self.taken), lost, proof)

    def span(self, node: ast.AST) -> Span:
        return span_of(self.source, node)

    def _refuse_formatted_string(self) -> None:
        if any(isinstance(node, (ast.JoinedStr, ast.FormattedValue)) for node in self.use.ancestors):
            raise Refusal(Reason.FORMATTED_STRING, "the call stands inside a formatted string")

    def _refuse_lost_await(self, template: Template) -> None:
        texts = (*template.statements, template.expression)
        needs = any(isinstance(node, ast.Await) for text in texts for node in ast.walk(ast.parse(text)))
        if needs and not isinstance(self.use.scope.function().node, ast.AsyncFunctionDef):
            raise Refusal(Reason.ASYNC_MISMATCH, "the replacement awaits, and the function is not async")

    def _refuse_captures(self, template: Template) -> None:
        """The template may not bind what an argument reads, nor the caller hide what the template reads."""
        read = {n.id for name in self.bound for n in self._nodes(name) if isinstance(n, ast.Name)}
        if captured := read & inner_names(template):
            raise Refusal(Reason.NAME_COLLISION, f"the rule itself binds {min(captured)}")
        own = set(self.bound) | set(template.locals) | dict(template.names).keys() | inner_names(template)
        for builtin in sorted(free_names(template) - own):
            if self.use.scope.home_of(builtin) is not None:
                raise Refusal(Reason.NAME_COLLISION, f"{builtin} is not the builtin there")

    def _nodes(self, name: str) -> list[ast.AST]:
        return [node for value in self._values(name) for node in ast.walk(value)]

    def _hoisted(self, template: Template, expression: ast.expr) -> tuple[list[str], list[str] | None]:
        """The arguments to bind to names first, and the order of keywords where it changes."""
        impure, sensitive = self._impure(), self._sensitive()
        unstable = self._unstable(late_parameters(template, expression) & set(self.bound))
        if not unstable and (not impure or keeps_order(template, expression, sensitive)):
            return [], None
        positions = {name: position for position, name in enumerate(self._in_source_order())}
        reordered = in_source_order(expression, positions)
        if not unstable and reordered is not expression and keeps_order(template, reordered, sensitive):
            assert isinstance(reordered, ast.Call)
            return [], [keyword.arg or "" for keyword in reordered.keywords]
        return self._named_first(impure, sensitive, unstable), None

    def _named_first(self, impure: list[str], sensitive: list[Sensitive], unstable: set[str]) -> list[str]:
        """Impure arguments, what late code reads, and what an effect after it could change."""
        last = max((place for place, each in enumerate(sensitive) if each.is_impure), default=0)
        before = {each.parameter for each in sensitive[:last]}
        named = [name for name in self._in_source_order() if name in {*impure, *unstable} | before]
        variadic = [name for name in named if isinstance(self.bound[name], tuple)]
        if variadic:
            raise Refusal(Reason.NEEDS_STATEMENT_CONTEXT, f"the arguments of {variadic[0]} cannot be named")
        return named

    def _sensitive(self) -> list[Sensitive]:
        """The arguments whose order matters, in source order.

        Besides impure ones: attributes, which effects may change, and names that another argument binds.
        """
        impure = set(self._impure())
        nodes = {name: self._nodes(name) for name in self.bound}
        bound = {n.target.id for found in nodes.values() for n in found if isinstance(n, ast.NamedExpr)}

        def can_change(name: str) -> bool:
            reads = {node.id for node in nodes[name] if isinstance(node, ast.Name)}
            has_attribute = any(isinstance(node, ast.Attribute) for node in nodes[name])
            return has_attribute or not bound.isdisjoint(reads) or any(map(self._is_shared, reads))

        order = self._in_source_order()
        return [Sensitive(name, name in impure) for name in order if name in impure or can_change(name)]

    def _is_shared(self, name: str) -> bool:
        """A name that other functions can bind again while an argument is being evaluated."""
        home = self.use.scope.home_of(name)
        return home is not None and home.function() is not self.use.scope.function()

    def _unstable(self, late: set[str]) -> set[str]:
        """Arguments that may have changed by the time a lambda or generator of the rule reads them."""
        unstable = {name for name in late if not all(map(self._is_stable, self._values(name)))}
        if unstable and self._loops():
            told = f"{min(unstable)} is read later, when the loop has bound it again"
            raise Refusal(Reason.NAME_COLLISION, told)
        return unstable

    def _is_stable(self, value: ast.expr) -> bool:
        if is_constant(value):
            return True
        bindings = self.use.scope.lookup(value.id) if isinstance(value, ast.Name) else []
        if len(bindings) != 1 or bindings[0].scope.kind is ScopeKind.COMPREHENSION:
            return False
        line = getattr(bindings[0].node, "lineno", 0)
        return not any(loop.lineno <= line <= (loop.end_lineno or line) for loop in self._loops())

    def _loops(self) -> list[ast.stmt | ast.expr]:
        """The loops and comprehensions around the call, inside its function."""
        found: list[ast.stmt | ast.expr] = []
        for node in reversed(self.use.ancestors):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
                break
            if isinstance(node, _LOOPS):
                found.append(node)
        return found

    def _impure(self) -> list[str]:
        return [name for name in self._in_source_order() if not all(map(is_pure, self._values(name)))]

    def _in_source_order(self) -> list[str]:
        given = [name for name in self.bound if self._values(name)]
        return sorted(given, key=lambda name: self.span(self._values(name)[0]))

    def _values(self, name: str) -> tuple[ast.expr, ...]:
        value = self.bound[name]
        if isinstance(value, tuple):
            return tuple(
                each.value if isinstance(each, (ast.keyword, ast.Starred)) else each for each in value
            )
        return () if value is None else (value,)

    def _used(self, template: Template) -> set[str]:
        found = {node.id for node in ast.walk(ast.parse(template.expression)) if isinstance(node, ast.Name)}
        for statement in template.statements:
            found |= {node.id for node in ast.walk(ast.parse(statement)) if isinstance(node, ast.Name)}
        return found & set(self.bound)

    def _argument(self, name: str) -> Argument:
        value = self.bound[name]
        if value is None:
            return self._default(name)
        if isinstance(value, tuple):
            return tuple(self._variadic_text(each) for each in value)
        return self._text(value)

    def _variadic_text(self, value: ast.expr | ast.keyword) -> str:
        if isinstance(value, ast.keyword):
            return f"{value.arg}={self._text(value.value)}"
        if isinstance(value, ast.Starred):
            return f"*{self._text(value.value)}"
        return self._text(value)

    def _default(self, name: str) -> str:
        parameter = next(each for each in self.rule.signature.parameters if each.name == name)
        try:
            literal = ast.literal_eval(parameter.default or "")
            hash(literal)
        except (ValueError, SyntaxError, TypeError) as error:
            detail = f"the default of {name}, {parameter.default}, is not an immutable constant"
            raise Refusal(Reason.DEFAULT_NOT_PORTABLE, detail) from error
        return str(parameter.default)

    def _text(self, value: ast.expr) -> str:
        """The argument's source, inner calls rewritten, continuation lines moved with it."""
        span = self.span(value)
        inside = [edit for edit in self.inner if span.contains(edit.span)]
        shifted = [
            Edit(Span(e.span.start - span.start, e.span.end - span.start), e.replacement) for e in inside
        ]
        text = apply_edits(self.source.text[span.start : span.end], shifted)
        if "\n" not in text or has_multiline_string(value):
            return text
        base = self._indentation()
        is_tall = "\n" in self.rule.template.expression
        return moved(text, self.source.indentation(span.start), base + "    " * is_tall)

    def _hoistable(self, name: str) -> str:
        """An argument as a statement's value: wrapped where it relied on the call's parentheses."""
        text = self._text(self._values(name)[0])
        try:
            alone = ast.parse(text, mode="eval").body
        except SyntaxError:
            return f"({text})"
        return f"({text})" if isinstance(alone, (ast.NamedExpr, ast.Yield, ast.YieldFrom)) else text

    def _indentation(self) -> str:
        return self.source.indentation(self.span(self.use.outermost).start)

    def _instantiate(
        self,
        text: str,
        arguments: Mapping[str, Argument],
        renames: Mapping[str, str],
        order: Sequence[str] | None = None,
    ) -> str:
        return instantiate(
            text,
            arguments,
            renames,
            indentation=self._indentation(),
            newline=self.source.newline,
            keyword_order=order,
        )

    def _names(self, template: Template) -> tuple[dict[str, str], tuple[NewImport, ...]]:
        renames: dict[str, str] = {}
        imports: list[NewImport] = []
        for local, dotted in template.names:
            found = local_name(dotted, local, self.use, self.names)
            renames[local] = found.text
            imports += found.imports
        return renames, tuple(imports)

    def _comments(self, hoisted: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Comments that would be lost, and comments that move above the statement."""
        loose = self._loose_comments(hoisted)
        for comment in loose:
            if comment.is_magic:
                raise Refusal(Reason.MAGIC_COMMENT, f"{comment.text} would be detached")
        texts = tuple(comment.text for comment in loose)
        can_move = begins_line(enclosing_statement(self.use), self.source)
        return ((), texts) if can_move else (texts, ())

    def _loose_comments(self, hoisted: Sequence[str]) -> list[Comment]:
        span = self.span(self.use.outermost)
        used = self._used(self.rule.template) | set(hoisted)
        kept = [self.span(value) for name in used for value in self._values(name)]
        return [
            comment
            for comment in comments_of(self.source)
            if span.contains(comment.span) and not any(each.contains(comment.span) for each in kept)
        ]

    def _refuse_detached(self, text: str, before: Sequence[str]) -> None:
        """A tool's comment after a call on one line would end up on another line than it speaks of."""
        span = self.span(self.use.outermost)
        line = self.source.line_of(span.end)
        if not (before or "\n" in text) or line != self.source.line_of(span.start):
            return
        for comment in comments_of(self.source):
            if (
                comment.is_magic
                and comment.span.start >= span.end
                and self.source.line_of(comment.span.start) == line
            ):
                raise Refusal(Reason.MAGIC_COMMENT, f"{comment.text} would be detached")

    def _wrapped(self, text: str, expression: ast.expr) -> str:
        """In parentheses where the expression around it, or a line break, would tear it apart."""
        if isinstance(expression, _ATOMS):
            return text
        outer = self.use.ancestors[-1 - (self.use.call is not None) - (self.use.awaited is not None)]
        is_whole = isinstance(outer, (ast.Assign, ast.AnnAssign, ast.Return, ast.Expr)) and "\n" not in text
        return text if is_whole or self._is_enclosed(expression, outer) else f"({text})"

    def _is_enclosed(self, expression: ast.expr, outer: ast.AST) -> bool:
        """Whether parentheses stand around the call already: its own, or those of a call it is passed to."""
        if isinstance(expression, (ast.Tuple, ast.GeneratorExp, ast.NamedExpr, ast.Yield, ast.YieldFrom)):
            return False
        span, text = self.span(self.use.outermost), self.source.text
        is_alone = text[: span.start].rstrip().endswith("(") and text[span.end :].lstrip().startswith(")")
        is_passed = isinstance(outer, ast.Call) and self.use.outermost in outer.args
        return is_alone or is_passed or isinstance(outer, ast.keyword)

    def _edits(
        self, text: str, before: Sequence[str], comments: Sequence[str], statement: ast.stmt | None
    ) -> tuple[Edit, ...]:
        edits = [Edit(self.span(self.use.outermost), text)]
        lines = [*comments, *before]
        if lines:
            target = statement or enclosing_statement(self.use)
            start = self.source.offset(target.lineno, target.col_offset)
            if decorators := getattr(target, "decorator_list", ()):
                start = self.source.text.rindex("@", 0, self.span(decorators[0]).start)
            break_ = self.source.newline + self.source.indentation(start)
            edits.insert(0, Edit(Span(start, start), "".join(line + break_ for line in lines)))
        return tuple(edits)

    def _proof(self, hoisted: Sequence[str], order: Sequence[str] | None) -> list[str]:
        if hoisted:
            return [f"evaluated first, in source order: {', '.join(hoisted)}"]
        if order is not None:
            return ["keywords stand in the source order of their arguments"]
        return ["arguments are evaluated as often and in the same order as before"]


def span_of(source: SourceFile, node: ast.AST) -> Span:
    """The offsets of a node that has a position."""
    return Span(
        source.offset(node.lineno, node.col_offset),  # type: ignore[attr-defined]
        source.offset(node.end_lineno, node.end_col_offset),  # type: ignore[attr-defined]
    )
