"""Codemods that were read once are the same when they come out of the cache."""

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import pytest

from migrate_engines.cache.codemods import kept_codemods
from migrate_engines.cache.folder import CacheFolder
from migrate_engines.model.problem import InputError, Problem
from migrate_engines.model.rule import (
    CallRewrite,
    CanonicalName,
    ClassEvidence,
    Codemod,
    Helper,
    ImportedName,
    Keep,
    Leave,
    ManualReview,
    NoneEvidence,
    Parameter,
    ParameterKind,
    Redirect,
    Retirement,
    Rule,
    Signature,
    Template,
    Unsafe,
)
from migrate_engines.rules.load import load_codemods
from migrate_engines.rules.shipped import shipped_folder


@pytest.fixture
def folder(tmp_path: Path) -> CacheFolder:
    return CacheFolder(tmp_path / "cache")


def never() -> Sequence[Codemod]:
    raise AssertionError("the rule files are read again")


def shipped() -> tuple[Codemod, ...]:
    return load_codemods([shipped_folder()])


def test_they_come_back_as_they_were(folder: CacheFolder) -> None:
    codemods = kept_codemods(folder, "name", lambda: True, shipped)
    assert codemods == shipped()
    kept = kept_codemods(folder, "name", lambda: True, never)
    assert kept == codemods
    assert [type(rule) for each in kept for rule in each.rules] == [
        type(rule) for each in codemods for rule in each.rules
    ]


def test_every_kind_of_rule_comes_back(folder: CacheFolder) -> None:
    names = ("shop.old.make",)
    parameters = [
        Parameter(f"name_{kind}", kind, default, evidence)
        for kind in ParameterKind
        for default in (None, "()")
        for evidence in (None, NoneEvidence.NONE, ClassEvidence("shop.Basket"))
    ]
    signature = Signature(tuple(parameters))
    template = Template(("first = 1",), "make(first)", (("make", "shop.make"),), ("first",))
    rules: list[Rule] = [
        CallRewrite("one", "make", 1, names, signature, True, template, Unsafe("why", ("reads",))),
        CallRewrite("one", "make", 1, names, signature, False, template),
        Keep("one", "make", 2, names, signature, False),
        ManualReview("one", "make", 3, names, signature, False, "reason", "help"),
        Redirect("one", 4, "shop.old", (("make", "shop.new.make"),)),
        CanonicalName("one", 5, "shop.new.make"),
        Retirement("one", 6, names, None, "help"),
        Leave("one", 7, names, "because"),
        Helper("one", "help", 8, "shop.help", "def help(): ...", (ImportedName("a", None, "b"),), signature),
    ]
    assert {type(each) for each in rules} == set(get_args(Rule))
    codemods = (Codemod("one", "one.py", "summary", "description", tuple(rules), True),)
    kept_codemods(folder, "name", lambda: True, lambda: codemods)
    assert kept_codemods(folder, "name", lambda: True, never) == codemods


def test_by_another_name_they_are_read(folder: CacheFolder) -> None:
    kept_codemods(folder, "name", lambda: True, shipped)
    assert kept_codemods(folder, "other", lambda: True, tuple) == ()


def test_what_may_have_changed_before_it_was_read_is_not_kept(folder: CacheFolder) -> None:
    kept_codemods(folder, "name", lambda: False, shipped)
    assert kept_codemods(folder, "name", lambda: True, tuple) == ()


def test_what_is_wrong_with_them_is_told_each_time(folder: CacheFolder) -> None:
    def wrong() -> Sequence[Codemod]:
        raise InputError([Problem("rule.py", 1, "It is wrong", "Mend it.")])

    for _ in range(2):
        with pytest.raises(InputError):
            kept_codemods(folder, "name", lambda: True, wrong)


def test_what_is_no_codemod_is_read_anew(folder: CacheFolder) -> None:
    folder.write("rules-name", b"\x93\x01\x02\x03")
    assert kept_codemods(folder, "name", lambda: True, shipped) == shipped()
