"""What a replica portal is: its reports, what a reader can reach them by, and what it answers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal
from urllib.parse import quote, unquote_to_bytes, urlsplit

# The outcomes that are true of a portal, with a bar between them where a perfect crawler may end in either.
# complete: a perfect crawler finds every report and can prove it. short: a report or year is named and not to be had.
# blocked: refused or challenged. empty: the portal has none. failed: nothing answers.
Expected = Literal["complete", "short", "blocked", "failed", "blocked|short", "blocked|failed", "complete|short"]


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came; header names in lower case; ``path`` with its query, ``host`` with a port that is not the
    scheme's own."""

    method: str
    scheme: str
    host: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def url(self) -> str:
        """The absolute URL, spelled as it was asked for."""
        return f"{self.scheme}://{self.host}{self.path}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back. ``cut``: so many bytes of the body whose whole length was stated, then the connection ends.
    ``hang``: nothing, for as long as the client waits. ``drop``: the connection ends before the first byte."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    cut: int | None = None
    hang: bool = False
    drop: bool = False

    @property
    def whole(self) -> bool:
        """Whether the client gets all of a 200."""
        return self.status == 200 and self.cut is None and not self.hang and not self.drop


_PLAIN = re.compile(r"[\w/;=@:.,~-]*(?:\?[\w/;=@:.,~&-]*)?", re.ASCII)
Answerer = Callable[[Request], Answer]


@dataclass(frozen=True, slots=True)
class ReplicaReport:
    """One organ's report on one year. Any of ``urls`` answered whole counts as found, unless ``files`` hold it: then
    one of them has to be. ``parts``: the further pages of an article that is cut into several; all have to be had."""

    organ: str
    year: int
    title: str
    urls: tuple[str, ...]
    files: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """How a browser gets from a page to a request that no link spells: what the page at ``source`` (or a script or
    page that it includes, ``through``) prints for it, and the request that comes of it."""

    source: str
    url: str
    prints: tuple[str, ...]
    method: str = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    through: str | None = None


@dataclass(frozen=True, slots=True)
class Replica:
    """A portal. ``home`` is what a user would type; ``lists`` are the pages and answers that list reports, ``columns``
    those of them that are the first page of an organ's column; ``ways`` as a browser goes where links are wanting;
    ``organ`` and ``adcode`` those that a declaration should have.
    ``emptied`` answers as ``answer`` does, with nothing left in lists and articles. A service answers one page of a
    list to many spellings (other sizes, POST): ``alias`` gives the one that ``lists`` has, as ``key_of`` spells it."""

    name: str
    family: str
    home: str
    hosts: tuple[str, ...]
    reports: tuple[ReplicaReport, ...]
    answer: Answerer
    emptied: Answerer
    hostile: bool = False
    expected: Expected = "complete"
    lists: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    alias: Callable[[Request], str] = lambda request: key_of(request.url)
    organ: str = ""
    adcode: str = ""
    secure: tuple[str, ...] = ()  # hosts that speak TLS; the others refuse it

    @property
    def domains(self) -> tuple[str, ...]:
        """The registered domains of its hosts (gov.cn is a public suffix)."""
        names = (host.partition(":")[0].split(".") for host in self.hosts)
        return tuple(dict.fromkeys(".".join(labels[-3 if labels[-2:] == ["gov", "cn"] else -2 :]) for labels in names))


@lru_cache(maxsize=65536)
def canonical(path: str) -> str:
    """A path with its query, percent-encoded in one way: upper-case digits, nothing encoded that need not be."""
    if _PLAIN.fullmatch(path):
        return path
    before, mark, query = path.partition("?")
    return quote(unquote_to_bytes(before), safe="/;=@:!$&'()*+,~-._") + mark + _query(query)


def _query(text: str) -> str:
    kept = []
    for piece in text.split("&"):
        name, equals, value = piece.partition("=")
        kept.append(_plain(name) + equals + _plain(value))
    return "&".join(kept)


def _plain(text: str) -> str:
    return quote(unquote_to_bytes(text.replace("+", " ")), safe="/;@:!$'()*,~-._|{}\"")


def key_of(url: str) -> str:
    """What tells one URL from another whatever its scheme and spelling: host, path and query."""
    parts = urlsplit(url)
    host = parts.netloc.lower().removesuffix(":80").removesuffix(":443")
    return host + canonical((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
