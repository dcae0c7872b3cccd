"""Commands that end well, badly, never, or that are not there."""

import sys
from pathlib import Path

from migrate_engines.model.phase import Phase
from migrate_engines.verification.execution import execute
from migrate_engines.verification.junit import CaseOutcome


def python(code: str, *arguments: str, time_limit: int = 60) -> Phase:
    return Phase("phase", (sys.executable, "-c", code, *arguments), time_limit=time_limit)


def test_it_runs_in_the_root_without_a_shell(tmp_path: Path):
    found = execute(python("import os, sys; print(os.getcwd(), sys.argv[1])", "$HOME; *"), tmp_path)
    assert (found.exit_code, found.failure) == (0, "")
    assert found.output.endswith("$HOME; *")
    assert Path(found.output.removesuffix(" $HOME; *")).resolve() == tmp_path.resolve()


def test_the_end_of_its_output_is_kept(tmp_path: Path):
    found = execute(python("print(*range(100), sep=chr(10)); raise SystemExit(4)"), tmp_path)
    assert (found.exit_code, found.output.splitlines()) == (4, [str(each) for each in range(80, 100)])


def test_a_command_that_is_not_there(tmp_path: Path):
    found = execute(Phase("phase", ("no-such-program-anywhere",)), tmp_path)
    assert found.exit_code is None
    assert found.failure.startswith("no-such-program-anywhere cannot be run")


def test_a_command_that_never_ends_is_ended_with_what_it_started(tmp_path: Path):
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])"
    found = execute(python(child, time_limit=1), tmp_path)
    assert (found.exit_code, found.failure) == (None, "it took longer than its time limit of 1 s")


def test_results_of_tests(tmp_path: Path):
    code = "import sys; open(sys.argv[1], 'w').write('<testsuites><testcase name=\"a\"/></testsuites>')"
    found = execute(python(code, "{junit}"), tmp_path)
    assert found.results == {"a": CaseOutcome.PASSED}
    assert list(tmp_path.iterdir()) == []


def test_tests_that_write_no_results(tmp_path: Path):
    assert execute(python("raise SystemExit(5)", "{junit}"), tmp_path).failure == (
        "it wrote no JUnit XML (exit code 5)"
    )


def test_results_that_cannot_be_read(tmp_path: Path):
    code = "import sys; open(sys.argv[1], 'w').write('<')"
    assert execute(python(code, "{junit}"), tmp_path).failure.startswith("its JUnit XML cannot be read")
