"""A part of the storm; `make kill` plays all of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the storm forks the processes that it kills")


@pytest.mark.parametrize(
    ("parts", "least"),
    [
        (["steps/3"], {"kills": 40, "interrupted": 8}),
        (["interrupts/8", "10"], {"interrupts": 8, "kills": 10}),
        (["faults/24"], {"faults": 20}),
    ],
    ids=["kills", "interrupts", "faults"],
)
def test_nothing_is_lost(parts: list[str], least: dict[str, int]) -> None:
    storm = Path(__file__).with_name("storm.py")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(storm), *parts]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert ended.returncode == 0, ended.stderr
    figures = json.loads(ended.stdout)
    assert all(figures[name] >= count for name, count in least.items()), figures
