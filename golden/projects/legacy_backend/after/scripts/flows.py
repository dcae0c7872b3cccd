"""Every flow of the backend that works, under one signature."""

from collections.abc import Awaitable, Callable

from netra_backend.app.agents.supervisor.agent_registry import AgentRegistry
from netra_backend.app.agents.supervisor.execution_engine_factory import (
    configure_execution_engine_factory,
)
from netra_backend.app.services import (
    admin_service,
    agent_service,
    chat_service,
    export_service,
    report_service,
    scheduler,
)
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.triage import AgentRunner, triage_with
from netra_backend.app.services.user_execution_context import UserExecutionContext
from netra_backend.app.services.websocket_handler import WebSocketHandler

Flow = Callable[
    [AgentRegistry, AgentWebSocketBridge, UserExecutionContext, str], Awaitable[str]
]
Session = Callable[
    [AgentRegistry, AgentWebSocketBridge, UserExecutionContext], AgentRunner
]


async def _team(registry, bridge, user_context, message) -> str:
    (answer,) = await report_service.team_report(
        registry, bridge, [user_context], message
    )
    return answer


async def _job(registry, bridge, user_context, message) -> str:
    job = scheduler.Job(user_context.user_id, user_context.thread_id, message)
    return await scheduler.run_job(registry, bridge, job)


async def _job_engine(registry, bridge, user_context, message) -> str:
    job = scheduler.Job(user_context.user_id, user_context.thread_id, message)
    engine = scheduler.engine_for(registry, bridge, job)
    return await triage_with(engine, user_context, message)


async def _received(registry, bridge, user_context, message) -> str:
    return await WebSocketHandler(registry, bridge, user_context).receive(message)


async def _audited(registry, bridge, user_context, message) -> str:
    return await admin_service.run_audited(bridge, user_context, message)


async def _scoped(registry, bridge, user_context, message) -> str:
    await configure_execution_engine_factory(bridge)
    return await admin_service.run_scoped(user_context, message)


async def _registered(registry, bridge, user_context, message) -> str:
    await configure_execution_engine_factory(bridge)
    return await admin_service.run_registered(user_context, message)


async def _for_user(registry, bridge, user_context, message) -> str:
    await configure_execution_engine_factory(bridge)
    return await admin_service.run_for_user(user_context, message)


def _connection(registry, bridge, user_context) -> AgentRunner:
    return WebSocketHandler(registry, bridge, user_context).connect()


FLOWS: dict[str, Flow] = {
    "admin-audited": _audited,
    "admin-for-user": _for_user,
    "admin-registered": _registered,
    "admin-scoped": _scoped,
    "agent-run": agent_service.run_agent,
    "agent-run-and-log": agent_service.run_and_log,
    "agent-run-with-engine": agent_service.run_with_engine,
    "chat-follow-up": chat_service.follow_up,
    "export": export_service.export,
    "report-bulk": report_service.bulk_report,
    "report-daily": report_service.daily_report,
    "report-quick": report_service.quick_report,
    "report-team": _team,
    "scheduler-job": _job,
    "scheduler-job-engine": _job_engine,
    "scheduler-now": scheduler.run_now,
    "websocket-received": _received,
}

SESSIONS: dict[str, Session] = {
    "chat-session": chat_service.open_session,
    "export-prepared": export_service.prepare,
    "websocket-connection": _connection,
}
