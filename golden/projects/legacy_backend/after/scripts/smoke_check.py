"""Check that engines can run at all; run it with ``-m``."""

import asyncio
import logging

from netra_backend.app.agents.supervisor.agent_registry import (
    AgentRegistry,
    default_registry,
)
from netra_backend.app.services import chat_service
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.triage import triage_with
from netra_backend.app.services.user_execution_context import UserExecutionContext

try:
    from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine as ExecutionEngine
    from netra_backend.app.agents.supervisor.engine_wiring import (
        configured_factory,
        emitter_for,
    )
except ImportError as error:
    raise SystemExit("The backend is not installed.") from error

logger = logging.getLogger(__name__)


async def engine_runs(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
) -> bool:
    """Run one message in an engine of its own."""
    try:
        engine = ExecutionEngine(
            context=user_context,
            agent_factory=configured_factory(registry, bridge),
            websocket_emitter=emitter_for(user_context, bridge),
        )
        return bool(await triage_with(engine, user_context, "ping"))
    except Exception:
        logger.debug("the engine does not run", exc_info=True)
        return False


async def chat_answers(
    registry: AgentRegistry,
    bridge: AgentWebSocketBridge,
    user_context: UserExecutionContext,
) -> bool:
    """Send one message to the chat."""
    try:
        return bool(await chat_service.answer(registry, bridge, user_context, "ping"))
    except Exception:
        logger.debug("the chat does not answer", exc_info=True)
        return False


async def check() -> dict[str, bool]:
    """Make every check."""
    registry, bridge = default_registry(), AgentWebSocketBridge()
    user_context = UserExecutionContext.from_request("smoke", "smoke")
    return {
        "engine": await engine_runs(registry, bridge, user_context),
        "chat": await chat_answers(registry, bridge, user_context),
    }


if __name__ == "__main__":
    for name, passed in asyncio.run(check()).items():
        print(f"{name}: {'ok' if passed else 'broken'}")
