"""Users run agents at the same time; afterwards nobody may reach anything of another."""

import asyncio

from migrate_engines.testing.crowd import Crowd
from migrate_engines.testing.finding import Code, Finding
from migrate_engines.testing.kinds import Allowed
from migrate_engines.testing.running import AnySubject, Made, make_all, run
from migrate_engines.testing.shared import RESULT, Reached, sharing_findings
from migrate_engines.testing.walk import Reach

RUNS = 2


async def engine_findings(subject: AnySubject, size: int) -> list[Finding]:
    """Make the engines, look at them, let each run twice, and look again."""
    crowd, allowed = Crowd(size), Allowed(subject.shared.values())
    requests = [crowd.request(user, 1) for user in crowd.users]
    made, failed = await make_all(subject, subject.engine_for, requests)
    if failed:
        return failed
    nobodys = [finding for each in made for finding in _without_user(each, crowd, allowed)]
    results = await asyncio.gather(*(_runs(subject, each) for each in made))
    broken = [result for each in results for result in each if isinstance(result, Finding)]
    by_user = {
        each.request.user.index: _reach(each, own, allowed) for each, own in zip(made, results, strict=True)
    }
    return [*nobodys, *broken, *sharing_findings(Reached(crowd, by_user), allowed)]


async def _runs(subject: AnySubject, made: Made) -> list[object]:
    return [await run(subject, made) for _ in range(RUNS)]


def _without_user(made: Made, crowd: Crowd, allowed: Allowed) -> list[Finding]:
    """An engine that has neither its context nor an id of its user, before it has run anything."""
    reach = Reach(allowed)
    reach.add({"engine": made.given})
    user = made.request.user.index
    texts = (node.it for node in reach.leaves if isinstance(node.it, (str, bytes)))
    if id(made.context) in reach.nodes or any(user in crowd.owners(text) for text in texts):
        return []
    kind = type(made.given)
    fact = f"from the engine of user {user} neither its context nor an id of the user can be reached"
    return [Finding(Code.NO_USER, f"{kind.__module__}.{kind.__qualname__}", (fact,))]


def _reach(made: Made, results: list[object], allowed: Allowed) -> Reach:
    """The engine first, so that paths lead through it where they can."""
    reach = Reach(allowed)
    reach.add({"engine": made.given})
    reach.add({"context": made.context})
    given = {f"{RESULT}[{number}]": it for number, it in enumerate(results) if not isinstance(it, Finding)}
    reach.add(given)
    return reach
