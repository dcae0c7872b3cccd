"""Less work for the garbage collector while many trees are built."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# What is built for a file goes by its reference counts, all of it. With Python's own threshold the
# collector looks at every living node again and again, to no end.
_THRESHOLD = 100_000


@contextmanager
def rare_collections() -> Iterator[None]:
    """Inside, collections are rare; what lives already is not looked at."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_THRESHOLD, 10, 10)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
