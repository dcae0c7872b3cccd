"""One rule file, read into a codemod."""

import ast
import warnings
from pathlib import Path, PurePath

from migrate_engines.model.rule import Codemod
from migrate_engines.rules.functions import read_functions
from migrate_engines.rules.names import RuleFile
from migrate_engines.rules.outline import Outline, read_outline
from migrate_engines.rules.positions import Positions
from migrate_engines.rules.problems import Problems
from migrate_engines.rules.redirects import OnRequest, Statement, read_statement


def parse_codemod(path: Path | str, source: str) -> Codemod:
    """The codemod that ``source`` describes; ``path`` gives it its name. Nothing of it is run.

    Raises:
        InputError: with every problem of the file.
    """
    problems = Problems(PurePath(path).as_posix())
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    codemod = _read(text, problems)
    problems.raise_any()
    assert codemod is not None
    return codemod


def _read(text: str, problems: Problems) -> Codemod | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Python has to say about escapes in a rule file's strings
            tree = ast.parse(text, problems.path)
            codemod = _codemod(tree, RuleFile(Positions(text), problems))
            if not problems:
                compile(tree, problems.path, "exec", dont_inherit=True)  # what only later passes refuse
            return codemod
    except SyntaxError as error:
        problems.add(
            error.lineno or 0, f"Python cannot read the rule file: {error.msg}", "Correct the syntax."
        )
    except ValueError as error:
        problems.add(0, f"Python cannot read the rule file: {error}", "Remove the characters in question.")
    except (RecursionError, MemoryError):
        problems.add(0, "The rule file is nested too deeply to be read", "Break up its longest expression.")
    return None


def _codemod(tree: ast.Module, file: RuleFile) -> Codemod:
    path = file.problems.path
    name = PurePath(path).stem
    outline = read_outline(tree, file)
    statements = _read_calls(outline, name, file)
    rules = [
        *read_functions(outline.functions, name, file),
        *(each for each in statements if not isinstance(each, OnRequest)),
    ]
    if not (rules or file.problems):
        file.report(0, "The rule file has no rule", "Add a `@rewrite`, or remove the file.")
    by_line = tuple(sorted(rules, key=lambda rule: rule.line))
    is_asked_for = any(isinstance(each, OnRequest) for each in statements)
    return Codemod(name, path, outline.summary, outline.description, by_line, is_asked_for)


def _read_calls(outline: Outline, codemod: str, file: RuleFile) -> list[Statement]:
    read = [read_statement(call, codemod, file) for call in outline.calls]
    return [rule for rule in read if rule is not None]
