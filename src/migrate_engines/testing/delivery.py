"""Three stories of many users at once over WebSockets: all stay, all leave and come back, some lag."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from migrate_engines.testing.crowd import Crowd
from migrate_engines.testing.finding import Code, Finding
from migrate_engines.testing.patience import Pulse, cancel, ended_together
from migrate_engines.testing.running import AnySubject, make, run
from migrate_engines.testing.sequence import Due, Inbox, inbox_findings
from migrate_engines.testing.sockets import Client, Exchange
from migrate_engines.testing.subject import Events, User


class Member:
    """A user with his client, and the runs that he has begun."""

    def __init__(self, user: User, client: Client) -> None:
        self.user = user
        self.client = client
        self.due: list[Due] = []


class Stage:
    """Where a story takes place."""

    def __init__(self, subject: AnySubject, events: Events, crowd: Crowd, exchange: Exchange) -> None:
        self.subject = subject
        self.events = events
        self.crowd = crowd
        self.pulse = Pulse(subject.patience)
        self.members = [Member(user, Client(exchange, user, self.pulse)) for user in crowd.users]
        self.findings: list[Finding] = []

    async def run(self, member: Member, required: bool = True) -> None:
        """One more request of a user, in an engine of its own."""
        number = len(member.due) + 1
        member.due.append(Due(number, required or self.events.away == "kept"))
        request = self.crowd.request(member.user, number)
        made = await make(self.subject, self.subject.engine_for, request)
        result = made if isinstance(made, Finding) else await run(self.subject, made)
        if isinstance(result, Finding):
            self.findings.append(result)
            member.due[number - 1] = Due(number, required=False)  # what it lost follows from that
        self.pulse.beat()

    async def delivered(self, member: Member) -> None:
        """Everything that was emitted is with the connections, or nothing more comes."""
        if self.events.drain is not None:
            await self.events.drain()
            return
        waiting = asyncio.create_task(member.client.until(lambda: self._is_complete(member)))
        try:
            await self.pulse.ended([waiting])
        finally:
            await cancel([waiting])

    def judged(self, member: Member, story: str = "") -> list[Finding]:
        inbox = Inbox(member.user, member.client.received, member.due)
        return inbox_findings(inbox, self.events, self.crowd, story)

    def _is_complete(self, member: Member) -> bool:
        return all(finding.code is not Code.LOST_EVENT for finding in self.judged(member))

    async def all(self, part: Callable[[Member], Coroutine[Any, Any, None]], what: str) -> bool:
        """Every user does it, at the same time; False, and a finding, if that does not end."""
        ended = await ended_together(self.pulse, [part(member) for member in self.members])
        if not ended:
            self.findings.append(Finding(Code.BLOCKED_DELIVERY, f"{what} does not end"))
        return ended


Story = Callable[[Stage], Awaitable[None]]


async def staying(stage: Stage) -> None:
    """Two requests each, all connected."""

    async def part(member: Member) -> None:
        await stage.run(member)
        await stage.run(member)

    await stage.all(lambda member: member.client.join(), "connecting")
    await stage.all(part, "running")


async def coming_back(stage: Stage) -> None:
    """Leave, run while away, come back, run again. Every second user leaves in the middle of a run."""

    async def part(member: Member) -> None:
        await member.client.join()
        await (_leave_within(stage, member) if member.user.index % 2 else _leave_after(stage, member))
        await stage.run(member, required=False)
        await member.client.join()
        await stage.run(member)

    await stage.all(part, "leaving and coming back")


async def _leave_within(stage: Stage, member: Member) -> None:
    running = asyncio.create_task(stage.run(member, required=False))
    first = asyncio.create_task(member.client.until(lambda: bool(member.client.received)))
    try:
        await asyncio.wait({running, first}, return_when=asyncio.FIRST_COMPLETED)
        await member.client.leave()
        await running
    finally:
        await cancel([running, first])


async def _leave_after(stage: Stage, member: Member) -> None:
    await stage.run(member)
    await stage.delivered(member)
    await member.client.leave()


async def lagging(stage: Stage) -> None:
    """Nothing can be sent to every second user until all the others are done."""
    slow = [member for member in stage.members if member.user.index % 2 == 0]

    async def part(member: Member) -> None:
        for _ in range(3):
            await stage.run(member)

    if not await stage.all(lambda member: member.client.join(), "connecting"):
        return
    for member in slow:
        member.client.lag()
    tasks = {member.user.index: asyncio.create_task(part(member)) for member in stage.members}
    try:
        if not await stage.pulse.ended(
            [tasks[each.user.index] for each in stage.members if each not in slow]
        ):
            place = (
                f"a run waits while the connection of user {slow[0].user.index}, or another slow one, is full"
            )
            stage.findings.append(Finding(Code.BLOCKED_DELIVERY, f"{place}, and it is another user's run"))
        for member in slow:
            member.client.catch_up()
        if not await stage.pulse.ended(tasks.values()):
            stage.findings.append(Finding(Code.BLOCKED_DELIVERY, "running after a lag does not end"))
    finally:
        await cancel(tasks.values())


STORIES: dict[str, Story] = {
    "all stay connected": staying,
    "users leave and come back": coming_back,
    "some users lag": lagging,
}


async def event_findings(subject: AnySubject, events: Events, size: int, story: str) -> list[Finding]:
    """Play the story, then compare what each user has received."""
    crowd = Crowd(size)
    async with Exchange(events, crowd.users) as exchange:
        stage = Stage(subject, events, crowd, exchange)
        await STORIES[story](stage)
        await stage.all(stage.delivered, "delivery")
        await stage.all(lambda member: member.client.end(), "closing")
    told = [finding for member in stage.members for finding in stage.judged(member, story)]
    return [*exchange.failures, *stage.findings, *told]
