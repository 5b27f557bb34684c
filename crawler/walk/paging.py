"""From what a page shows of its paging to the asks for its further pages."""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.families.family import Family, Position
from crawler.reading.choices import read_selects
from crawler.reading.entries import read_addresses
from crawler.reading.links import Link, LinkPage
from crawler.reading.pager import read_paging
from crawler.reading.paging import Further, Paging
from crawler.reading.scripts import PAGE_KEYS, ScriptRequest, read_requests
from crawler.walk.ask import Ask
from crawler.walk.listing import Listing

# No column of reports known has 200 pages; a list that goes on beyond it is left, and said to be.
MAX_PAGES = 400
# Pages without a new report after which a list that is no column of reports is left.
MIXED_PAGES = 3
_LIST_WORDS = re.compile(
    r"list|query|search|page|load|data|article|info|news|content|channel|column|getm|select|doc|json", re.I
)


class Pages:
    """Reads paging with the platforms' rules first."""

    def __init__(self, families: tuple[Family, ...]) -> None:
        self._families = families

    def with_platform_links(self, page: LinkPage) -> LinkPage:
        """The page with the links that only a platform's rules find on it."""
        known = {link.url for link in page.links}
        more: dict[str, Link] = {}
        if not page.is_data:
            more = {link.url: link for link in read_selects(page) if link.url not in known}
        for family in self._families:
            for link in family.links(page):
                if link.url not in known:
                    more.setdefault(link.url, link)
        return replace(page, links=(*page.links, *more.values())) if more else page

    def read(self, page: LinkPage, ask: Ask, listing: Listing, entries: int) -> Paging:
        """How the listing goes on after this page."""
        at = Position(listing.url, ask.number, ask.carry, entries, len(listing.entries))
        # A shell without entries is what its script files make of it.
        shell = [replace(page, source=page.scripted, code="")] if page.code and not entries else []
        for shown, family in product([page, *shell], self._families):
            paging = family.paging(shown, at)
            if paging is not None:
                return paging
        if page.is_data or (isinstance(ask.carry, ScriptRequest) and ask.carry.paged):
            return _of_data(page, ask, entries, len(listing.entries))
        paging = read_paging(page, ask.number)
        if paging.further or ask.number > 1:
            return paging
        if paging.unread or not entries:
            return _from_scripts(page, paging, first=1 if not entries else 2) or paging
        # Servers print the first rows, and a script adds the rest.
        rest = _from_scripts(page, paging, first=1, rest=True) if listing.column and listing.reports else None
        return rest or paging

    def asks(self, paging: Paging, ask: Ask, page: LinkPage, listing: Listing, gained: int) -> Iterator[Ask]:
        """The asks for the further pages: all that are named, one at a time where they are guessed."""
        further = paging.further
        if paging.guessed and not gained and ask.number > 1:
            # One page beyond the end: where it has entries, the empty one was a gap.
            further = () if listing.misses > 1 else further
        for one in further:
            number = one.number or ask.number + 1
            if number > MAX_PAGES:
                listing.left = f"its list goes on beyond page {MAX_PAGES}"
                return
            yield Ask(
                one.url, "page", page.url, ask.title, certain=ask.certain, listing=listing.key, number=number,
                guessed=paging.guessed, inside=ask.inside, trail=ask.trail, depth=ask.depth, form=one.form,
                body=one.body, ajax=one.ajax, carry=one.carry, score=15.0 - min(number, 100) / 100,
            )  # fmt: skip


def near_reports(listing: Listing, ask: Ask) -> bool:
    """Whether a list of all kinds of pages still brings reports."""
    return ask.number - listing.last_report_page < MIXED_PAGES


def _of_data(page: LinkPage, ask: Ask, entries: int, seen: int) -> Paging:
    """The further pages of a data answer, or of a piece of a page that a script asked for: by its totals, or one more
    until nothing comes."""
    records, pages, size = page.totals.records, page.totals.pages, page.size or entries
    if isinstance(ask.carry, ScriptRequest) and ask.carry.by_cursor:
        more = [_filled(ask.carry, ask.number + 1, page.cursor)] if page.cursor and entries else []
        return Paging(tuple(more), records, pages, claims=bool(page.cursor))
    if page.served is not None and ask.number > 1 and page.served not in {ask.number, ask.number - 1}:
        return Paging(records=records, pages=pages)  # the server ignored the number that it was asked for
    # Without a stated size, the first page tells it; the last one is shorter.
    if pages is None and records is not None and size and (page.size is not None or ask.number == 1):
        pages = math.ceil(records / size)
    if pages is None and records is not None and ask.number > 1 and (seen >= records or not entries):
        return Paging(records=records)
    numbers = range(2, pages + 1) if pages is not None else [ask.number + 1] if entries else []
    more = [one for number in numbers if number != ask.number and (one := _at(page.url, ask, number)) is not None]
    return Paging(tuple(more), records, pages, guessed=pages is None)


def _at(url: str, ask: Ask, number: int) -> Further | None:
    """The same request for another page: by the script's own template, or by the field named as a page's number."""
    if isinstance(ask.carry, ScriptRequest):
        return _filled(ask.carry, number) if ask.carry.paged else None
    if ask.form and any(name.lower() in PAGE_KEYS for name, _ in ask.form):
        form = tuple(
            (name, _next(value, ask, number) if name.lower() in PAGE_KEYS else value) for name, value in ask.form
        )
        return Further(ask.url, number, form, ajax=ask.ajax)
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    if not any(name.lower() in PAGE_KEYS and value.isdigit() for name, value in pairs):
        return None
    query = urlencode(
        [(name, _next(value, ask, number) if name.lower() in PAGE_KEYS else value) for name, value in pairs]
    )
    return Further(urlsplit(url)._replace(query=query).geturl(), number, ajax=ask.ajax)


def _filled(request: ScriptRequest, number: int, cursor: str = "") -> Further:
    one = request.page(number, cursor)
    return Further(one.url, number, one.form, one.body, ajax=True, carry=request)


def _next(value: str, ask: Ask, number: int) -> str:
    return str(int(value) + number - ask.number) if value.isdigit() else value


def _from_scripts(page: LinkPage, shown: Paging, first: int, *, rest: bool = False) -> Paging | None:
    """The request of a page's scripts that looks like the one for its list: of a shell without entries, its ``first``
    page; of a list whose pager is a script, the second. ``rest``: what may add to the entries that a list has, which a
    counter of visits does not.
    """
    requests = [one for one in read_requests(page.scripted, page.url) if not one.moves]
    if rest:
        requests = [one for one in requests if not one.beside]
    likely = [one for one in requests if one.paged or _LIST_WORDS.search(urlsplit(one.url).path)]
    chosen = sorted(likely or requests, key=lambda one: not one.paged)[:2]
    chosen = [one for one in chosen if first == 1 or one.paged]
    if not chosen:
        return None
    addresses = read_addresses(page.scripted)
    further = [_filled(replace(one, addresses=addresses), first) for one in chosen]
    return Paging(tuple(further), shown.records, shown.pages, guessed=True)
