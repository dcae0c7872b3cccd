"""Waiting without a clock: what still makes progress may take as long as it likes."""

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any

# In two parts: a machine that stood still lets the clock run out once, with everything yet to be read.
_QUIET = 2


class Pulse:
    """Counts whatever happens: a message received, a run ended, a connection made."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._beats = 0

    def beat(self) -> None:
        self._beats += 1

    async def ended(self, tasks: Iterable["asyncio.Task[Any]"]) -> bool:
        """Have the tasks ended? False once nothing at all has happened for as long as the patience lasts.

        Raises what a task has raised; ends no task.
        """
        left = set(tasks)
        quiet = 0
        while left and quiet < _QUIET:
            before = self._beats
            done, left = await asyncio.wait(left, timeout=self._patience / _QUIET)
            for task in done:
                task.result()
            quiet = 0 if done or self._beats != before else quiet + 1
        return not left


async def ended_together(pulse: Pulse, work: Iterable[Coroutine[Any, Any, None]]) -> bool:
    """Run all of it at the same time; what has not ended when the patience does is cancelled."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        return await pulse.ended(tasks)
    finally:
        await cancel(tasks)


async def cancel(tasks: Iterable["asyncio.Task[Any]"]) -> None:
    """And wait until they have ended."""
    for task in (running := [each for each in tasks if not each.done()]):
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
