"""Runs of many crawls, as they stand on disk: what was planned, what came of it, what somebody has to look at."""

from archive.runs.files import (
    Begun,
    CrawlRow,
    DueLine,
    IndexRow,
    MovedRow,
    Plan,
    RunFileError,
    RunFolder,
    RunReport,
    RunState,
    dues_of,
    instant,
    keep_dues,
    runs_of,
    write_whole,
)
from archive.runs.words import clock, headline, troubles

__all__ = [
    "Begun",
    "CrawlRow",
    "DueLine",
    "IndexRow",
    "MovedRow",
    "Plan",
    "RunFileError",
    "RunFolder",
    "RunReport",
    "RunState",
    "clock",
    "dues_of",
    "headline",
    "instant",
    "keep_dues",
    "runs_of",
    "troubles",
    "write_whole",
]
