"""Many users at the same time, each with a context and an engine of his own."""

import asyncio
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from migrate_engines.testing.finding import Code, Finding, failure
from migrate_engines.testing.subject import Request, Subject

# What the team's engines and contexts are is the team's affair.
AnySubject = Subject[Any, Any]


@dataclass(frozen=True)
class Made:
    """What a factory gave for a request."""

    request: Request
    context: object
    given: object


async def settled(value: object) -> object:
    """The value of something that may have to be awaited."""
    return await value if inspect.isawaitable(value) else value


async def make(subject: AnySubject, provider: Callable[[Any], object], request: Request) -> Made | Finding:
    try:
        context = subject.context_for(request)
        return Made(request, context, await settled(provider(context)))
    except Exception as error:  # noqa: BLE001 - whatever the team's code raises is the finding
        return failure(Code.FACTORY_FAILED, f"for user {request.user.index}", error)


async def run(subject: AnySubject, made: Made) -> object:
    """The result of one run, or a finding."""
    try:
        return await subject.run(made.given, made.context, made.request.message)
    except Exception as error:  # noqa: BLE001 - whatever the team's code raises is the finding
        return failure(Code.RUN_FAILED, f"the run of user {made.request.user.index}", error)


async def make_all(
    subject: AnySubject, provider: Callable[[Any], object], requests: list[Request]
) -> tuple[list[Made], list[Finding]]:
    """All at the same time; in the order of the requests."""
    done = await asyncio.gather(*(make(subject, provider, request) for request in requests))
    return [it for it in done if isinstance(it, Made)], [it for it in done if isinstance(it, Finding)]
