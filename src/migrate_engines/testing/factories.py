"""Does every request get objects of its own: one after the other, and all at the same time?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from migrate_engines.testing.crowd import Crowd
from migrate_engines.testing.finding import Code, Finding
from migrate_engines.testing.kinds import Allowed
from migrate_engines.testing.running import AnySubject, Made, make_all

_REQUESTS = 2


@dataclass(frozen=True)
class _Clash:
    code: Code
    first: Made
    second: Made


async def factory_findings(subject: AnySubject, size: int) -> list[Finding]:
    """Ask each factory for two users one by one, then for all of them at once, twice each."""
    findings: list[Finding] = []
    for name, provider in {"engine_for": subject.engine_for, **subject.providers}.items():
        findings += await _provider_findings(subject, name, provider, size)
    return findings


async def _provider_findings(
    subject: AnySubject, name: str, provider: Callable[[Any], object], size: int
) -> list[Finding]:
    allowed, alone, together = Allowed(subject.shared.values()), Crowd(2), Crowd(size)
    one_by_one, failed = await _one_by_one(subject, provider, alone)
    at_once, failed_at_once = await make_all(subject, provider, _requests(together))
    if failed or failed_at_once:
        return [Finding(each.code, f"{name} {each.place}", each.facts) for each in failed or failed_at_once]
    plain = list(_clashes(one_by_one, subject.scope, allowed))
    codes = {clash.code for clash in plain}
    racing = [clash for clash in _clashes(at_once, subject.scope, allowed) if clash.code not in codes]
    findings = [_finding(clash.code, name, clash) for clash in _one_of_each(plain)]
    return findings + [_finding(Code.FACTORY_RACE, name, clash) for clash in _one_of_each(racing)]


def _requests(crowd: Crowd) -> list[Any]:
    """The first request of everybody, then the second of everybody."""
    return [crowd.request(user, number) for number in range(1, _REQUESTS + 1) for user in crowd.users]


async def _one_by_one(
    subject: AnySubject, provider: Callable[[Any], object], crowd: Crowd
) -> tuple[list[Made], list[Finding]]:
    made: list[Made] = []
    for request in _requests(crowd):
        got, failed = await make_all(subject, provider, [request])
        if failed:
            return made, failed
        made += got
    return made, []


def _clashes(made: Sequence[Made], scope: str, allowed: Allowed) -> Iterator[_Clash]:
    first_with: dict[int, Made] = {}
    first_of: dict[int, Made] = {}
    for each in made:
        if each.given in allowed:
            continue
        before = first_with.setdefault(id(each.given), each)
        own = first_of.setdefault(each.request.user.index, each)
        if before.request.user != each.request.user:
            yield _Clash(Code.SHARED_INSTANCE, before, each)
        elif before is not each and scope == "request":
            yield _Clash(Code.REPEATED_INSTANCE, before, each)
        if scope == "user" and own.given is not each.given:
            yield _Clash(Code.SPLIT_INSTANCE, own, each)


def _one_of_each(clashes: Sequence[_Clash]) -> list[_Clash]:
    return list({clash.code: clash for clash in reversed(clashes)}.values())


def _finding(code: Code, name: str, clash: _Clash) -> Finding:
    kind = type(clash.first.given)
    first, second = clash.first.request.user.index, clash.second.request.user.index
    facts = {
        Code.SHARED_INSTANCE: f"user {first} and user {second} were given the same object",
        Code.REPEATED_INSTANCE: f"two requests of user {first} were given the same object",
        Code.SPLIT_INSTANCE: f"two requests of user {first} were given two objects",
    }
    at_once = ("only when asked at the same time",) if code is Code.FACTORY_RACE else ()
    return Finding(
        code, f"{name} gives a {kind.__module__}.{kind.__qualname__}", (facts[clash.code], *at_once)
    )
