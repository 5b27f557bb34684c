"""Titles of annual reports among the lines of a document.

What a title says is decided by ``title_grammar``, for links as for documents; here are the lines: a title is often
printed over two or three of them, under navigation, behind labels, or in a window's name with the site's beside it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from archive.text.digits import narrow, plain_years
from archive.text.title_grammar import TitleJudgement, judge_title, title_year
from archive.text.title_organs import ORGAN, is_named
from archive.text.title_words import SEPARATOR

SPACE = re.compile(r"\s+")
# Spaced out and full-width forms are folded before any rule looks at a line.
_SIGNS = tuple(zip("（）：；，．〔〕［］｜", "():;,.[][]|", strict=True))
_LINE = 120

_ENDING = re.compile(r"(?:报告|年报)(?:[及和]附[表件])?(?:\([^()]{1,20}\))?$")
FILE_NAME = re.compile(r"\.(?:pdf|docx?|wps|ofd|html?)$", re.I)
# Sentences, navigation paths and lists of links.
_NO_TITLE = re.compile(
    r"^(?:标题|(?:信息|文件)?名称|(?:主题|信息|组配|体裁|公开)?(?:分类|类别|目录|栏目|形式|方式)):|:.*:"
    r"|[。;>›»|]|位置|^首页|^附[件表]|\w/[A-Za-z0-9_]|[A-Za-z0-9_.]/\w|\\"
)
_MENTIONS = re.compile(r"报告|年报")
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十\d]+\)|\d+[、.])")


def squash(text: str) -> str:
    """``text`` without any white space (NBSP too) and with the usual full-width signs folded."""
    return _squash_line(text) if len(text) <= _LINE else _fold(text)


@lru_cache(maxsize=1 << 11)
def _squash_line(line: str) -> str:
    """The rules ask for the same few lines of a page, its title above all, again and again."""
    return _fold(line)


def _fold(text: str) -> str:
    folded = "".join(text.split())
    for wide, half in _SIGNS:  # a fifth of the time of ``translate``
        folded = folded.replace(wide, half)
    return narrow(folded)


def _unquoted(line: str) -> str:
    """A title that stands in 《》 as a whole."""
    return line[1:-1] if line.startswith("《") and line.find("》") == len(line) - 1 else line


def other_kind(title: str) -> str | None:
    """The word by which a title says that it is no annual report, or None."""
    judged = judge_title(title)
    return judged.word or None if judged.kind == "other" else None


def is_report_title(title: str) -> bool:
    """Whether one line is the title of an annual report on information disclosure."""
    line = _unquoted(squash(title))
    return 4 <= len(line) <= 80 and _is_report_title(line)


@lru_cache(maxsize=1 << 11)
def _is_report_title(line: str) -> bool:
    if not _MENTIONS.search(line) or _NO_TITLE.search(line) or _NUMBERED.match(line):
        return False
    if line.count("(") != line.count(")") or line.count("《") != line.count("》"):
        return False
    judged = judge_title(line)
    return judged.kind == "report" and not _in_window(line, judged)


def _in_window(line: str, judged: TitleJudgement) -> bool:
    """Whether a part of ``line`` says as much by itself: the rest is the name of a site, a column or a file."""
    parts = [part for part in SEPARATOR.split(line) if part]
    return len(parts) > 1 and any(judge_title(part) == judged for part in parts)


def year_in_title(title: str) -> int | None:
    """The year that a title names, in digits or in Chinese numerals; None if none or two different ones."""
    return title_year(title)


def without_site(title: str) -> str:
    """The title of a browser's window without the names of column and site that portals put around it."""
    cut = _SITE_BEHIND.sub("", title.strip())
    if is_report_title(cut):
        return cut
    parts = _SITE_AROUND.split(title.strip())
    return next((part for part in parts if is_report_title(part) and year_in_title(part)), cut)


