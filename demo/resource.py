"""What a replica portal answers: one resource for each request target, its bytes made when they are asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

Kind = Literal["home", "list", "report", "other", "attachment", "stub", "moved"]


@dataclass(frozen=True, slots=True)
class Resource:
    """An answer. ``modified`` is None for a page made anew for each request: no validators, chunked, never a 304.
    ``location`` makes it a 302."""

    kind: Kind
    content_type: str
    make: Callable[[], bytes]
    modified: datetime | None
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """One portal as served: its host and other names, the Server header, and its resources by request target."""

    host: str
    aliases: tuple[str, ...]
    server: str
    charset: str
    resources: Mapping[str, Resource]


def static(kind: Kind, text: Callable[[], str], when: datetime, charset: str = "utf-8") -> Resource:
    """A stored HTML page."""
    return Resource(kind, "text/html", lambda: text().encode(charset), when)


def dynamic(kind: Kind, text: Callable[[], str], charset: str) -> Resource:
    """A page that a program writes for each request."""
    return Resource(kind, f"text/html;charset={charset.upper()}", lambda: text().encode(charset), None)


def moved(location: str) -> Resource:
    """An address that leads to another of the same site."""
    return Resource("moved", "text/html", bytes, None, location)


def noon(year: int, month: int, day: int) -> datetime:
    """Noon in Beijing, as an instant."""
    return datetime(year, month, day, 4, tzinfo=UTC)
