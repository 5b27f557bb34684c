"""Signals that end a crawl, told in one line: before it began, in its course (Scrapy then closes it), and at once."""

import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_Handler = Callable[[int, FrameType | None], Any]


class SignalLog:
    """Notes what Scrapy's handlers are given, and stands in for them while they are not there yet."""

    def __init__(self, name: str) -> None:
        """``name`` is the portal's, for the line that a signal before the crawl is answered with."""
        self._name = name
        self._seen: list[str] = []
        for number in _SIGNALS:
            signal.signal(number, self._too_early)

    def follow_reactor(self) -> None:
        """Note what comes once the reactor runs. Scrapy sets its handlers when it starts, so a turn later."""
        from twisted.internet import reactor

        reactor.callWhenRunning(reactor.callLater, 0, self._stand_before)

    @property
    def verdict(self) -> str | None:
        """Why a crawl has no outcome, where signals are the reason."""
        if not self._seen:
            return None
        if len(self._seen) == 1:
            return f"stopped by {self._seen[0]} before the crawl began"
        return f"stopped at once by a second {self._seen[-1]}; what was kept is whole, and the next crawl finishes it"

    def _too_early(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 (a handler's signature)
        # Deferreds would take an exception for one of their own errors. Nothing was asked or kept yet.
        os.write(2, f"error: {self._name}: stopped by {signal.Signals(number).name} before the crawl began\n".encode())
        os._exit(128 + number)

    def _stand_before(self) -> None:
        """Scrapy puts a handler for the second signal in place of that for the first."""
        for number in _SIGNALS:
            inner = signal.getsignal(number)
            if callable(inner) and not isinstance(inner, _Noting):
                signal.signal(number, _Noting(self, inner))

    def note(self, number: int, frame: FrameType | None, inner: _Handler) -> None:
        """One signal: to the log, then to Scrapy."""
        self._seen.append(signal.Signals(number).name)
        inner(number, frame)
        self._stand_before()


class _Noting:
    """A handler in front of another."""

    def __init__(self, log: SignalLog, inner: _Handler) -> None:
        self._log = log
        self._inner = inner

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self._log.note(number, frame, self._inner)
