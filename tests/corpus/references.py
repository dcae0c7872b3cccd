"""A census of the uses that are not calls, with the standard library alone.

``python tests/corpus/references.py ROOT`` prints one JSON object a line for every import, value, type, mock
and dotted string that means a retired object, an old path or nothing at all. Like the census of the calls it
shares nothing with the tool.
"""

import ast
import json
import re
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bindings import FileBindings, Scope
from census import SUPERVISOR, FileCensus, Objects, module_of, python_files

AGENTS = "netra_backend.app.agents"
OLD_MODULES = frozenset(
    [
        f"{SUPERVISOR}.execution_engine",
        f"{SUPERVISOR}.request_scoped_execution_engine",
        f"{AGENTS}.execution_engine_consolidated",
    ]
)
OLD_PATHS = frozenset(
    [
        f"{SUPERVISOR}.execution_engine.ExecutionEngine",
        f"{SUPERVISOR}.execution_engine.create_request_scoped_engine",
        f"{AGENTS}.execution_engine_consolidated.ExecutionEngine",
        f"{SUPERVISOR}.request_scoped_execution_engine.RequestScopedExecutionEngine",
    ]
)
RETIRED = frozenset(
    [
        f"{SUPERVISOR}.request_scoped_execution_engine.RequestScopedExecutionEngine",
        f"{SUPERVISOR}.request_scoped_execution_engine.create_request_scoped_engine",
    ]
)
_OURS = re.compile(r"ExecutionEngine|execution_engine|create_request_scoped_engine")
_MATTERS = re.compile(_OURS.pattern.encode() + rb"|import \*|def __getattr__")
_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")


@dataclass(frozen=True)
class Reference:
    """One use; ``what`` is import, broken import, module, name, string or broken patch."""

    path: str
    line: int
    what: str
    dotted: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.what} {self.dotted}"


class NamesAndCalls(FileBindings):
    """Besides calls, every chain of names that is read and is no callee."""

    def __init__(self, tree: ast.Module, module: str, *, is_package: bool) -> None:
        self.reads: list[tuple[ast.expr, Scope]] = []
        self._callees: set[ast.expr] = set()
        super().__init__(tree, module, is_package=is_package)

    def visit_Call(self, node: ast.Call) -> None:
        self._callees.add(node.func)
        super().visit_Call(node)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load) and node not in self._callees:
            self.reads.append((node, self.scope))
        super().visit_Name(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.ctx, ast.Load) and node not in self._callees:
            self.reads.append((node, self.scope))
        self.generic_visit(node)


@dataclass(frozen=True)
class _File:
    path: str
    tree: ast.Module
    names: NamesAndCalls


def take_references(root: Path) -> tuple[Reference, ...]:
    """Every reference of the tree, sorted; files that Python cannot parse have none."""
    paths = list(python_files(root))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        files = [file for path in paths if (file := _read(root, path))]
    tree = _Tree([file.names for file in files], frozenset(module_of(path)[0] for path in paths))
    found = {each for file in files for each in _references(file, tree)}
    return tuple(sorted(found, key=str))


def _read(root: Path, path: str) -> _File | None:
    """None where no name of ours can be in it, and none can arrive by a star or be made up on request."""
    content = (root / path).read_bytes()
    if not re.search(_MATTERS, content):
        return None
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError):
        return None
    module, is_package = module_of(path)
    return _File(path, tree, NamesAndCalls(tree, module, is_package=is_package))


