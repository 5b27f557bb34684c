"""The balance of a listing: what it states of itself against what was seen of it. Pure."""

from collections import Counter
from dataclasses import dataclass, field

from crawler.walk.promises import Promise
from crawler.walk.standins import Frame


@dataclass(slots=True)
class Listing:
    """One listing while it is walked.

    ``promised`` tells that its link named a column of reports, a year of one or an organ, so that an empty one is a
    loss, ``organ`` that its link bore the name of an organ or a year. ``entries`` are the links of its list,
    ``shown`` where on each of its pages links stand, and ``reports`` those of them that name reports, by identity;
    ``paths`` where on the page its list stands; ``children`` the columns and organs that it was the first to lead
    to, ``columns`` and ``ways`` all of these that it links, ``same`` the listings that ask the very same of a
    service. ``doubts`` are the years of entries that only their words keep from being reports. ``records`` and
    ``pages`` are what it states, ``answered`` the pages that came, ``named`` what these name whatever the links lead
    to, ``barren`` those that brought no new entry though something claimed them, ``misses`` the guessed pages that
    did, ``last_report_page`` the last that named a report; ``home`` marks a home page, ``column`` a page that calls
    itself a column of reports, ``parent`` the listing that led here, ``twin`` a listing with the same words,
    ``stand_in`` the page whose body it shows in place of its own; ``left`` and ``broken`` say what of it was not read
    and which of its names no report answers to.
    """

    key: str
    url: str
    name: str
    promised: bool
    organ: bool = False
    home: bool = False
    seed: bool = False
    column: bool = False
    empty: bool = False
    parent: str = ""
    records: int | None = None
    pages: int | None = None
    answered: int = 0
    named: list[Promise] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    barren: list[str] = field(default_factory=list)
    entries: set[str] = field(default_factory=set)
    shown: dict[int, set[str]] = field(default_factory=dict)
    reports: set[str] = field(default_factory=set)
    children: set[str] = field(default_factory=set)
    columns: set[str] = field(default_factory=set)
    ways: set[str] = field(default_factory=set)
    same: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)
    refused: Counter[str] = field(default_factory=Counter)
    doubts: set[int] = field(default_factory=set)
    misses: int = 0
    last_report_page: int = 1
    frame: Frame = field(default_factory=Frame)
    twin: str = ""
    stand_in: str = ""
    left: str = ""
    broken: str = ""

    def state(self, records: int | None, pages: int | None) -> None:
        """Take what a page of it states; the largest number counts, since a list grows while it is walked."""
        if records is not None:
            self.records = max(records, self.records or 0)
        if pages is not None:
            self.pages = max(pages, self.pages or 0)

    def fault(self, *, fruitful: bool) -> str | None:
        """The first thing that does not balance, as one clause; None where all does. ``fruitful`` tells whether it or
        a listing below it has reports."""
        name = self.name or "the column"
        fault: str | None
        if self.stand_in:
            fault = f"{self.url}: the body of {self.stand_in} in place of {name}"
        elif self.lost:
            fault = f"list page lost: {self.lost[0]}"
        elif self.left and (self.promised or self.reports):
            fault = f"{self.url}: {self.left}"
        elif self.promised and not fruitful:
            fault = f"{self.url}: no report under {name}"
        else:
            fault = self._imbalance() if self.reports or (self.column and self.columns) else None
        if fault is None and self.broken:
            fault = f"{self.url}: {self.broken}"
        return fault

    def _imbalance(self) -> str | None:
        """Where it states its records, these decide; else its pages, each of which has to bring something."""
        if self.records is not None:
            seen = max(len(self.entries), len(self.columns))
            return f"{self.url}: {seen} entries seen of {self.records} stated" if seen < self.records else None
        if self.barren:
            return f"{self.barren[0]}: brought nothing new, though the list claims it"
        full = {number for number, shown in self.shown.items() if shown & self.paths}
        last = max(full, default=0)
        gap = next((number for number in sorted(self.shown) if number not in full and number < last), None)
        if gap is not None:
            return f"{self.url}: nothing on page {gap}, and page {last} has entries"
        if self.pages is not None and self.answered < self.pages:
            return f"{self.url}: {self.answered} pages seen of {self.pages} stated"
        return None

    @property
    def stated(self) -> bool:
        """Whether it states its own size."""
        return self.records is not None or self.pages is not None
