"""Imports of texts, without files."""

import importlib.abc
import importlib.util
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import CodeType
from typing import Any


def module_of(path: str) -> str:
    """The dotted name of a file below the root."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


class Loader(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Imports from texts by path; a folder without ``__init__.py`` is a namespace package."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        inside = fullname.replace(".", "/")
        is_package = f"{inside}/__init__.py" in self._texts
        if is_package or f"{inside}.py" in self._texts:
            return importlib.util.spec_from_loader(fullname, self, is_package=is_package)
        is_namespace = any(each.startswith(f"{inside}/") for each in self._texts)
        return ModuleSpec(fullname, None, is_package=True) if is_namespace else None

    def get_source(self, fullname: str) -> str:
        inside = fullname.replace(".", "/")
        package = self._texts.get(f"{inside}/__init__.py")
        return self._texts[f"{inside}.py"] if package is None else package

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.get_source(fullname), fullname, "exec", dont_inherit=True)


@contextmanager
def importing(texts: Mapping[str, str]) -> Iterator[None]:
    """A fresh start: no module of the texts has been imported yet, and none is afterwards."""
    loader = Loader(texts)
    tops = {path.partition("/")[0].removesuffix(".py") for path in texts}
    sys.meta_path.insert(0, loader)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        sys.meta_path.remove(loader)
        for name in [each for each in sys.modules if each.partition(".")[0] in tops]:
            del sys.modules[name]
