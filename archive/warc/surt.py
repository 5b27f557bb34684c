"""SURT keys: a URL written from its top-level domain down, so that sorting brings a site together.

``http://www.zp.gov.cn:80/xxgk/?b=2&a=1`` becomes ``cn,gov,zp)/xxgk?a=1&b=2``, as pywb and other replay tools key their
indexes (rules of the Internet Archive's URL canonicaliser: lower case, ``www`` and default ports dropped,
arguments sorted, session ids dropped).
"""

import re
from urllib.parse import quote_from_bytes, unquote_to_bytes

_SPLIT = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*):(?://)?)?([^/?#]*)([^?#]*)(?:\?([^#]*))?", re.DOTALL)
_WWW = re.compile(r"^www\d*\.")
_DEFAULT_PORT = {"http": "80", "https": "443", "ftp": "21"}
_QUERY_SESSION = re.compile(
    r"(?:^|(?<=&))(?:jsessionid=[0-9a-z]{32}|phpsessid=[0-9a-z]{32}|sid=[0-9a-z]{32}|aspsessionid[a-z]{8}=[a-z]{24}"
    r"|cfid=[^&]+&cftoken=[^&]+)(?:&|$)",
    re.IGNORECASE,
)
# ASP.NET without cookies: /(S(…24 characters…))/page.aspx
_PATH_SESSION = re.compile(r"/\((?:[a-z]\([0-9a-z]{24}\))+\)/(?=[^?]+\.aspx)")
# URLs whose key needs no more than their host turned round: about nine in ten of a portal's.
_PLAIN = re.compile(r"https?://(?:www\d*\.)?(?!www\d*\.)([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:/[a-z0-9_-][a-z0-9_.-]*)+|/)")
_KEEP = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"


def surt(url: str) -> str:
    """The sort key of a URL. Never raises: what is no URL keeps its text, lower-cased."""
    plain = _PLAIN.fullmatch(url)
    if plain is not None:
        return f"{','.join(reversed(plain[1].split('.')))}){plain[2]}"
    match = _SPLIT.match(url.strip())
    scheme, authority, path, query = match.groups() if match else (None, "", "", None)
    host, port = _host(authority.rpartition("@")[2].lower())
    key = ",".join(reversed(host.split(".")))
    if port and port != _DEFAULT_PORT.get((scheme or "http").lower()):
        key += f":{port}"
    path = _PATH_SESSION.sub("/", _normal(_dots(path)).lower())
    path = path.rstrip("/") if path != "/" else path
    key += f"){path or '/'}"
    if query:
        arguments = _QUERY_SESSION.sub("", _normal(query))
        if arguments:
            key += "?" + "&".join(sorted(arguments.lower().split("&")))
    return key


def _host(authority: str) -> tuple[str, str]:
    """Host (``www`` dropped, international names in their ASCII form) and port."""
    if authority.startswith("["):
        address, _, port = authority[1:].partition("]")
        return address, port.lstrip(":")
    host, _, port = authority.partition(":")
    host = _WWW.sub("", host.strip("."), count=1)
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            return host, port
    return host, port


def _normal(text: str) -> str:
    """Percent-encoding undone and made again, so that two spellings of one URL meet."""
    raw = text.encode("utf-8", "surrogateescape")
    while (plain := unquote_to_bytes(raw)) != raw:
        raw = plain
    return quote_from_bytes(raw, safe=_KEEP)


def _dots(path: str) -> str:
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            if len(steps) > 1:
                steps.pop()
        elif step != ".":
            steps.append(step)
    return re.sub("/{2,}", "/", "/".join(steps))
