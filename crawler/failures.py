"""What a download that failed failed of: why its capture is cut, and whether a connection came about at all. Pure."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    StopDownload,
)

from archive.model import Truncation
from crawler.errors import (
    ConnectFailedError,
    ConnectRefusedError,
    ConnectTimeoutError,
    CrawlerError,
    HostUnknownError,
    TlsFailedError,
    UnreachableError,
)
from crawler.exchange import Recording


def why_cut(recording: Recording, error: BaseException) -> Truncation:
    """Why the last answer of a failed download is not whole."""
    if isinstance(error, DownloadTimeoutError):
        return "time"
    if isinstance(error, DownloadCancelledError) or recording.over_limit:
        return "length"
    # Scrapy's StopDownload, the end of the process, or a parser that refused what it read and hung up.
    if not isinstance(error, Exception) or isinstance(error, StopDownload) or recording.hung_up:
        return "unspecified"
    return "disconnect"


def connect_failure(url: str, error: BaseException, *, tls: bool) -> ConnectFailedError | None:
    """The failure of a connection over which nothing was asked, by its class; None for what is no such failure.
    ``tls`` says that the connection stood, and only TLS could not be agreed on."""
    host = urlsplit(url).netloc
    if isinstance(error, CrawlerError | DownloadCancelledError | StopDownload) or not isinstance(error, Exception):
        return None
    if isinstance(error, CannotResolveHostError):
        return HostUnknownError(f"{url}: {host} is not known to DNS")
    if isinstance(error, DownloadConnectionRefusedError):
        return ConnectRefusedError(f"{url}: {host} refuses connections")
    if isinstance(error, DownloadTimeoutError):
        what = "did not agree on TLS" if tls else "took no connection"
        return ConnectTimeoutError(f"{url}: {host} {what} in time")
    reason = _reason(error)
    if tls:
        return TlsFailedError(f"{url}: TLS with {host} failed: {reason}")
    return UnreachableError(f"{url}: no connection to {host}: {reason}")


def _reason(error: BaseException) -> str:
    """The innermost cause in words: what the TLS library says, else the message."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, SSL.Error) and cause.args and isinstance(cause.args[0], list):
            return "; ".join(reason for *_, reason in cause.args[0]) or "the host hung up"
    words = " ".join(str(causes[-1]).split())
    return words.rstrip(".") or type(causes[-1]).__name__


def _causes(error: BaseException) -> Iterator[BaseException]:
    yield error
    for failure in getattr(error, "reasons", None) or ():
        yield from _causes(failure.value)
    if error.__cause__ is not None:
        yield from _causes(error.__cause__)
