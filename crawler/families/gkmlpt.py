"""gkmlpt, the disclosure platform of Guangdong (with NFCMS).

How to recognise it: ``/gkmlpt/index`` with ``window._CONFIG = {SID: '…', TREE: […]}``, articles
``/gkmlpt/content/4/4688/post_4688997.html`` and ``/content/post_<id>.html``; a unit's prefix may stand before
(``/mzdpshzzf/gkmlpt/…``). ``mpost_`` is the page for telephones.

How it pages (confirmed): the index is a shell; each category of its tree, 政府信息公开年报 among them, is listed as
JSON by ``/gkmlpt/api/all/<category>?page=<n>&sid=<SID>``, 100 articles a page, ``total`` records. A link
``/gkmlpt/annualreport#<category>`` names the category by its fragment. A category may be a ``jump_url`` only. HTTP
works where HTTPS fails; the provincial portal wants a browser's User-Agent.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import urljoin

from crawler.families.family import Family, Mark, Position
from crawler.families.listing import ListingSpider
from crawler.reading.links import Link, LinkPage
from crawler.reading.marks import PAGE
from crawler.reading.paging import Further, Paging
from crawler.reading.scripts import ScriptRequest

_SID = re.compile(r"\bSID\b[\"']?\s*:\s*[\"']?(\w+)")
_TREE = re.compile(r"\bTREE\b[\"']?\s*:\s*(?=\[)")
_CATEGORY = re.compile(r"年报|年度报告")
_COLUMN_ID = re.compile(r"\b(?:CATEGORY_ID|COLUMN_ID|ANNUAL_?REPORT(?:_ID)?|cid|catId)\b[\"']?\s*:\s*[\"']?(\d+)", re.I)
_FRAGMENT = re.compile(r"[\"']([^\"']*/gkmlpt/annualreport)/?#/?(\d+)[\"']", re.I)


class Gkmlpt(Family):
    """Pages by the JSON of a category."""

    name = "gkmlpt"
    marks: ClassVar[tuple[Mark, ...]] = (
        Mark("article", re.compile(r"/gkmlpt/content/"), "articles /gkmlpt/content/4/4688/post_4688997.html"),
        Mark("article", re.compile(r"/content/m?post_\d+\.html$"), "articles /content/post_4688997.html", 2),
        Mark("listing", re.compile(r"/gkmlpt/"), "listings under /gkmlpt/"),
        Mark("page", re.compile(r"window\._CONFIG\s*=.*?\bTREE\b", re.S), "window._CONFIG with a TREE"),
    )

    def links(self, page: LinkPage) -> tuple[Link, ...]:
        """Categories that lie elsewhere, and the columns that an address names by its fragment."""
        jumps = [
            Link(urljoin(page.url, str(node["jump_url"])), str(node.get("name", "")), kind="data")
            for node in _categories(page.source)
            if node.get("jump_url")
        ]
        named = [
            Link(f"{urljoin(page.url, path)}#{number}", "政府信息公开年报", kind="data")
            for path, number in _FRAGMENT.findall(page.source)
        ]
        return (*jumps, *named)

    def paging(self, page: LinkPage, at: Position) -> Paging | None:
        """From the shell, page 1 of each annual-report category; data pages go on by their totals."""
        sid = _SID.search(page.source)
        if page.is_data or sid is None or "/gkmlpt" not in page.url:
            return None
        base = page.url.partition("/gkmlpt")[0]
        nodes = [str(node["id"]) for node in _categories(page.source) if node.get("id") and not node.get("jump_url")]
        asked = re.search(r"#(\d+)$", at.column)
        alone = _COLUMN_ID.search(page.source) if not nodes and "annualreport" in page.url else None
        numbers = dict.fromkeys([*nodes, *([asked[1]] if asked else []), *([alone[1]] if alone else [])])
        further = []
        for number in numbers:
            carry = ScriptRequest(f"{base}/gkmlpt/api/all/{number}?page={PAGE}&sid={sid[1]}")
            further.append(Further(carry.page(1).url, 1, ajax=True, carry=carry))
        return Paging(tuple(further)) if further else None

    def identity(self, url: str) -> str | None:
        """The plain page of one for telephones."""
        from crawler.walk.identity import identity

        return identity(url.replace("/mpost_", "/post_")) if "/mpost_" in url else None


class GkmlptSpider(ListingSpider, family="gkmlpt"):
    """A portal on gkmlpt."""

    platform = Gkmlpt()


def _categories(source: str) -> Iterator[dict[str, Any]]:
    """The nodes of the shell's tree whose name says annual report."""
    start = _TREE.search(source)
    if start is None:
        return
    try:
        tree, _ = json.JSONDecoder().raw_decode(source, start.end())
    except ValueError:
        return
    waiting = list(tree)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, dict):
            waiting.extend(node.get("children") or [])
            if _CATEGORY.search(str(node.get("name", ""))):
                yield node
