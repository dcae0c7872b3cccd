"""Which file is which module."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

# Of a name with more parts, only so many are looked at: no tree is as deep, and a hostile text may hold any.
MOST_PARTS = 100
_PACKAGE = "/__init__.py"


class ModuleMap:
    """The modules of a tree, by dotted name and by path.

    Built from paths alone; a folder without ``__init__.py`` is a namespace package. A path that
    several source roots could name has the name that the longest root gives.
    """

    def __init__(self, paths: Iterable[str], source_roots: Sequence[str]) -> None:
        roots = sorted((_prefix(root) for root in source_roots), key=len, reverse=True)
        self._paths: dict[str, str] = {}
        self._modules: dict[str, str] = {}
        self._namespaces: set[str] = set()
        inside = sorted(paths)
        packages = [path for path in inside if path.endswith(_PACKAGE)]
        ordered = [*packages, *(path for path in inside if not path.endswith(_PACKAGE))]
        inner = tuple(root for root in roots if root)
        for path, module in zip(ordered, _all_dotted(ordered), strict=True):
            if path.startswith(inner):
                self._add_below(path, roots)
            elif len(inner) < len(roots):
                self._add(path, module)

    def _add_below(self, path: str, roots: list[str]) -> None:
        for root in roots:
            if path.startswith(root):
                self._add(path, _dotted(path[len(root) :]))

    def _add(self, path: str, module: str) -> None:
        self._modules.setdefault(path, module)
        self._paths.setdefault(module, path)
        if module.rpartition(".")[0] not in self._namespaces:
            self._add_namespaces(module)

    def _add_namespaces(self, module: str) -> None:
        while "." in module:
            module = module.rpartition(".")[0]
            if module in self._namespaces:
                return
            self._namespaces.add(module)

    def module_of(self, path: str) -> str:
        """The dotted name of a file; its path with dots where no source root holds it."""
        return self._modules.get(path) or _dotted(path)

    def path_of(self, module: str) -> str | None:
        """The file of a module, None for a namespace package or an unknown module."""
        return self._paths.get(module)

    def path_for(self, module: str) -> str | None:
        """Where a new module would be put: in its package's folder; None where there is no such package."""
        package, _, name = module.rpartition(".")
        prefix = f"{package}."
        for known, path in self._paths.items():
            if known == package and path.endswith("__init__.py"):
                return f"{path.removesuffix('__init__.py')}{name}.py"
            if known.startswith(prefix):
                inside = known.removeprefix(prefix).replace(".", "/")
                for ending in (f"{inside}.py", f"{inside}/__init__.py"):
                    if path.endswith(ending):
                        return f"{path.removesuffix(ending)}{name}.py"
        return None

    def package_of(self, path: str) -> str:
        """The package that relative imports of the file start from."""
        module = self.module_of(path)
        return module if path.endswith("__init__.py") else module.rpartition(".")[0]

    def split(self, dotted: str) -> tuple[str | None, tuple[str, ...]]:
        """The longest prefix that is a module or a namespace, and the names after it."""
        parts = tuple(dotted.split("."))
        found = None
        for count, beginning in enumerate(accumulate(parts, "{}.{}".format), 1):
            # What is no module and no namespace holds none.
            if beginning not in self._paths and beginning not in self._namespaces:
                break
            if beginning:  # a folder whose name begins with a dot is in a namespace without one
                found = beginning, parts[count:]
        return found or (None, parts)


def beginnings(dotted: str) -> Iterator[str]:
    """Ever longer beginnings of a dotted name, up to itself, or to as many parts as a tree is deep."""
    return accumulate(dotted.split(".", MOST_PARTS)[:MOST_PARTS], "{}.{}".format)


def _prefix(root: str) -> str:
    return "" if root in (".", "") else root.rstrip("/") + "/"


def _all_dotted(paths: Sequence[str]) -> list[str]:
    """What ``_dotted`` gives for each: in a large tree it takes as long as the rest of a small run."""
    text = "".join(f"{path}\0" for path in paths)
    dotted = text.replace(".py\0", "\0").replace("/__init__\0", "\0").replace("/", ".")
    return dotted.split("\0")[:-1]


def _dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
