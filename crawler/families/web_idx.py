"""The Liaoning provincial portal's platform, a relative of TRS.

How to recognise it: ``/web/…/<32 hex digits or a timestamp of 17–19 digits>/index.shtml``; every folder is a page;
year folders have opaque names (``2010zfxxgk_148535`` holds 2020, ``…_140412`` holds 2019, ``2025`` is plain), so a
year comes from a link's text only.

How it pages: as TRS does (``index_1.shtml``); not verified on the live portal, the script at the list's end decides.
"""

import re
from typing import ClassVar

from crawler.families.family import Family, Mark
from crawler.families.listing import ListingSpider


class WebIdx(Family):
    """TRS paging over opaque folders."""

    name = "web-idx"
    marks: ClassVar[tuple[Mark, ...]] = (
        Mark("article", re.compile(r"/(?:[0-9A-F]{32}|\d{15,})/index\.shtml$"), "articles /<32 hex>/index.shtml", 5),
    )


class WebIdxSpider(ListingSpider, family="web-idx"):
    """A portal on this platform."""

    platform = WebIdx()
