"""The reports of a walk: their links, their pages, and what belongs to them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from crawler.discovery import ReportLink, is_file
from crawler.reading.links import LinkPage
from crawler.reading.pager import read_parts
from crawler.walk.ask import Ask, Role
from crawler.walk.asked import Asked
from crawler.walk.ledger import Ledger
from crawler.walk.listing import Listing
from crawler.walk.plan import Plan
from crawler.walk.proof import is_report_text, may_be_file, organ_of, prove, report_title
from crawler.walk.records import Found

MAX_ATTACHMENTS = 50
# Links of uncertain kind in one listing of which a survey, which asks for no report, opens so many.
_SAMPLE = 3


class ReportPages:
    """Keeps the ledger of what was found."""

    def __init__(self, plan: Plan, ledger: Ledger, asked: Asked) -> None:
        self._plan = plan
        self._ledger = ledger
        self._asked = asked
        self._sampled: Counter[str] = Counter()

    def report(self, ask: Ask, page: LinkPage, other: str | None) -> Iterator[Ask]:
        """A page that was asked for as a report: it is counted where it proves to be one."""
        proof = prove(page, ask)
        if proof == "proved":
            self.count(ask, page.url, *report_title(page, ask))
            yield from self._attachments(ask, page)
            yield from self._parts(ask, page)
        elif ask.certain or proof == "unproved":
            of = f", but the body of {other}" if other else ""
            self._ledger.lose("stand_in", ask, f"not the report {ask.title}{of}")
        elif (parent := self._ledger.listings.get(ask.parent)) is not None:
            parent.refused["its own title"] += 1
            parent.reports.discard(self._asked.key(ask.url))

    def inline(self, ask: Ask, page: LinkPage, other: str | None) -> Iterator[Ask]:
        """A listing that is itself the report: counted, and its capture is to say so. Of several answers under one
        address only asking again tells which one it is."""
        year, title = report_title(page, ask)
        self.count(ask, page.url, year, title)
        had = not (ask.form or ask.body or ask.rendered)
        report = replace(ask, role="report", title=title, year=year, listing="", score=25.0, had=had)
        if self._plan.reports:
            yield replace(report, url=page.url) if had else report
            yield from self.report(report, page, other) if had else ()

    def part(self, ask: Ask, page: LinkPage, other: str | None) -> Iterator[Ask]:
        """A further page of an article; the tables of two reports have the same words, a list or a report has not."""
        if other in self._ledger.listings or other in self._ledger.found:
            self._ledger.lose("stand_in", ask, f"the body of {other} in place of a page of {ask.title}")
            return
        yield from self._attachments(ask, page)
        yield from self._parts(ask, page)

    def _parts(self, ask: Ask, page: LinkPage) -> Iterator[Ask]:
        """The further pages of an article that is cut into several, as files of its first one."""
        first = ask.via if ask.role == "part" and ask.via else page.url
        for link in read_parts(page, first) if self._plan.reports else ():
            one = Ask(link.url, "part", first, ask.title, ask.year, trail=ask.trail, score=30.0)
            if self._asked.may(one):
                yield one

    def _attachments(self, ask: Ask, page: LinkPage) -> Iterator[Ask]:
        files = [link for link in page.links if is_file(link.url, link.text)]
        bare = not files and not is_report_text(page)
        if bare:
            # The report, or its tables, can only be in the pictures, or in a file without an ending.
            files = [*page.images, *(link for link in page.links if may_be_file(link))]
        via = ask.via if ask.role == "part" else page.url
        for link in files[:MAX_ATTACHMENTS] if self._plan.reports else ():
            words = link.text or link.title or ""
            sure = not bare or link in page.images
            one = Ask(link.url, "attachment", via, words, ask.year, sure, trail=ask.trail, score=30.0)
            if self._asked.may(one):
                yield one

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
