"""Names that are written with other letters than Python reads.

It is asked before anything else is imported, too: so this imports little.
"""

import re
import unicodedata
from collections.abc import Sequence

_WORD = re.compile(r"\w*[^\W\x00-\x7f]\w*")


def disguised(text: str, words: Sequence[str]) -> str | None:
    """The first name that Python takes for one with a word in it, and that is written with other letters.

    Python reads identifiers by their normal form NFKC: a wide or a bold letter is the plain one.
    """
    if unicodedata.is_normalized("NFKC", text):
        return None
    for found in _WORD.finditer(text):
        name = unicodedata.normalize("NFKC", found[0])
        if name != found[0] and any(word in name for word in words):
            return found[0]
    return None