# Words with which the text of a report begins, where nothing parts it from the title.
_OPENING = re.compile(
    r"^(?:\s|现[将就公]|根据|按照|依据|依照|遵照|为(?:了|进一步|全面|认真|贯彻|做好)|本(?:报告|年报|年度|单位|机关)|自20|由|特|我|今年|近年|一年来|[（(]?一[、)）]"
    r"|20\d\d年|二|总体|概述|引言|前言|目录)"
)
_NAMES_REPORT = re.compile(r"(?:年\s*报|报\s*告(?:\s*书)?)(?:\s*[及和]附[表件]|\s*[(（][^()（）]{1,20}[)）])?")
_SENTENCE = re.compile(r"[。，,；;]")
_HEAD, _REST = 120, 20


def glued_heads(line: str) -> Iterator[str]:
    """What may be a title, or the end of one, at the head of a line in which the text goes on behind it."""
    for end in (found.end() for found in _NAMES_REPORT.finditer(line, 0, _HEAD)):
        rest = line[end:]
        if len(rest) >= _REST and _OPENING.match(rest) and _SENTENCE.search(rest):
            yield line[:end].strip()


def find_title(lines: Sequence[str]) -> tuple[int, int] | None:
    """The last title among ``lines`` as a half-open span: one line, or two to four that only together are one.

    Among the spans that end in the same line the one that says most of year and organ wins, then the shortest.
    """
    for end in range(len(lines), 0, -1):
        if not _may_end(lines, end):
            continue
        best: tuple[int, int] | None = None
        passed = ""  # words of a menu above a title; below the rest of it they may be the middle of a name
        for start in range(end - 1, max(-1, end - 6), -1):
            if start < end - 1 and not _may_lead(lines, start):
                break
            points = _points_of_span(lines, start, end)
            if points is not None and (best is None or points > best[0]) and passed in _organ(lines, start, end):
                best = points, start
            if best is not None and start < end - 1 and _MENU.search(line := squash(lines[start])):
                passed = line
        if best is not None:
            return best[1], end
    return None


def _organ(lines: Sequence[str], start: int, end: int) -> str:
    return judge_title("".join(lines[start:end])).organ


def title_points(title: str) -> int | None:
    """How much a title says of year and organ: 4 for a year, up to 3 for an organ whole with its place; None for a text
    that is no title of a report."""
    if not is_report_title(title):
        return None
    judged = judge_title(title)
    return 4 * (judged.year is not None) + _wholeness(judged.organ)


def _may_end(lines: Sequence[str], end: int) -> bool:
    """Whether a title may end in this line: in its ending, or in year, organ or a remark alone below it."""
    last = squash(lines[end - 1])
    if last in {"告", "报"} and end > 1:  # a narrow page broke off the last letter
        last = squash(lines[end - 2]) + last
    if _ENDING.search(_unquoted(last)) or _END_OF_REMARK.fullmatch(last):
        return True
    if _YEAR_ALONE.fullmatch(plain_years(last)):
        return True
    remark = _IN_BRACKETS.fullmatch(last)
    return remark is not None and (is_named(remark[1]) or year_in_title(remark[1]) is not None)


def _may_lead(lines: Sequence[str], index: int) -> bool:
    """Whether a title may lead through a line with more of it below."""
    line = squash(lines[index])
    if not 0 < len(line) <= 40 or _STOPPERS.search(line) or _NUMBERED.match(line):
        return False
    # Behind a separator the year is the last step of a breadcrumb.
    above = squash(lines[index - 1]) if index > 0 else ""
    step = above != "" and above.strip("->›»/") == ""
    return not (step and _YEAR_ALONE.fullmatch(plain_years(line)))


def _may_begin(lines: Sequence[str], index: int) -> bool:
    return _may_lead(lines, index) and _MENU.search(squash(lines[index])) is None


