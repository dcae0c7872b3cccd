"""What stands for the contents of a file."""

import hashlib
from typing import TypeAlias

Digest: TypeAlias = bytes


def digest_of(data: bytes) -> Digest:
    return hashlib.blake2b(data, digest_size=16).digest()


def joined(digest: Digest, *texts: str) -> Digest:
    """One for contents together with some texts, such as the path that they are found at."""
    parts = [each.encode("utf-8", "surrogatepass") for each in texts]
    return digest_of(digest + b"".join(b"%d:" % len(part) + part for part in parts))
