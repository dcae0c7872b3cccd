"""Consolidate the call sites of retired classes and factories onto one canonical API."""

__version__ = "0.1.0"
