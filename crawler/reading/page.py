"""One answer as the walk reads it: a page with its links and those in its scripts, or the entries of a data answer."""

import re
from collections.abc import Iterable
from dataclasses import replace

from crawler.reading.addresses import absolute
from crawler.reading.data import read_answer, read_scripts
from crawler.reading.links import Link, LinkPage, read_links

# Longer ones are libraries.
MAX_SCRIPT = 400_000
_FRAME_SET = re.compile(
    r"(?:getElementById\(\s*[\"']([\w-]+)[\"']\s*\)\.src\s*=\s*|\$\(\s*[\"']#([\w-]+)[\"']\s*\)\.attr\(\s*[\"']src[\"']\s*,\s*)"
    r"[\"']([^\"'\s]+)[\"']"
)


def read_page(
    source: str, url: str, charset: str = "utf-8", addresses: tuple[str, ...] = (), base: str = ""
) -> LinkPage:
    """Read the decoded text of an answer. Entries of data stand in one block; ``base`` is the page whose script asked
    for them and puts them in, ``addresses`` the templates that it has for their URLs."""
    data = read_answer(source, base or url, charset, addresses)
    if data is not None:
        words = " ".join(link.text for link in data.links)
        totals = data.totals
        return LinkPage(
            url, source, data.links, (), words, is_data=True, totals=totals, size=data.size, served=data.page,
            cursor=data.cursor,
        )  # fmt: skip
    page = read_links(source, url, charset)
    known = {link.url for link in page.links}
    block = 1 + max((link.block for link in page.links), default=0)
    hidden = tuple(
        replace(link, block=block, kind="frame" if link.kind == "frame" else "data", path="script")
        for link in (*read_scripts(source, url, charset), *_set_frames(source, url, charset))
        if link.url not in known
    )
    return replace(page, links=(*page.links, *hidden)) if hidden else page


def with_scripts(page: LinkPage, sources: Iterable[str]) -> LinkPage:
    """The page read once more with its script files, as if they stood in it; its size and its words stay its own."""
    code = "".join(f"<script>{one}</script>" for one in sources if len(one) < MAX_SCRIPT)
    read = read_page(f"{page.source}{code}", page.url, page.charset) if code else page
    return replace(read, source=page.source, totals=page.totals, code=code, scripts=())


def _set_frames(source: str, url: str, charset: str) -> list[Link]:
    """The frames whose address a script sets: ``document.getElementById('f').src = '/in.html'``."""
    found = []
    for one, other, target in _FRAME_SET.findall(source):
        if re.search(rf"<iframe\b[^>]*\bid\s*=\s*[\"']?{re.escape(one or other)}\b", source, re.I):
            where = absolute(url, target, charset)
            found.extend([Link(where, "", kind="frame")] if where is not None else [])
    return found
