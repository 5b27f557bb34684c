"""What a walk keeps account of: reports, listings, problems; judged when it ends."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.walk.ask import Ask
from crawler.walk.fruit import Fruit
from crawler.walk.listing import Listing
from crawler.walk.promises import broken
from crawler.walk.records import Balance, Findings, Found, Problem, ProblemKind

# Throttling passes; a 404 and a rule of robots.txt do not.
MAY_PASS = frozenset({"blocked", "failed", "stand_in", "unreadable"})
# Times that a lost page is asked for again, as long as that brings some of them.
MAX_AGAIN = 5


class Ledger:
    """Counts while the walk runs. Reports and listings are keyed by the identity of their URL, so that one under two
    addresses counts once."""

    def __init__(self) -> None:
        self.pages = 0
        self.stood_in = 0
        self.found: dict[str, Found] = {}
        self.listings: dict[str, Listing] = {}
        self.problems: list[Problem] = []
        self.elsewhere: dict[str, None] = {}
        # Reports whose pages only announce them, by URL, as long as nothing came that holds the text.
        self.announced: dict[str, Ask] = {}
        self._asked_again: set[str] = set()

    @property
    def reports(self) -> int:
        """How many reports were had so far."""
        return len(self.found)

    def lose(self, kind: ProblemKind, ask: Ask, detail: str) -> None:
        """A page could not be had."""
        self.stood_in += kind == "stand_in"
        line = detail if detail.startswith(ask.url) else f"{ask.url}: {detail}"
        self.problems.append(Problem(kind, line, ask))

    def blocked(self) -> int:
        """How many answers were blocked so far."""
        return sum(problem.kind == "blocked" for problem in self.problems)

    def stand_in(self, listing: Listing) -> str:
        """The page whose body a listing shows in place of its own; "" where it has reports of its own, or is the same
        listing under two addresses: neither a home page nor one without reports, and called by no organ or year."""
        twin = self.listings.get(listing.twin)
        if twin is None or listing.home or not listing.promised:
            return ""
        if twin.home:
            return twin.url
        if listing.children or listing.reports - twin.reports or listing.columns - twin.columns:
            return ""
        if not (twin.reports or twin.children):
            return twin.url
        return twin.url if listing.organ and listing.name != twin.name else ""

    def second_chance_wanted(self) -> bool:
        """Whether anything was lost that may come when it is asked for later; not where the last time brought none."""
        lost = {one.ask.url for one in self.problems if _may_pass(one)}
        return bool(lost) and not (self._asked_again and self._asked_again <= lost)

    def second_chance(self, most: int) -> list[Ask]:
        """Lost pages to ask for again."""
        again = [one for one in self.problems if _may_pass(one)][:most] if self.second_chance_wanted() else []
        for one in again:
            self.problems.remove(one)
        self._asked_again = {one.ask.url for one in again}
        return [replace(one.ask, again=one.ask.again + 1) for one in again]

    def findings(self, left: Iterable[str]) -> Findings:
        """The numbers as they stand; ``left`` are the leads that were not followed."""
        lost: dict[str, list[str]] = {}
        for problem in self.problems:
            if problem.ask.role == "page":
                lost.setdefault(problem.ask.listing, []).append(problem.detail)
        balances, fruit = [], Fruit(self.listings)
        for one in self.listings.values():
            one.lost = lost.get(one.key, [])
            promise = broken(one.named, self.found.values(), self._own(one))
            one.broken = promise.broken if promise is not None else ""
            balances.append(self._balance(one, fruit))
        hosts = {_host(one.url) for one in self.listings.values() if one.reports}
        problems = [replace(one, excused=_excused(one, hosts)) for one in self.problems]
        problems += [
            Problem("stand_in", f"{url}: only announces {ask.title}, and nothing came that holds it", ask)
            for url, ask in self.announced.items()
        ]
        return Findings(
            self.pages,
            tuple(self.found.values()),
            tuple(self.elsewhere),
            tuple(problems),
            tuple(balances),
            tuple(left),
        )

    def _own(self, one: Listing) -> list[Found]:
        """The reports of a listing and of those that it was the first to lead to."""
        lists = [one, *(self.listings[key] for key in one.children if key in self.listings)]
        return [self.found[key] for each in lists for key in each.reports if key in self.found]

    def _balance(self, one: Listing, fruit: Fruit) -> Balance:
        one.stand_in = self.stand_in(one)
        fault = one.fault(fruitful=fruit.of(one))
        return Balance(
            one.url, one.name, one.records, one.pages, one.answered, len(one.entries), len(one.reports),
            tuple(sorted(one.refused.items())), fault, one.stated and fault is None,
            self._spans(one), frozenset(one.doubts), one.empty and not one.broken, bool(one.stand_in),
            one.column or (one.seed and one.promised and not one.home),
        )  # fmt: skip

    def _spans(self, one: Listing) -> tuple[tuple[str, int, int], ...]:
        series: dict[str, set[int]] = {}
        for key in one.reports:
            found = self.found.get(key)
            if found is not None and found.organ and found.year is not None:
                series.setdefault(found.organ, set()).add(found.year)
        return tuple((organ, min(years), max(years)) for organ, years in sorted(series.items()) if len(years) > 1)


def _may_pass(problem: Problem) -> bool:
    return problem.counts and problem.ask.again < MAX_AGAIN and problem.kind in MAY_PASS


def _excused(problem: Problem, hosts: set[str]) -> bool:
    """A dead way that names no organ, on a host whose columns were found by another way."""
    ask = problem.ask
    return problem.kind == "gone" and ask.role == "way" and not ask.certain and _host(ask.url) in hosts


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")
