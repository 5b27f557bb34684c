"""Stubs that send the browser on: by script, by a refresh, by one frame. Pure.

Seen on home pages (45 of 3,209 were under 3 KB: 南京, 亳州, 平遥, 2026-04), on columns whose folder leads to its first
child, and on articles that lie elsewhere.
"""

import re
from html import unescape
from urllib.parse import urljoin

from crawler.reading.tokens import block_end

# A page with more words, or longer, is a page; what its scripts do is no move.
STUB_TEXT = 200
STUB_SOURCE = 6000
STUB_LINKS = 2
_SCRIPT = re.compile(
    r"(?:window\.|self\.|top\.|parent\.|document\.)*\blocation(?:\.href)?\s*=\s*[\"']([^\"']+)[\"'](?!\s*\+)"
    r"|\blocation\.(?:replace|assign)\(\s*[\"']([^\"']+)[\"'](?!\s*\+)"
    r"|\bwindow\.open\(\s*[\"']([^\"']+)[\"']\s*,\s*[\"']_(?:self|top|parent)"
)
_REFRESH = re.compile(
    r"<meta[^>]+http-equiv\s*=\s*[\"']?refresh[\"']?[^>]+content\s*=\s*[\"']?\s*(\d+)\s*;\s*url\s*=\s*'?\s*([^\"'>\s]+)",
    re.I,
)
_HEADER = re.compile(r"\s*(\d+)(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'\s]+)", re.I)
# Seconds; who waits longer reads the page meanwhile.
_SOON = 60
_SCRIPTS = re.compile(r"<script\b[^>]*>(.*?)</script>", re.S | re.I)
_ONLOAD = re.compile(r"\bonload\s*=\s*\"([^\"]*)\"", re.I)
_FUNCTION = re.compile(r"\bfunction\s+([\w$]+)\s*\([^()]*\)\s*\{")
# What a visitor does, and what waits for longer than a visitor does.
_HANDLER = re.compile(
    r"(?:\.(?:on|click|change|bind|addEventListener|keyup|mouse\w+)\s*\([^(){}]*?|\bon(?:click|change|mouse\w+|key\w+)\s*=\s*)"
    r"(?:function\s*\([^()]*\)|\([^()]*\)\s*=>|\w+\s*=>)\s*\{"
)
_COMMENT = re.compile(r"<!--.*?-->", re.S)


def moved_to(source: str, text: str, url: str, links: int = 0) -> str | None:
    """Where a stub sends the browser, absolute; None for a page that stays. A page that only reloads itself stays, and
    so does one that leads to several others by its ``links``, whatever its scripts may do later."""
    if len(text) > STUB_TEXT or len(source) > STUB_SOURCE:
        return None
    live = _COMMENT.sub("", source)
    refresh = _REFRESH.search(live)
    found = refresh[2] if refresh and int(refresh[1]) < _SOON else None
    if found is None and links <= STUB_LINKS:
        script = _SCRIPT.search(_run_at_once("\n".join((*_SCRIPTS.findall(live), *_ONLOAD.findall(live)))))
        found = next((group for group in script.groups() if group), None) if script else None
    if found is None:
        return None
    target = urljoin(url, unescape(found).replace("\\/", "/").strip())
    same = target.partition("#")[0] == url.partition("#")[0]
    return None if same or not target.startswith(("http://", "https://")) else target.partition("#")[0]


def refreshed_to(header: str, url: str) -> str | None:
    """Where the header ``Refresh: 0; url=/new/`` sends the browser, absolute; None for none, or for the page itself."""
    found = _HEADER.match(header)
    if found is None or int(found[1]) >= _SOON:
        return None
    target = urljoin(url, found[2].strip()).partition("#")[0]
    return target if target.startswith(("http://", "https://")) and target != url.partition("#")[0] else None


def _run_at_once(code: str) -> str:
    """The code without the functions that only a click calls."""
    for handler in reversed(list(_HANDLER.finditer(code))):
        code = code[: handler.start()] + code[block_end(code, handler.end() - 1) :]
    for function in reversed(list(_FUNCTION.finditer(code))):
        if len(re.findall(rf"(?<![\w$.]){re.escape(function[1])}\s*\(", code)) < 2:
            code = code[: function.start()] + code[block_end(code, function.end() - 1) :]
    return code
