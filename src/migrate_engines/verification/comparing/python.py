"""The project's own Python, and how code of a tree beside the user's is found by it."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from migrate_engines.settings import Settings


def project_python(settings: Settings) -> list[str]:
    """That of the settings, of the active environment, of ``.venv``, or else the one that runs this tool."""
    if settings.verify.python:
        return list(settings.verify.python)
    inside = ("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")
    for environment in (os.environ.get("VIRTUAL_ENV"), settings.root / ".venv"):
        if environment and (python := Path(environment, *inside)).is_file():
            return [str(python)]
    return [sys.executable]


def with_sources(settings: Settings) -> Mapping[str, str]:
    """PYTHONPATH with the source roots of the tree in front: an editable install names another tree."""
    folders = [str(settings.root / root) for root in settings.source_roots]
    known = os.environ.get("PYTHONPATH")
    return {"PYTHONPATH": os.pathsep.join([*folders, *([known] if known else [])])}
