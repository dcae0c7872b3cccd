"""Which group a class belongs to, by what it does: the first rule that holds, with its evidence.

===========  ============================================================================================
primary      it is the canonical class, or the settings name it as primary
error        it derives from an exception
interface    it is a protocol, or declares abstract methods
data         it derives from a type of values, such as an enumeration, or holds values only
factory      half of its public methods or more hand out implementations; or it is named a factory
specialised  a configured word is part of its name, and of the name or a parameter of a public method
adapter      half of its methods or more forward to one held implementation, or to methods of the same names,
             or ``__getattr__`` does; or it is named an adapter, and a method forwards. An object of unknown
             type counts as one where half of what is called on it are methods of implementations
redirect     it adds nothing to the implementation that it derives from
extension    it derives from no implementation, and takes or tests ones in half of its public methods or more;
             or it is named an extension
interface    none of its methods does anything
specialised  a codemod says that it stays, and why
legacy       everything else: an implementation of its own beside the canonical one
===========  ============================================================================================
"""

from collections.abc import Callable, Iterator

from migrate_engines.facts.classes import ClassFacts
from migrate_engines.inventory import group_rules as rules
from migrate_engines.inventory.entry import Group
from migrate_engines.inventory.group_rules import Evidence, Surroundings
from migrate_engines.inventory.wording import last, listed

_RULES: tuple[tuple[Group, Callable[[ClassFacts, Surroundings], Evidence]], ...] = (
    (Group.PRIMARY, rules.primary),
    (Group.ERROR, rules.error),
    (Group.INTERFACE, rules.interface),
    (Group.DATA, rules.data),
    (Group.FACTORY, rules.factory),
    (Group.SPECIALISED, rules.specialised),
    (Group.ADAPTER, rules.adapter),
    (Group.REDIRECT, rules.redirect),
    (Group.EXTENSION, rules.extension),
    (Group.INTERFACE, rules.informal_interface),
    (Group.SPECIALISED, rules.left_alone),
    (Group.LEGACY, rules.legacy),
)


def classify(facts: ClassFacts, around: Surroundings) -> tuple[Group, Evidence]:
    """The group, and why: the decisive sentence first."""
    found = ((group, rule(facts, around)) for group, rule in _RULES)
    group, evidence = next((group, evidence) for group, evidence in found if evidence)
    return group, (*evidence, *_besides(facts))


def _besides(facts: ClassFacts) -> Iterator[str]:
    """What is worth knowing whatever the group is."""
    if facts.condition:
        note = f" ({facts.condition.note})" if facts.condition.note else ""
        yield f"defined under `{facts.condition.text}` at {facts.condition.location}{note}"
    if facts.is_empty and facts.lineage.known:
        yield f"the class statement is empty: another name of {last(facts.lineage.known[0])}"
    if missing := unimplemented(facts):
        yield f"cannot be built: {listed(missing)} {'is' if len(missing) == 1 else 'are'} abstract"


def unimplemented(facts: ClassFacts) -> list[str]:
    """Abstract methods that a class inherits; none for a class that declares some itself: it means to."""
    if any(each.is_abstract for each in facts.methods):
        return []
    is_checked = any(last(each) in ("ABC", "ABCMeta") for each in facts.lineage.outside)
    return [each.name for each in facts.inherited if each.is_abstract] if is_checked else []
