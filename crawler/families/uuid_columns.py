"""The Hebei station group: columns and articles named by UUIDs.

How to recognise it: listings ``/columns/<uuid>/index.html``, articles ``/columns/<uuid>/202302/17/<uuid>.html``; the
date in the URL is that of a migration (a report on 2020 stands under 202308/21). Years are sibling columns: their
addresses say nothing, the words of their links do.

How it pages: by the 下一页 link; ``/eportal/ui?…&currentPage=N`` on older portals of the group.
"""

import re
from typing import ClassVar

from crawler.families.family import Family, Mark
from crawler.families.listing import ListingSpider

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


class UuidColumns(Family):
    """Plain links under opaque names: the general reading is enough."""

    name = "uuid-columns"
    marks: ClassVar[tuple[Mark, ...]] = (
        Mark("article", re.compile(rf"/columns/{_UUID}/\d{{6}}/\d\d/{_UUID}\.html?$"), "articles /columns/<uuid>/…", 4),
        Mark("listing", re.compile(rf"/columns/{_UUID}/"), "listings /columns/<uuid>/"),
    )


class UuidColumnsSpider(ListingSpider, family="uuid-columns"):
    """A portal of the group."""

    platform = UuidColumns()
