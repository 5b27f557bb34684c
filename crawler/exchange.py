"""The attempts of one download while they happen: bytes as they cross the wire, then ``Exchange`` values."""

from datetime import UTC, datetime

from archive.model import Exchange, Truncation


class Attempt:
    """One request over one connection. ``sent`` and ``received`` are pieces in the order they crossed."""

    __slots__ = ("aborted", "crossed", "hung_up", "ip", "over_limit", "received", "sent", "size", "started", "tls")

    def __init__(self, ip: str | None) -> None:
        self.started = datetime.now(UTC)
        self.ip = ip
        self.tls: str | None = None
        self.sent: list[bytes] = []
        self.received: list[bytes] = []
        self.size = 0
        # False while a TLS handshake has not let anything through yet.
        self.crossed = True
        self.hung_up = False
        # True where the connection was lost without having been closed.
        self.aborted = False
        self.over_limit = False


class Recording:
    """All attempts of one download, in order: the connection pool resends a request by itself where a kept
    connection turns out dead. After ``close`` later bytes are no longer part of it."""

    __slots__ = ("attempts", "closed", "enough", "facts", "limit", "url")

    def __init__(self, url: str, *, facts: tuple[tuple[str, str], ...] = ()) -> None:
        """``facts`` are what is to be said of these exchanges beside them, as names and values."""
        self.url = url
        self.facts = facts
        # Bytes of the body, framing included, that are too many, and that are all that is wanted; 0 for none.
        self.limit = 0
        self.enough = 0
        self.attempts: list[Attempt] = []
        self.closed = False

    def begin(self, ip: str | None) -> Attempt:
        """A new attempt; the ones before it were given up."""
        attempt = Attempt(ip)
        self.attempts.append(attempt)
        return attempt

    @property
    def connected(self) -> bool:
        """Whether any attempt had a connection that could carry it."""
        return any(attempt.crossed for attempt in self.attempts)

    @property
    def hung_up(self) -> bool:
        """Whether it was us who closed the last connection."""
        return bool(self.attempts) and self.attempts[-1].hung_up

    @property
    def aborted(self) -> bool:
        """Whether the last connection ended other than by being closed. Over TLS that is not told: old servers were
        always seen to close the connection without a word of TLS before it."""
        return bool(self.attempts) and self.attempts[-1].aborted and self.attempts[-1].tls is None

    @property
    def over_limit(self) -> bool:
        """Whether the last answer was cut because it passed the limit."""
        return bool(self.attempts) and self.attempts[-1].over_limit

    def close(self, truncated: Truncation | None) -> list[Exchange]:
        """The exchanges; ``truncated`` is why the last attempt's answer is not whole, or None."""
        self.closed = True
        crossed = [attempt for attempt in self.attempts if attempt.crossed and attempt.sent]
        return [
            self._exchange(attempt, truncated if attempt is self.attempts[-1] else "disconnect") for attempt in crossed
        ]

    def _exchange(self, attempt: Attempt, truncated: Truncation | None) -> Exchange:
        response = _joined(attempt.received)
        version = "http/1.0" if response.startswith(b"HTTP/1.0") else "http/1.1"
        return Exchange(
            url=self.url,
            started=attempt.started,
            request=_joined(attempt.sent),
            response=response,
            ip=attempt.ip,
            protocols=(version,) if attempt.tls is None else (version, attempt.tls),
            truncated=truncated,
            facts=self.facts,
        )


def _joined(pieces: list[bytes]) -> bytes:
    whole = pieces[0] if len(pieces) == 1 else b"".join(pieces)
    pieces.clear()
    return whole
