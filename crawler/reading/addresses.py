"""Addresses as a browser resolves them. Pure."""

import re
from urllib.parse import quote, urldefrag, urljoin, urlsplit


def absolute(base: str, reference: str, charset: str = "utf-8") -> str | None:
    """A reference as a browser resolves it; None for what leads to no page."""
    reference = re.sub(r"[\t\r\n]", "", reference).strip()
    if not reference or re.match(r"#|(?:javascript|mailto|tel|data|about|file):", reference, re.I):
        return None
    head, mark, query = reference.partition("?")
    head = head.replace("\\", "/")
    if mark:
        query = quote(query, safe="%&=+/:?@,;!$'()*~#[]\\|", encoding=charset, errors="replace")
    reference = f"{quote(head, safe='%/:?@,;=+&!$()*~#[]')}{mark}{query}".replace("%23", "#")
    try:
        target = urldefrag(urljoin(base, reference)).url
        parts = urlsplit(target)
        # reading the port raises for "http://host:port/" as some templates print it
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return target if usable else None


def squeeze(text: str) -> str:
    """Blanks in a row as one."""
    return re.sub(r"\s+", " ", text).strip()
