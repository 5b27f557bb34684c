"""The further pages of an article that a script cuts into several. Pure.

``createPageHTML(3, 0, "t20230112_1", "html")`` names them; ``createPage(3, 1, 'pager')`` only says how many there are,
and the address stands in a script file: ``'<a href="?p=' + i + '">'``.
"""

import re

from crawler.reading.addresses import absolute
from crawler.reading.links import LinkPage
from crawler.reading.pager import MAX_PARTS

_CALL = re.compile(
    r"(?<!function )\b\w*(?:createPage|pageBar|showPage|setPage|fenye|pagination|pager)\w*"
    r"\(\s*(\d{1,2})\s*,([^()]{1,200})\)",
    re.I,
)
_QUOTED = re.compile(r"[\"']([^\"']*)[\"']")
_QUERY = re.compile(r"[?&](p|pn|page\w*|cur\w*page|\w*pageno|\w*index)=(?:\\?[\"']\s*\+|\$\{)", re.I)
_FILE = re.compile(r"[\w-]{3,}")


def promised_parts(page: LinkPage) -> int:
    """How many pages a call says that an article has; 1 where none does."""
    return min(max((int(count) for count, _ in _CALL.findall(page.source)), default=1), MAX_PARTS) or 1


def called_parts(page: LinkPage, first: str, count: int) -> list[str]:
    """The addresses of the further pages, ``count`` in all, that such a call or a function beside it makes."""
    for _, rest in _CALL.findall(page.source):
        stem, ending, *_ = [*_QUOTED.findall(rest), "", ""]
        if _FILE.fullmatch(stem) and ending.lstrip(".").lower() in {"html", "htm", "shtml", "jsp"}:
            found = [absolute(first, f"{stem}_{number}.{ending.lstrip('.')}") for number in range(1, count)]
            return [one for one in found if one is not None]
    query = _QUERY.search(page.source)
    if query is None:
        return []
    bare = re.sub(rf"[?&]{query[1]}=\d+", "", first)
    return [f"{bare}{'&' if '?' in bare else '?'}{query[1]}={number}" for number in range(2, count + 1)]