class _Tree:
    """What exists, and what is the same object."""

    def __init__(self, files: Sequence[NamesAndCalls], modules: frozenset[str]) -> None:
        self._files = {file.name: _bound(file) for file in files}
        self._objects = Objects(self._files)
        self._modules = modules | {
            module.rsplit(".", count)[0] for module in modules for count in range(1, module.count(".") + 1)
        }
        self._packages = {module.partition(".")[0] for module in modules}

    def is_own(self, dotted: str) -> bool:
        return dotted.partition(".")[0] in self._packages

    def canonical(self, dotted: str) -> frozenset[str]:
        """Only names of ours are followed: a star import of everything leads everywhere."""
        is_ours = _OURS.search(dotted.rpartition(".")[2])
        return self._objects.canonical(dotted) if is_ours else frozenset([dotted])

    def is_module(self, dotted: str) -> bool:
        return dotted in self._modules

    def exists(self, dotted: str, seen: frozenset[str] = frozenset()) -> bool:
        """Whether an import of the dotted name would find it; unknown counts as yes."""
        if dotted in seen:
            return False
        if self.is_module(dotted):
            return True
        seen |= {dotted}
        module, _, name = dotted.rpartition(".")
        file = self._files.get(module)
        if file is None:  # not read: it holds no name of ours, and what else it holds is not known
            return self.is_module(module) and not _OURS.search(name)
        if "__getattr__" in file.names:
            return True
        origins = file.names.get(name)
        if origins is None:
            return any(not self.is_own(star) or self.exists(f"{star}.{name}", seen) for star in file.stars)
        followed = [each for each in origins if each and each != dotted and self.is_own(each)]
        if len(followed) < len(origins):
            return True
        return any(self.exists(each, seen) for each in followed)

    def has_attribute(self, dotted: str) -> bool:
        """Whether a patch of the dotted name finds it; members of classes are not looked into."""
        parts = dotted.split(".")
        for count in range(len(parts), 0, -1):
            if self.is_module(".".join(parts[:count])):
                return count == len(parts) or self.exists(".".join(parts[: count + 1]))
        return False


def _bound(file: NamesAndCalls) -> FileCensus:
    names = {name: file.origins(ast.Name(name), file.module) for name in file.module.origins}
    return FileCensus(file.name, names, file.stars, [])


def _references(file: _File, tree: _Tree) -> Iterator[Reference]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ImportFrom):
            yield from _from_import(file, node, tree)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name in OLD_MODULES:
                    yield Reference(file.path, alias.lineno, "module", alias.name)
    yield from _strings(file, tree)
    for read, scope in file.names.reads:
        objects = {
            each for origin in file.names.origins(read, scope) if origin for each in tree.canonical(origin)
        }
        for symbol in sorted(objects & RETIRED):
            yield Reference(file.path, read.lineno, "name", symbol)


def _from_import(file: _File, node: ast.ImportFrom, tree: _Tree) -> Iterator[Reference]:
    source = file.names.source_of(node)
    for alias in node.names:
        dotted = f"{source}.{alias.name}"
        if dotted in OLD_MODULES:
            yield Reference(file.path, alias.lineno, "module", dotted)
        elif dotted in OLD_PATHS or tree.canonical(dotted) & RETIRED:
            yield Reference(file.path, alias.lineno, "import", dotted)
        elif alias.name == "*":
            if source in OLD_MODULES:
                yield Reference(file.path, alias.lineno, "module", dotted)
        elif tree.is_own(source) and _OURS.search(alias.name) and not tree.exists(dotted):
            yield Reference(file.path, alias.lineno, "broken import", dotted)


def _strings(file: _File, tree: _Tree) -> Iterator[Reference]:
    """Strings that are a dotted name and nothing else, statements that are only a string left out."""
    prose = {id(node.value) for node in ast.walk(file.tree) if isinstance(node, ast.Expr)}
    patched = {
        id(node.args[0])
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).endswith("patch")
        if not any(each.arg == "create" for each in node.keywords)
    }
    for node in ast.walk(file.tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)) or id(node) in prose:
            continue
        text = node.value
        if not _DOTTED.fullmatch(text) or not tree.is_own(text):
            continue
        parents = {text.rsplit(".", count)[0] for count in range(text.count("."))}
        if parents & (OLD_MODULES | OLD_PATHS | RETIRED):
            yield Reference(file.path, node.lineno, "string", text)
        elif id(node) in patched and _OURS.search(text) and not tree.has_attribute(text):
            yield Reference(file.path, node.lineno, "broken patch", text)


def main(root: Path) -> None:
    for reference in take_references(root):
        print(json.dumps(asdict(reference)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
