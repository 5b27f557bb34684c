"""What a walk found and what stood in its way, and the values it is judged by."""

from dataclasses import dataclass
from typing import Literal

from crawler.walk.ask import BESIDE_ROLES, LISTING_ROLES, REPORT_ROLES, Ask

# stand_in: another page's body under the address; missed: a page that was not followed (budget, depth, replay).
ProblemKind = Literal["blocked", "gone", "failed", "forbidden", "unreadable", "stand_in", "missed"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One page that could not be had. ``detail`` is one line: URL and what happened; ``excused`` tells a dead link of
    a menu whose host showed its reports all the same."""

    kind: ProblemKind
    detail: str
    ask: Ask
    excused: bool = False

    @property
    def listing(self) -> bool:
        """Whether the loss may hide reports that nobody can count."""
        return self.ask.role in LISTING_ROLES or self.ask.role == "way"

    @property
    def counts(self) -> bool:
        """Whether a crawl that lacks it is not complete: a page that only might have led somewhere does not count."""
        counts = self.listing or self.ask.role in REPORT_ROLES or self.ask.role in BESIDE_ROLES
        return counts and not self.excused


@dataclass(frozen=True, slots=True)
class Found:
    """One report: its identity, URL, the year and title that its link or page names, and whose it is; ``opened``
    whether its page was looked at, or its link alone."""

    key: str
    url: str
    year: int | None
    title: str
    organ: str
    opened: bool = True


@dataclass(frozen=True, slots=True)
class Balance:
    """One listing at the end: what it states, what was seen, and its first fault (None where it balances). ``spans``
    are first and last year of each organ that has several reports in it; ``doubts`` the years of its entries that are
    no report as far as their words say; ``empty`` tells one that has nothing and says so,
    ``stands_in`` one that showed another page's body, ``column`` one that calls itself a column of reports, or was
    declared as one."""

    url: str
    name: str
    records: int | None
    pages: int | None
    answered: int
    entries: int
    reports: int
    refused: tuple[tuple[str, int], ...]
    fault: str | None
    proved: bool
    spans: tuple[tuple[str, int, int], ...] = ()
    doubts: frozenset[int] = frozenset()
    empty: bool = False
    stands_in: bool = False
    column: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """The end of a walk. ``pages`` answers that could be read as pages; ``elsewhere`` reports on hosts out of scope;
    ``left`` leads that were not followed, best first."""

    pages: int
    found: tuple[Found, ...]
    elsewhere: tuple[str, ...]
    problems: tuple[Problem, ...]
    listings: tuple[Balance, ...]
    left: tuple[str, ...]

    @property
    def reports(self) -> int:
        """How many reports were had."""
        return len(self.found)

    @property
    def years(self) -> tuple[int, ...]:
        """Report years with at least one report, ascending."""
        return tuple(sorted({one.year for one in self.found if one.year is not None}))

    @property
    def undated(self) -> int:
        """Reports whose link and page name no year."""
        return sum(one.year is None for one in self.found)
