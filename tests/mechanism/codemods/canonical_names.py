"""Call the canonical class by its own name."""

from acme.agents.user_engine import UserExecutionEngine

from migrate_engines.codemod import canonical, on_request

on_request()
canonical(UserExecutionEngine)
