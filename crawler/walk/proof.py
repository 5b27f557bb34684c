"""Whether a page is the report that its link promised, by its own words outside of links. Pure.

A page in place of another (the home page, the column, a notice) shows the promised title at most as a link.
"""

import re
from typing import Literal

from archive.text.announced import ENOUGH_TOLD, told
from archive.text.title_grammar import TitleJudgement, judge_title, may_carry, never_report, title_organ
from crawler.discovery import is_file, normalise, title_year
from crawler.reading.carriers import may_call, read_carriers
from crawler.reading.links import LinkPage
from crawler.walk.ask import Ask

# proved: the promised report; refused: another document, by its own title; unproved: nothing says what it is.
Proof = Literal["proved", "refused", "unproved"]

# These words stand in every report since 2008: the applications that arrived, and the disclosure they ask for.
_REPORT_WORDS = re.compile(r"信息公开申请|依申请公开|主动公开|行政复议")
_REPORT_TEXT = 500
# A menu and a footer come to some 100 letters; a short report inline has more.
_INLINE_TEXT = 350
_TELLING = 8
# A page that bears the report's title and has none: being built, moved, or behind a log-in.
_STUB = re.compile(
    r"建设中|正在(?:建设|维护|更新|迁移|整理)|迁移中|维护中(?!心)|升级中|敬请期待|请稍[后候]|暂无(?:内容|数据)|无权|没有权限|请登录"
)
_STUB_TEXT = 400
_FURNITURE = re.compile(
    r"主办[：:单]|承办[：:单]|版权所有|网站标识码|[^\w]ICP备|备案号|联系我们|技术支持|Copyright|您的浏览器", re.I
)
_PUBLISHED = re.compile(
    r"(?:发布|更新|成文|生成)?(?:时间|日期)[：:]?|(?:信息)?来源[：:]?\w{0,20}|作者[：:]?\w{0,6}|浏览(?:次数|量)?[：:]?\d*|字体[：:]?"
    r"|20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d\d:\d\d(?::\d\d)?"
)
# The numbers of a table.
_NUMBERS = 30
# The answer to a choice of organ and year that has no report.
_NOTHING = re.compile(r"暂无|没有(?:找到|相关)|无(?:相关)?(?:数据|记录|信息)")


def prove(page: LinkPage, ask: Ask) -> Proof:
    """What a page is, that was asked for as a report; the tables decide where its link's title is not a report's."""
    if may_carry(ask.title):
        return "proved" if _has_tables(page) and not _is_never(page) else "refused"
    return _prove(page, ask)


def _prove(page: LinkPage, ask: Ask) -> Proof:
    judged = _own(page)
    refused = judged is not None and judged.kind == "other" and bool(judged.word)
    never = _is_never(page)
    if (refused or never) and not ask.certain:
        return "refused"
    another = _is_another(judged, ask)
    if not never and not another and is_report_text(page):
        return "proved" if ask.year is None or _year_fits(page, ask.year) else "unproved"
    if never or another or _is_stub(page):
        return "unproved"
    if not ask.certain and not _titled(page, ask) and _NOTHING.search(page.plain[:400]):
        return "refused"
    if judged is None or judged.kind == "report" or ask.certain:
        return "proved" if _titled(page, ask) else "refused" if refused else "unproved"
    # The very page that was linked, and no report.
    return "refused" if refused or _titled(page, ask) else "unproved"


def _is_never(page: LinkPage) -> bool:
    """Whether the first of a page's titles that tells says that it is no report whatever its text: what is related
    stands below under headings of its own."""
    for title in page.titles:
        judged = judge_title(title, in_column=True)
        if never_report(title):
            return True
        if judged.kind == "report" and judged.certain and judged.year is not None:
            return False
    return False


def _is_another(judged: TitleJudgement | None, ask: Ask) -> bool:
    """Whether the page's own title is of another year or another organ than the link promised: editors link the wrong
    page. Only where both titles say it, since a column's year may be that of publication."""
    promised = judge_title(ask.title, in_column=True)
    if judged is None or {promised.kind, judged.kind} != {"report"} or not (promised.certain and judged.certain):
        return False
    if judged.year is not None and promised.year is not None and judged.year != promised.year:
        return True
    one, other = _duty(judged.organ), _duty(promised.organ)
    if not judged.organ or not promised.organ or judged.organ in promised.organ or promised.organ in judged.organ:
        return False
    return bool(one) != bool(other) if not (one and other) else not set(one) & set(other)


def _duty(organ: str) -> str:
    """What an organ is for: 教育 for 云岭县教育局, nothing for a government and its office."""
    plain = re.sub(r"^.*(?:省|市|州|盟|县|区|旗)(?=.)", "", organ)
    return re.sub(r"人民政府|政府|办公[室厅]|委员会|[局委厅办]$", "", plain)


def is_report_text(page: LinkPage) -> bool:
    """Whether the text outside of links is a report's."""
    text = page.plain
    if len(text) <= _REPORT_TEXT or len(_REPORT_WORDS.findall(text)) < 3:
        return False
    return told(text) >= ENOUGH_TOLD or _has_tables(page)


