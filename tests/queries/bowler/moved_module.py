"""Two queries: acme.old moves to acme.new, and then make_engine is build_engine."""

from bowler import Query

Query().select_module("acme.old").rename("acme.new").execute(write=True, interactive=False)
Query().select_function("make_engine").rename("build_engine").execute(write=True, interactive=False)
