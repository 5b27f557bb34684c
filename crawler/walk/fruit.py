"""Which listings have reports, themselves or by what they lead to. Pure.

Every page of a portal links its columns and organs: a body in place of a column, or an emptied one, still shows that
furniture. So only what is a listing's own counts as its fruit.
"""

from collections import Counter
from collections.abc import Mapping

from crawler.walk.identity import below, folder_of
from crawler.walk.listing import Listing


class Fruit:
    """The listings of a finished walk, by key."""

    def __init__(self, listings: Mapping[str, Listing]) -> None:
        self._listings = listings
        self._linking = Counter(key for one in listings.values() for key in one.columns)
        self._seeds = {one.key for one in listings.values() if one.seed}

    def of(self, listing: Listing) -> bool:
        """Whether a listing has reports, or one that it leads to."""
        waiting, seen = [listing.key], {listing.key}
        while waiting:
            one = self._listings.get(waiting.pop())
            if one is None or (one.home and one is not listing):
                continue
            if one.reports:
                return True
            own = self._own(one)
            waiting.extend(own - seen)
            seen |= own
        return False

    def _own(self, one: Listing) -> set[str]:
        """What a listing was the first to lead to, the columns that no other links or that lie in its folder, and what
        asks the same of a service. A seed answers for itself: what other seeds link as well is furniture."""
        own = one.children | {key for key in one.columns if self._linking[key] == 1 or self._below(one, key)}
        ways = self._ways(one)
        if one.seed:
            others = [self._listings[key] for key in self._seeds if key != one.key]
            own -= self._seeds.union(*(other.columns | other.ways for other in others))
            ways -= set() if one.home else self._seeds
        return own | one.same | ways

    def _ways(self, one: Listing) -> set[str]:
        """A column has its reports itself; an organ's page has a way to its column, which it was the first to show; a
        seed, as a home page, may be one of several that show it."""
        if one.column:
            return set()
        return {
            key for key in one.ways if one.seed or (key in self._listings and self._listings[key].parent == one.key)
        }

    def _below(self, listing: Listing, key: str) -> bool:
        one = self._listings.get(key)
        return one is not None and below(folder_of(listing.url), one.url)
