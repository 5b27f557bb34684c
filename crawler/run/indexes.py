"""What a process of a run does for the index: read one portal's captures into it, and say what that brought."""

import time
from contextlib import suppress
from pathlib import Path

from scrapy.settings import Settings

import archive.extract.pipeline
from archive.errors import ArchiveError, IndexLockedError
from archive.index import IndexReport, update_index
from archive.index.changes import changes_in
from archive.index.readers import FileReaders
from archive.runs import IndexRow, RunFolder
from archive.warc.repair import enter
from archive.warc.store import store_of
from archive.workers import ClusterError, workers
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
                report = _read(database, root / "warc", name, settings.get("RUN_ON") or None)
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


def _read(database: Path, root: Path, name: str, on: str | None) -> IndexReport:
    """Read a portal's folder; with the help of a cluster, where the run has one."""
    if store_of(root) is not None:
        enter(root / name, root)
    if on is not None:
        with suppress(ClusterError), workers(on, 1) as many:
            return update_index(database, [root / name], root, extractor=_EXTRACT, readers=FileReaders(many))
    return update_index(database, [root / name], root, extractor=_EXTRACT)
