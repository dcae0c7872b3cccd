"""Objects that can be reached from two engines, and text of one user in the hands of another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from migrate_engines.testing.code_state import Owned, state_findings
from migrate_engines.testing.crowd import Crowd
from migrate_engines.testing.finding import Code, Finding
from migrate_engines.testing.kinds import Allowed, is_code, may_be_shared
from migrate_engines.testing.walk import Node, Reach

RESULT = "result"


@dataclass(frozen=True)
class Reached:
    """What each user reaches, by the index of the user."""

    crowd: Crowd
    by_user: Mapping[int, Reach]


def sharing_findings(reached: Reached, allowed: Allowed) -> list[Finding]:
    """Every way in which one user reaches something of another."""
    holders = _holders(reached)
    shared = {it for it, users in holders.items() if len(users) > 1}
    return [
        *_shared_objects(reached, holders, shared),
        *_foreign_text(reached, shared),
        *_code_state(reached, holders, allowed),
    ]


def _holders(reached: Reached) -> dict[int, list[int]]:
    """The users of each object that may not be shared, by its id."""
    holders: dict[int, list[int]] = {}
    for user, reach in reached.by_user.items():
        for it, node in reach.nodes.items():
            if not may_be_shared(node.it):
                holders.setdefault(it, []).append(user)
    return holders


def _shared_objects(reached: Reached, holders: dict[int, list[int]], shared: set[int]) -> Iterator[Finding]:
    """The uppermost ones only; those at the same two paths are told once."""
    told: set[tuple[str, str]] = set()
    for it, users in holders.items():
        if it not in shared:
            continue
        nodes = [reached.by_user[user].nodes[it] for user in users]
        if all(_below(node, shared) for node in nodes) or all(
            _behind_shared_code(node, reached) for node in nodes
        ):
            continue
        paths = (nodes[0].path, nodes[1].path)
        if paths not in told:
            told.add(paths)
            yield _shared_object(nodes, users)


def _below(node: Node, shared: set[int]) -> bool:
    return any(id(each.it) in shared for each in node.ancestors())


def _behind_shared_code(node: Node, reached: Reached) -> bool:
    """In the closure of a function that several users have: judged as the state of code."""
    functions = [id(each.it) for each in node.ancestors() if is_code(each.it)]
    return any(sum(it in reach.nodes for reach in reached.by_user.values()) > 1 for it in functions)


def _shared_object(nodes: list[Node], users: list[int]) -> Finding:
    first, second = nodes[0], nodes[1]
    in_result = first.path.startswith(RESULT) and second.path.startswith(RESULT)
    kind = type(first.it)
    return Finding(
        Code.SHARED_RESULT if in_result else Code.SHARED_OBJECT,
        f"one {kind.__module__}.{kind.__qualname__} at {first.path}",
        (
            f"user {users[0]} reaches it as {first.path}",
            f"user {users[1]} reaches it as {second.path}",
            f"{len(users)} users reach it",
        ),
    )


def _foreign_text(reached: Reached, shared: set[int]) -> Iterator[Finding]:
    told: set[str] = set()
    for user, reach in reached.by_user.items():
        for node in reach.leaves:
            others = reached.crowd.owners(node.it) - {user} if isinstance(node.it, (str, bytes)) else set()
            if others and not _below(node, shared) and node.path not in told:
                told.add(node.path)
                yield Finding(
                    Code.FOREIGN_DATA,
                    f"the engine of user {user} holds text of user {min(others)}",
                    (f"user {user} reaches it as {node.path}",),
                )


def _code_state(reached: Reached, holders: dict[int, list[int]], allowed: Allowed) -> list[Finding]:
    """Objects of exactly one user that the code holds on to."""

    def owner(it: object) -> int:
        if isinstance(it, (str, bytes)):
            return min(reached.crowd.owners(it), default=0)
        users = holders.get(id(it), [])
        return users[0] if len(users) == 1 else 0

    def path(it: object) -> str:
        user = owner(it)
        node = reached.by_user[user].nodes.get(id(it)) if user else None
        return node.path if node else "his id, run or message"

    def is_private(it: object) -> bool:
        return sum(id(it) in reach.nodes for reach in reached.by_user.values()) == 1

    return state_findings(_code_roots(reached), Owned(owner, path, is_private), allowed)


def _code_roots(reached: Reached) -> list[tuple[str, object]]:
    """The classes and functions that the users' objects use, with the path of the first that does."""
    roots: dict[int, tuple[str, object]] = {}
    for reach in reached.by_user.values():
        for node in (*reach.nodes.values(), *reach.leaves):
            for code in (node.it, type(node.it)):
                if is_code(code) and id(code) not in roots:
                    roots[id(code)] = (node.path, code)
    return list(roots.values())
