"""A census of the calls that the shipped codemods speak of, with the standard library alone.

``python tests/corpus/census.py ROOT`` prints one JSON object a line for every call. It shares nothing with
the tool: it reads every file, follows imports forwards, and knows no rule.
"""

import ast
import json
import os
import sys
import warnings
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from bindings import FileBindings

SUPERVISOR = "netra_backend.app.agents.supervisor"
ENGINE = f"{SUPERVISOR}.user_execution_engine.UserExecutionEngine"
LEGACY = f"{SUPERVISOR}.execution_engine.ExecutionEngine"  # a class of its own at some commits
FACTORY_FUNCTION = f"{SUPERVISOR}.execution_engine_factory.create_request_scoped_engine"
MAKERS = (
    "_init_from_factory",
    "create_from_legacy",
    "create_request_scoped_engine",
    "create_execution_engine",
)
AGENTS = "netra_backend.app.agents"
RETIRED = {  # what stays until nothing refers to it
    f"{AGENTS}.execution_engine_consolidated": (
        "EngineConfig",
        "ExecutionExtension",
        "UserExecutionExtension",
        "MCPExecutionExtension",
        "DataExecutionExtension",
        "WebSocketExtension",
        "RequestScopedExecutionEngine",
        "create_execution_engine",
        "get_execution_engine_factory",
    ),
    f"{AGENTS}.execution_engine_interface": ("ExecutionEngineAdapter", "ExecutionEngineCapabilities"),
    f"{AGENTS}.execution_engine_legacy_adapter": (
        "SupervisorExecutionEngineAdapter",
        "ConsolidatedExecutionEngineWrapper",
        "GenericExecutionEngineAdapter",
        "ExecutionEngineFactory",
    ),
    f"{AGENTS}.execution_engine_unified_factory": (
        "UnifiedExecutionEngineFactory",
        "UnifiedExecutionEngineFactory.configure",
        "UnifiedExecutionEngineFactory.set_defaults",
        "UnifiedExecutionEngineFactory.create_engine",
        "UnifiedExecutionEngineFactory.create_user_engine",
        "UnifiedExecutionEngineFactory.create_request_scoped_engine",
        "UnifiedExecutionEngineFactory.get_default_engine",
    ),
    f"{SUPERVISOR}.execution_factory": (
        "IsolatedExecutionEngine",
        "UserExecutionEngineWrapper",
        "ExecutionEngineFactory",
        "get_execution_engine_factory",
    ),
    f"{SUPERVISOR}.mcp_execution_engine": ("MCPEnhancedExecutionEngine", "create_mcp_enhanced_engine"),
    f"{SUPERVISOR}.user_execution_engine": ("create_execution_context_manager",),
    "netra_backend.app.core.managers.execution_engine_factory": (
        "ExecutionEngineFactory",
        "RequestScopedExecutionEngineFactory",
        "create_execution_engine_factory",
        "get_execution_engine_factory",
    ),
}
SYMBOLS = frozenset(
    [
        ENGINE,
        LEGACY,
        *(f"{module}.{name}" for module, names in RETIRED.items() for name in names),
        *(f"{engine}.{maker}" for engine in (ENGINE, LEGACY) for maker in MAKERS),
        FACTORY_FUNCTION,
        f"{SUPERVISOR}.request_scoped_execution_engine.create_request_scoped_engine",
        f"{SUPERVISOR}.request_scoped_execution_engine.RequestScopedExecutionEngine",
    ]
)


Start: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class Site:
    """One call; ``starts`` are the places of the call and of its await, lines and columns from 1."""

    path: str
    starts: tuple[Start, ...]
    symbol: str
    positional: tuple[str, ...]
    keywords: tuple[tuple[str, str], ...]
    is_starred: bool
    is_certain: bool

    @property
    def place(self) -> str:
        return f"{self.path}:{self.starts[0][0]}:{self.starts[0][1]}"


@dataclass(frozen=True)
class Census:
    files: int
    unparsable: tuple[str, ...]
    sites: tuple[Site, ...]


@dataclass(frozen=True)
class FileCensus:
    module: str
    names: dict[str, set[str | None]]
    stars: list[str]
    calls: list[tuple[Site, set[str]]]


