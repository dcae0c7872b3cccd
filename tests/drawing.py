"""Examples of a strategy, outside of a test."""

import warnings

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy


def examples_of(strategy: SearchStrategy[str], number: int, start: int) -> list[str]:
    """At most ``number`` of them, the same for the same ``start``."""
    texts: list[str] = []

    @seed(start)
    @settings(
        max_examples=number,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(text: str) -> None:
        texts.append(text)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        collect()
    return texts[:number]
