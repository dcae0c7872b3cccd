"""Give every call of fetch a timeout.

Written as `bowler run` wants it, and asked with a prompt.
"""

import sys

from bowler import Query


def main() -> None:
    query = Query(sys.argv[1:]).select_function("fetch").is_call()
    query.add_argument("timeout", "30", positional=True).is_filename(exclude=r"[\\/]vendored[\\/]").idiff()
