"""What stands for the contents of a file."""

import hashlib
from typing import TypeAlias

Digest: TypeAlias = bytes


def digest_of(data: bytes) -> Digest:
    """16 bytes. Processors compute SHA-256 themselves, so a whole tree takes a fraction of a second."""
    return hashlib.sha256(data).digest()[:16]


def joined(digest: Digest, *texts: str) -> Digest:
    """One for contents together with some texts, such as the path that they are found at."""
    parts = [each.encode("utf-8", "surrogatepass") for each in texts]
    return digest_of(digest + b"".join(b"%d:" % len(part) + part for part in parts))
