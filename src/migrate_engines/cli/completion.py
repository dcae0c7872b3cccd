"""Shell completion for a command line whose first word may be left out."""

from collections.abc import Callable, MutableMapping, Sequence

VARIABLE = "_MIGRATE_ENGINES_COMPLETE"
# How the shells hand over what is typed: bash as words and a position, the others as one line.
_WORDS, _POSITION, _LINE = "COMP_WORDS", "COMP_CWORD", "_TYPER_COMPLETE_ARGS"


def with_default_command(
    environment: MutableMapping[str, str], understood: Callable[[Sequence[str]], list[str]]
) -> None:
    """Name the default command in what a shell asks to complete, where the first word is an option or a path.

    The first word itself is left: it may yet become a command.
    """
    if VARIABLE not in environment:
        return
    name = _WORDS if _WORDS in environment else _LINE
    program, *words = environment.get(name, "").split(" ")
    if (len(words) < 2 and not "".join(words).startswith("-")) or understood(words) == words:
        return
    environment[name] = " ".join([program, *understood(words)])
    if _POSITION in environment:
        environment[_POSITION] = str(int(environment[_POSITION]) + 1)
