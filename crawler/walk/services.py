"""What a page's scripts ask a service for when an organ or a year is chosen: a listing of its own each."""

from collections.abc import Iterator

from crawler.reading.links import LinkPage
from crawler.reading.services import read_services
from crawler.walk.ask import Ask
from crawler.walk.listing import Listing

_WORDS = 60


def services(ask: Ask, page: LinkPage, listing: Listing) -> Iterator[Ask]:
    """The asks for each choice of a page in a column. Of one choice, a list of reports is expected; not every organ has
    one in every year."""
    for service in read_services(page) if ask.number == 1 and (listing.promised or listing.column) else ():
        first, words = service.request.page(1), service.words[:_WORDS]
        yield Ask(
            first.url, "column", page.url, words, certain=service.sole, parent=listing.key, inside=ask.inside,
            trail=(*ask.trail, *words.split()), depth=ask.depth + 1, form=first.form, body=first.body, ajax=True,
            carry=service.request, score=7.5 - 0.1 * ask.depth,
        )  # fmt: skip
