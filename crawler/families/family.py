"""What a platform adds to the general walk. Pure: facts about addresses and pages, no state and no requests."""

import re
from dataclasses import dataclass
from typing import ClassVar, Literal

from crawler.reading.links import Link, LinkPage
from crawler.reading.paging import Paging
from crawler.walk.ask import Carry


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign of a platform: a pattern in an article's URL, in a listing's URL or in a page's source. A sign that no
    other platform bears weighs 3, a weaker one less."""

    where: Literal["article", "listing", "page"]
    pattern: re.Pattern[str]
    meaning: str
    weight: int = 3


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page stands in its listing: the URL of the first page, the number of this one counted from 1, what an
    earlier page wanted to be known again, how many new entries this page brought, and how many were seen so far."""

    column: str
    number: int = 1
    carry: Carry = None
    entries: int = 0
    seen: int = 0


class Family:
    """One platform. Every method may answer "nothing", and the general reading of a page stands."""

    name: ClassVar[str] = "generic"
    marks: ClassVar[tuple[Mark, ...]] = ()

    def paging(self, page: LinkPage, at: Position) -> Paging | None:  # noqa: ARG002 -- what a platform needs
        """How a listing goes on after this page; None where the platform has nothing to say of it. A page that could
        not be had, though the platform named it, comes here without a source, so that another way can be tried."""
        return None

    def links(self, page: LinkPage) -> tuple[Link, ...]:  # noqa: ARG002
        """Links that the page holds in the platform's own way: columns of organs, nodes of a tree."""
        return ()

    def identity(self, url: str) -> str | None:  # noqa: ARG002
        """What stays the same when one page has several URLs; None where the general rule holds."""
        return None
