"""Deprecated modules are redirects and nothing else."""

import ast
from collections.abc import Iterator

from migrate_engines.compliance.finding import GateFinding
from migrate_engines.compliance.ground import Ground
from migrate_engines.facts.definitions import FunctionNode
from migrate_engines.facts.parsed import ParsedModule
from migrate_engines.facts.values import short_text
from migrate_engines.inventory.wording import last
from migrate_engines.model.gate import Gate
from migrate_engines.model.location import Location
from migrate_engines.model.rule import Redirect
from migrate_engines.tree.index import ObjectKind
from migrate_engines.tree.summary import dotted_text, is_type_checking

_NOTICES = frozenset(["DeprecationWarning", "PendingDeprecationWarning", "FutureWarning"])
_LAZY = frozenset(["__getattr__", "__dir__"])


def deprecated_modules(ground: Ground) -> tuple[str, ...]:
    """Those of the settings, then those that the codemods of this consolidation redirect."""
    declared = ground.found.plan.declared
    redirected = [
        rule.module
        for codemod in ground.codemods
        for rule in codemod.rules
        if isinstance(rule, Redirect) and any(f"{rule.module}.{name}" in declared for name, _ in rule.names)
    ]
    return tuple(dict.fromkeys((*ground.settings.deprecated, *redirected)))


def deprecated_not_redirects(ground: Ground) -> Iterator[GateFinding]:
    for name in deprecated_modules(ground):
        path = ground.index.modules.path_of(name)
        module = ground.reader.module(path) if path else None
        if module is not None:
            yield from _in_module(module)
            yield from _leading_elsewhere(ground, module)


def is_redirect(module: ParsedModule) -> bool:
    """Whether a module brings names from elsewhere and does nothing else but warn."""
    imports = (ast.Import, ast.ImportFrom)
    body = module.tree.body
    return any(isinstance(each, imports) for each in body) and all(
        _is_redirecting(each, module) for each in body
    )


def _in_module(module: ParsedModule) -> Iterator[GateFinding]:
    for statement in module.tree.body:
        if not _is_redirecting(statement, module):
            told = _told(statement)
            what = f"the deprecated module {module.name} does more than redirect: {told}"
            subject = f"{module.name}: {told}"
            yield GateFinding(Gate.DEPRECATED_NOT_REDIRECT, module.at(statement), subject, what)
    if not any(_is_notice(node) for node in ast.walk(module.tree)):
        yield GateFinding(
            Gate.DEPRECATED_NOT_REDIRECT,
            Location(module.path, 1),
            f"{module.name}: no warning",
            f"the deprecated module {module.name} gives no DeprecationWarning",
            "Let `migrate-engines` make it a redirect, or warn at its top level.",
        )


def _is_redirecting(statement: ast.stmt, module: ParsedModule) -> bool:
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Expr(ast.Constant()):
            return True
        case ast.Assign([ast.Name("__all__")]) | ast.AugAssign(ast.Name("__all__")):
            return True
        case ast.AnnAssign(ast.Name("__all__")):
            return True
        case ast.Assign([ast.Name()], value) | ast.AnnAssign(ast.Name(), _, value):
            return dotted_text(value) is not None if value else False
        case ast.Expr(ast.Call(func)):
            return module.outside_name(func, module.scopes.module) == "warnings.warn"
        case ast.If(test, body, other) if is_type_checking(test):
            return all(_is_redirecting(each, module) for each in (*body, *other))
    return isinstance(statement, FunctionNode) and statement.name in _LAZY


def _told(statement: ast.stmt) -> str:
    match statement:
        case ast.ClassDef(name):
            return f"class {name}"
        case ast.FunctionDef(name) | ast.AsyncFunctionDef(name):
            return f"function {name}"
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.Expr():
            return short_text(statement.value) if isinstance(statement, ast.Expr) else _assigned(statement)
    return f"the statement `{_head(statement)}`"


def _head(statement: ast.stmt) -> str:
    """Its first line, in 60 characters at the most."""
    text = ast.unparse(statement).partition("\n")[0]
    return text if len(text) <= 60 else f"{text[:57]}..."


def _assigned(statement: ast.Assign | ast.AnnAssign | ast.AugAssign) -> str:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return f"{', '.join(map(short_text, targets))} = {short_text(statement.value)}"


def _is_notice(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    given = [*node.args, *(each.value for each in node.keywords)]
    return any(isinstance(each, ast.Name) and each.id in _NOTICES for each in given)


def _leading_elsewhere(ground: Ground, module: ParsedModule) -> Iterator[GateFinding]:
    """Names that the codemods redirect, and that the module binds to something else or to nothing."""
    summary = ground.index.summary(module.name)
    for codemod in ground.codemods:
        for rule in codemod.rules:
            if not isinstance(rule, Redirect) or rule.module != module.name:
                continue
            for name, target in rule.names:
                found = ground.index.resolve(f"{module.name}.{name}")
                if summary is None or name not in summary.names or _is_own(found.canonical, module):
                    continue  # a name that is not there, or a class statement, which is a finding already
                if found.kind is ObjectKind.MISSING or found.canonical != ground.index.canonical(target):
                    what = f"{module.name}.{name} is {found.canonical}, not {last(target)}"
                    place, subject = Location(module.path, 1), f"{module.name}.{name}"
                    yield GateFinding(
                        Gate.DEPRECATED_NOT_REDIRECT, place, subject, what, f"Import {target} there."
                    )


def _is_own(canonical: str, module: ParsedModule) -> bool:
    return canonical.rpartition(".")[0] == module.name
