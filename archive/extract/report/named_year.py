"""On which year a report is: what title, stated period, opening and the link's text say, in this order."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from archive.text.digits import plain_years
from archive.text.titles import squash, year_in_title

_PERIOD = re.compile(
    r"(?:自|从|为|即|是|:|期限|时限|日期)?(20[0-3]\d)[年./-]0?1[月./-]0?1(?!\d)日?.{0,5}?(?:至|到|起|—|-|－|~|～).{0,8}?"
    r"(20[0-3]\d)?[年./-]?12[月./-]31(?!\d)"
)
_YEAR_SAID = re.compile(r"(?<![〔\[（(\d])(20[0-3]\d)年(?!\d{1,2}月|月)")
_REPORTED = re.compile(
    r"(20[0-3]\d)年(?:度)?[^，。；;\d]{0,16}?(?:信息公开|政务公开)(?:工作)?的?(?:有关|相关)?(?:年度)?(?:情况|报告|年报)"
)
_HEREBY = re.compile(
    r"现[将就](20[0-3]\d)年(?:度)?[^，。；;\d]{0,20}?(?:情况|报告|工作)[^，。；;\d]{0,10}?(?:如下|公布|发布)"
)
_OPENS = re.compile(r"^(20[0-3]\d)年(?:度|来|以来)?[，,]", re.M)
_CITED = re.compile(r"《[^》]*》")
# The ends of a year in numerals.
_WRITTEN_ENDS = (("年一月一日", "年1月1日"), ("十二月三十一日", "12月31日"))


@dataclass(frozen=True, slots=True)
class NamedYear:
    """The report year with its source and the words there; ``period`` is the year that the text states beside the
    title's, None where it states none."""

    year: int
    source: str
    words: str
    period: int | None = None


def name_year(title: str | None, lines: Sequence[str], anchor: str | None) -> NamedYear | None:
    """The year of which a document is the report; ``lines`` is its text, ``anchor`` the text of the link to it."""
    head = plain_years("".join(lines[:12])[:4000])
    titled = year_in_title(title) if title else None
    period = _stated_period(head)
    if titled is not None:
        return NamedYear(titled, "title", title or "", period[0] if period else None)
    if period is not None:
        return NamedYear(period[0], "stated period", period[1])
    opening = plain_years("\n".join(lines[:12])[:1200])
    said = _reported_year(opening) or _said_year(head[:1200]) or _opening_year(opening)
    if said is not None:
        return NamedYear(said[0], "text", said[1])
    if anchor and (year := year_in_title(anchor)):
        return NamedYear(year, "anchor", anchor)
    return None


def stated_period(text: str) -> int | None:
    """The year of which a text says that its figures run from 1 January to 31 December; None if not one year."""
    found = _stated_period(plain_years(text))
    return found[0] if found else None


def _stated_period(text: str) -> tuple[int, str] | None:
    text = squash(text)
    for written, plain in _WRITTEN_ENDS:
        text = text.replace(written, plain)
    found = list(_PERIOD.finditer(text))
    years = {int(match[1]) if not match[2] or match[1] == match[2] else 0 for match in found}
    return (years.pop(), found[0][0]) if len(years) == 1 and 0 not in years else None


def _reported_year(text: str) -> tuple[int, str] | None:
    """The one year whose openness the opening reports (现将2021年政府信息公开工作情况报告如下)."""
    own = _CITED.sub("《》", text)
    found = [*_REPORTED.finditer(own), *_HEREBY.finditer(own)]
    return (int(found[0][1]), found[0][0]) if len({match[1] for match in found}) == 1 else None


def _opening_year(text: str) -> tuple[int, str] | None:
    """The one year that the first paragraphs begin with (2021年，我局…)."""
    found = list(_OPENS.finditer(text))
    return (int(found[0][1]), found[0][0]) if len({match[1] for match in found}) == 1 else None


def _said_year(text: str) -> tuple[int, str] | None:
    """The year that the opening speaks of: named at least twice, and more often than any other."""
    counts = Counter(int(year) for year in _YEAR_SAID.findall(text)).most_common(2)
    if not counts or counts[0][1] < 2 or (len(counts) > 1 and counts[1][1] == counts[0][1]):
        return None
    year = counts[0][0]
    spot = text.index(f"{year}年")
    return year, text[max(0, spot - 10) : spot + 20]
