"""Why a use was left, or why its rewrite is unsafe: stable codes, each with what to do next."""

from enum import StrEnum


class Reason(StrEnum):
    """A code that the tool itself gives. ``@manual`` rules add codes of their own."""

    ALIAS_KEPT = "alias-kept"
    AMBIGUOUS_BINDING = "ambiguous-binding"
    AMBIGUOUS_SIGNATURE = "ambiguous-signature"
    ARGUMENT_DROPPED = "argument-dropped"
    ARGUMENT_DUPLICATED = "argument-duplicated"
    ASYNC_MISMATCH = "async-mismatch"
    BROAD_HANDLER = "broad-handler"
    BROKEN_IMPORT = "broken-import"
    BROKEN_PATCH = "broken-patch"
    CAPTURED_WARNINGS = "captured-warnings"
    CLASS_PATCHED = "class-patched"
    COROUTINE_NOT_AWAITED = "coroutine-not-awaited"
    DECLARED_UNSAFE = "declared-unsafe"
    DEFAULT_NOT_PORTABLE = "default-not-portable"
    DYNAMIC = "dynamic"
    EMBEDDED_CODE = "embedded-code"
    EVALUATION_ORDER = "evaluation-order"
    EXPECTED_FAILURE = "expected-failure"
    FACTORY_SEMANTICS = "factory-semantics"
    FORMATTED_STRING = "formatted-string"
    HELPER_CONFLICT = "helper-conflict"
    HELPER_MISSING = "helper-missing"
    IMPORT_CYCLE = "import-cycle"
    INVALID_RESULT = "invalid-result"
    LEGACY_SELF_TEST = "legacy-self-test"
    LOST_COMMENT = "lost-comment"
    MAGIC_COMMENT = "magic-comment"
    MISSING_MEMBER = "missing-member"
    MODULE_IMPORT = "module-import"
    NAME_COLLISION = "name-collision"
    NEEDS_STATEMENT_CONTEXT = "needs-statement-context"
    NEWER_SYNTAX = "newer-syntax"
    NO_MATCHING_SIGNATURE = "no-matching-signature"
    NOT_WRITTEN = "not-written"
    REDIRECT_BLOCKED = "redirect-blocked"
    RULE_DOES_NOT_FIT = "rule-does-not-fit"
    SHIM_SIDE_EFFECTS = "shim-side-effects"
    STAR_IMPORT = "star-import"
    STILL_REFERENCED = "still-referenced"
    STILL_USED = "still-used"
    STARRED_ARGUMENTS = "starred-arguments"
    STRING_REFERENCE = "string-reference"
    SUBCLASS = "subclass"
    TYPE_CHECKING_IMPORT = "type-checking-import"
    TYPE_REFERENCE = "type-reference"
    UNPROVEN = "unproven"
    UNREACHED_PATCH = "unreached-patch"
    UNREFERENCED = "unreferenced"
    UNUSED_IMPORT = "unused-import"
    VACUOUS_MOCK = "vacuous-mock"
    VALUE_REFERENCE = "value-reference"


WANT_OF_A_STATEMENT = frozenset(
    {
        Reason.ARGUMENT_DROPPED,
        Reason.ARGUMENT_DUPLICATED,
        Reason.EVALUATION_ORDER,
        Reason.NEEDS_STATEMENT_CONTEXT,
    }
)
"""A call left for one of these could be rewritten if it were the whole value of a statement."""

