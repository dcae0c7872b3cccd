"""Strings that name what is retired: what is said of them, and of what texts name and set."""

from collections.abc import Callable

import pytest

from migrate_engines.model.finding import Finding
from migrate_engines.model.report import Report
from migrate_engines.running.mentions import assigned_names, named_in_strings

MakeRun = Callable[..., Report]


def in_file(report: Report, path: str) -> list[Finding]:
    return [finding for each, finding in report.findings() if each == path]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("shop.old", "now shop.new"),
        ("shop.old.OldEngine", "now shop.new.Engine"),
        ("shop.old:OldEngine", "now shop.new.Engine"),
        ("shop.old.OldEngine.run", "now shop.new.Engine.run"),
        ("shop.old.OldEngine.stop", "now shop.new.Engine.stop, which has no stop"),
        ("shop.old.LIMIT", "now shop.limits.LIMIT"),
        ("shop.old.missing", None),
    ],
)
def test_a_string_says_what_is_right_now(make_run: MakeRun, text: str, told: str | None) -> None:
    (finding,) = in_file(make_run({"app.py": f'NAME = "{text}"\n'}), "app.py")
    assert finding.reason == "string-reference"
    assert finding.message == "A string names the legacy object. Update it by hand." + (
        f" ({told})" if told else ""
    )


def test_a_patch_where_the_name_is_read_says_that_it_stays(make_run: MakeRun) -> None:
    report = make_run(
        {
            "app.py": "from shop.old import OldEngine\n\n\ndef use():\n    return [OldEngine]\n",
            "test_app.py": 'from unittest.mock import patch\n\npatch("app.OldEngine")\n',
        }
    )
    (finding,) = in_file(report, "test_app.py")
    assert finding.message.endswith(
        "(app.OldEngine stays right where app reads it; it is shop.new.Engine now)"
    )


def test_a_vacuous_patch_says_where_the_name_is_imported(make_run: MakeRun) -> None:
    readers = {f"app/{name}.py": "from shop.old import OldEngine\n" for name in "abcd"}
    report = make_run(
        {**readers, "test_app.py": 'from unittest.mock import patch\n\npatch("shop.old.OldEngine")\n'}
    )
    (finding,) = in_file(report, "test_app.py")
    names = "app.a.OldEngine, app.b.OldEngine, app.c.OldEngine and 1 more"
    assert finding.message.endswith(f"Patch the name where it is read. (it is imported as {names})")


def test_a_run_on_files_calls_no_patch_vacuous(make_run: MakeRun) -> None:
    files = {"test_app.py": 'from unittest.mock import patch\n\npatch("shop.old.OldEngine")\n'}
    assert [each.reason for each in in_file(make_run(files), "test_app.py")] == ["vacuous-mock"]
    assert [each.reason for each in in_file(make_run(files, "test_app.py"), "test_app.py")] == [
        "string-reference"
    ]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('patch("a.b")', {"a.b"}),
        ('patch("a.b.c")', {"a.b", "a.b.c"}),
        ('resolve("a.b:c.d")', {"a.b", "a.b.c", "a.b.c.d"}),
        ('patch.object(module, "name")', {"*.name"}),
        ('patch.object(Class, "name")', set()),
        ('patch.object(target=module, attribute="name")', {"*.name"}),
        ('patch.object(sys.modules["a.b"], "name")', {"a.b", "*.name"}),
        ('patch.object(\n    module,\n    "name",\n)', {"*.name"}),
        ('monkeypatch.setattr(module, "name", 1)', {"*.name"}),
        ('monkeypatch.delattr(module, "name")', {"*.name"}),
        ("patch.multiple(module, name=1, other=DEFAULT)", {"*.name", "*.other"}),
        ('patch(f"{MODULE}.name")', {"*.name"}),
        ('patch(f"{PACKAGE}.module.name")', {"*.name"}),
        ('patch(MODULE + ".name")', {"*.name"}),
        ('call(module, "name")', set()),
        ('x = "name", "a b.c"', set()),
    ],
)
def test_what_strings_name(text: str, named: set[str]) -> None:
    assert named_in_strings([text]) == named


@pytest.mark.parametrize(
    ("text", "assigned"),
    [
        ("module.name = 1", {"module.name"}),
        ("package.module.name = 1", {"module.name"}),
        ("import module as m\nm.name = 1", {"m.name", "module.name"}),
        ("Class.name: int = 1", {"Class.name"}),
        ('setattr(module, "name", 1)', {"module.name"}),
        ('monkeypatch.setattr(module, "name", 1)', set()),
        ("self.name = cls.name = 1", set()),
        ("module.name == 1 or module.name <= 1", set()),
        ("call(module.name, name=1)", set()),
    ],
)
def test_what_is_set_from_outside(text: str, assigned: set[str]) -> None:
    assert assigned_names([text]) == assigned
