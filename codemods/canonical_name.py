"""Call the canonical engine by its own name.

For years the class was imported as ExecutionEngine, so that readers take it for the engine that is gone.
"""

from netra_backend.app.agents.supervisor.user_execution_engine import UserExecutionEngine

from migrate_engines.codemod import canonical, on_request

on_request()
canonical(UserExecutionEngine)
