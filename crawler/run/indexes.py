"""What a process of a run does for the index: read one portal's captures into it, and say what that brought."""

import time

from scrapy.settings import Settings

import archive.extract.pipeline
import archive.index
from archive.errors import ArchiveError, IndexLockedError
from archive.index.changes import changes_in
from archive.runs import IndexRow, RunFolder
from crawler.paths import ROOT
from crawler.run.pool import Line

# Seconds between two looks at an index that another program writes.
_POLL = 0.5
# What the index reads with, imported once for all.
_EXTRACT = archive.extract.pipeline.extract


def index_portal(line: Line, settings: Settings, folder: RunFolder, name: str) -> None:
    """Read a portal's folder into the index, and keep what that brought; waits for other programs that write it."""
    line.watch()
    root = ROOT / str(settings.get("ARCHIVE_DIR"))
    database = root / "archive.db"
    end = time.monotonic() + settings.getfloat("INDEX_WAIT")
    row = folder.crawl(name)
    try:
        while True:
            try:
                report = archive.index.update_index(database, [root / "warc" / name], root / "warc", extractor=_EXTRACT)
                break
            except IndexLockedError:
                if time.monotonic() >= end:
                    raise
                time.sleep(_POLL)
        texts = report.versions_added > report.reports_added
        changes = changes_in(database, row.crawl_id, row.gone, versions=texts) if row is not None else None
    except ArchiveError as error:
        folder.keep(IndexRow(name, failure=str(error)))
        return
    unread = "; ".join(f"{file} could not be read" for file in report.unreadable)
    found = (changes.new, changes.changed, changes.gone) if changes is not None else ((), (), ())
    folder.keep(IndexRow(name, report.captures, *found, failure=unread))
