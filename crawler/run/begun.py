"""Which crawl a portal's answers belong to in a run, whatever process or machine goes on with it."""

from datetime import UTC, datetime, timedelta

from archive.runs import Begun, RunFolder, instant
from crawler.capture import new_crawl

# A crawl that lay for longer is begun anew: lists of two weeks prove nothing together.
_TOO_OLD = timedelta(days=2)


def begun_of(folder: RunFolder, name: str) -> Begun:
    """The crawl of a portal in a run; begun now, where it was not."""
    begun = folder.begun(name)
    if begun is None or datetime.now(UTC) - instant(begun.started) > _TOO_OLD:
        begun = Begun(name, *new_crawl(name))
        folder.keep(begun)
    return begun
