"""``--interactive``: every rewrite with its diff and its proof, and what to do with it."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from msgspec import Struct
from msgspec.structs import replace

from migrate_engines.model.report import Mode, Report
from migrate_engines.model.result import Rewritten
from migrate_engines.running.request import Request
from migrate_engines.settings import Settings
from migrate_engines.workflow.questions import Answer, Question, questions, settle

if TYPE_CHECKING:
    from rich.console import Console

_HELP = """\
y  yes, rewrite it                     n  no, leave it
a  yes to everything of this codemod   f  yes to everything in this file
s  leave the whole file                e  open it in $VISUAL or $EDITOR, and leave the file as you save it
x  explain how it was decided          q  leave this and everything after it
"""
_KEYS = "y,n,a,f,s,e,x,q,?"

RunTree = Callable[[Request], Report]


def refuse_without_terminal() -> None:
    """Questions need somebody who answers.

    Raises:
        BadParameter: standard input or output is no terminal.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        told = "it asks questions, and this is no terminal. Use --dry-run to see what would change."
        raise typer.BadParameter(told, param_hint="--interactive")


def chosen(request: Request, settings: Settings, run_tree: RunTree) -> Request:
    """The request without what the person does not want, after a run that writes nothing."""
    report = run_tree(replace(request, mode=Mode.DRY_RUN))
    asked = questions(report)
    if not asked:
        return request
    screen = _Screen(report, settings, _console())
    choices = settle(asked, screen.ask)
    changed = {
        each.path for each in report.rewritten if each.before is not None and _differs(settings.root, each)
    }
    for path in sorted(changed - choices.skipped):
        screen.say(f"{path} has changed meanwhile and is left; the next run decides it again.")
    return replace(
        request, declined=frozenset(choices.declined), skipped=frozenset(choices.skipped | changed)
    )


def _differs(root: Path, file: Rewritten) -> bool:
    try:
        return (root / file.path).read_bytes() != file.before
    except OSError:
        return True


def _console() -> "Console":
    from rich.console import Console

    return Console(highlight=False)


class _Screen(Struct, frozen=True):
    report: Report
    settings: Settings
    console: "Console"

    def say(self, text: str) -> None:
        self.console.print(text, markup=False)

    def ask(self, question: Question) -> Answer:
        self._show(question)
        while True:
            try:
                key = input(f"Apply? [{_KEYS}] ").strip().lower()
            except EOFError:
                self.say("")
                return Answer.QUIT
            match key:
                case "e":
                    if self._edited(question):
                        return Answer.SKIP
                case "x":
                    self.say(self._explained(question))
                case _ if key in [each.value for each in Answer]:
                    return Answer(key)
                case _:
                    self.say(_HELP)

    def _show(self, question: Question) -> None:
        from migrate_engines.cli.diff_view import print_change

        self.say("")
        found = [question.call] if question.call else list(question.others)
        self.console.print(
            f"({question.number}/{question.count}) {question.file.path}:{found[0].place.line}",
            style="bold",
            markup=False,
        )
        for each in found:
            self.say(f"  {each.place.line}: {each.message} [{each.codemod or '-'}]")
            for argument in each.proof.arguments:
                text = "(its default)" if argument.text is None else " ".join(argument.text.split())
                self.say(f"     {argument.parameter} = {text}")
            if each.proof.evaluation:
                self.say(f"     {each.proof.evaluation}")
        print_change(self.console, question)

    def _explained(self, question: Question) -> str:
        from migrate_engines.reporting.explanation import render_explanation
        from migrate_engines.running.explain import explain_findings
        from migrate_engines.tree.open import open_index

        index = open_index(self.settings)
        found = [question.call] if question.call else list(question.others)
        told = (
            explain_findings(
                question.file.path, each.place.line, self.report, self.report, index, each.place.column
            )
            for each in found
        )
        return "\n".join(render_explanation(each) for each in told)

    def _edited(self, question: Question) -> bool:
        """Whether the person changed the file in an editor."""
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        if not editor:
            self.say("Set VISUAL or EDITOR to your editor first.")
            return False
        path = self.settings.root / question.file.path
        try:
            subprocess.run([*shlex.split(editor, posix=os.name != "nt"), str(path)], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            self.say(f"The editor did not end well: {error}")
        return _differs(self.settings.root, question.file)
