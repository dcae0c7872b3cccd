"""One tree against another, in every format."""
