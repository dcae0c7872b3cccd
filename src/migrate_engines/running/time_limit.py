"""A limit for what runs in this process: the main thread is interrupted, whatever it is doing."""

import _thread
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class TookTooLong(BaseException):
    """No error of the code that is interrupted, so nothing in it may take it for one."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Inside, the main thread has so many seconds; another thread has no limit.

    Raises:
        TookTooLong: they are over.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
    elif hasattr(signal, "setitimer"):
        with by_alarm(seconds):
            yield
    else:  # Windows
        with by_interrupt(seconds):
            yield


@contextmanager
def by_alarm(seconds: float) -> Iterator[None]:
    """By a signal of its own."""

    def ring(*_: object) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def by_interrupt(seconds: float) -> Iterator[None]:
    """As if somebody pressed Ctrl-C, which somebody still may."""
    is_over = threading.Event()

    def ring() -> None:
        is_over.set()
        _thread.interrupt_main()

    timer = threading.Timer(seconds, ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    except KeyboardInterrupt:
        if is_over.is_set():
            raise TookTooLong from None
        raise
    finally:
        timer.cancel()
