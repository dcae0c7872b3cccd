"""Print the engine classes that the flows construct; run it with ``-m``."""

import asyncio
import warnings

from netra_backend.app.agents.construction_log import CONSTRUCTED
from netra_backend.app.agents.supervisor.agent_registry import default_registry
from netra_backend.app.services.agent_websocket_bridge import AgentWebSocketBridge
from netra_backend.app.services.user_execution_context import UserExecutionContext
from scripts.flows import FLOWS, SESSIONS


def constructed() -> list[str]:
    """Run every flow and session once, and name the engines that they made."""
    CONSTRUCTED.clear()
    registry, bridge = default_registry(), AgentWebSocketBridge()
    context = UserExecutionContext.from_request("alice", "thread-1")
    for flow in FLOWS.values():
        asyncio.run(flow(registry, bridge, context, "hello"))
    for session in SESSIONS.values():
        session(registry, bridge, context)
    return sorted(set(CONSTRUCTED))


if __name__ == "__main__":
    warnings.simplefilter("ignore", DeprecationWarning)
    print(*constructed(), sep="\n")
