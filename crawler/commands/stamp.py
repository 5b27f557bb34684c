"""``scrapy stamp``: have a time-stamping authority say that the chain's head existed by now (RFC 3161)."""

import argparse
import sys
from pathlib import Path
from typing import Any, ClassVar
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from archive.errors import ArchiveError
from crawler.errors import CrawlerError
from crawler.paths import ROOT

# Seconds; authorities answer within one. Bytes: a token with its certificates has some 6 KB.
TIMEOUT = 30.0
MAX_ANSWER = 1 << 20


class Command(ScrapyCommand):
    """One question to the authority that the setting ``STAMP_AUTHORITY`` names."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Have a time-stamping authority (STAMP_AUTHORITY) witness the head of the archive's chain"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 (Scrapy passes it)
        """Ask, check, keep; one line on what was kept, or on why nothing was."""
        if args or self.settings is None:
            raise UsageError
        from archive.verify.stamping import keep_stamp, stamp_query  # Scrapy loads every command at every start

        root = ROOT / Path(str(self.settings.get("ARCHIVE_DIR", "data"))) / "warc"
        try:
            url = _authority(str(self.settings.get("STAMP_AUTHORITY") or ""))
            query = stamp_query(root)
            stamp = keep_stamp(query, post(url, query.request), root)
        except (ArchiveError, CrawlerError) as error:
            print(f"error: {error}", file=sys.stderr)
            self.exitcode = 1
        else:
            print(f"stamp: {stamp.line()}")


def _authority(url: str) -> str:
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        said = f"{url!r} is no http or https URL" if url else "no authority is named"
        raise CrawlerError(
            f"{said}; choose whom you trust: scrapy stamp -s STAMP_AUTHORITY=http://timestamp.example.org/"
        )
    return url


def post(url: str, question: bytes) -> bytes:
    """The authority's answer to a question (RFC 3161 §3.4).

    Raises:
        CrawlerError: where it cannot be reached, or does not answer with a time stamp.
    """
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    try:
        with urlopen(Request(url, question, headers), timeout=TIMEOUT) as response:  # noqa: S310 (http or https)
            answer: bytes = response.read(MAX_ANSWER)
    except (URLError, OSError) as error:
        raise CrawlerError(f"{url}: {getattr(error, 'reason', error)}") from error
    return answer