def take_census(root: Path) -> Census:
    """Read the whole tree: about a minute for four million lines."""
    paths = sorted(python_files(root))
    packages = frozenset(module_of(path)[0].partition(".")[0] for path in paths)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = {path: read_file(root, path, packages) for path in paths}
    unparsable = tuple(path for path, file in read.items() if file is None)
    return Census(
        len(paths), unparsable, tuple(_sites({file.module: file for file in read.values() if file}))
    )


def python_files(root: Path) -> Iterator[str]:
    for folder, _, names in os.walk(root):
        for name in names:
            if name.endswith(".py"):
                yield Path(folder, name).relative_to(root).as_posix()


def read_file(root: Path, path: str, packages: frozenset[str]) -> FileCensus | None:
    """None where Python cannot parse the file; of its calls, those of names that come from the packages."""
    module, is_package = module_of(path)
    content = (root / path).read_bytes()
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError):
        return None
    bindings = FileBindings(tree, module, is_package=is_package)
    lines = content.splitlines()
    calls = [
        (_site(path, call, awaiting, lines, is_certain=len(origins) == 1), origins)
        for call, awaiting, origins in bindings.resolved()
        if any(origin.partition(".")[0] in packages for origin in origins if origin)
    ]
    names = {name: bindings.origins(ast.Name(name), bindings.module) for name in bindings.module.origins}
    return FileCensus(module, names, bindings.stars, calls)


def module_of(path: str) -> tuple[str, bool]:
    """The dotted name of a file, and whether it is a package."""
    parts = path.removesuffix(".py").split("/")
    is_package = parts[-1] == "__init__"
    return ".".join(parts[:-1] if is_package else parts), is_package


def _site(
    path: str, call: ast.Call, awaiting: ast.Await | None, lines: list[bytes], *, is_certain: bool
) -> Site:
    positional = tuple(ast.unparse(argument) for argument in call.args)
    keywords = tuple((each.arg, ast.unparse(each.value)) for each in call.keywords if each.arg)
    starred = any(isinstance(each, ast.Starred) for each in call.args) or len(keywords) < len(call.keywords)
    starts = tuple(_start(node, lines) for node in (call, awaiting) if node)
    return Site(path, starts, "", positional, keywords, starred, is_certain)


def _start(node: ast.expr, lines: list[bytes]) -> Start:
    before = lines[node.lineno - 1][: node.col_offset]
    return node.lineno, len(before.decode("utf-8", "replace")) + 1


def _sites(files: dict[str, FileCensus]) -> Iterator[Site]:
    canonical = Objects(files).canonical
    for file in files.values():
        for site, origins in file.calls:
            objects = {found for origin in origins if origin for found in canonical(origin)}
            for symbol in sorted(objects & SYMBOLS):
                yield replace(site, symbol=symbol, is_certain=site.is_certain and len(objects) == 1)


class Objects:
    """Which dotted names are one object, by the modules that bind them."""

    def __init__(self, files: dict[str, FileCensus]) -> None:
        self.files = files
        self.canonical = lru_cache(None)(self._canonical)

    def _canonical(self, dotted: str, depth: int = 0) -> frozenset[str]:
        """Where the object is defined: several places where a module binds the name in several ways."""
        module, name, rest = self._split(dotted)
        file = self.files.get(module)
        if file is None or not name or depth > 20:
            return frozenset([dotted])
        origins = file.names.get(name) or {f"{star}.{name}" for star in file.stars}
        elsewhere = origins - {f"{module}.{name}", None}
        own = frozenset() if origins and origins == elsewhere else frozenset([dotted])
        return own.union(*(self._canonical(f"{origin}{rest}", depth + 1) for origin in elsewhere))

    def _split(self, dotted: str) -> tuple[str, str, str]:
        """The longest module, a name in it, and what follows (with its dot)."""
        parts = dotted.split(".")
        for count in range(len(parts), 0, -1):
            if (module := ".".join(parts[:count])) in self.files:
                return (
                    module,
                    "".join(parts[count : count + 1]),
                    "".join(f".{part}" for part in parts[count + 1 :]),
                )
        return "", dotted, ""


def main(root: Path) -> None:
    census = take_census(root)
    print(json.dumps({"files": census.files, "unparsable": census.unparsable}))
    for site in census.sites:
        print(json.dumps(asdict(site)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
