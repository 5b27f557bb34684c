"""gkmlpt, the disclosure platform of Guangdong (with NFCMS).

How to recognise it: ``/gkmlpt/index`` with ``window._CONFIG = {SID: '…', TREE: […]}``, articles
``/gkmlpt/content/4/4688/post_4688997.html`` and ``/content/post_<id>.html``; a unit's prefix may stand before
(``/mzdpshzzf/gkmlpt/…``).

How it pages: the index is a shell; each category of its tree, 政府信息公开年报 among them, is listed as JSON by
``/gkmlpt/api/all/<category>?page=<n>&sid=<SID>``, 100 articles a page. A category may be a ``jump_url`` only. HTTP
works where HTTPS fails; the provincial portal wants a browser's User-Agent.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import parse_qs, urljoin, urlsplit

from crawler.families.listing import ListingSpider
from crawler.families.step import Ask, Mark, Step
from crawler.links import Frame, LinkPage, read_links

_SID = re.compile(r"\bSID\b[\"']?\s*:\s*[\"']?(\w+)")
_TREE = re.compile(r"\bTREE\b[\"']?\s*:\s*(?=\[)")
_COLUMN_NAME = "政府信息公开年报"
_CATEGORY = re.compile(r"年报|年度报告")


class GkmlptSpider(ListingSpider, family="gkmlpt"):
    """Pages by the JSON of a category."""

    marks: ClassVar[tuple[Mark, ...]] = (
        Mark("article", re.compile(r"/gkmlpt/content/"), "articles /gkmlpt/content/4/4688/post_4688997.html"),
        Mark("article", re.compile(r"/content/post_\d+\.html$"), "articles /content/post_4688997.html", 2),
        Mark("listing", re.compile(r"/gkmlpt/"), "listings under /gkmlpt/"),
        Mark("page", re.compile(r"window\._CONFIG\s*=.*?\bTREE\b", re.S), "window._CONFIG with a TREE"),
    )

    def read_page(self, source: str, url: str) -> LinkPage:
        """The articles of a JSON page; of the shell, its links and the categories that lie elsewhere."""
        articles = _articles(source)
        if articles is not None:
            links = [
                Frame(urljoin(url, str(target)), str(item.get("title", "")), None)
                for item in articles
                if (target := item.get("url") or item.get("post_url"))
            ]
            return LinkPage(url, source, tuple(links), (_COLUMN_NAME,), "")
        page = read_links(source, url)
        jumps = [
            Frame(urljoin(url, str(node["jump_url"])), str(node.get("name", "")), None)
            for node in _categories(source)
            if node.get("jump_url")
        ]
        context = (*page.context, _COLUMN_NAME) if jumps else page.context
        return LinkPage(url, source, (*page.links, *jumps), context, page.text)

    def next_pages(self, page: LinkPage, step: Step) -> list[Ask]:
        """From the shell, page 1 of each annual-report category; from a JSON page, the one after it."""
        articles = _articles(page.source)
        if articles is not None:
            number = int(parse_qs(urlsplit(page.url).query).get("page", ["1"])[0])
            total = json.loads(page.source).get("total") or 0
            if not articles or number * len(articles) >= int(total):
                return []
            return [Ask(re.sub(r"\bpage=\d+", f"page={number + 1}", page.url))]
        sid = _SID.search(page.source)
        if sid is None:
            return super().next_pages(page, step)
        base = page.url.partition("/gkmlpt")[0]
        return [
            Ask(f"{base}/gkmlpt/api/all/{node['id']}?page=1&sid={sid[1]}")
            for node in _categories(page.source)
            if node.get("id") and not node.get("jump_url")
        ]


def _articles(source: str) -> list[dict[str, Any]] | None:
    """The articles of a JSON page; None for the shell."""
    if not source.lstrip().startswith("{"):
        return None
    try:
        found = json.loads(source)["articles"]
    except (ValueError, KeyError, TypeError):
        return None
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else None


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
