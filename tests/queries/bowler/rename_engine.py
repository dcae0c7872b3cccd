"""Rename the class Engine to UserEngine."""

from bowler import Query

Query(".").select_class("Engine").rename("UserEngine").write()
