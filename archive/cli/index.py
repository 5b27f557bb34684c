"""``python -m archive index [PATH…]``."""

import argparse
import sys
from pathlib import Path

from archive.errors import UsageError
from archive.index import IndexReport, update_index
from archive.model import Issue
from archive.warc.openfile import LEFT_OVER, left_over
from archive.warc.paths import OPEN_SUFFIX, location_name

DEFAULT_DATABASE = Path("data/archive.db")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_index_arguments(parser)


def add_index_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that ``index`` and ``rebuild`` share."""
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="WARC or WACZ files, or folders of them [the warc folder]"
    )
    add_database_arguments(parser)


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
    report = update_index(args.database, paths_or_default(args.paths, root), root, show_progress)
    return report_lines(report, args.database)
