"""Which engine classes were constructed, so that a migration can be observed."""

CONSTRUCTED: list[str] = []
