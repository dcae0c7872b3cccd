class UserExecutionContext:
    user_id: str
    thread_id: str
    run_id: str

    def __init__(self, user_id: str, thread_id: str, run_id: str) -> None: ...

    @classmethod
    def from_request(cls, user_id: str, thread_id: str) -> "UserExecutionContext": ...
