"""TrueCMS (南通, 连云港, 上海人大).

How to recognise it: ``/truecms/messageController/getMessage.do`` in the page (also ``/TrueCMS/``).

How it pages (read from crawlers of 2026): ``GET
…/getMessage.do?startrecord=&endrecord=&perpage=&columnId=<uuid>&callback=`` answers JSONP whose ``result`` is XML with
records in CDATA. Sizes that are accepted differ (50 at 南通, 404 at 如皋), so windows of 20 are asked for. It states
no total: the list ends with a window that brings nothing. Where the endpoint is gone, the page keeps the first 60 in a
hidden ``#initData``, which the general reading finds.
"""

import re
from typing import ClassVar
from urllib.parse import urlencode, urljoin

from crawler.families.family import Family, Mark, Position
from crawler.families.listing import ListingSpider
from crawler.reading.links import LinkPage
from crawler.reading.paging import Further, Paging

_PATH = re.compile(r"/(?:truecms|TrueCMS)/messageController/getMessage\.do")
_COLUMN = re.compile(r"\bcolumn_?id\b[\"']?\s*[:=]\s*[\"']?([0-9a-zA-Z-]{6,40})", re.I)
_ROWS = 20


class TrueCms(Family):
    """Pages by windows of records."""

    name = "truecms"
    marks: ClassVar[tuple[Mark, ...]] = (Mark("page", _PATH, "truecms getMessage.do", 5),)

    def paging(self, page: LinkPage, at: Position) -> Paging | None:
        """The first window from the column, then one more."""
        if isinstance(at.carry, tuple) and ("family", "truecms") in at.carry:
            state = dict(at.carry)
            return Paging((_window(state, at.number + 1),), guessed=True) if at.entries else Paging(guessed=True)
        path, column = _PATH.search(page.source), _COLUMN.search(page.source)
        if page.is_data or at.number > 1 or path is None or column is None:
            return None
        state = {"family": "truecms", "url": urljoin(page.url, path[0]), "column": column[1]}
        return Paging((_window(state, 1),), guessed=True)


class TrueCmsSpider(ListingSpider, family="truecms"):
    """A portal on TrueCMS."""

    platform = TrueCms()


def _window(state: dict[str, str], number: int) -> Further:
    first = (number - 1) * _ROWS + 1
    query = {"startrecord": first, "endrecord": first + _ROWS - 1, "perpage": _ROWS, "columnId": state["column"]}
    url = f"{state['url']}?{urlencode({**query, 'callback': 'cb'})}"
    return Further(url, number, ajax=True, carry=tuple(sorted(state.items())))
