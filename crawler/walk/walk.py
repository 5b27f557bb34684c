"""The walk: what to ask next, from what came. Pure over the pages it is given, so a crawl, a survey and a test share
it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from crawler.discovery import Decision, NotAReport, ReportLink, classify, is_file, title_year
from crawler.domains import registered_domain
from crawler.errors import CrawlArgumentError
from crawler.families.family import Family
from crawler.reading.data import read_scripts
from crawler.reading.links import Link, LinkPage
from crawler.reading.pager import is_pager, read_parts
from crawler.walk.ask import Ask, Role
from crawler.walk.context import PageContext, context_of, is_home
from crawler.walk.frontier import Frontier
from crawler.walk.identity import identity
from crawler.walk.ledger import Ledger
from crawler.walk.listing import Listing
from crawler.walk.paging import Pages, near_reports
from crawler.walk.proof import is_itself, is_report_text, is_telling, may_be_file, organ_of, prove, report_title
from crawler.walk.records import Findings, Found, ProblemKind
from crawler.walk.score import Lead, best_words, is_aside, is_organ_name, rate, stated_count
from crawler.walk.standins import Bodies, fingerprint, frame_of
from crawler.years import Years

# A way home, disclosure, organs, organ, column; then year over group over organ over list (沈阳, 漳平: 3 levels, 2026);
# deeper means that the walk left the portal's own structure.
MAX_DEPTH = 9
MAX_ATTACHMENTS = 50
MAX_MOVES = 4
MAX_SCRIPTS = 8
COLUMN_NAME = "政府信息公开年报"
# Pages of a list that claim each other without end: after so many that brought nothing, the rest is left.
MAX_BARREN = 3
# Lists in a row without a new report, after which links that never end (a number that is new in each answer) are left.
MAX_BARREN_LISTS = 300
# How far a search follows a list that shows no report: 公示公告 had them on its eleventh page and later.
MAX_UNKNOWN_PAGES = 40
_NOTHING = re.compile(
    r"暂无(?:相关)?(?:数据|信息|内容|记录|文章)|没有(?:找到|相关)|无(?:相关)?(?:数据|记录)|尚未(?:发布|公开)"
)
_NOT_TO_ITS_END = "a list that is no column of reports, not walked to its end"
# Leads of unknown worth that go out together; what they bring decides on the next ones.
_BATCH = 6
# Links of uncertain kind in one listing of which a survey, which asks for no report, opens so many.
_SAMPLE = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """What a walk is for. ``explore`` follows leads of unknown worth too, up to ``budget`` pages; without ``reports``
    none is asked for (a survey); ``years`` limits which are."""

    seeds: tuple[str, ...]
    explore: bool = False
    reports: bool = True
    years: Years | None = None
    budget: int = 0


@dataclass(frozen=True, slots=True)
class Shell:
    """A listing that waits for its script files."""

    ask: Ask
    page: LinkPage
    listing: Listing
    wanted: tuple[str, ...]


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
        self._in_scope = in_scope
        self._families = families
        # What was asked, and for which listing.
        self._seen: dict[str, str] = {}
        self._bodies = Bodies()
        self._frontier = Frontier(plan.budget)
        self._pages = Pages(families)
        self._sampled: Counter[str] = Counter()
        self._switched: set[str] = set()
        self._barren_lists = 0
        self._reports: set[str] = set()
        # On how many lists a link stands.
        self._linked: Counter[str] = Counter()
        # How many entries menus say a column has.
        self._stated: dict[str, int] = {}
        self._hosts: set[str] = set()
        self._shells: list[Shell] = []
        self._scripts: dict[str, str | None] = {}

    # --- what the caller tells, and is told ------------------------------------------------------

    def start(self) -> list[Ask]:
        """The seeds."""
        role: Role = "way" if self.plan.explore else "column"
        return self._homes([ask for seed in self.plan.seeds if self._new(ask := Ask(seed, role, score=20.0))])

    def page(self, ask: Ask, page: LinkPage, body: bytes) -> list[Ask]:
        """A page came: what to ask for because of it."""
        return self._homes(self._page(ask, page, body))

    def _page(self, ask: Ask, page: LinkPage, body: bytes) -> list[Ask]:
        self.ledger.pages += 1
        if ask.role == "script":
            self._scripts[ask.url] = page.source
            return list(self._read_shells())
        if page.moved is not None and ask.moves < MAX_MOVES:
            return self._moved(ask, page, page.moved)
        other = self._bodies.first(fingerprint(page, body), self.key(ask.url))
        if ask.role == "home":
            self._home(ask, page, other)
        elif ask.role in {"report", "unclear"}:
            return list(self._report(ask, page, other))
        elif ask.role == "part":
            return list(self._part(ask, page, other))
        elif ask.role in {"file", "attachment"} and not ask.certain:
            pass  # a link that only might have been a file's
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
            self._count(ask, ask.url, ask.year, ask.title)
        return []

    def lost(self, ask: Ask, kind: ProblemKind, detail: str) -> list[Ask]:
        """A page could not be had."""
        self.ledger.pages += kind in {"gone", "blocked", "unreadable"}
        self._frontier.note(ask, gain=False)
        if ask.role == "script":
            self._scripts[ask.url] = ""
            return list(self._read_shells())
        other = self._another_way(ask)
        # A file that was only guessed may not exist; a service that was asked for a page answers.
        file = ask.guessed and (ask.number == 1 or not (ask.form or ask.body or urlsplit(ask.url).query))
        if ask.role == "attachment" and not ask.certain:
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
        return [one for one in self._pages.asks(paging, ask, empty, listing, 0) if self._new(one)]

    def idle(self) -> list[Ask]:
        """Nothing is under way: what to try next; none at the end."""
        return self._frontier.pop(_BATCH, found=bool(self.ledger.found))

    def other_scheme(self, ask: Ask) -> Ask | None:
        """The same ask over http in place of https, or the reverse, once; portals link either and answer one of them
        (30 of 3,209 worked only after switching, 2026-04). None where that was tried."""
        parts = urlsplit(ask.url)
        if ask.switched or ask.url in self._switched:
            return None
        self._switched.add(ask.url)
        scheme = "http" if parts.scheme == "https" else "https"
        netloc = parts.netloc.removesuffix(":443").removesuffix(":80")
        return replace(ask, url=parts._replace(scheme=scheme, netloc=netloc).geturl(), switched=True)

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

    def key(self, url: str) -> str:
        """The identity of a URL, by a platform's rule where it has one."""
        return next((key for one in self._families if (key := one.identity(url))), None) or identity(url)

    # --- one page --------------------------------------------------------------------------------

    def _moved(self, ask: Ask, page: LinkPage, target: str) -> list[Ask]:
        if not self._in_scope(target):
            self.ledger.lose("stand_in", ask, f"sends the browser to {target}, out of the portal")
            return []
        moved = replace(ask, url=target, moves=ask.moves + 1)
        if self._new(moved) or self.key(target) == self.key(ask.url):
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
        proof = prove(page, ask)
        bare = not ask.certain or not is_telling(ask.title)
        if bare and not is_report_text(page) and self._lists_others(page, ask):
            listing = replace(ask, role="column", trail=(*ask.trail, ask.title), certain=True, listing="")
            yield from self._listing(listing, page, other)
        elif proof == "proved":
            self._count(ask, page.url, *report_title(page, ask))
            yield from self._attachments(ask, page)
            yield from self._parts(ask, page)
        elif ask.certain or proof == "unproved":
            of = f", but the body of {other}" if other else ""
            self.ledger.lose("stand_in", ask, f"not the report {ask.title}{of}")
        elif (parent := self.ledger.listings.get(ask.parent)) is not None:
            parent.refused["its own title"] += 1
            parent.reports.discard(self.key(ask.url))

    def _lists_others(self, page: LinkPage, ask: Ask) -> bool:
        decisions = self._decisions(page, ask)
        return any(isinstance(one, ReportLink) and self._other(link, page) for link, one in decisions)

    def _part(self, ask: Ask, page: LinkPage, other: str | None) -> Iterator[Ask]:
        """A further page of an article; the tables of two reports have the same words, a list or a report has not."""
        if other in self.ledger.listings or other in self.ledger.found:
            self.ledger.lose("stand_in", ask, f"the body of {other} in place of a page of {ask.title}")
            return
        yield from self._attachments(ask, page)
        yield from self._parts(ask, page)

    def _parts(self, ask: Ask, page: LinkPage) -> Iterator[Ask]:
        """The further pages of an article that is cut into several, as files of its first one."""
        first = ask.via if ask.role == "part" and ask.via else page.url
        for link in read_parts(page, first) if self.plan.reports else ():
            one = Ask(link.url, "part", first, ask.title, ask.year, trail=ask.trail, score=30.0)
            if self._in_scope(link.url) and self._new(one):
                yield one

    def _attachments(self, ask: Ask, page: LinkPage) -> Iterator[Ask]:
        files = [link for link in page.links if is_file(link.url, link.text)]
        bare = not files and not is_report_text(page)
        if bare:
            # The report, or its tables, can only be in the pictures, or in a file without an ending.
            files = [*page.images, *(link for link in page.links if may_be_file(link))]
        via = ask.via if ask.role == "part" else page.url
        for link in files[:MAX_ATTACHMENTS] if self.plan.reports else ():
            words = link.text or link.title or ""
            sure = not bare or link in page.images
            one = Ask(link.url, "attachment", via, words, ask.year, sure, trail=ask.trail, score=30.0)
            if self._in_scope(link.url) and self._new(one):
                yield one

    def _listing(self, ask: Ask, page: LinkPage, other: str | None) -> Iterator[Ask]:
        page = self._pages.with_platform_links(page)
        context = context_of(page, ask.trail)
        listing = self._listing_of(ask, page, other)
        listing.column = listing.column or context.in_column
        decisions = self._decisions(page, ask)
        if ask.number == 1:
            listing.frame = frame_of(page)
            self._linked.update(listing.frame.links)
        elif not listing.frame.shared(self._linked).fits(page) and not any(
            isinstance(one, ReportLink) for _, one in decisions
        ):
            self.ledger.lose(
                "stand_in", ask, f"another page in place of page {ask.number} of {ask.title or 'the list'}"
            )
            return
        known = len(self._reports)
        gained = self._take_entries(ask, listing, decisions, is_data=page.is_data)
        self._reports |= listing.reports | {
            self.key(link.url) for link, one in decisions if isinstance(one, ReportLink)
        }
        self._barren_lists = 0 if len(self._reports) > known else self._barren_lists + 1
        asks = list(self._follow(ask, page, context, listing, decisions))
        asks.extend(self._further(ask, page, context, listing, gained))
        listed = any(isinstance(one, ReportLink) for _, one in decisions)
        paged = listing.stated or any(one.role in {"page", "script"} for one in asks)
        if ask.number == 1 and not (listed or paged or page.is_data) and is_itself(page):
            # A listing that is itself the report: the newest one inline, or a year's folder without an article.
            year, title = report_title(page, ask)
            self._count(ask, page.url, year, title)
            listing.reports.add(self.key(ask.url))
            if self.plan.reports:
                # Once more as the report that it is, so that its capture says so.
                asks.append(replace(ask, role="report", title=title, year=year, listing="", score=25.0))
        useful = any(one.role in {"column", "report", "unclear", "file"} for one in asks)
        self._frontier.note(ask, gain=useful or (ask.number == 1 and bool(listing.reports)))
        yield from asks

    def _decisions(self, page: LinkPage, ask: Ask) -> list[tuple[Link, Decision]]:
        plain = ask.trail
        # A seed is a column of annual reports by its declaration, whatever it calls itself.
        declared = ask.depth == 0 and not self.plan.explore
        here = context_of(page, ask.trail).in_column
        decisions = self._judged(page, (*plain, COLUMN_NAME) if here else plain)
        if declared and not here and not _mixed(decisions):
            decisions = self._judged(page, (*plain, COLUMN_NAME))
        return decisions

    def _judged(self, page: LinkPage, trail: tuple[str, ...]) -> list[tuple[Link, Decision]]:
        return [(link, classify(one)) for link, one in zip(page.links, page.anchors(trail), strict=True)]

    def _listing_of(self, ask: Ask, page: LinkPage, other: str | None) -> Listing:
        key = ask.listing or self.key(ask.url)
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

    def _take_entries(
        self, ask: Ask, listing: Listing, decisions: list[tuple[Link, Decision]], *, is_data: bool
    ) -> int:
        """Note the entries of the list on this page; how many of them are new."""
        pairs = [(link, decision) for link, decision in decisions if not is_pager(link)]
        listing.paths |= {link.path for link, one in pairs if isinstance(one, ReportLink) and link.path}
        before = len(listing.entries)
        for link, decision in pairs:
            if isinstance(decision, ReportLink) or is_data or link.path in listing.paths:
                listing.entries.add(self.key(link.url))
            if isinstance(decision, ReportLink):
                listing.last_report_page = max(listing.last_report_page, ask.number)
            elif isinstance(decision, NotAReport) and link.path in listing.paths:
                listing.refused[decision.reason] += 1
                if not decision.word and (year := title_year(link.words)) is not None:
                    listing.doubts.add(year)
        listing.shown.setdefault(ask.number, set()).update(link.path for link, _ in pairs)
        gained = len(listing.entries) - before
        if ask.number > 1 and not gained:
            listing.misses += ask.guessed
            if not ask.guessed and listing.reports:
                listing.barren.append(ask.url)
        elif ask.number > 1 and listing.misses:
            listing.barren.append(f"a page before {ask.url}")
        return gained

    # --- what a page leads to ---------------------------------------------------------------------

    def _follow(
        self, ask: Ask, page: LinkPage, context: PageContext, listing: Listing, decisions: list[tuple[Link, Decision]]
    ) -> Iterator[Ask]:
        for link, decision in decisions:
            if is_pager(link) or not self._other(link, page):
                continue
            if isinstance(decision, ReportLink):
                yield from self._follow_report(decision, ask, page, listing)
        yield from self._frames(ask, page, listing)
        inside = ask.inside or (context.in_column and bool(listing.reports))
        for link, decision in decisions:
            if (
                is_pager(link)
                or not self._other(link, page)
                or isinstance(decision, ReportLink)
                or link.kind == "frame"
            ):
                continue
            lead = rate(link, decision, context.place(link))
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
            if one.depth <= MAX_DEPTH and self._in_scope(link.url) and not is_aside(link) and self._new(one):
                listing.children.add(self.key(link.url))
                yield one

    def _other(self, link: Link, page: LinkPage) -> bool:
        return self.key(link.url) != self.key(page.url)

    def _follow_report(self, link: ReportLink, ask: Ask, page: LinkPage, listing: Listing) -> Iterator[Ask]:
        years = self.plan.years
        if years is not None and link.expected_year is not None and link.expected_year not in years:
            return
        if not self._in_scope(link.url):
            self.ledger.elsewhere[link.url] = None
            return
        key = self.key(link.url)
        listing.reports.add(key)
        role: Role = "file" if link.kind == "attachment" else "report" if link.certain else "unclear"
        one = Ask(
            link.url, role, page.url, link.title, link.expected_year, link.certain, inside=True, parent=listing.key,
            trail=ask.trail, depth=ask.depth + 1, score=25.0,
        )  # fmt: skip
        if not self.plan.reports and (role != "unclear" or self._sampled[listing.key] >= _SAMPLE):
            if key not in self.ledger.found:
                self._count(one, link.url, link.expected_year, link.title, opened=role != "unclear")
            return
        if self._new(one):
            self._sampled[listing.key] += role == "unclear"
            yield one

    def _follow_lead(self, link: Link, lead: Lead, ask: Ask, page: LinkPage, listing: Listing) -> Iterator[Ask]:
        if lead.tier == "never" or not self._in_scope(link.url):
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
            if self.plan.explore and one.depth <= MAX_DEPTH and self._new(one):
                self._frontier.push(one)
        elif self._barren_lists > MAX_BARREN_LISTS:
            if self._new(one) and not any(lost.kind == "missed" for lost in self.ledger.problems):
                self.ledger.lose("missed", replace(one, role="column"), "links without end, not followed")
        elif one.depth > MAX_DEPTH:
            if lead.promised and self._new(one):
                self.ledger.lose("missed", one, f"deeper than {MAX_DEPTH} links, not followed")
        elif self._new(one):
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
        if paging.unread and listing.entries and ask.number == 1:
            listing.left = "has a pager that could not be read"
        if not paging.further and not listing.entries and ask.number == 1:
            if page.scripts:
                yield from self._ask_scripts(ask, page, listing)
            elif self.browser and listing.promised and not ask.rendered:
                yield replace(ask, rendered=True)
        if len(listing.barren) >= MAX_BARREN and listing.pages is None:
            listing.left = "its pages go on without end and bring nothing new"
            return
        asks = list(self._pages.asks(paging, ask, page, listing, gained))
        if not listing.promised and not near_reports(listing, ask):
            # The rest of a list of all kinds of pages: in a search, tried in its turn.
            self._keep(asks)
            listing.left = (
                "a list that is no column of reports, not walked to its end" if asks and listing.reports else ""
            )
            return
        for one in asks:
            if self._in_scope(one.url) and self._new(one):
                yield one
            elif (owner := self._seen.get(self._mark(one), listing.key)) not in {listing.key, ""}:
                listing.same.add(owner)

    def _keep(self, asks: Iterable[Ask]) -> None:
        """Further pages of a list of unknown worth, the first of them sooner."""
        for one in asks if self.plan.explore else ():
            if one.number <= MAX_UNKNOWN_PAGES and self._in_scope(one.url) and self._new(one):
                self._frontier.push(replace(one, score=0.6 - one.number / 100))

    def _ask_scripts(self, ask: Ask, page: LinkPage, listing: Listing) -> Iterator[Ask]:
        """A listing without a list: what fills it may stand in the site's own script files, each asked for once."""
        wanted = tuple(one for one in page.scripts if self._in_scope(one))[:MAX_SCRIPTS]
        self._shells.append(Shell(ask, page, listing, wanted))
        for url in wanted:
            if url not in self._scripts:
                self._scripts[url] = None
                yield Ask(url, "script", page.url, trail=ask.trail, depth=ask.depth, score=16.0)
        yield from self._read_shells()

    def _read_shells(self) -> Iterator[Ask]:
        """Read again, as if the script files stood in it, each listing whose files have come."""
        for shell in list(self._shells):
            sources = [self._scripts[url] for url in shell.wanted]
            if None not in sources:
                self._shells.remove(shell)
                source = "".join([shell.page.source, *(f"<script>{one}</script>" for one in sources)])
                page = replace(shell.page, source=source, scripts=())
                listed = read_scripts("".join(f"<script>{one}</script>" for one in sources), page.url)
                if listed:
                    yield from self._listing(shell.ask, replace(page, links=(*page.links, *listed)), None)
                    continue
                yield from self._further(shell.ask, page, context_of(page, shell.ask.trail), shell.listing, 0)

    # --- bookkeeping ------------------------------------------------------------------------------

    def _homes(self, asks: list[Ask]) -> list[Ask]:
        """The asks, and before them the home page of each host that is new, and of its domain: what stands in for a
        page is mostly one of them."""
        homes = []
        for ask in asks:
            parts = urlsplit(ask.url)
            for host in (parts.netloc, f"www.{registered_domain(ask.url)}"):
                if host in self._hosts:
                    continue
                self._hosts.add(host)
                url = f"{parts.scheme}://{host}/"
                home = Ask(url, "home", ask.url, score=40.0, depth=MAX_DEPTH)
                if self.plan.explore and ask.depth == 0 and ask.role == "way":
                    # A search that starts from a page, dead or alive, goes on from its site's home page too.
                    home = Ask(url, "way", ask.url, certain=False, score=4.0, depth=1)
                if self._in_scope(home.url) and self._new(home):
                    homes.append(home)
        return [*homes, *asks]

    def _new(self, ask: Ask) -> bool:
        """Whether nothing like it was asked before."""
        key = self._mark(ask)
        if key in self._seen:
            return False
        self._seen[key] = ask.listing
        return True

    def _mark(self, ask: Ask) -> str:
        return self.key(ask.url) + (f" {ask.form}" if ask.form else "") + ask.body

    def _count(self, ask: Ask, url: str, year: int | None, title: str, *, opened: bool = True) -> None:
        if self.plan.years is not None and year is not None and year not in self.plan.years:
            return
        key = self.key(ask.url)
        self.ledger.found[key] = Found(key, url, year, title, organ_of(title, ask.trail), opened)


def _mixed(decisions: list[tuple[Link, Decision]]) -> bool:
    """Whether a list that has reports has mostly other documents: there a bare year names no report."""
    paths = {link.path for link, one in decisions if isinstance(one, ReportLink)}
    inside = [one for link, one in decisions if link.path in paths and not is_pager(link)]
    return sum(isinstance(one, NotAReport) for one in inside) > len(inside) / 2
