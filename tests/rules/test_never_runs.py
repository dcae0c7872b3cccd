"""A rule file cannot do anything: it is read, never imported or run."""

import sys
from contextlib import suppress
from pathlib import Path

import pytest

from migrate_engines.model.problem import InputError

PLACES = {
    "at the top": "import os\nos.system('touch ran')\n",
    "while raising": "raise __import__('os').system('touch ran')\n",
    "in a decorator": "@keep(__import__('os').system('touch ran'))\ndef kept(): ...\n",
    "in a default": "@keep('a.b')\ndef kept(x=open('ran', 'w')): ...\n",
    "in an annotation": "@keep('a.b')\ndef kept(x: open('ran', 'w')): ...\n",
    "in a quoted annotation": "@keep('a.b')\ndef kept(x: \"open('ran', 'w')\"): ...\n",
    "in an f-string": "A = f\"{open('ran', 'w')}\"\n",
    "in a template": "@rewrite('a.b')\ndef rule(): return open('ran', 'w')\n",
    "in a helper": "@helper('a.b')\ndef rule(): return open('ran', 'w')\n",
    "in a class": "class A:\n    open('ran', 'w')\n",
    "in an import": "import sabotage\nfrom sabotage import *\n",
}
HEAD = '"""Retire A."""\nfrom migrate_engines.codemod import helper, keep, rewrite\n'


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES.keys())
def test_nothing_in_a_rule_file_runs(write, load, monkeypatch, text):
    write("codemods/a.py", HEAD + text)
    write("sabotage.py", "open('ran', 'w')")
    monkeypatch.syspath_prepend(Path.cwd())
    with suppress(InputError):
        load("codemods")
    assert not Path("ran").exists()
    assert "sabotage" not in sys.modules


@pytest.mark.parametrize("place", ["at the top", "while raising", "in a decorator", "in a class"])
def test_what_would_run_on_import_is_refused(write, load_mistakes, place):
    write("codemods/a.py", HEAD + PLACES[place])
    assert load_mistakes("codemods")
