"""The walk: what to ask next, from what came. Pure over the pages it is given, so a crawl, a survey and a test share
it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.discovery import ReportLink, is_file, title_year
from crawler.errors import CrawlArgumentError
from crawler.families.family import Family
from crawler.reading.links import Link, LinkPage
from crawler.reading.pager import is_pager
from crawler.walk.ask import BESIDE_ROLES, Ask, Role
from crawler.walk.asked import Asked
from crawler.walk.context import PageContext, context_of, is_home
from crawler.walk.entries import Decided, decide, doubtful, names_reports, take_entries
from crawler.walk.frontier import Frontier
from crawler.walk.ledger import Ledger
from crawler.walk.listing import Listing
from crawler.walk.paging import Pages, near_reports
from crawler.walk.plan import Plan
from crawler.walk.promises import promises
from crawler.walk.proof import is_itself, is_report_text, is_telling
from crawler.walk.records import Findings, ProblemKind
from crawler.walk.reports import ReportPages
from crawler.walk.score import Lead, best_words, is_aside, is_organ_name, rate, stated_count
from crawler.walk.services import services
from crawler.walk.shells import Shells, wants_scripts
from crawler.walk.standins import Bodies, fingerprint, frame_of

# A way home, disclosure, organs, organ, column; then year over group over organ over list (沈阳, 漳平: 3 levels, 2026);
# deeper means that the walk left the portal's own structure.
MAX_DEPTH = 9
MAX_MOVES = 4
# Pages of a list that claim each other without end: after so many that brought nothing, the rest is left.
MAX_BARREN = 3
# Lists in a row without a new report, after which links that never end (a number that is new in each answer) are left.
MAX_BARREN_LISTS = 300
# How far a search follows a list that shows no report: 公示公告 had them on its eleventh page and later.
MAX_UNKNOWN_PAGES = 40
_NOTHING = re.compile(
    r"暂无(?:相关)?(?:数据|信息|内容|记录|文章)|没有(?:找到|相关)|无(?:相关)?(?:数据|记录)|尚未(?:发布|公开)"
)
_GOES_ON = re.compile(r"(?:点击)?(?:加载|展开|显示)(?:更多|全部).{0,6}$")
_NOT_TO_ITS_END = "a list that is no column of reports, not walked to its end"
# Leads of unknown worth that go out together; what they bring decides on the next ones.
_BATCH = 6


class Walk:
    """One search. ``in_scope`` says whether a URL may be asked for; ``families`` are the platforms to read with, the
    likeliest first.

    Raises:
        CrawlArgumentError: for a plan without a seed.
    """

    def __init__(self, plan: Plan, in_scope: Callable[[str], bool], families: tuple[Family, ...]) -> None:
        if not plan.seeds:
            raise CrawlArgumentError("a walk needs a seed to start from")
        self.plan = plan
        self.ledger = Ledger()
        # Whether a listing that only a script builds may be asked for once more through a browser.
        self.browser = False
        self.asked = Asked(in_scope, families)
        self._bodies = Bodies()
        self._frontier = Frontier(plan.budget)
        self._pages = Pages(families)
        self._barren_lists = 0
        self._named: set[str] = set()
        # On how many lists a link stands.
        self._linked: Counter[str] = Counter()
        # How many entries menus say a column has.
        self._stated: dict[str, int] = {}
        self._shells = Shells()
        self._reports = ReportPages(plan, self.ledger, self.asked, self._shells)

    # --- what the caller tells, and is told ------------------------------------------------------

    def start(self) -> list[Ask]:
        """The seeds."""
        role: Role = "way" if self.plan.explore else "column"
        return self._with_homes([ask for seed in self.plan.seeds if self.asked.new(ask := Ask(seed, role, score=20.0))])

    def page(self, ask: Ask, page: LinkPage, body: bytes) -> list[Ask]:
        """A page came: what to ask for because of it."""
        return self._with_homes(self._page(ask, page, body))

    def _page(self, ask: Ask, page: LinkPage, body: bytes) -> list[Ask]:
        self.ledger.pages += 1
        if ask.role == "script":
            self._shells.came(ask.url, page.source)
            return list(self._read_shells())
        if page.moved is not None and ask.moves < MAX_MOVES:
            return self._moved(ask, page, page.moved)
        other = self._bodies.first(fingerprint(page, body), self.key(ask.url))
        if ask.role == "home":
            self._home(ask, page, other)
        elif ask.role in {"report", "unclear"}:
            return list(self._report(ask, page, other))
        elif ask.role == "part" or (ask.role == "attachment" and not ask.certain):
            return list(self._reports.part(ask, page, other))
        elif ask.role in {"file", "attachment"}:
            self.ledger.lose("stand_in", ask, "a page in place of the file")
        elif (home := self._home_in_place(page, other)) is None:
            return list(self._listing(ask, page, other))
        elif ask.certain or ask.role != "way":
            self.ledger.lose("stand_in", ask, f"the body of {home} in place of {ask.title or 'the column'}")
        return []

    def _home_in_place(self, page: LinkPage, other: str | None) -> str | None:
        """The home page whose body came under the address of another page."""
        shown = self.ledger.listings.get(other or "")
        return shown.url if shown is not None and shown.home and not is_home(page.url) else None

    def file(self, ask: Ask) -> list[Ask]:
        """A file came: an attachment, a report, or what a link to a listing turned out to be."""
        self.ledger.pages += 1
        if ask.role in {"report", "unclear", "file"}:
            self._reports.count(ask, ask.url, ask.year, ask.title)
        else:
            self._reports.had(ask)
        return []

    def lost(self, ask: Ask, kind: ProblemKind, detail: str) -> list[Ask]:
        """A page could not be had."""
        self.ledger.pages += kind in {"gone", "blocked", "unreadable"}
        self._frontier.note(ask, gain=False)
        if ask.role == "script":
            self._shells.came(ask.url, "")
            return list(self._read_shells())
        other = self._another_way(ask)
        # A file that was only guessed may not exist; a service that was asked for a page answers, but for one beyond an
        # empty page.
        ended = ask.listing in self.ledger.listings and self.ledger.listings[ask.listing].misses > 0
        service = bool(ask.form or ask.body or urlsplit(ask.url).query)
        file = ask.guessed and (ask.number == 1 or ended or not service)
        if ask.role in BESIDE_ROLES and not ask.certain:
            return other
        if not other and not (file and kind in {"gone", "failed", "unreadable"}):
            self.ledger.lose(kind, ask, detail)
        return other

    def _another_way(self, ask: Ask) -> list[Ask]:
        """What a platform asks in place of a list page that failed, where it knows several ways to page."""
        listing = self.ledger.listings.get(ask.listing)
        if ask.role != "page" or not isinstance(ask.carry, tuple) or listing is None:
            return []
        empty = LinkPage(ask.url, "", (), (), "", is_data=True)
        paging = self._pages.read(empty, ask, listing, 0)
        return [one for one in self._pages.asks(paging, ask, empty, listing, 0) if self.asked.new(one)]

    def idle(self) -> list[Ask]:
        """Nothing is under way: what to try next; none at the end."""
        return self._frontier.pop(_BATCH, found=bool(self.ledger.found))

    def findings(self) -> Findings:
        """Everything as it stands."""
        for key, count in self._stated.items():
            if (counted := self.ledger.listings.get(key)) is not None:
                counted.state(count, None)
        for ask in self._frontier.left():
            listing = self.ledger.listings.get(ask.listing)
            if ask.role == "page" and listing is not None and listing.reports:
                listing.left = _NOT_TO_ITS_END
        return self.ledger.findings([f"{ask.title} {ask.url}".strip() for ask in self._frontier.left()])

    # --- one page --------------------------------------------------------------------------------

    def _moved(self, ask: Ask, page: LinkPage, target: str) -> list[Ask]:
        if not self.asked.in_scope(target):
            self.ledger.lose("stand_in", ask, f"sends the browser to {target}, out of the portal")
            return []
        moved = replace(ask, url=target, moves=ask.moves + 1)
        if self.asked.new(moved) or self.key(target) == self.key(ask.url):
            return [moved]
        if ask.role in {"report", "unclear"} and self.key(target) not in self.ledger.found:
            self.ledger.lose("stand_in", ask, f"sends the browser to {target}, which is no report")
        elif ask.role == "page":
            self.ledger.lose("stand_in", ask, f"sends the browser to {target}")
        elif ask.role in {"column", "way"}:
            self._listing_of(ask, page, None).same.add(self.key(target))
        return []

    def _home(self, ask: Ask, page: LinkPage, other: str | None) -> None:
        """A host's home page, asked for to know it again: a listing of its own that nothing is followed from."""
        key = self.key(ask.url)
        home = self.ledger.listings.setdefault(key, Listing(key, page.url, "", promised=False, home=True))
        shown = self.ledger.listings.get(other or "")
        if shown is not None and shown is not home:
            shown.twin = key

    def _report(self, ask: Ask, page: LinkPage, other: str | None) -> Iterator[Ask]:
        bare = not ask.certain or not is_telling(ask.title)
        if bare and not is_report_text(page) and self._lists_others(page, ask):
            listing = replace(ask, role="column", trail=(*ask.trail, ask.title), certain=True, listing="")
            yield from self._listing(listing, page, other)
        else:
            yield from self._reports.report(ask, page, other)

    def _lists_others(self, page: LinkPage, ask: Ask) -> bool:
        decided = self._decide(page, ask)
        return any(isinstance(one, ReportLink) and self._other(link, page) for link, one in decided)

    def _decide(self, page: LinkPage, ask: Ask) -> Decided:
        return decide(page, ask, declared=ask.depth == 0 and not self.plan.explore)

    def _listing(self, ask: Ask, page: LinkPage, other: str | None) -> Iterator[Ask]:
        context = context_of(page, ask.trail)
        if wants_scripts(ask, page, context):
            yield from self._shells.wait(ask, page, other, self.asked.in_scope)
            yield from self._read_shells()
            return
        page = self._pages.with_platform_links(page)
        context = context_of(page, ask.trail)
        listing = self._listing_of(ask, page, other)
        listing.column = listing.column or context.in_column
        decided = self._decide(page, ask)
        if ask.number == 1:
            listing.frame = frame_of(page)
            self._linked.update(listing.frame.links)
        elif not names_reports(decided) and not listing.frame.shared(self._linked).fits(page):
            where = f"page {ask.number} of {ask.title or 'the list'}"
            self.ledger.lose("stand_in", ask, f"another page in place of {where}")
            return
        beside = ask.role == "page" and ask.number == 1 and ask.guessed
        if beside and listing.reports and not names_reports(decided):
            return  # what a script of the page asks for besides is no more of its list
        gained = take_entries(ask, listing, decided, self.key, is_data=page.is_data)
        known = len(self._named)
        self._named |= {self.key(link.url) for link, one in decided if isinstance(one, ReportLink)}
        self._barren_lists = 0 if len(self._named) > known else self._barren_lists + 1
        asks = list(self._follow(ask, page, context, listing, decided))
        asks.extend(self._further(ask, page, context, listing, gained))
        here = context.in_column or bool(listing.reports)
        named = promises(page, decided, ask.trail, lambda link: self._follows(link, page))
        listing.named.extend(one for one in named if here or one.kind == "column")
        listed = names_reports(decided)
        paged = listing.stated or any(one.role in {"page", "script"} for one in asks)
        if ask.number == 1 and not (listed or paged or page.is_data) and is_itself(page):
            # A listing that is itself the report: the newest one inline, or a year's folder without an article.
            listing.reports.add(self.key(ask.url))
            asks.extend(self._reports.inline(ask, page, other))
        useful = any(one.role in {"column", "report", "unclear", "file"} for one in asks)
        self._frontier.note(ask, gain=useful or (ask.number == 1 and bool(listing.reports)))
        yield from asks

    def _listing_of(self, ask: Ask, page: LinkPage, other: str | None) -> Listing:
        key = ask.listing or self.asked.mark(ask)
        listing = self.ledger.listings.get(key)
        if listing is None:
            # Where redirects led is where the listing's own pages are counted from.
            url = ask.url if self.key(page.url) == self.key(ask.url) else page.url
            own = is_organ_name(ask.title) or title_year(ask.title) is not None
            seed = ask.depth == 0 and ask.via is None
            promised = ask.role in {"column", "way"} and ask.certain and not (seed and self.plan.explore)
            listing = Listing(key, url, ask.title, promised, own, is_home(page.url), seed, parent=ask.parent)
            self.ledger.listings[key] = listing
            if (parent := self.ledger.listings.get(ask.parent)) is not None and parent is not listing:
                parent.children.add(key)
        listing.answered += 1
        if ask.number == 1 and other is not None and ask.role in {"column", "way"}:
            listing.twin = other
        return listing

    # --- what a page leads to ---------------------------------------------------------------------

    def _follow(
        self, ask: Ask, page: LinkPage, context: PageContext, listing: Listing, decided: Decided
    ) -> Iterator[Ask]:
        for link, decision in decided:
            if is_pager(link) or not self._other(link, page):
                continue
            if isinstance(decision, ReportLink):
                yield from self._reports.follow(decision, ask, page, listing)
        for one in doubtful(decided):
            yield from self._reports.follow(one, ask, page, listing)
        yield from self._frames(ask, page, listing)
        for choice in services(ask, page, listing):
            if choice.depth <= MAX_DEPTH and self.asked.may(choice):
                listing.children.add(self.asked.mark(choice))
                yield choice
        inside = ask.inside or (context.in_column and bool(listing.reports))
        for link, decision in decided:
            place = context.place(link)
            turns = is_pager(link) and not (place.in_column and place.organs)
            if turns or not self._other(link, page) or isinstance(decision, ReportLink) or link.kind == "frame":
                continue
            lead = rate(link, decision, place)
            yield from self._follow_lead(link, lead, replace(ask, inside=inside), page, listing)

    def _frames(self, ask: Ask, page: LinkPage, listing: Listing) -> Iterator[Ask]:
        """What a page shows in its frames is part of it: asked for as the page itself was."""
        frames = [link for link in page.links if link.kind == "frame" and not is_file(link.url, "")]
        for link in frames if ask.number == 1 else ():
            one = replace(
                ask,
                url=link.url,
                via=page.url,
                title="",
                parent=listing.key,
                listing="",
                certain=False,
                depth=ask.depth + 1,
            )
            if one.depth <= MAX_DEPTH and not is_aside(link) and self.asked.may(one):
                listing.children.add(self.key(link.url))
                yield one

    def _other(self, link: Link, page: LinkPage) -> bool:
        return self.key(link.url) != self.key(page.url)

    def _follows(self, link: Link, page: LinkPage) -> str:
        """What a link leads to, "" where it leads nowhere further: out of the portal, home, to the page itself."""
        on = self.asked.in_scope(link.url) and not is_home(link.url) and self._other(link, page)
        return self.key(link.url) if on else ""

    def _follow_lead(self, link: Link, lead: Lead, ask: Ask, page: LinkPage, listing: Listing) -> Iterator[Ask]:
        if lead.tier == "never" or not self.asked.in_scope(link.url):
            return
        words = best_words(link)[:60]
        year = title_year(words)
        if self.plan.years is not None and year is not None and not self.plan.years.may_hold(year):
            return
        one = Ask(
            link.url, lead.tier, page.url, words, certain=lead.promised, parent=listing.key, inside=ask.inside,
            trail=(*ask.trail, words), depth=ask.depth + 1, score=lead.score - 0.1 * ask.depth,
        )  # fmt: skip
        if lead.tier == "column" and (count := stated_count(link)) is not None:
            self._stated[self.key(one.url)] = count
        if lead.tier in {"column", "way"}:
            (listing.columns if lead.tier == "column" else listing.ways).add(self.key(one.url))
        if lead.tier == "unknown" or (lead.tier == "way" and not self._may_go(ask, lead)):
            if self.plan.explore and one.depth <= MAX_DEPTH and self.asked.new(one):
                self._frontier.push(one)
        elif self._barren_lists > MAX_BARREN_LISTS:
            if self.asked.new(one) and not any(lost.kind == "missed" for lost in self.ledger.problems):
                self.ledger.lose("missed", replace(one, role="column"), "links without end, not followed")
        elif one.depth > MAX_DEPTH:
            if lead.promised and self.asked.new(one):
                self.ledger.lose("missed", one, f"deeper than {MAX_DEPTH} links, not followed")
        elif self.asked.new(one):
            if lead.tier == "column" or lead.promised:
                listing.children.add(self.key(one.url))
            yield one

    def _may_go(self, ask: Ask, lead: Lead) -> bool:
        """Whether a way is followed at once: on the way to a column; past one only to the organs that it names."""
        return lead.named and (not ask.inside or lead.organ)

    def _further(self, ask: Ask, page: LinkPage, context: PageContext, listing: Listing, gained: int) -> Iterator[Ask]:
        area = context.in_column or context.in_disclosure
        aside = not listing.reports and not area and ask.role not in {"column", "page"} and bool(ask.depth)
        if aside and not self.plan.explore:
            return
        paging = self._pages.read(page, ask, listing, gained)
        if aside:
            self._keep(self._pages.asks(paging, ask, page, listing, gained))
            return
        if ask.number == 1 and not listing.entries:
            listing.empty = bool(_NOTHING.search(page.plain)) or "<script" not in page.source.lower()
        listing.state(paging.records, paging.pages)
        unread = paging.unread or (not paging.further and any(_GOES_ON.match(label.words) for label in page.labels))
        if unread and ask.number == 1 and (listing.entries or (listing.column and listing.columns)):
            listing.left = "has a pager that could not be read"
        if not paging.further and not listing.entries and ask.number == 1:
            yield from self._shell(ask, page, listing)
        if len(listing.barren) >= MAX_BARREN and listing.pages is None:
            listing.left = "its pages go on without end and bring nothing new"
            return
        asks = list(self._pages.asks(paging, ask, page, listing, gained))
        if not listing.promised and not near_reports(listing, ask):
            # The rest of a list of all kinds of pages: in a search, tried in its turn.
            self._keep(asks)
            if asks and listing.reports and not self.plan.explore:
                listing.left = _NOT_TO_ITS_END
            return
        for one in asks:
            if self.asked.may(one):
                yield one
            elif (owner := self.asked.owner(one)) not in {listing.key, ""}:
                listing.same.add(owner)

    def _shell(self, ask: Ask, page: LinkPage, listing: Listing) -> Iterator[Ask]:
        """A listing without a list: its script files, or a browser, may have it."""
        if page.scripts:
            listing.answered -= 1
            yield from self._shells.wait(ask, page, None, self.asked.in_scope)
            yield from self._read_shells()
        elif page.code:
            inside = replace(page, source=page.scripted, code="")
            yield from self._further(ask, inside, context_of(inside, ask.trail), listing, 0)
        elif self.browser and listing.promised and not ask.rendered:
            yield replace(ask, rendered=True)

    def _keep(self, asks: Iterable[Ask]) -> None:
        """Further pages of a list of unknown worth, the first of them sooner."""
        for one in asks if self.plan.explore else ():
            if one.number <= MAX_UNKNOWN_PAGES and self.asked.may(one):
                self._frontier.push(replace(one, score=0.6 - one.number / 100))

    def _read_shells(self) -> Iterator[Ask]:
        yield from self._reports.scripts_came()
        for shell, page in self._shells.ready():
            yield from self._listing(shell.ask, page, shell.other)

    def _with_homes(self, asks: list[Ask]) -> list[Ask]:
        return self.asked.with_homes(asks, MAX_DEPTH, explore=self.plan.explore)

    def key(self, url: str) -> str:
        """The identity of a URL."""
        return self.asked.key(url)
