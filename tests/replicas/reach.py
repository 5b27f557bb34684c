"""What a browser reaches on a replica from its home page: by links, and by what scripts ask for where none is."""

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from urllib.parse import urljoin, urlsplit

from w3lib.url import safe_url_string

from tests.support.replicas import Answer, Replica, Request, Way, key_of

_MOVES = re.compile(r"""(?:location(?:\.href)?\s*=\s*|location\.replace\(\s*)["']([^"']+)["']""")
_REFRESH = re.compile(r"""(?i)http-equiv=["']?refresh["']?[^>]*content=["']?\d+;\s*url=([^">]+)""")
_ATTRIBUTES = re.compile(
    r"""(?i)<(?:a|area|i?frame|script|img|embed|object|option)\b[^>]*?\b"""
    r"""(?:href|src|data|value)=(?:"([^"]*)"|'([^']*)')"""
)
_BASE = re.compile(r"""(?i)<base href=["']([^"']+)""")
_PLAIN = re.compile(r"[\w:/?=&.,;~-]*", re.ASCII)
# Pages found on pages of the same path, only their queries new: a calendar has no end, but some platforms have
# every page of theirs at one path.
_PER_PATH = 250


@dataclass
class Reached:
    """``answers`` and the ``requests`` that they answer, by what they ask for (as ``Replica.alias`` says); ``sources``:
    which of these lead to a URL (``key_of``); ``missing`` are ways whose page does not print what they need."""

    answers: dict[str, Answer] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    sources: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    missing: list[Way] = field(default_factory=list)


def ask(replica: Replica, url: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
    """One request, redirects not followed."""
    return replica.answer(_request(url, method, body, {key.replace("_", "-"): text for key, text in headers.items()}))


def _request(url: str, method: str = "GET", body: bytes = b"", headers: Mapping[str, str] | None = None) -> Request:
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    named = {name.lower(): value for name, value in (headers or {}).items()}
    return Request(method, parts.scheme, parts.netloc.lower(), path, named, body)


def reach(replica: Replica) -> Reached:
    """Walk it all; files that hold reports are found but not asked for, they take long to make."""
    files = {key_of(url) for url in replica.files}
    reached, queue, seen = Reached(), deque([_request(replica.home)]), {key_of(replica.home), *files}
    ways: dict[str, list[Way]] = defaultdict(list)
    for way in replica.ways:
        ways[key_of(way.source)].append(way)
    paths: dict[str, int] = defaultdict(int)
    while queue:
        request = queue.popleft()
        answer, name = replica.answer(request), replica.alias(request)
        reached.answers.setdefault(name, answer)
        reached.requests.setdefault(name, request)
        for found in links_of(request.url, answer):
            key = key_of(found)
            path = key.partition("?")[0]
            reached.sources[key].add(name)
            if key not in seen and urlsplit(found).netloc.lower() in replica.hosts and paths[path] < _PER_PATH:
                seen.add(key)
                paths[path] += path == key_of(request.url).partition("?")[0]
                queue.append(_request(found))
        for way in ways.pop(key_of(request.url), ()):
            if _printed(replica, way, answer):
                queue.append(_request(way.url, way.method, way.body, {**dict(way.headers), "Referer": way.source}))
                reached.sources[key_of(way.url)].add(name)
            else:
                reached.missing.append(way)
    return reached


def _printed(replica: Replica, way: Way, answer: Answer) -> bool:
    """Whether the page, or what it includes, prints what the request is made of."""
    printed = answer.body if way.through is None else answer.body + ask(replica, way.through).body
    text = printed.decode("utf-8", "ignore") + printed.decode("gb18030", "ignore")
    return all(piece in text for piece in way.prints)


def links_of(url: str, answer: Answer) -> Iterator[str]:
    """The addresses that a page, or an answer to a script, leads to."""
    headers = dict(answer.headers)
    if "Location" in headers:
        yield urljoin(url, headers["Location"])
    kind = headers.get("Content-Type", "")
    if answer.status != 200 or not answer.body or not kind.startswith(("text/", "application/j")):
        return
    charset = "gb18030" if b"gb" in answer.body[:600].lower() else "utf-8"
    text = answer.body.decode(charset, "ignore")
    base = _BASE.search(text)
    url = urljoin(url, base[1]) if base else url
    page = kind.startswith("text/html") and text.lstrip()[:1] not in "{["
    if not page or "\\/" in text:
        # JSON (in a page or by itself), XML and JavaScript: addresses between quotes, slashes unescaped.
        for piece in re.findall(r"""["']((?:https?:)?/[^"'<>\s]*)["']""", text.replace("\\/", "/").replace('\\"', '"')):
            yield _absolute(url, piece, charset)
    if not page:
        return
    for move in _MOVES.findall(text):
        yield _absolute(url, move, charset)
    for piece in re.findall(r"""<record><!\[CDATA\[.*?href="([^"]+)\"""", text):
        yield _absolute(url, piece, charset)
    for refresh in _REFRESH.findall(text):
        yield _absolute(url, unescape(refresh).strip("'\" "), charset)
    for double, single in _ATTRIBUTES.findall(text):
        yield _absolute(url, unescape(double or single), charset)


@lru_cache(maxsize=65536)
def _absolute(url: str, value: str, charset: str) -> str:
    """As browsers resolve it: blanks at the ends dropped, backslashes turned, the query in the page's charset."""
    clean = re.sub(r"[\t\r\n]", "", value.strip()).replace("\\", "/").partition("#")[0]
    if re.match(r"(?i)(javascript|mailto|tel|data):", clean):
        return url
    whole = urljoin(url, clean)
    return whole if _PLAIN.fullmatch(whole) else safe_url_string(whole, encoding=charset)
