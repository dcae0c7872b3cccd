"""Why a replacement cannot be written at a place."""

from migrate_engines.model.reason import Reason


class Refusal(Exception):
    """Caught where the use is decided, and reported as its reason."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail

    def because(self, why: str) -> "Refusal":
        """The same refusal, with what stands in the way at this place."""
        return Refusal(self.reason, f"{self.detail}; {why}")