EXPLANATIONS: dict[Reason, str] = {
    Reason.ALIAS_KEPT: (
        "The class keeps its other name in this file, because something else refers to that name or its own "
        "name means something else there."
    ),
    Reason.AMBIGUOUS_BINDING: (
        "The name is bound in more than one way (an import in one branch, something else in another). "
        "Bind it once, or migrate the call by hand."
    ),
    Reason.AMBIGUOUS_SIGNATURE: (
        "More than one signature fits the call and nothing shows which is meant. "
        "Annotate the argument's variable, or pass the arguments by keyword."
    ),
    Reason.ARGUMENT_DROPPED: (
        "The replacement does not use an argument whose evaluation may have effects, and no statement of its "
        "own can take it there. Assign the argument to a name first."
    ),
    Reason.ARGUMENT_DUPLICATED: (
        "The replacement uses an argument more than once whose evaluation may have effects, and no statement "
        "of its own can take it there. Assign the argument to a name first."
    ),
    Reason.ASYNC_MISMATCH: (
        "The call is awaited where the replacement is synchronous, or its coroutine is awaited elsewhere. "
        "Await the call where it stands, or migrate it by hand."
    ),
    Reason.BROAD_HANDLER: (
        "A handler of the failure (of a call: every exception, TypeError, AttributeError; of an import: "
        "ImportError) encloses it and does not raise again: today's failure is hidden, success is new "
        "behaviour. Read what it does."
    ),
    Reason.BROKEN_IMPORT: "The module does not have this name, so the import fails today. Repair it first.",
    Reason.BROKEN_PATCH: (
        "The patched name does not exist, so the patch fails today. Patch the name that the code looks up."
    ),
    Reason.CAPTURED_WARNINGS: (
        "Warnings are captured around the call, and the new call gives others. Read what is asserted of them."
    ),
    Reason.CLASS_PATCHED: (
        "The class is patched, specified by a mock or has attributes assigned. "
        "Decide which class the test means and patch that one."
    ),
    Reason.COROUTINE_NOT_AWAITED: (
        "The coroutine is not awaited, and the replacement gives the object itself. "
        "Read what is done with the result."
    ),
    Reason.DECLARED_UNSAFE: "The rule itself says that its replacement behaves differently.",
    Reason.DEFAULT_NOT_PORTABLE: (
        "The rule fills in a default that is not a constant, so it cannot be written at the call. "
        "Pass the argument explicitly."
    ),
    Reason.DYNAMIC: (
        "The object is reached by what is known at run time only: a name that is computed, or an attribute "
        "that may hold something else. Name it, or migrate the call by hand."
    ),
    Reason.EMBEDDED_CODE: (
        "The code stands in a notebook or a document, and only modules are rewritten. Update it by hand."
    ),
    Reason.EVALUATION_ORDER: (
        "The replacement would evaluate the arguments in another order, and no statement of its own can keep "
        "it there. Assign the arguments to names first."
    ),
    Reason.EXPECTED_FAILURE: "The call is expected to fail, and must go on failing as it does.",
    Reason.FACTORY_SEMANTICS: (
        "A way to make or get the legacy object for which there is no rule: it may cache, share or return "
        "nothing. Give it a rule of its own, or migrate by hand."
    ),
    Reason.FORMATTED_STRING: "The call stands inside a formatted string. Assign it to a name first.",
    Reason.HELPER_CONFLICT: (
        "The replacement needs a helper module that exists with other contents. Rename or remove that module."
    ),
    Reason.HELPER_MISSING: (
        "The replacement needs a helper module that is not in the tree yet, and a run on a list of files "
        "creates none. Run on the whole tree once."
    ),
    Reason.IMPORT_CYCLE: (
        "An import that the change needs would close a cycle of imports, and no function can take it. "
        "Break the cycle, or migrate by hand."
    ),
    Reason.INVALID_RESULT: (
        "The rewritten file would not be what the rule says: a bug in the rule or in this "
        "tool. Please report it."
    ),
    Reason.LEGACY_SELF_TEST: "The legacy definition itself, its shim, or a test of it.",
    Reason.LOST_COMMENT: (
        "A comment inside the call has no place in the replacement, and no line above can take it. "
        "Move the comment first."
    ),
    Reason.MAGIC_COMMENT: (
        "A comment that a tool reads (noqa, type: ignore, pragma) would be lost or no longer apply. "
        "Remove it or migrate by hand."
    ),
    Reason.MISSING_MEMBER: (
        "The result is used by a member that the new class does not have: the code names the members. "
        "Replace those uses."
    ),
    Reason.MODULE_IMPORT: (
        "The deprecated module itself is imported, not a name from it. Import the names from where they live."
    ),
    Reason.NAME_COLLISION: (
        "A name that the replacement needs already means something else there. Rename it, or migrate by hand."
    ),
    Reason.NEEDS_STATEMENT_CONTEXT: (
        "The rule has statements of its own, and the call is not the whole value of a statement. "
        "Assign the call to a name first."
    ),
    Reason.NEWER_SYNTAX: (
        "Bowler's parser, which ends with Python 3.9, cannot read this line, so that no query looks into the "
        "file. Migrate it by hand."
    ),
    Reason.NO_MATCHING_SIGNATURE: (
        "The call fits no signature that the codemods know: it is broken today, or a rule is missing."
    ),
    Reason.NOT_WRITTEN: "The file could not be written, so nothing in it has changed. Run again.",
    Reason.REDIRECT_BLOCKED: (
        "The module cannot become a shim yet: uses remain that the redirect would break or hide. "
        "Settle the blockers that the message lists."
    ),
    Reason.RULE_DOES_NOT_FIT: (
        "The codemod's replacement does not fit this tree (a signature differs or a name is missing), "
        "so it rewrites nothing. `migrate-engines rules` says what differs."
    ),
    Reason.SHIM_SIDE_EFFECTS: (
        "Importing the module does something besides defining names, and a shim would lose it. "
        "Move the statements that the message lists."
    ),
    Reason.STAR_IMPORT: "The name arrives by a star import. Import it by name first.",
    Reason.STARRED_ARGUMENTS: (
        "The call unpacks arguments whose number and names are not known. Write them out."
    ),
    Reason.STILL_REFERENCED: (
        "The definition is to go, and something still refers to it. Do what the message says with the places "
        "that it lists, then run again."
    ),
    Reason.STILL_USED: "What binds the name stays because uses of the name stay. Settle those first.",
    Reason.STRING_REFERENCE: "A string names the legacy object. Update it by hand.",
    Reason.SUBCLASS: "A class derives from the legacy class. Decide what it should derive from.",
    Reason.TYPE_CHECKING_IMPORT: "The name is imported for type checking only, and yet called at run time.",
    Reason.TYPE_REFERENCE: "The class is used as a type, and the canonical class is not the same object.",
    Reason.UNPROVEN: (
        "A Bowler query changes these lines. It selects them by their spelling, and nothing proves that the "
        "code still does the same: read the diff."
    ),
    Reason.UNREACHED_PATCH: (
        "A patch of the name would no longer reach the call that is rewritten. Patch the new name with it."
    ),
    Reason.UNREFERENCED: (
        "Nothing in the tree refers to the definition any more, so that it can be removed. "
        "Code outside the tree may still use it."
    ),
    Reason.UNUSED_IMPORT: (
        "A rewrite took the import's last reader, but something else may rely on it. "
        "Remove it where nothing does."
    ),
    Reason.VACUOUS_MOCK: (
        "No code looks the patched name up where it is patched, so the patch does nothing and the test "
        "proves nothing. Patch the name where it is read."
    ),
    Reason.VALUE_REFERENCE: (
        "The object is passed on as a value, so its later calls cannot be seen. Migrate it by hand."
    ),
}
