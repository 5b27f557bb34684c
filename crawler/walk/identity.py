"""What stays the same when one page has several URLs. Pure."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

_INDEX = re.compile(r"(?<=/)(?:index|default)\.(?:s?html?|jsp|php|aspx?)$", re.I)
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.I)
_NOISE = frozenset(
    {"t", "_", "_t", "ts", "timestamp", "rand", "random", "rnd", "time", "sessionid", "jsessionid", "from", "spm", "v"}
)
# A clock in seconds or milliseconds, and what Math.random() gives, whatever they are called.
_CLOCK = re.compile(r"1[5-9]\d{8}(?:\d{3})?|0\.\d{6,}")
_LONG = re.compile(r"[0-9a-f]{16,}", re.I)
_DIGITS = re.compile(r"\d+")


def identity(url: str) -> str:
    """Host and path, whatever the scheme; ``www.``, ``index.html``, session ids, clocks and the order of a query do not
    count."""
    parts = urlsplit(url)
    host = (parts.netloc or "").lower().removeprefix("www.")
    host = re.sub(r":(?:80|443)$", "", host)
    path = _INDEX.sub("", _SESSION.sub("", parts.path)) or "/"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if not pairs:
        return f"{host}{path}?{parts.query}" if parts.query else f"{host}{path}"
    kept = sorted((name, value) for name, value in pairs if not _is_noise(name, value))
    return f"{host}{path}?{urlencode(kept)}" if kept else f"{host}{path}"


def _is_noise(name: str, value: str) -> bool:
    return name.lower() in _NOISE or _CLOCK.fullmatch(value) is not None


def shape(url: str) -> str:
    """A URL with its numbers and long ids left open: what the pages of one kind have in common."""
    parts = urlsplit(url)
    names = ",".join(sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}))
    path = _DIGITS.sub("#", _LONG.sub("*", parts.path))
    return f"{parts.netloc.lower()}{path}?{names}"


def folder_of(url: str) -> str:
    """The folder that a listing's URL names: ``…/zfxxgknb/`` for itself, its ``index.html`` and ``…/zfxxgknb.htm``."""
    parts = urlsplit(url)
    path = _INDEX.sub("", parts.path) or "/"
    if not path.endswith("/"):
        path = re.sub(r"\.\w+$", "", path) + "/"
    return parts._replace(path=path, query="", fragment="").geturl()


def below(root: str, url: str) -> bool:
    """Whether a URL lies in a folder, whatever the scheme and with or without ``www.``: portals mix them."""
    folder, page = (re.sub(r"^https?://(?:www\.)?", "", address) for address in (root, url))
    return page.startswith(folder) and page != folder
