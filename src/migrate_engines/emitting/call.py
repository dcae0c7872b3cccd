"""One call rewritten: its replacement, what stands before it, and the imports it needs."""

import ast
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct, field

from migrate_engines.emitting.arguments import Argument, Arguments, Bound, span_of
from migrate_engines.emitting.evaluation import (
    free_names,
    inner_names,
)
from migrate_engines.emitting.expected import check_expression
from migrate_engines.emitting.names import LocalName, NewImport, fresh_name, local_name
from migrate_engines.emitting.openings import FunctionOpener
from migrate_engines.emitting.order import Order
from migrate_engines.emitting.place import begins_line, enclosing_statement, own_statement
from migrate_engines.emitting.refusal import Refusal
from migrate_engines.finding.names import FileNames
from migrate_engines.finding.scope import Scope
from migrate_engines.finding.use import Use
from migrate_engines.model.edit import Edit
from migrate_engines.model.reason import Reason
from migrate_engines.model.rule import CallRewrite, Template
from migrate_engines.model.span import Span
from migrate_engines.tree.comments import Comment, comments_in, comments_on
from migrate_engines.tree.digest import joined
from migrate_engines.tree.import_graph import ImportGraph
from migrate_engines.tree.source import SourceFile
from migrate_engines.tree.steps import Step

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


# Of a template's text with everything that is put into it: the same calls are met in run after run.
_INSTANCE = Step("instance", str)


class Replacement(Struct, frozen=True):
    """One call's edits.

    Attributes:
        imports: what its names need.
        renames: the template's names, and what is written for each.
        symbols: the dotted names that it uses.
        taken: every name that rewrites of this scope have given to arguments and locals so far.
        evaluation: why the arguments are evaluated as often and in the same order as before.
        notes: why an import stands where it does.
        lost: comments that no statement could take.
    """

    edits: tuple[Edit, ...]
    imports: tuple[NewImport, ...]
    renames: Mapping[str, str]
    symbols: tuple[str, ...]
    taken: frozenset[str]
    lost: tuple[str, ...] = ()
    evaluation: str = ""
    notes: tuple[str, ...] = ()


def _as_it_is(name: str, scope: Scope) -> str:
    return name


class CallEmitter(Struct):
    """Writes the replacement of one call.

    Attributes:
        inner: the edits of calls and names within its arguments.
        waiting: the calls left for want of a statement of their own.
        current: what a name of the file is called at a scope, where the run renames it.
    """

    source: SourceFile
    names: FileNames
    graph: ImportGraph
    use: Use
    rule: CallRewrite
    bound: Bound
    inner: Sequence[Edit] = ()
    taken: set[str] = field(default_factory=set)
    current: Callable[[str, Scope], str] = _as_it_is
    waiting: Sequence[Span] = ()

    @property
    def _arguments(self) -> Arguments:
        return Arguments(self.source, self.use, self.rule, self.bound, self.inner)

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
        planner = Order(self._arguments)
        hoisted, order = planner.plan(template, expression)
        self._refuse_promoted(hoisted)
        statement = None
        if hoisted or template.statements:
            statement = own_statement(self.use, self.source, planner.need(template, expression))
        lost, kept = self._comments(hoisted)
        found = self._names(template)
        renames = {name: self._written(local) for name, local in found.items()}
        fresh = {name: fresh_name(name, self.use.scope, self.taken) for name in hoisted}
        renames |= {name: fresh_name(name, self.use.scope, self.taken) for name in template.locals}
        arguments = {
            name: fresh.get(name) or self._arguments.argument(name) for name in self._arguments.used()
        }
        before = [f"{fresh[name]} = {self._arguments.hoistable(name)}" for name in hoisted]
        before += [self._instantiate(text, arguments, renames) for text in template.statements]
        text = self._instantiate(template.expression, arguments, renames, order)
        check_expression(text, template.expression, arguments, renames)
        self._refuse_detached(text, before)
        edits = self._edits(self._wrapped(text, expression), before, kept, statement)
        symbols = tuple(dotted for _, dotted in template.names)
        imports = tuple(each for local in found.values() for each in local.imports)
        notes = tuple(dict.fromkeys(told for local in found.values() for told in local.notes))
        evaluation = self._evaluation(hoisted, order)
        return Replacement(edits, imports, renames, symbols, frozenset(self.taken), lost, evaluation, notes)

    def _refuse_promoted(self, hoisted: Sequence[str]) -> None:
        """A call left for want of a statement must not be given one: the next run would rewrite it."""
        for value in (value for name in hoisted for value in self._arguments.values(name)):
            if self.span(value) in self.waiting:
                raise Refusal(Reason.EVALUATION_ORDER, "an argument is a call that is left")

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
        read = {n.id for name in self.bound for n in self._arguments.nodes(name) if isinstance(n, ast.Name)}
        if captured := read & inner_names(template):
            raise Refusal(Reason.NAME_COLLISION, f"the rule itself binds {min(captured)}")
        own = set(self.bound) | set(template.locals) | dict(template.names).keys() | inner_names(template)
        for builtin in sorted(free_names(template) - own):
            if self.use.scope.home_of(builtin) is not None:
                raise Refusal(Reason.NAME_COLLISION, f"{builtin} is not the builtin there")

    def _instantiate(
        self,
        text: str,
        arguments: Mapping[str, Argument],
        renames: Mapping[str, str],
        order: Sequence[str] | None = None,
    ) -> str:
        indentation, newline = self._arguments.indentation(), self.source.newline

        def work() -> str:
            from migrate_engines.emitting.template import instantiate  # libcst starts slowly

            return instantiate(
                text, arguments, renames, indentation=indentation, newline=newline, keyword_order=order
            )

        given = repr((sorted(arguments.items()), sorted(renames.items()), indentation, newline, order))
        return _INSTANCE.made(joined(b"", text, given), work)

    def _names(self, template: Template) -> dict[str, LocalName]:
        opener = FunctionOpener(self.source, self.names.module, self.graph)
        return {
            local: local_name(dotted, local, self.use, self.names, opener) for local, dotted in template.names
        }

    def _written(self, local: LocalName) -> str:
        return local.text if local.imports else self.current(local.text, self.use.scope)

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
        used = self._arguments.used() | set(hoisted)
        kept = [self.span(value) for name in used for value in self._arguments.values(name)]
        return [
            comment
            for comment in comments_in(self.source, span)
            if not any(each.contains(comment.span) for each in kept)
        ]

    def _refuse_detached(self, text: str, before: Sequence[str]) -> None:
        """A tool's comment after a call on one line would end up on another line than it speaks of."""
        span = self.span(self.use.outermost)
        line = self.source.line_of(span.end)
        if not (before or "\n" in text) or line != self.source.line_of(span.start):
            return
        for comment in comments_on(self.source, line, line):
            if comment.is_magic and comment.span.start >= span.end:
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

    def _evaluation(self, hoisted: Sequence[str], order: Sequence[str] | None) -> str:
        """Why the arguments are evaluated as often and in the same order as before."""
        if hoisted:
            return f"bound to names first, in source order: {', '.join(hoisted)}"
        impure = self._arguments.impure()
        if order is not None:
            return f"keywords stand in the order of the arguments: {', '.join(impure)} may have effects"
        if impure:
            told = "may have effects: evaluated once, in the same order, before what the rule does"
            return f"{', '.join(impure)} {told}"
        return "every argument is a constant, a name or an attribute of one: it may be moved and repeated"
