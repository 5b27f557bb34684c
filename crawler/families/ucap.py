"""UCAP 开普云 and cousins (黑龙江, 新疆, 西藏, 四川, 江西, 湖南, 海南 …).

How to recognise it: articles ``/<site>/c<channel>/<YYYYMM>/<32 hex>.shtml`` (Harbin ``…/202309/c01_925848.shtml``),
the elements ``<ucaptitle>`` and ``<ucapcontent>``, ``createPageHTML('page_div',8,1,'list','shtml',118)``.

How it pages: ``list.shtml`` is page 1, ``list_2.shtml`` page 2, by the call (``trs.py`` reads all its forms). Columns
that are shells take JSON from a search on their channel, whose id stands in the page: in the search's own address, in
``<meta name="channelid">``, in a variable of a script (read in 2026). The search is mounted at ``/common/search/<id>``
or ``/searchList/<id>``; ``_isAgg=true`` takes sub-channels in. ``POST /getFileListByCodeId`` is a third mount.
Some columns show the newest report itself, with a tab a year; ``?tab=gknb`` chooses a tab of one page.
"""

import re
from typing import ClassVar
from urllib.parse import urljoin

from crawler.families.family import Family, Mark, Position
from crawler.families.listing import ListingSpider
from crawler.reading.links import LinkPage
from crawler.reading.marks import PAGE
from crawler.reading.paging import Further, Paging
from crawler.reading.scripts import ScriptRequest

_MOUNT = re.compile(r"/((?:[\w-]+/)*(?:common/search|searchList))/([0-9a-zA-Z]{4,})")
_CHANNEL = re.compile(
    r"<meta[^>]+name=[\"']channelid[\"'][^>]+content=[\"']([0-9a-f]{32})"
    r"|\b(?:channel_?id|channelcode|codeId)\b[\"']?\s*[:=]\s*[\"']([0-9a-zA-Z]{4,40})[\"']",
    re.I,
)
_SIGNS = re.compile(r"common/search|searchList|getFileListByCodeId|ucap|kaipuyun|<meta[^>]+name=[\"']channelid", re.I)
_ROWS = 15


class Ucap(Family):
    """Pages by the JSON of a channel, where the page has no list of its own."""

    name = "ucap"
    marks: ClassVar[tuple[Mark, ...]] = (
        Mark("article", re.compile(r"/\d{6}/[0-9a-f]{32}\.s?html$"), "articles /202301/<32 hex>.shtml"),
        Mark("article", re.compile(r"/\d{6}/c\d\d_\d+\.shtml$"), "articles /202309/c01_925848.shtml"),
        Mark("page", re.compile(r"createPageHTML\s*\(\s*[\"']"), "createPageHTML with a container", 2),
        Mark("page", re.compile(r"<ucapcontent|ucap-content|/common/search/|/searchList/", re.I), "UCAP elements"),
        Mark("listing", re.compile(r"/c\d{6}\w?/"), "listings /c107687/", 2),
    )

    def paging(self, page: LinkPage, at: Position) -> Paging | None:
        """The search on the channel of a shell, at each mount that may answer."""
        if page.is_data or at.number > 1 or at.entries or not _SIGNS.search(page.source):
            return None
        mount, channel = _MOUNT.search(page.source), _CHANNEL.search(page.source)
        if mount is not None:
            paths = [f"/{mount[1]}/{mount[2]}"]
        elif channel is not None:
            paths = [f"/{place}/{channel[1] or channel[2]}" for place in ("common/search", "searchList")]
        else:
            return None
        asks = [
            ScriptRequest(
                urljoin(page.url, f"{path}?page={PAGE}&_pageSize={_ROWS}&_isAgg=true&_isJson=true&_template=index")
            )
            for path in paths
        ]
        if channel is not None and "getFileListByCodeId" in page.source:
            number = channel[1] or channel[2]
            form = (("channelId", number), ("page", PAGE), ("size", str(_ROWS)), ("relateSubChannels", "true"))
            asks.insert(0, ScriptRequest(urljoin(page.url, "/getFileListByCodeId"), "POST", form))
        first = [(one.page(1), one) for one in asks]
        return Paging(
            tuple(Further(one.url, 1, one.form, ajax=True, carry=carry) for one, carry in first), guessed=True
        )


class UcapSpider(ListingSpider, family="ucap"):
    """A portal on UCAP."""

    platform = Ucap()
