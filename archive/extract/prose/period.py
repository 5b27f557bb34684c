"""Which time a clause speaks of: the report year, the time up to a day, or another time."""

import re
from typing import Literal

Period = Literal["year", "to_date", "other"]

_WHOLE_YEAR = re.compile(
    r"(?:全年度?|本年度?(?:内|以来|来|中)?|今年(?:以来|来|内)?|年度?内|当年(?:内)?|一年(?:以)?来|年度|"
    r"本?报告(?:期|年度)(?:内|期间|间)?|本?统计(?:期|年度)内)(?![底末初前上下])"
)
_SPAN = re.compile(
    r"(?:自|从|在)?(?:(?P<first>20\d\d)年)?0?1月?(?:0?1日)?起?(?:至|到|[-—–~～])(?:(?P<last>20\d\d)年)?12月(?:31日|底|末|份)?"
    r"(?:止|期间|间)?"
)
_NAMED = re.compile(
    r"[在于]?(?P<year>20\d\d)年(?:全年|度|期间|间|以来|来|内|中)*"
    r"(?![\d一二三四上下前底末初第起至到止]|[-—–~～]|以前|之前)"
)
_TO_DATE = re.compile(
    r"截[至止](?:到)?(?:(?P<year>20\d\d)年)?(?:12月(?:31日|底|末)?|年底|年末|目前|现在|报告期末|本?报告期)(?:止|为止)?"
)
# What begins a clause about another time.
_OTHER = re.compile(
    r"(?:在|从|自|到|近|前|截[至止]到?)*(?:(?:20\d\d年)?(?:\d{1,2}月|[一二三四上下前]?[一二三四两\d]?个?(?:季度|半年|旬))|20\d\d年|去年|上一?年|往年|"
    r"历年|同期|[一二三四五六七八九十两几多\d]+(?:个)?(?:年|月)|以来)|自.{0,24}以来|[^,的]{1,14}?(?:以来|期间|时期)|.{0,14}[年月]来|截[至止]|任期|每"
)


# How a clause ends that is about a time and nothing else.
_IS_TIME = re.compile(r"(?:以来|为止|期间|至今|月份?|季度|半年|[年月]底|年末|目前|止|日)$")
_LONGEST_TIME = 24


def is_other_time(clause: str) -> bool:
    """Whether a clause, the time that it begins with taken away, says a time that is not understood."""
    return len(clause) <= _LONGEST_TIME and _IS_TIME.search(clause) is not None


def period_at(text: str, year: int | None) -> tuple[Period, int] | None:
    """The time that ``text`` begins with, and where its words end; None where it begins with none."""
    if match := _SPAN.match(text):
        years = {int(found) for found in match.groups() if found}
        return ("year" if not years or years <= {year} or (year is None and len(years) == 1) else "other", match.end())
    if match := _TO_DATE.match(text):
        named = match["year"]
        return ("to_date" if named is None or year is None or int(named) == year else "other", match.end())
    if match := _WHOLE_YEAR.match(text):
        return "year", match.end()
    if match := _NAMED.match(text):
        return ("year" if year is None or int(match["year"]) == year else "other", match.end())
    if match := _OTHER.match(text):
        return "other", match.end()
    return None
