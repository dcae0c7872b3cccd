"""Retire MCPEnhancedExecutionEngine, which cannot be built.

Three abstract methods of its interface are missing, so that every construction fails.
"""

from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine

from migrate_engines.codemod import manual, retire

MODULE = "netra_backend.app.agents.supervisor.mcp_execution_engine"


@manual(
    f"{MODULE}.MCPEnhancedExecutionEngine",
    f"{MODULE}.create_mcp_enhanced_engine",
    reason="mcp-lost",
    help="The canonical class knows nothing of MCP, and this one cannot be built: decide who speaks MCP.",
)
def enhanced(*args, **kwargs): ...


retire(
    f"{MODULE}.MCPEnhancedExecutionEngine",
    successor=UserExecutionEngine,
    help="Decide where its MCP work belongs, and move it.",
)
retire(f"{MODULE}.create_mcp_enhanced_engine", help="It can only fail: remove the calls.")
