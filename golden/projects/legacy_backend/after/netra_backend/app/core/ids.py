"""Identifiers of runs."""

from uuid import uuid4


def new_run_id() -> str:
    """Make the identifier of a new run."""
    return f"run-{uuid4().hex[:8]}"
