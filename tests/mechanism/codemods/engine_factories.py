"""Retire the functions that made engines."""

from acme.agents.builders import build_engine, open_engine

from migrate_engines.codemod import rewrite

MODULE = "acme.agents.engine_factories"


@rewrite(f"{MODULE}.make_engine")
def made(context):
    return build_engine(context)


@rewrite(f"{MODULE}.start_engine")
async def started(context, name):
    return await open_engine(name, context)


@rewrite(f"{MODULE}.named_engine")
def named(context, name):
    return build_engine(context).named(name)
