"""Work beside the program gives what it would give in it, or nothing."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from migrate_engines.tree import beside
from migrate_engines.tree.beside import Beside


def ended(script: str) -> str:
    """What a process without threads prints."""
    start = "import os, sys\nfrom migrate_engines.tree.beside import Beside\n"
    found = subprocess.run(
        [sys.executable, "-c", start + script], capture_output=True, text=True, check=False
    )
    assert not found.stderr
    return found.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
@pytest.mark.parametrize(
    ("work", "told"),
    [
        ("lambda: (1, ['a.py', '\\udcff.py'], {'b': (2, 3)})", "(1, ['a.py', '\\udcff.py'], {'b': (2, 3)})"),
        ("lambda: os.getpid() != own", "True"),
        ("lambda: 1 / 0", "None"),
        ("lambda: sys.exit('no')", "None"),
        ("lambda: os.kill(os.getpid(), 9)", "None"),
        ("lambda: object()", "None"),
        ("lambda: print('heard', file=sys.stderr) or print('heard') or 4", "4"),
    ],
)
def test_a_process_gives_what_the_work_gives(work: str, told: str) -> None:
    assert ended(f"own = os.getpid()\nprint(ascii(Beside({work}).result()))").strip() == told


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_more_than_a_pipe_holds_comes_back() -> None:
    assert ended("print(len(Beside(lambda: 'x' * 5_000_000).result()))") == "5000000\n"


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_a_process_that_nobody_waits_for_ends() -> None:
    told = ended("found = Beside(lambda: 'x' * 5_000_000)\nprint(found._forked[0])")
    process = Path(f"/proc/{told.strip()}")
    for _ in range(200):
        if not process.exists() or "State:\tZ" in (process / "status").read_text():
            return
        time.sleep(0.05)
    pytest.fail("it waits for somebody to read")


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_how_a_process_ended_may_be_nobodys_business() -> None:
    script = "import signal\nsignal.signal(signal.SIGCHLD, signal.SIG_IGN)\nprint(Beside(lambda: 7).result())"
    assert ended(script) == "7\n"


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_who_asks_for_no_result_does_not_wait() -> None:
    script = "import time\nBeside(lambda: time.sleep(60))\nprint('ended')"
    assert ended(script) == "ended\n"


def test_beside_other_threads_nothing_is_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside.os, "fork", None, raising=False)
    gate = threading.Event()
    other = threading.Thread(target=gate.wait)
    other.start()
    try:
        assert Beside(lambda: [1, 2]).result() == [1, 2]
    finally:
        gate.set()
        other.join()


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_elsewhere_a_thread_does_the_work(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(beside.sys, "platform", platform)
    here = threading.get_ident()
    assert Beside(lambda: threading.get_ident() != here).result() is True


def test_where_no_process_can_be_forked_a_thread_does_the_work(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refused() -> int:
        raise OSError("no more processes")

    monkeypatch.setattr(beside.sys, "platform", "linux")
    monkeypatch.setattr(beside, "active_count", lambda: 1)
    monkeypatch.setattr(beside.os, "fork", refused, raising=False)
    assert Beside(lambda: str(tmp_path)).result() == str(tmp_path)


def test_where_nothing_can_be_started_the_caller_has_to_do_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(beside.sys, "platform", "win32")
    monkeypatch.setattr(threading.Thread, "start", refused)
    assert Beside(lambda: 1).result() is None


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_a_process_holds_nothing_open_that_others_wait_for() -> None:
    script = (
        "reading, writing = os.pipe()\n"
        "import time\nfound = Beside(lambda: time.sleep(60))\n"
        "os.close(writing)\nprint(os.read(reading, 1))\n"
    )
    assert ended(script) == "b''\n"
