"""What can go wrong while crawling, one class per meaning; each message is one line: what, where, what to do."""


class CrawlerError(Exception):
    """Root of the crawler's own errors."""


class PortalDeclarationError(CrawlerError):
    """A spider file declares something that cannot be; names the class, the field and what is wrong."""


class CrawlArgumentError(CrawlerError):
    """``scrapy crawl NAME -a …`` was given an argument that cannot be."""


class BlockedError(CrawlerError):
    """The portal answered with a challenge or refused us: there is no page to read, and it is not empty either."""


class DeadPageError(CrawlerError):
    """The page is gone: a 404, or the home page in its place."""


class HostWaitsError(CrawlerError):
    """The host asked for more patience than a crawl has, so the page was not asked for (again)."""
