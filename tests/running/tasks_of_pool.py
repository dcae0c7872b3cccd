"""What a process of the pool is asked to do."""

import os
import time


def work(task: str) -> str:
    """Ends its process, or does not end, if that is what the task says."""
    if task == "die":
        os._exit(3)
    if task == "fail":
        raise ValueError(task)
    if task == "sleep":
        time.sleep(600)
    return f"{task} done"
