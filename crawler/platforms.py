"""Which platform a portal runs on, from the marks that each family carries. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.families.cycms import CycmsSpider
from crawler.families.gkmlpt import GkmlptSpider
from crawler.families.hanweb import HanwebSpider
from crawler.families.listing import ListingSpider
from crawler.families.longsun import LongsunSpider
from crawler.families.openness import OpennessSpider
from crawler.families.trs import TrsSpider
from crawler.families.ucap import UcapSpider
from crawler.families.uuid_columns import UuidColumnsSpider
from crawler.families.vsb import VsbSpider
from crawler.families.web_idx import WebIdxSpider

FAMILIES: tuple[type[ListingSpider], ...] = (
    CycmsSpider,
    GkmlptSpider,
    HanwebSpider,
    LongsunSpider,
    OpennessSpider,
    TrsSpider,
    UcapSpider,
    UuidColumnsSpider,
    VsbSpider,
    WebIdxSpider,
)
# A single weak mark (weight 2) is not enough to name a platform.
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was seen of a portal: URLs of reports, URLs and sources of listings."""

    articles: Sequence[str]
    listings: Sequence[str]
    sources: Sequence[str]


@dataclass(frozen=True, slots=True)
class Recognised:
    """The family, and the marks that spoke for it; the generic walk where none did."""

    family: type[ListingSpider]
    evidence: tuple[str, ...]


def recognise(seen: Sighting) -> Recognised:
    """The family with the heaviest marks; the first by name where two weigh the same."""
    places = {"article": seen.articles, "listing": seen.listings, "page": seen.sources}
    best, weight = Recognised(ListingSpider, ()), _ENOUGH - 1
    for family in FAMILIES:
        marks = [mark for mark in family.marks if any(mark.pattern.search(text) for text in places[mark.where])]
        total = sum(mark.weight for mark in marks)
        if total > weight:
            best, weight = Recognised(family, tuple(mark.meaning for mark in marks)), total
    return best
