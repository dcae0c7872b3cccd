"""The text of a case's file, to the bytes that lie on disk and back."""

import tokenize
from io import BytesIO


def encode(path: str, text: str) -> bytes:
    """UTF-8, or what the coding cookie of a Python file names if that codec has all its characters."""
    data = text.encode("utf-8")
    try:
        return text.encode(_declared(path, data))
    except UnicodeEncodeError:
        return data


def decode(path: str, data: bytes) -> str:
    """The way back.

    Raises:
        UnicodeDecodeError: the bytes are not text.
    """
    return data.decode(_declared(path, data))


def is_utf8(path: str, data: bytes) -> bool:
    return _declared(path, data) == "utf-8"


def _declared(path: str, data: bytes) -> str:
    if not path.endswith(".py"):
        return "utf-8"
    try:
        return tokenize.detect_encoding(BytesIO(data).readline)[0].removesuffix("-sig")
    except SyntaxError:
        return "utf-8"
