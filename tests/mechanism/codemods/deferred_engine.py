"""Retire engines that were made later, sometimes or several at once."""

from acme.agents.builders import build_engine
from acme.agents.lazy import LazyEngine, trace

from migrate_engines.codemod import rewrite

MODULE = "acme.agents.deferred"


@rewrite(f"{MODULE}.lazy_engine")
def lazy(context):
    return LazyEngine(lambda: build_engine(context))


@rewrite(f"{MODULE}.watched_engine")
def watched(callback):
    return LazyEngine(lambda event: trace(callback, event))


@rewrite(f"{MODULE}.engine_if")
def chosen(context, wanted=True):
    return build_engine(context) if wanted else None


@rewrite(f"{MODULE}.engines_for")
def each_of(contexts):
    return [build_engine(each) for each in contexts]
