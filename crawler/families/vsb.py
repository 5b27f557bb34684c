"""VSB 博达 (甘肃, 云南, 青海, 陕西 …).

How to recognise it: articles ``/info/<tree>/<id>.htm`` or ``/content.jsp?…wbtreeid=…&wbnewsid=…``, their body in
``#vsb_content``, ``_simple_list_gotopage_fun(N,…)`` at a list's end, files at ``/system/_content/download.jsp``.

How it pages: page 1 of N is ``list.htm``, page 2 ``list/<N-1>.htm``, the last ``list/1.htm``: numbers count down and
shift when an article is added, so they are no keys to resume from. An article id stands under several tree ids.
"""

import re
from typing import ClassVar
from urllib.parse import parse_qs, urljoin, urlsplit

from crawler.families.listing import ListingSpider, is_below
from crawler.families.step import Ask, Mark, Step
from crawler.links import LinkPage

_TOTAL = re.compile(r"_simple_list_gotopage_fun\(\s*(\d+)|共\s*(\d+)\s*页", re.ASCII)
_ARTICLE = re.compile(r"/info/\d+/(\d+)\.html?$", re.ASCII)
_PAGE = re.compile(r"/(\d+)\.html?$", re.ASCII)


class VsbSpider(ListingSpider, family="vsb"):
    """Pages downwards; one article under several trees is one."""

    marks: ClassVar[tuple[Mark, ...]] = (
        Mark("article", re.compile(r"/info/\d+/\d+\.htm$"), "articles /info/<tree>/<id>.htm"),
        Mark(
            "page", re.compile(r"_simple_list_gotopage_fun|/system/resource/js/|vsb_content"), "VSB scripts and ids", 3
        ),
    )

    def next_pages(self, page: LinkPage, step: Step) -> list[Ask]:
        """``list/<N-1>.htm`` after page 1, then one less, down to ``list/1.htm``."""
        if step.number == 1:
            total = _TOTAL.search(page.source)
            if total is None:
                return super().next_pages(page, step)
            following = int(total[1] or total[2]) - 1
        else:
            current = _PAGE.search(urlsplit(page.url).path)
            following = int(current[1]) - 1 if current else 0
        return [Ask(urljoin(step.column, f"{_stem(step.column)}/{following}.htm"))] if following > 0 else []

    def is_paging(self, url: str) -> bool:
        """``list/3.htm``"""
        return bool(_PAGE.search(urlsplit(url).path)) and not _ARTICLE.search(urlsplit(url).path)

    def is_sub_listing(self, step: Step, url: str) -> bool:
        """``zfxxgknb/a2020.htm`` below ``zfxxgknb.htm``, and folders as everywhere."""
        path = urlsplit(url).path
        below = is_below(step.root, url) and path.endswith((".htm", ".html"))
        return below or super().is_sub_listing(step, url)

    def identity(self, url: str) -> str:
        """The host and the article id, whatever the tree."""
        parts = urlsplit(url)
        article = _ARTICLE.search(parts.path)
        query = parse_qs(parts.query)
        number = article[1] if article else next(iter(query.get("wbnewsid", [])), None)
        if number is None:
            return super().identity(url)
        return f"{parts.netloc.lower().removeprefix('www.')}/info/{number}"


def _stem(url: str) -> str:
    """``zfxxgknb`` of ``http://…/zfxxgk/zfxxgknb.htm``."""
    return re.sub(r"\.\w+$", "", urlsplit(url).path.rsplit("/", 1)[-1])
