"""What a redirect waits for."""

from migrate_engines.deciding.redirected import ModuleDecision
from migrate_engines.model.reason import Reason


def test_a_redirect_is_held_by_files_that_failed_at_last() -> None:
    decision = ModuleDecision("acme.old", "engine", "acme/old.py", "import warnings\n")
    held = decision.held_by(["app/a.py", "app/b.py"])
    assert (held.text, held.reason) == (None, Reason.REDIRECT_BLOCKED)
    assert held.detail == "not rewritten after all: app/a.py, app/b.py"


def test_a_redirect_that_is_refused_keeps_its_own_reason() -> None:
    refused = ModuleDecision("acme.old", "engine", "acme/old.py", None, Reason.SHIM_SIDE_EFFECTS, "line 3")
    assert refused.held_by(["app/a.py"]) is refused
