"""The gates that a consolidated tree has to pass: stable codes, each with its rule and its remedy."""

from enum import StrEnum


class Gate(StrEnum):
    """A code in the order in which the gates are reported."""

    SECOND_IMPLEMENTATION = "second-implementation"
    NO_IMPLEMENTATION = "no-implementation"
    CLASS_NOT_ALLOWED = "class-not-allowed"
    DEPRECATED_NOT_REDIRECT = "deprecated-not-redirect"
    ADAPTER_HOLDS_LOGIC = "adapter-holds-logic"
    FACTORY_BUILDS_OTHER = "factory-builds-other"
    REGISTRY_USES_OTHER = "registry-uses-other"
    EVENT_OUTSIDE_CHANNEL = "event-outside-channel"
    SHARED_SINGLETON = "shared-singleton"
    ENGINE_WITHOUT_CONTEXT = "engine-without-context"
    SHARED_MUTABLE_STATE = "shared-mutable-state"
    IMPORT_CYCLE = "import-cycle"
    INCONSISTENT_SIGNATURE = "inconsistent-signature"
    LEGACY_USE = "legacy-use"
    MALFORMED_SUPPRESSION = "malformed-suppression"
    UNUSED_SUPPRESSION = "unused-suppression"


RULES: dict[Gate, str] = {
    Gate.SECOND_IMPLEMENTATION: (
        "One class implements it: the canonical one. A class counts as a second implementation when the "
        "inventory puts it into the group `legacy`, unless `allowed` or the inventory's `primary` names it."
    ),
    Gate.NO_IMPLEMENTATION: (
        "The canonical class is an implementation: it holds logic, and no abstract method is left open."
    ),
    Gate.CLASS_NOT_ALLOWED: (
        "Adapters, factories and extensions are on the allow-list: `adapters`, `factories` or `allowed`."
    ),
    Gate.DEPRECATED_NOT_REDIRECT: (
        "A deprecated module only redirects: imports, `__all__` and other names for what it imports, and a "
        "DeprecationWarning. What the codemods redirect must lead to their target."
    ),
    Gate.ADAPTER_HOLDS_LOGIC: (
        "Each method of an adapter forwards to the object that the adapter holds, or gives out an attribute, "
        "and does nothing else; its constructor only keeps what it is given."
    ),
    Gate.FACTORY_BUILDS_OTHER: (
        "Factories, and functions that hand out implementations, build the canonical class or an allowed "
        "one, and nothing else; and a factory does build one."
    ),
    Gate.REGISTRY_USES_OTHER: (
        "A registry uses no implementation but the canonical class and the allowed ones."
    ),
    Gate.EVENT_OUTSIDE_CHANNEL: (
        "An implementation sends events through a class in `channels` only. An object whose type nothing "
        "shows must have a name that `channels` lists."
    ),
    Gate.SHARED_SINGLETON: (
        "No object of an implementation, its factory or a class in `unshared` lives in a module or in a "
        "class, or in a cache, where every user gets the same one."
    ),
    Gate.ENGINE_WITHOUT_CONTEXT: (
        "An implementation cannot be built without a user context: a parameter of that name or class, "
        "without a default."
    ),
    Gate.SHARED_MUTABLE_STATE: (
        "The modules of implementations, registries and unshared classes keep no state that is changed at "
        "run time and that all users see: names bound anew, containers, class attributes, caches, defaults. "
        "Mutual exclusion and context variables are none."
    ),
    Gate.IMPORT_CYCLE: (
        "No module of an implementation imports another, or is imported, in a cycle. Imports inside "
        "functions and under TYPE_CHECKING run later and do not count."
    ),
    Gate.INCONSISTENT_SIGNATURE: (
        "A method of the names in `signatures` takes every call that the canonical class's method takes, and "
        "is awaited like it."
    ),
    Gate.LEGACY_USE: (
        "Nothing uses what is retired: each use that the codemods would change or leave to a person, each "
        "use of a second implementation, and each import by an old name. The legacy symbols' own tests may."
    ),
    Gate.MALFORMED_SUPPRESSION: (
        "A suppression reads `# migrate-engines: ignore[CODE] -- reason`, with known codes and a reason."
    ),
    Gate.UNUSED_SUPPRESSION: "A suppression suppresses something on its line.",
}

REMEDIES: dict[Gate, str] = {
    Gate.SECOND_IMPLEMENTATION: "Move its callers to the canonical class, then remove it.",
    Gate.NO_IMPLEMENTATION: "Name the class that does the work as `canonical`, or finish it.",
    Gate.CLASS_NOT_ALLOWED: "Remove it, or name it in [tool.migrate-engines.compliance].",
    Gate.DEPRECATED_NOT_REDIRECT: "Move what it defines to where it lives on, and import it from there.",
    Gate.ADAPTER_HOLDS_LOGIC: "Move the logic into the canonical class.",
    Gate.FACTORY_BUILDS_OTHER: "Build the canonical class there.",
    Gate.REGISTRY_USES_OTHER: "Use the canonical class there.",
    Gate.EVENT_OUTSIDE_CHANNEL: "Send it through the channel that the implementation is given.",
    Gate.SHARED_SINGLETON: "Build a new object for each user, where the request begins.",
    Gate.ENGINE_WITHOUT_CONTEXT: "Require the context: a parameter without a default.",
    Gate.SHARED_MUTABLE_STATE: "Keep it in the object that the user's request owns.",
    Gate.IMPORT_CYCLE: "Import it in the function that needs it, or move what both need to a third module.",
    Gate.INCONSISTENT_SIGNATURE: "Give it the canonical signature.",
    Gate.LEGACY_USE: "Run `migrate-engines`, or migrate the use by hand.",
    Gate.MALFORMED_SUPPRESSION: "Write `# migrate-engines: ignore[CODE] -- reason`.",
    Gate.UNUSED_SUPPRESSION: "Remove the comment.",
}
