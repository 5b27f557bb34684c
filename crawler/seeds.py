"""From the columns that a search found to the seeds of a spider file: candidates, the shortest first. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from crawler.walk.ledger import Ledger
from crawler.walk.listing import Listing

# A spider file of more seeds is a list of columns, which pages that name the organs say shorter.
_FEW = 6
_MOST = 80


@dataclass(frozen=True, slots=True)
class Candidate:
    """Seeds to try. ``name`` says how they were chosen."""

    name: str
    seeds: tuple[str, ...]


def candidates(ledger: Ledger, start: str) -> list[Candidate]:
    """The topmost columns with reports; the pages that led to them, where these are fewer; the page that the search
    started from; every listing with reports. Each once, empty ones left out."""
    listings = ledger.listings
    own = _own_reports(listings)
    fruitful = [one for one in listings.values() if own.get(one.key)]
    tops = _unique(_climb(one, listings) for one in fruitful)
    found: list[Candidate] = []
    if len(tops) <= _FEW:
        found.append(Candidate("the columns", _urls(tops)))
    above = tops
    for _ in range(4):
        above = _unique(_up(one, listings) for one in above)
        if len(above) <= _FEW:
            found.append(Candidate("the pages that lead to the columns", _urls(above)))
            seat = [one for one in tops[:1] if one not in above]
            found.append(Candidate("these and the first column", _urls([*seat, *above])))
    found.append(Candidate("the columns, one by one", _urls(tops[:_MOST])))
    found.append(Candidate("every list with reports", _urls(fruitful[:_MOST])))
    found.append(Candidate("the page of the search", (start,)))
    # A column or organ whose reports the search did not find stays named: a crawl that does not go there would not miss
    # them.
    barren = _barren(ledger)
    found = [Candidate(one.name, tuple(dict.fromkeys((*one.seeds, *barren)))) for one in found if one.seeds]
    distinct = {frozenset(one.seeds): one for one in reversed(found)}
    return sorted(distinct.values(), key=lambda one: [each.seeds for each in found].index(one.seeds))


def _own_reports(listings: dict[str, Listing]) -> dict[str, set[str]]:
    """The reports of each listing that no other one carries better: a home page or a way that shows the newest ones
    adds nothing where a column has them."""
    columns = [one for one in listings.values() if one.reports and not one.home]
    covered: set[str] = set().union(*(one.reports for one in columns)) if columns else set()
    own = {one.key: set(one.reports) for one in columns}
    for one in listings.values():
        if one.home and one.reports - covered:
            own[one.key] = one.reports - covered
    return own


def _barren(ledger: Ledger) -> tuple[str, ...]:
    faults = {
        one.url for one in ledger.findings(()).listings if one.fault is not None and "no report under" in one.fault
    }
    return tuple(one.url for one in ledger.listings.values() if one.url in faults)[:_FEW]


def _climb(one: Listing, listings: dict[str, Listing]) -> Listing:
    """The topmost column above a listing: a year's or an organ's stands under the one that led to it."""
    while True:
        above = listings.get(one.parent)
        if above is None or above.home or not (above.column or above.reports):
            return one
        one = above


def _up(one: Listing, listings: dict[str, Listing]) -> Listing:
    return listings.get(one.parent, one)


def _unique(listings: Iterable[Listing]) -> list[Listing]:
    found: dict[str, Listing] = {}
    for one in listings:
        found.setdefault(one.key, one)
    return list(found.values())


def _urls(listings: list[Listing]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.url for one in listings))
