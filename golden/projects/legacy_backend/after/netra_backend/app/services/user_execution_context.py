"""Whom a request belongs to."""

from dataclasses import dataclass

from netra_backend.app.core.ids import new_run_id


@dataclass(frozen=True)
class UserExecutionContext:
    """The user, the conversation and the run of one request."""

    user_id: str
    thread_id: str
    run_id: str

    def __post_init__(self) -> None:
        if not (self.user_id and self.thread_id and self.run_id):
            raise ValueError("user_id, thread_id and run_id must not be empty")

    @classmethod
    def from_request(
        cls, user_id: str, thread_id: str, run_id: str | None = None
    ) -> "UserExecutionContext":
        """Make the context of a request, with a run of its own."""
        return cls(user_id, thread_id, run_id or new_run_id())


def validate_user_context(context: object) -> UserExecutionContext:
    """Return the context, or refuse what is none."""
    if not isinstance(context, UserExecutionContext):
        raise TypeError(f"not a UserExecutionContext: {type(context).__name__}")
    return context
