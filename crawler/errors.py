"""What can go wrong while crawling, one class per meaning; each message is one line: what, where, what to do."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)


class CrawlerError(Exception):
    """Root of the crawler's own errors."""


class PortalDeclarationError(CrawlerError):
    """A spider file declares something that cannot be; names the class, the field and what is wrong."""


class CrawlArgumentError(CrawlerError):
    """``scrapy crawl NAME -a …`` was given an argument that cannot be."""


class BlockedError(CrawlerError):
    """The portal answered with a challenge or refused us: there is no page to read, and it is not empty either."""


class ChallengeError(BlockedError):
    """A page of script in place of the page, which only a browser passes; the message names whose."""


class RefusedError(BlockedError):
    """A firewall's answer: a status that refuses, or a page that says so."""


class OutOfRegionError(RefusedError):
    """A refusal that names the region we ask from."""


class MirrorError(BlockedError):
    """The page is another portal's, on a host that is none of its own."""


class RedirectLoopError(BlockedError):
    """Redirects in a circle: a cookie that has to be brought along, or one that is never accepted."""


class DeadPageError(CrawlerError):
    """The page is gone: a 404, or the home page in its place."""


class HostWaitsError(CrawlerError):
    """The host asked for more patience than a crawl has, so the page was not asked for (again)."""


class ConnectFailedError(CrawlerError):
    """Nothing could be asked, because no connection to the host came about; the classes below say how it failed. Each
    is also the class that Scrapy has for it, so that it is retried as such."""


class HostUnknownError(ConnectFailedError, CannotResolveHostError):
    """DNS knows no address of the host."""


class ConnectRefusedError(ConnectFailedError, DownloadConnectionRefusedError):
    """The host is there, and nothing listens at that port."""


class ConnectTimeoutError(ConnectFailedError, DownloadTimeoutError):
    """The host did not take part in a connection, or in a TLS handshake, within the time of a download."""


class TlsFailedError(ConnectFailedError, DownloadFailedError):
    """The host took the connection, and TLS could not be agreed on; the message has the reason of the library."""


class UnreachableError(ConnectFailedError, DownloadFailedError):
    """The connection failed in another way: no route, reset at once."""


class CutAnswerError(CrawlerError, ResponseDataLossError):
    """The answer is not whole: its end did not come, or does not decode. It is archived, retried, and never a page."""


class NoPageError(CrawlerError):
    """A 304 to a request without a condition: the server speaks of a page that nobody has."""


class NotCapturedError(CrawlerError):
    """A replayed crawl asked for what its files do not hold."""
