"""Errors on one line: what the network, the disk or a portal did needs no traceback; a fault of ours keeps its own."""

import logging
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotConfigured,
    NotSupported,
    ResponseDataLossError,
)
from scrapy.utils.log import get_scrapy_root_handler

from archive.errors import ArchiveError
from crawler.errors import CrawlerError

_EXPECTED = (
    ArchiveError,
    CannotResolveHostError,
    CrawlerError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    OSError,
    ResponseDataLossError,
)


class OneLineErrors(logging.Filter):
    """Drops the traceback of an error that has a meaning; its message says it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes."""
        if record.exc_info and isinstance(record.exc_info[1], _EXPECTED):
            record.exc_info = None
        return True


class CertificatesOnce(logging.Filter):
    """Says once a host what is wrong with its certificate; Scrapy says it for each connection."""

    def __init__(self) -> None:
        super().__init__()
        self._said: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes but a repeated one of the TLS of the downloader."""
        if record.name != "scrapy.core.downloader.tls":
            return True
        message = record.getMessage()
        new = message not in self._said
        self._said.add(message)
        return new


class OneLineExtension:
    """Puts the filters on Scrapy's handler, which each crawler makes anew after its extensions. ``LOG_LEVEL=DEBUG``
    keeps tracebacks."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make an extension."""
        if crawler.settings.get("LOG_LEVEL") == "DEBUG":
            raise NotConfigured
        extension = cls()
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        return extension

    def spider_opened(self) -> None:
        """Before the first request."""
        handler = get_scrapy_root_handler()
        if handler is not None:
            handler.addFilter(OneLineErrors())
            handler.addFilter(CertificatesOnce())