def _points_of_span(lines: Sequence[str], start: int, end: int) -> int | None:
    """How much a span says as a title; None where it is none, or only the rest of one."""
    title = "".join(lines[start:end])
    points = title_points(title)
    if points is None or (end - start > 1 and not _may_begin(lines, start)):
        return None
    above = squash(lines[start - 1]) if start > 0 and _may_begin(lines, start - 1) else ""
    if above and (_BROKEN_OFF.match(squash(title)) or _GOES_ON.search(above)):
        return None
    if squash(title).startswith("关于") and ORGAN.search(above):  # the author stands above
        return None
    first, organ = squash(lines[start]), _organ(lines, start, end)
    # 云岭 alone above everything, or words that hold a place: the rest of the organ stands below.
    begins = end - start == 1 or not above or _LEADS.search(first) or organ[len(first) :][:1] in _TERRITORIES
    if not begins or _FOREIGN_BODY.search(organ):
        return None
    broken = _TERRITORY.search(above) is not None and not is_named(above)
    # A place alone above its town is part of the name.
    placed = end - start > 1 and _PLACE.fullmatch(first) is not None and not organ[len(first) :].startswith(first)
    return points + placed - broken


def _wholeness(organ: str) -> int:
    """0 for no organ, more for words that end as a name, most for a name with its place."""
    if not organ or organ in _OFFICES or _FOREIGN_BODY.search(organ):
        return 0
    if not is_named(organ):
        return 1
    if zone := _ZONE.search(organ):
        return 3 if len(_ZONE_WORDS.sub("", organ[: zone.end()])) > 1 else 2
    return 3 if _TERRITORY.search(organ, 1) and not _TERRITORY.match(organ) and not organ.startswith("治") else 2


_TERRITORIES = ("省", "市", "县", "区", "旗", "州", "盟", "镇", "乡", "街")
_TERRITORY = re.compile(r"[省市县区旗州盟镇乡]|街道")
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,10}(?:[省市县旗州盟]|(?<![开发业新税范验假园景作工])区)")
_ZONE = re.compile(r"[开发业新税范验假园景作工]区|[产业]园|园区")
_ZONE_WORDS = re.compile(
    r"高新|经济|经开|技术|产业|工业|开发|新|保税|综合|示范|[试实]验|度假|旅游|合作|管理|生态|文化|科技|出口|加工|国家级|动漫|[区园业术发]"
)
_OFFICES = frozenset({"政府", "人民政府", "办公室", "政府办公室", "人民政府办公室", "办事处", "管委会", "管理委员会"})
# The first letters of a line that only goes on: 21年, 度政府信息公开, 于2021年; the last of one that does.
_BROKEN_OFF = re.compile(r"\d{1,3}[年政]|[度的于府月及和与]|年(?!报|度报)|息(?!县)公?开?|开工作")
_GOES_ON = re.compile(r"(?:[和与及暨的]|关于?|贯彻|落实|实施|执行|《[^》]*|\([^)]*)$|^关于")
# What a line holds that is the beginning of a title: a place, a year, 关于, a name.
_LEADS = re.compile(r"[省市县区旗州盟镇乡街]|20\d\d|关于|^[^\W\d]{2,20}(?:[局厅委院处馆社站队会园]|中心)$")
_FOREIGN_BODY = re.compile(r"文件|网站|专栏|栏目|公告|概况|简介|动态|要闻|^(?:政府|政务)?信息公开")
_MENU = re.compile(
    r"^(?:首页|正文|附件\d*|更多|返回|登录|注册|搜索|年报|年度报告|(?:政府|政务)?信息公开(?:年报|年度报告|专栏|目录|指南|制度)?|政务公开"
    r"|法定主动公开内容|机构(?:职能|设置|概况)|领导信息|政策文件|互动交流|政务服务|新闻中心|通知公告|工作动态)$"
    r"|首页|位置|导航|网站|打印|字体|浏览次数|来源|网$|文件$"
)
_END_OF_REMARK = re.compile(
    r"[^()]{0,20}\)|告\([^()]{2,20}\)|(?:及|和)?(?:附[表件]|统计表)|告及附[表件]|\([含及附][^()]{1,10}\)"
)
_IN_BRACKETS = re.compile(r"\(([^()]{2,30})\)")
_SITE_BEHIND = re.compile(r"\s*(?:[_|｜]|\s[-–—]\s|--).*$", re.S)
_SITE_AROUND = re.compile(r"\s*[_|｜—–-]+\s*")
_YEAR_ALONE = re.compile(r"\(?20[0-3]\d年?度?\)?")
_STOPPERS = re.compile(r"[。;:|>]|\d{4}[-./]\d|\]\d+号|字体|打印|首页|位置")