def _has_tables(page: LinkPage) -> bool:
    """Whether a page has the words of the statutory tables and many numbers."""
    numbers = re.findall(r"(?<![\d.-])\d{1,6}(?![\d.-])", page.plain)
    return len(_REPORT_WORDS.findall(page.plain)) >= 3 and len(numbers) >= _NUMBERS


def tells(page: LinkPage) -> bool:
    """Whether a page that is proved to be a report's shows its text, and not only words that announce it."""
    return is_report_text(page) or told(_own_text(page)) >= ENOUGH_TOLD


def bears_title(page: LinkPage) -> bool:
    """Whether a page calls itself a report: no chapter of one does."""
    own = _own(page)
    return own is not None and own.kind == "report" and own.year is not None


def holds_text(page: LinkPage) -> bool:
    """Whether an answer that is data has a report's text in one of its strings."""
    return page.is_data and len(page.source) > _REPORT_TEXT and len(_REPORT_WORDS.findall(page.source)) >= 3


def is_itself(page: LinkPage) -> bool:
    """Whether a page that was taken for a listing is a report: by its text, or by its own title and what goes with
    it."""
    if _is_never(page):
        return False
    own = _own(page)
    titled = own is not None and own.kind == "report" and own.year is not None
    files = any(is_file(link.url, link.text) for link in page.links)
    return is_report_text(page) or (titled and (files or bool(page.images) or len(page.plain) > _INLINE_TEXT))


def is_telling(title: str) -> bool:
    """Whether a title is a report's by itself, not only in a column of reports (2022年)."""
    judged = judge_title(title)
    return judged.kind == "report" and judged.certain and judged.organ != ""


def report_title(page: LinkPage, ask: Ask) -> tuple[int | None, str]:
    """Year and title of a proved report: the link's where it says both, else the page's own."""
    linked, own = judge_title(ask.title, in_column=True), _own(page)
    if linked.kind == "report" and linked.certain and linked.year is not None:
        return linked.year, ask.title
    if own is not None and own.kind == "report" and own.year is not None:
        return own.year, next(title for title in page.titles if judge_title(title, in_column=True) == own)
    return ask.year or linked.year or _prose_year(page), ask.title


def organ_of(title: str, trail: tuple[str, ...] = ()) -> str:
    """The organ that a title names; the nearest words of the trail that name one for a title that names none."""
    named = title_organ(title)
    return named or next((found for step in reversed(trail) if (found := title_organ(step))), "")


def _own(page: LinkPage) -> TitleJudgement | None:
    """What the page's own titles name: the first report among them, else the first other document."""
    judged = [judge_title(title, in_column=True) for title in page.titles]
    report = next((one for one in judged if one.kind == "report" and one.certain), None)
    return report or next((one for one in judged if one.kind == "other" and one.word), None)


def _titled(page: LinkPage, ask: Ask) -> bool:
    """Whether the page's own title is that of the promised report. A link that bears no more than an organ's name
    proves nothing: every page of the organ bears it."""
    promised = normalise(ask.title).rstrip(".…")
    telling = len(promised) >= _TELLING and title_year(promised) is not None
    if telling and any(promised in title for title in page.titles):
        return _speaks(page)
    for title in page.titles:
        judged = judge_title(title, in_column=True)
        year = judged.year or title_year(title)
        if judged.kind == "report" and year is not None and ask.year in {None, year} and _speaks(page):
            return True
    return telling and promised in normalise(page.plain)


def _speaks(page: LinkPage) -> bool:
    """Whether a page that bears a report's title has a text to go with it, or something that may hold one: what the
    foot of the site says (who runs it, its numbers) and when the page was published are none."""
    return tells(page) or _has_file(page) or bool(read_carriers(page)) or may_call(page)


def _own_text(page: LinkPage) -> str:
    """What a page says besides its title, when it was published and the foot of the site."""
    text = normalise(page.plain)
    for title in page.titles:
        text = text.replace(title, "")
    return _FURNITURE.split(_PUBLISHED.sub("", text))[0]


def _has_file(page: LinkPage) -> bool:
    return any(is_file(link.url, link.text) for link in page.links)


def _is_stub(page: LinkPage) -> bool:
    """Whether a page says that what it is for is not there."""
    own = _own_text(page)
    return len(own) < _STUB_TEXT and bool(_STUB.search(own)) and not _has_file(page) and not read_carriers(page)


def _year_fits(page: LinkPage, year: int) -> bool:
    """A report on another year under this year's link is another page; its prose names its own year or the next."""
    head = " ".join(page.titles) + page.plain[:3000]
    named = {int(found) for found in re.findall(r"(?<!\d)(20\d\d)(?=\s*年)", head)}
    return not named or bool(named & {year, year + 1}) or bool(re.search(r"二[〇○零ОоO0]", head))


def _prose_year(page: LinkPage) -> int | None:
    """The year that a report without a telling title is on: the first that its text names."""
    found = re.search(r"(?<!\d)(20\d\d)(?=\s*年)", page.plain)
    return int(found[1]) if found else None
