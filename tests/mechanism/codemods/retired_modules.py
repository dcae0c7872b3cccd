"""Redirect the modules that engines have left."""

from acme.agents.builders import build_engine
from acme.agents.user_engine import UserExecutionEngine

from migrate_engines.codemod import manual, redirect, rewrite


@rewrite("acme.agents.legacy_engine.LegacyEngine")
def per_user(context, factory, emitter):
    return UserExecutionEngine(context=context, agent_factory=factory, websocket_emitter=emitter)


@manual(
    "acme.agents.legacy_engine.LegacyEngine", reason="missing-emitter", help="Pass the request's emitter."
)
def without_emitter(context): ...


redirect("acme.agents.legacy_engine", LegacyEngine=UserExecutionEngine, build=build_engine)
redirect("acme.agents.engine_alias", ExecutionEngine=UserExecutionEngine)
