"""iList.jsp, the disclosure system HIWCM (陕西, 德阳, 绵竹, 昌吉, 武汉东湖 …).

How to recognise it: ``info/iList.jsp?node_id=GK<site>&cat_id=<n>&cur_page=<n>``, articles ``/gk/<path>/<id>.htm`` or
``info/content.jsp?node_id=…&info_id=…``.

How it pages: ``cur_page`` in the address, linked or set by ``goPage(N)`` through the page's form; the general reading
of links and forms is enough. A second page was seen to answer 503 under load.
"""

import re
from typing import ClassVar

from crawler.families.family import Family, Mark
from crawler.families.listing import ListingSpider


class IList(Family):
    """Pages by ``cur_page``."""

    name = "ilist"
    marks: ClassVar[tuple[Mark, ...]] = (
        Mark("listing", re.compile(r"/iList\.jsp\?", re.I), "listings iList.jsp?node_id=…", 4),
        Mark("article", re.compile(r"/info/content\.jsp\?.*\binfo_id=\d+"), "articles info/content.jsp?…info_id=…", 4),
    )


class IListSpider(ListingSpider, family="ilist"):
    """A portal on this system."""

    platform = IList()
