"""Crawls of a portal that nobody declared: what ``scrapy discover`` and ``scrapy crawl auto`` start from is one URL."""

from typing import Any
from urllib.parse import urlsplit

from archive.model import Portal
from crawler.domains import registered_domain
from crawler.errors import CrawlArgumentError
from crawler.families.listing import ListingSpider
from crawler.registry import portal_at, portal_name
from crawler.walk.plan import Plan
from crawler.years import EARLIEST_YEAR

UNKNOWN_ORGAN = "（填写机关名称）"
UNKNOWN_ADCODE = "100000"


class UndeclaredSpider(ListingSpider, family="undeclared"):
    """A walk from any page of a portal, along leads of unknown worth too, at most ``DISCOVER_PAGES`` of these."""

    name = "undeclared"
    declared = False

    def __init__(self, url: str | None = None, budget: int = 600, **kwargs: Any) -> None:
        if url is None or urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
            raise CrawlArgumentError("name one http or https URL: scrapy crawl auto -a url=http://www.example.gov.cn/")
        self.url = url
        self.budget = budget
        self.domain = registered_domain(url)
        self.seeds = (url,)  # type: ignore[misc] # an instance's own: no class declares it
        super().__init__(**kwargs)
        self.name = portal_name(url)

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> Any:
        """Scrapy's way to make a spider."""
        kwargs.setdefault("budget", crawler.settings.getint("DISCOVER_PAGES"))
        return super().from_crawler(crawler, *args, **kwargs)

    def plan(self) -> Plan:
        """A search from the URL."""
        return Plan(self.seeds, explore=True, years=self.years, budget=self.budget)

    def in_scope(self, url: str) -> bool:  # type: ignore[override] # a class that declares nothing has no scope
        """Whether a URL lies under the registered domain of the first one."""
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and registered_domain(url) == self.domain

    def portal(self) -> Portal:  # type: ignore[override]
        """What is known of the portal: its place in the registry."""
        entry = portal_at(self.url)
        organ = entry.path[-1] if entry is not None else UNKNOWN_ORGAN
        adcode = entry.adcode if entry is not None and entry.adcode else UNKNOWN_ADCODE
        return Portal(self.name, organ, adcode, self.seeds, EARLIEST_YEAR, 1, self.family)


class AutoSpider(UndeclaredSpider, family="auto"):
    """``scrapy crawl auto -a url=…``: find the columns of a portal and take their reports in one crawl."""

    name = "auto"
