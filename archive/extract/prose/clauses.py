"""One clause: what it states in so many words, or what it leaves for the clauses behind it.

A clause states a quantity only where all of it is understood: words in front that are no time, no subject, no channel
and no bare adverb, or words behind the unit that say more than that all was done, make it state nothing.
"""

import re
from dataclasses import dataclass

from archive.extract.prose.period import Period, period_at
from archive.extract.prose.reporter import Reporter, Whose, is_somebody
from archive.extract.prose.scope import Scope, channel_of
from archive.extract.prose.wordings import COUNTED, NOTHING, Wording

_ADVERBS = (
    r"(?:总共|共计|一共|总计|合计|累计|累积|共|已经|已|均|都|还|也|又|另|新|实际|依法|依规|全部|及时|先后|积极|按照?规定|按照?要求|规范|并|则|"
    r"同时|此外|另外|期间|作出|予以)"
)
_LEADING = re.compile(rf"(?:{_ADVERBS}|:)+")
_TRAILING = re.compile(rf"{_ADVERBS}+$")
_RUNNING = re.compile("累[计积]")
_TIME_BEHIND = re.compile(r"(?:20\d\d年|全年|本年|今年|年内|年度|当年|本?报告期|截[至止]).*$")
_CHANNEL = re.compile(r"通过|采用|采取|利用|依托|借助|运用|在|以|经")
_IN_TIME = re.compile(r"(?:按时|按期|及时|在?(?:规定|法定)的?(?:时限|期限|时间)内)$")
_ORDINAL = re.compile(
    r"(?:\d{1,2}[.、．](?!\d)|[一二三四五六七八九十]{1,3}、|[①-⑳]|第?[一二三四五六七八九]是|首先|其次|再次|最后|其一|其二)+"
)
_BEHIND = re.compile(
    r"(?:均|全部|都|并|且|也)*(?:已|已经)?(?:均|全部)?(?:依法|依规|按时|按期|及时|按规定|按要求|在(?:规定|法定)的?(?:时限|期限|时间)内)*"
    r"(?:予以|作出|进行|给予)?(?:办结|答复|回复|办理|处理|受理)?(?:完毕|了)?"
)
_OF_WHICH = re.compile(r"其中(?:包括)?:?")
_LABEL = re.compile(r"(?:行政复议|行政诉讼|(?:政府信息)?依申请公开|主动公开|申请受理|收费)(?:方面|情况)?:")


ALTERED, WITH_CARRIED = "\0", "\1"
"""Stand for a bracket that changes the number before it, and for one that says that what was carried in is counted."""


@dataclass(frozen=True, slots=True)
class Front:
    """What stands in front of a wording: whose it is, ``subject`` in words, the time, whether the year is named
    (``named``) and whether the number runs on (``running``), the scope and whose website it is."""

    whose: Whose
    subject: str
    period: Period | None
    named: bool
    running: bool
    scope: Scope
    site: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A wording found in a clause with its number as printed, the words of the cases of a denial, and the front, which
    is None where something there was not understood (``residue`` then ends in an organ's name, or is empty)."""

    wording: Wording
    words: str
    number: str
    front: Front | None
    somebody: bool


def without_ordinal(clause: str) -> tuple[str, bool]:
    """The clause without ordinals and 其中, and whether it says 其中."""
    for lead in (_ORDINAL, _LABEL):
        clause = clause[match.end() :] if (match := lead.match(clause)) else clause
    match = _OF_WHICH.match(clause)
    return (clause[match.end() :], True) if match else (clause, False)


def wordings_in(clause: str, reporter: Reporter, year: int | None) -> list[Stated]:
    """What a clause states, or would state if its front were understood; one wording for each key."""
    found: dict[str, Stated] = {}
    for wording in (*COUNTED, *NOTHING):
        if wording.key in found or wording.word not in clause:
            continue
        match = wording.pattern.search(clause)
        if match is None:
            continue
        behind = clause[match.end() :]
        if not _BEHIND.fullmatch(behind.replace(WITH_CARRIED, "") if wording.key == "app.replied" else behind):
            continue
        words = clause[: match.start()]
        if wording.key == "app.replied":  # the reader looks whether all were answered in time
            words = _IN_TIME.sub("", _bare(words))
        front = front_of(words, reporter, year)
        number = match.groupdict().get("n") or ""
        found[wording.key] = Stated(wording, match[0], number, front, front is None and is_somebody(_bare(words)))
    return list(found.values())


def leading(clause: str, reporter: Reporter, year: int | None) -> tuple[Period | None, bool, str]:
    """The time that a clause begins with, whether it names the year, and the rest of the clause."""
    period: Period | None = None
    named = False
    while True:
        if match := _LEADING.match(clause):
            clause = clause[match.end() :]
        at = period_at(clause, year)
        if at is None:
            own = next((name for name in reporter.longest_first if clause.startswith(name)), "")
            at = period_at(clause[len(own) :], year) if own else None
            if at is None:
                return period, named, clause
            clause = own + clause[len(own) + at[1] :]
        else:
            clause = clause[at[1] :]
        period, named = _joined(period, at[0]), named or at[0] == "year"


def front_of(words: str, reporter: Reporter, year: int | None) -> Front | None:
    """What the words in front of a wording are; None where they are more than time, subject, channel and adverbs."""
    running = _RUNNING.search(words) is not None
    period: Period | None = None
    named = False
    scope: Scope = "all"
    site = ""
    match = _CHANNEL.search(words)
    # 在2017年 is a time, 在镇门户网站 a channel.
    while match is not None and period_at(words[match.start() :], year) is not None:
        match = _CHANNEL.search(words, match.end())
    parts = [words] if match is None else [words[: match.start()], words[match.start() :]]
    subjects: list[str] = []
    for part in parts:
        rest, time, marked = _without_time(part, reporter, year)
        period, named = _joined(period, time) if time else period, named or marked
        channel = channel_of(rest)
        if channel is not None:
            scope, site = channel
        elif rest:
            subjects.append(rest)
    subject = "".join(subjects)
    whose = reporter.whose(subject)
    if whose == "others":
        return None
    return Front(whose, subject, period, named, running, scope, site)


def _without_time(words: str, reporter: Reporter, year: int | None) -> tuple[str, Period | None, bool]:
    """Words without adverbs at both ends and without the times among them."""
    period, named, rest = leading(words, reporter, year)
    while True:
        rest = _bare(rest)
        match = _TIME_BEHIND.search(rest)
        at = period_at(rest[match.start() :], year) if match else None
        if match is None or at is None or match.start() + at[1] < len(rest):
            return rest, period, named
        period, named = _joined(period, at[0]), named or at[0] == "year"
        rest = rest[: match.start()]


def _bare(words: str) -> str:
    return _TRAILING.sub("", words)


def _joined(before: Period | None, behind: Period) -> Period:
    """截至12月31日，全年: the year."""
    return "year" if behind == "to_date" and before == "year" else behind
