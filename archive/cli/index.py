"""``python -m archive index [PATH…]``."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import ArchiveError, UsageError
from archive.index import IndexReport, update_index
from archive.index.readers import FileReaders
from archive.index.update import expand
from archive.model import Issue
from archive.warc.openfile import LEFT_OVER, left_over
from archive.warc.paths import OPEN_SUFFIX, location_name
from archive.workers import processors, workers

DEFAULT_DATABASE = Path("data/archive.db")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_index_arguments(parser)


def add_index_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that ``index`` and ``rebuild`` share."""
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="WARC or WACZ files, or folders of them [the warc folder]"
    )
    add_database_arguments(parser)
    parser.add_argument(
        "--jobs", type=int, metavar="N", help="processes that read WARC files for the one that writes [all processors]"
    )
    parser.add_argument("--on", metavar="tcp://HOST:PORT", help="have the workers of a dask cluster read them instead")


@contextmanager
def readers_of(args: argparse.Namespace) -> Iterator[FileReaders | None]:
    """Who reads for the writer; in the end, why some files came back unread is said on stderr. Raises ArchiveError
    where nobody is there."""
    jobs = processors() if args.jobs is None else args.jobs
    if jobs < 1:
        raise UsageError("--jobs takes a number from 1 on")
    if jobs == 1 and args.on is None:
        yield None
        return
    with workers(args.on, jobs) as many:
        readers = FileReaders(many)
        yield readers
    for why, count in readers.faults.items():
        files = "1 file was" if count == 1 else f"{count} files were"
        print(f"warning: {files} read by the writer itself: {why}", file=sys.stderr)


def add_database_arguments(parser: argparse.ArgumentParser) -> None:
    """``--archive DIR``, as the other commands have it, or ``--database FILE``: either way ``args.database``."""
    place = parser.add_mutually_exclusive_group()
    place.add_argument(
        "--archive",
        type=lambda folder: Path(folder) / DEFAULT_DATABASE.name,
        dest="database",
        metavar="DIR",
        default=DEFAULT_DATABASE,
        help=f"the archive [{DEFAULT_DATABASE.parent}]; its index is DIR/{DEFAULT_DATABASE.name}",
    )
    place.add_argument(
        "--database",
        type=Path,
        default=DEFAULT_DATABASE,
        metavar="FILE",
        help="the index itself; its warc folder lies beside it",
    )


def warc_root(database: Path) -> Path:
    """The folder whose WARC files an index reads: ``warc`` beside it."""
    return database.parent / "warc"


def paths_or_default(paths: list[Path], root: Path) -> list[Path]:
    """The paths that were asked for, else the archive's own WARC folder where there is one. Files of it that a process
    left open when it died are named on stderr. Raises UsageError for a path that is one, or is being written."""
    unfinished = next((path for path in paths if path.suffix == OPEN_SUFFIX), None)
    if unfinished is not None:
        raise UsageError(f"{unfinished}: is not finished; verify --repair finishes what a process that died left open")
    for path in left_over(root):
        print(f"warning: left_over: {location_name(path, root)}: {LEFT_OVER}; not read", file=sys.stderr)
    return paths or ([root] if root.is_dir() else [])


def show_progress(line: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)


def report_lines(report: IndexReport, database: Path) -> int:
    """Print what was done; returns the exit status: 1 where a file could not be read at all."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)
    for issue in report.issues:
        print(_issue_line(issue), file=sys.stderr)
    if report.files == 0 and report.files_known == 0:
        print(f"{database}: no WARC files found; crawl a portal or import a file first")
    elif report.files == 0:
        print(f"{database}: nothing new in {report.files_known} WARC files; {report.reports} reports")
    else:
        print(
            f"{database}: {report.files} WARC files read, {report.files_known} known; {report.captures} new captures, "
            f"{report.read} documents read, {report.reports_added} new reports, {report.versions_added} new versions; "
            f"{report.reports} reports with {report.figures} figures in all"
        )
    for name in report.unreadable:
        print(f"error: {name}: not one record of this file could be read", file=sys.stderr)
    return 1 if report.unreadable else 0


def _issue_line(issue: Issue) -> str:
    return f"warning: {issue.code}: {issue.detail}"


def run(args: argparse.Namespace) -> int:
    root = warc_root(args.database)
    paths = paths_or_default(args.paths, root)
    if not args.database.exists() and not expand(paths):
        raise ArchiveError(f"{args.database}: no WARC files found; crawl a portal or import a file first")
    with readers_of(args) as readers:
        report = update_index(args.database, paths, root, show_progress, readers=readers)
    return report_lines(report, args.database)
