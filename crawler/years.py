"""The report years that a crawl is limited to (``-a years=2019-2024``). Pure."""

import re
from dataclasses import dataclass

from crawler.errors import CrawlArgumentError

# The regulation took effect on 2008-05-01; some organs published a report on 2007 or earlier years under local rules
# (Shanghai, Guangzhou, from 2003 and 2004).
EARLIEST_YEAR = 2003
LATEST_YEAR = 2099


@dataclass(frozen=True, slots=True)
class Years:
    """The wanted report years."""

    wanted: frozenset[int]

    def __contains__(self, year: object) -> bool:
        return year in self.wanted

    def may_hold(self, folder_year: int) -> bool:
        """Whether a folder of that year can hold a wanted report: it names the report year or that of publication."""
        return folder_year in self.wanted or folder_year - 1 in self.wanted


def parse_years(text: str) -> Years:
    """Read ``2020``, ``2019-2024`` or ``2015,2019-2024``.

    Raises:
        CrawlArgumentError: for anything else, with the accepted forms.
    """
    wanted: set[int] = set()
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{4})\s*(?:[-–]\s*(\d{4})\s*)?", part, re.ASCII)
        if match is None:
            raise CrawlArgumentError(f"years={text!r}: write a year (2020), a range (2019-2024) or both with commas")
        first, last = int(match[1]), int(match[2] or match[1])
        if not EARLIEST_YEAR <= first <= last <= LATEST_YEAR:
            raise CrawlArgumentError(
                f"years={text!r}: {part.strip()} is not a span of years within {EARLIEST_YEAR}-{LATEST_YEAR}"
            )
        wanted.update(range(first, last + 1))
    return Years(frozenset(wanted))
