"""Which platform a portal runs on, from the marks that each family carries. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.families.cycms import CycmsSpider
from crawler.families.epoint import EpointSpider
from crawler.families.family import Family
from crawler.families.gkmlpt import GkmlptSpider
from crawler.families.hanweb import HanwebSpider
from crawler.families.ilist import IListSpider
from crawler.families.jpaas import JpaasSpider
from crawler.families.leiming import LeimingSpider
from crawler.families.listing import ListingSpider
from crawler.families.longsun import LongsunSpider
from crawler.families.openness import OpennessSpider
from crawler.families.trs import TrsSpider
from crawler.families.truecms import TrueCmsSpider
from crawler.families.ucap import UcapSpider
from crawler.families.uuid_columns import UuidColumnsSpider
from crawler.families.vsb import VsbSpider
from crawler.families.web_idx import WebIdxSpider

# The order in which their rules are asked: those that read a page's own call before those that guess an address.
FAMILIES: tuple[type[ListingSpider], ...] = (
    CycmsSpider,
    GkmlptSpider,
    JpaasSpider,
    HanwebSpider,
    TrueCmsSpider,
    EpointSpider,
    LeimingSpider,
    LongsunSpider,
    TrsSpider,
    UcapSpider,
    VsbSpider,
    OpennessSpider,
    IListSpider,
    UuidColumnsSpider,
    WebIdxSpider,
)
PLATFORMS: tuple[Family, ...] = tuple(family.platform for family in FAMILIES)
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
    """The family, and the marks that spoke for it; the generic walk where none did. ``others`` are families that fit
    as well, the likelier first."""

    family: type[ListingSpider]
    evidence: tuple[str, ...]
    others: tuple[type[ListingSpider], ...] = ()


def recognise(seen: Sighting) -> Recognised:
    """The family with the heaviest marks; the first by name where two weigh the same."""
    places = {"article": seen.articles, "listing": seen.listings, "page": seen.sources}
    fitting: list[tuple[int, str, type[ListingSpider], tuple[str, ...]]] = []
    for family in FAMILIES:
        marks = [
            mark for mark in family.platform.marks if any(mark.pattern.search(text) for text in places[mark.where])
        ]
        total = sum(mark.weight for mark in marks)
        if total >= _ENOUGH:
            fitting.append((-total, family.family, family, tuple(mark.meaning for mark in marks)))
    if not fitting:
        return Recognised(ListingSpider, ())
    fitting.sort(key=lambda item: item[:2])
    _, _, best, evidence = fitting[0]
    return Recognised(best, evidence, tuple(item[2] for item in fitting[1:]))
