"""Gives an engine access to its user's data."""


class UserExecutionEngineExtensions:
    """Extends engines with data access."""

    @staticmethod
    def integrate_data_access(engine: object) -> None:
        """Scope the engine's data access to its user."""
        engine.data_scope = f"user:{engine.context.user_id}"
