"""What leaves a module with a definition, and what stays of its text."""

from textwrap import dedent

import pytest

from migrate_engines.emitting.definitions import exports_of, prune
from migrate_engines.tree.parsing import parse
from migrate_engines.tree.source import SourceFile


def pruned(text: str, *names: str, asked: frozenset[str] = frozenset()) -> str:
    source = SourceFile("acme/engines.py", dedent(text))
    return prune(source, set(names), asked, frozenset(), 88)


def test_the_end_of_the_file_has_no_blank_lines():
    text = "def stays(): ...\n\n\nclass A: ...\n\n\nclass B: ..."
    assert pruned(text, "A", "B") == "def stays(): ...\n"


def test_decorators_and_the_comment_directly_above_go_along():
    text = """\
        # Engines.

        # Of old.
        @final
        class Old: ...


        def stays(): ...
    """
    assert pruned(text, "Old") == "# Engines.\n\ndef stays(): ...\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('("A", "B", "stays",)', '("stays",)'),
        ('("stays", "A")', '("stays",)'),
        ('("A", "stays")', '("stays",)'),
        ('("A", "stays", "B", "here")', '("stays", "here")'),
        ('["stays", "A", "B"]', '["stays"]'),
        ('["A", "stays", "B",]', '["stays",]'),
        ('["A", "B"]', "[]"),
        ('[\n    "A",\n    "stays",\n    "B",\n]', '[\n    "stays",\n]'),
    ],
)
def test_names_leave_what_is_exported(before, after):
    text = f"class A: ...\nclass B: ...\ndef stays(): ...\n__all__ = {before}\n"
    assert pruned(text, "A", "B") == f"def stays(): ...\n__all__ = {after}\n"


@pytest.mark.parametrize(
    "text",
    ["__all__ = names()", "__all__ = []\n__all__ += ['A']", "if x:\n    __all__ = ['A']", "__all__ = [A]"],
)
def test_exports_that_are_no_plain_list_are_not_read(text):
    assert exports_of(parse(SourceFile("a.py", text))) is None


def test_an_import_goes_with_its_last_reader():
    text = """\
        import json, os
        from acme import base, kept, unread


        class Old(base.Engine):
            def run(self): return json.dumps(kept)


        def stays(): return kept, os
    """
    assert pruned(text, "Old").startswith("import os\nfrom acme import kept, unread\n")


def test_an_import_that_others_ask_for_stays():
    text = "from acme import base\n\nclass Old(base): ...\n\ndef stays(): ...\n"
    assert pruned(text, "Old", asked=frozenset({"base"})).startswith("from acme import base\n")


def test_an_import_for_type_checkers_goes_with_its_last_reader():
    text = """\
        from typing import TYPE_CHECKING, Any

        if TYPE_CHECKING:
            from acme import User, kept


        class Old:
            def run(self, user: "User") -> Any: ...


        def stays(kept: "kept"): ...
    """
    assert pruned(text, "Old") == (
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from acme import kept\n\n\n"
        'def stays(kept: "kept"): ...\n'
    )


def test_a_block_for_type_checkers_goes_with_its_last_import():
    text = """\
        from typing import TYPE_CHECKING

        if TYPE_CHECKING:
            from acme import User


        class Old:
            def run(self, user: "User"): ...


        def stays(): ...
    """
    assert pruned(text, "Old") == "def stays(): ...\n"


def test_what_binds_the_name_at_run_time_keeps_the_block():
    text = """\
        if TYPE_CHECKING:
            from acme import User
        else:
            User = object


        class Old:
            def run(self, user: User): ...


        def stays(): ...
    """
    assert pruned(text, "Old").startswith("if TYPE_CHECKING:\n    from acme import User\nelse:\n")
