"""One tree against another: what is wrong after a change and was not before."""
