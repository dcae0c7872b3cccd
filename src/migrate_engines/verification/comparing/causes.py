"""What may have made a test fail: the touched files that it reaches, with what the run did there."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from migrate_engines.model.finding import Outcome
from migrate_engines.model.report import Report
from migrate_engines.tree.import_requests import When
from migrate_engines.verification.comparing.side import Pair

_MOST = 5  # touched files, and findings of each


class Causes(Struct, frozen=True):
    """``fixed`` are the findings of the run by path, as people read them."""

    pair: Pair
    fixed: Mapping[str, tuple[str, ...]]

    def file_of(self, test: str) -> str:
        """The file of a test of JUnit XML, ``tests.test_x.TestC::test_a``; "" where there is none."""
        parts = test.partition("::")[0].split(".")
        paths = ("/".join(parts[:count]) + ".py" for count in range(len(parts), 0, -1))
        known = {*self.pair.before.listing, *self.pair.after.listing}
        return next((path for path in paths if path in known), "")

    def of(self, path: str) -> tuple[str, ...]:
        """The findings in the touched files that a file of tests imports, over any number of modules."""
        reached = [each for each in self._reached(path) if each in self.pair.touched] if path else []
        told = [line for each in reached[:_MOST] for line in self._told(each)]
        more = [f"and {len(reached) - _MOST} more files that differ"] if len(reached) > _MOST else []
        return (*told, *more)

    def _told(self, path: str) -> Iterator[str]:
        fixed = self.fixed.get(path, ())
        yield from fixed[:_MOST]
        if len(fixed) > _MOST:
            yield f"{path}: and {len(fixed) - _MOST} more"
        if not fixed:
            yield f"{path} differs"

    def _reached(self, path: str) -> Iterator[str]:
        """The nearest first; imports in functions count, and every ``conftest.py`` above."""
        graph, modules = self.pair.after.graph, self.pair.after.index.modules
        folders = path.split("/")[:-1]
        conftests = ["/".join([*folders[:count], "conftest.py"]) for count in range(len(folders), -1, -1)]
        started = [path, *(each for each in conftests if each in self.pair.after.listing)]
        found = dict.fromkeys(modules.module_of(each) for each in started)
        waiting = list(found)
        for module in waiting:
            for edge in graph.edges(module):
                if edge.when is not When.TYPE_CHECKING and edge.imported not in found:
                    found[edge.imported] = None
                    waiting.append(edge.imported)
        yield from (each for each in map(modules.path_of, found) if each is not None)


def fixed_by(report: Report) -> dict[str, tuple[str, ...]]:
    """What a run fixed in each file, such as ``acme/a.py:7: fixed by old_engine, a call of acme.Old``."""
    found: dict[str, list[str]] = {}
    for path, each in report.findings():
        if each.outcome is Outcome.FIXED:
            told = f"{path}:{each.place.line}: fixed by {each.codemod}, {each.kind} of {each.symbol}"
            found.setdefault(path, []).append(told)
    return {path: tuple(lines) for path, lines in found.items()}
