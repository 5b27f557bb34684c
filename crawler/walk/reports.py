"""The reports of a walk: their links, their pages, and what belongs to them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from crawler.discovery import ReportLink, classify, is_file
from crawler.reading.carriers import Carrier, may_call, read_carriers
from crawler.reading.links import LinkPage
from crawler.reading.page import read_page
from crawler.reading.pager import read_parts
from crawler.reading.parts import called_parts, promised_parts
from crawler.walk.ask import Ask, Role
from crawler.walk.asked import Asked
from crawler.walk.ledger import Ledger
from crawler.walk.listing import Listing
from crawler.walk.plan import Plan
from crawler.walk.proof import bears_title, holds_text, is_telling, organ_of, prove, report_title, tells
from crawler.walk.records import Found
from crawler.walk.shells import Shells

MAX_ATTACHMENTS = 50
# A frame may hold a frame, which holds the file.
MAX_DEEP = 2
# Links of uncertain kind in one listing of which a survey, which asks for no report, opens so many.
_SAMPLE = 3


class ReportPages:
    """Keeps the ledger of what was found."""

    def __init__(self, plan: Plan, ledger: Ledger, asked: Asked, shells: Shells) -> None:
        self._plan = plan
        self._shells = shells
        self._ledger = ledger
        self._asked = asked
        self._sampled: Counter[str] = Counter()

    def report(self, ask: Ask, page: LinkPage, other: str | None) -> Iterator[Ask]:
        """A page that was asked for as a report: it is counted where it proves to be one, and has its text or leads to
        something that came."""
        proof = prove(page, ask)
        if proof == "proved":
            yield from self._proved(ask, page)
        elif ask.certain or proof == "unproved":
            of = f", but the body of {other}" if other else ""
            self._ledger.lose("stand_in", ask, f"not the report {ask.title}{of}")
        elif (parent := self._ledger.listings.get(ask.parent)) is not None:
            parent.refused["its own title"] += 1
            parent.reports.discard(self._asked.key(ask.url))

    def _proved(self, ask: Ask, page: LinkPage) -> Iterator[Ask]:
        year, title = report_title(page, ask)
        if not self._plan.reports or tells(page):
            self.count(ask, page.url, year, title)
        else:
            self._ledger.announced[page.url] = replace(ask, year=year, title=title)
        yield from self._beside(ask, page)
        yield from self._neighbours(ask, page)
        count = promised_parts(page) if self._plan.reports else 1
        parts = list(self._called_parts(ask, page, count))
        yield from parts
        if (page.url in self._ledger.announced and may_call(page)) or (count > 1 and not parts):
            yield from self._shells.wait(ask, page, None, self._asked.in_scope, article=True)
            yield from self.scripts_came()

    def _neighbours(self, ask: Ask, page: LinkPage) -> Iterator[Ask]:
        """Reports that a report's page links (上一篇): a column may list the newest alone."""
        parent = self._ledger.listings.get(ask.parent)
        if parent is None:
            return
        for one in map(classify, page.anchors(ask.trail)):
            if not isinstance(one, ReportLink) or one.kind != "report" or not one.certain:
                continue
            if is_telling(one.title) and self._asked.in_scope(one.url):
                yield from self.follow(one, ask, page, parent)

    def scripts_came(self) -> Iterator[Ask]:
        """Go on with the articles whose script files have come."""
        for shell, page in self._shells.ready(articles=True):
            whole = read_page(page.scripted, page.url)
            if page.url in self._ledger.announced:
                yield from self._carried(shell.ask, whole)
            count = promised_parts(shell.page)
            parts = list(self._called_parts(shell.ask, whole, count))
            yield from parts
            if count > 1 and not parts and not read_parts(whole, page.url):
                part = replace(shell.ask, role="part", via=page.url)
                self._ledger.lose("missed", part, f"an article of {count} pages, of which one was read")

    def _called_parts(self, ask: Ask, page: LinkPage, count: int) -> Iterator[Ask]:
        for url in called_parts(page, page.url, count) if count > 1 else ():
            one = Ask(url, "part", page.url, ask.title, ask.year, trail=ask.trail, score=30.0)
            if self._asked.may(one):
                yield one

    def inline(self, ask: Ask, page: LinkPage, other: str | None) -> Iterator[Ask]:
        """A listing that is itself the report: counted, and its capture is to say so. Of several answers under one
        address only asking again tells which one it is."""
        year, title = report_title(page, ask)
        had = not (ask.form or ask.body or ask.rendered)
        report = replace(ask, role="report", title=title, year=year, listing="", score=25.0, had=had)
        if not (self._plan.reports and had):
            self.count(ask, page.url, year, title)
        if self._plan.reports:
            yield replace(report, url=page.url) if had else report
            yield from self.report(report, page, other) if had else ()

    def part(self, ask: Ask, page: LinkPage, other: str | None) -> Iterator[Ask]:
        """A further page of an article, or what may hold its text; the tables of two reports have the same words, a
        list or a report has not."""
        if other in self._ledger.listings or other in self._ledger.found:
            if ask.certain:
                self._ledger.lose("stand_in", ask, f"the body of {other} in place of a page of {ask.title}")
            return
        article = self._ledger.announced.get(ask.via or "")
        if (
            article is not None
            and not ask.ajax
            and bears_title(page)
            and tells(page)
            and prove(page, article) == "proved"
        ):
            # No part of an article, but the article itself: the page that was linked only led here.
            del self._ledger.announced[ask.via or ""]
            self.count(article, page.url, *report_title(page, article))
            yield replace(article, url=page.url, had=True)
        elif ask.certain or tells(page) or holds_text(page):
            self.had(ask)
        yield from self._beside(ask, page)

    def had(self, ask: Ask) -> None:
        """Something that an article leads to came: the report is had with it."""
        article = self._ledger.announced.pop(ask.via or "", None)
        if article is not None:
            self.count(article, ask.via or article.url, article.year, article.title)

    def _beside(self, ask: Ask, page: LinkPage) -> Iterator[Ask]:
        """What belongs to an article: its files and further pages; all that may hold its text, where it shows none."""
        if not self._plan.reports:
            return
        first = _article(ask, page)
        for link in [one for one in page.links if is_file(one.url, one.text)][:MAX_ATTACHMENTS]:
            one = self._file(ask, page, Carrier(link.url, link.text or link.title or "", sure=True))
            if self._asked.may(one):
                yield one
            elif not self._asked.may_lie(one):
                self._ledger.lose("missed", one, "a file out of the portal, not followed")
        for link in read_parts(page, first):
            one = Ask(link.url, "part", first, ask.title, ask.year, trail=ask.trail, score=30.0)
            if self._asked.may(one):
                yield one
        if not tells(page):
            yield from self._carried(ask, page)

    def _carried(self, ask: Ask, page: LinkPage) -> Iterator[Ask]:
        if ask.depth > MAX_DEEP and ask.role == "part":
            return
        for one in [self._file(ask, page, carrier) for carrier in read_carriers(page)][:MAX_ATTACHMENTS]:
            if self._asked.may(one):
                yield one

    def _file(self, ask: Ask, page: LinkPage, what: Carrier) -> Ask:
        depth = ask.depth + 1 if ask.role == "part" else 0
        return Ask(
            what.url, "part" if what.is_page else "attachment", _article(ask, page), what.words or ask.title, ask.year,
            what.sure, trail=ask.trail, depth=depth, form=what.form, body=what.body, ajax=what.ajax, score=30.0,
        )  # fmt: skip

    def follow(self, link: ReportLink, ask: Ask, page: LinkPage, listing: Listing) -> Iterator[Ask]:
        """What a link that names a report leads to; a survey opens only a few that are not certain."""
        years = self._plan.years
        if years is not None and link.expected_year is not None and link.expected_year not in years:
            return
        if not self._asked.in_scope(link.url):
            self._ledger.elsewhere[link.url] = None
            return
        key = self._asked.key(link.url)
        listing.reports.add(key)
        role: Role = "file" if link.kind == "attachment" else "report" if link.certain else "unclear"
        one = Ask(
            link.url, role, page.url, link.title, link.expected_year, link.certain, inside=True, parent=listing.key,
            trail=ask.trail, depth=ask.depth + 1, score=25.0,
        )  # fmt: skip
        if not self._plan.reports and (role != "unclear" or self._sampled[listing.key] >= _SAMPLE):
            if key not in self._ledger.found:
                self.count(one, link.url, link.expected_year, link.title, opened=role != "unclear")
            return
        if self._asked.new(one):
            self._sampled[listing.key] += role == "unclear"
            yield one

    def count(self, ask: Ask, url: str, year: int | None, title: str, *, opened: bool = True) -> None:
        """Note a report."""
        if self._plan.years is not None and year is not None and year not in self._plan.years:
            return
        key = self._asked.key(ask.url)
        self._ledger.found[key] = Found(key, url, year, title, organ_of(title, ask.trail), opened)


def _article(ask: Ask, page: LinkPage) -> str:
    """The first page of the article that a page belongs to."""
    return ask.via if ask.role in {"part", "attachment"} and ask.via else page.url
