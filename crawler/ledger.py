"""What a crawl found and what stood in its way, counted while it runs, judged when it ends."""

from dataclasses import dataclass
from typing import Literal

ProblemKind = Literal["blocked", "gone", "failed", "forbidden", "unreadable"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One page that could not be had. ``detail`` is one line: URL and what happened. ``listing`` tells a listing,
    whose loss hides reports, from a single report or file."""

    kind: ProblemKind
    detail: str
    listing: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """The end of a crawl in numbers. ``years`` are report years with at least one report, ascending; ``undated``
    counts reports whose link names no year; ``elsewhere`` reports on hosts out of scope."""

    pages: int
    reports: int
    years: tuple[int, ...]
    undated: int
    elsewhere: int
    problems: tuple[Problem, ...]


class Ledger:
    """Counts while the crawl runs. Reports are keyed by the family's identity of their URL, so that a report under
    two addresses counts once."""

    def __init__(self) -> None:
        self.pages = 0
        self.problems: list[Problem] = []
        self._reports: dict[str, int | None] = {}
        self._elsewhere: set[str] = set()

    @property
    def reports(self) -> int:
        return len(self._reports)

    def add_report(self, identity: str, year: int | None) -> None:
        """A report page or file was had."""
        self._reports[identity] = year

    def add_elsewhere(self, url: str) -> None:
        """A report lies on a host out of scope."""
        self._elsewhere.add(url)

    def add_problem(self, kind: ProblemKind, detail: str, *, listing: bool) -> None:
        """A page could not be had."""
        self.problems.append(Problem(kind, detail, listing))

    def blocked(self) -> int:
        """How many answers were blocked so far."""
        return sum(problem.kind == "blocked" for problem in self.problems)

    def findings(self) -> Findings:
        """The numbers as they stand."""
        years = {year for year in self._reports.values() if year is not None}
        return Findings(
            pages=self.pages,
            reports=len(self._reports),
            years=tuple(sorted(years)),
            undated=sum(year is None for year in self._reports.values()),
            elsewhere=len(self._elsewhere),
            problems=tuple(self.problems),
        )
