"""Whether a title names an annual report on information disclosure, whose and of which year: one grammar for links
and for documents.

A report's title is a subject (政府信息公开), words that may stand between, and an ending (年度报告, 年报), with
organ and year in any order around them. What stands before, between and behind may turn it into something else: a
notice about reports, a self-check, a picture version, a report of another law. Without the subject (2022年年报) a title
is one only where the column says what it is about, and then its article has the last word.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from archive.text import title_words as words
from archive.text.characters import whole_characters
from archive.text.digits import plain_years
from archive.text.title_organs import is_named, organ_words
from archive.text.title_words import Reason

Kind = Literal["report", "listing", "other"]
_LONGEST: Final = 120

_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff\xad\x00-\x1f]+")
FILE_NAME: Final = re.compile(r"\.(?:pdf|docx?|wps|ofd|s?html?|xlsx?|et|txt|zip|rar|jpe?g|png)$", re.I)
_LAW = re.compile(r"《(?:中华人民共和国)?((?:政府信息公开)?条例|政府信息公开规定)》(?:\([^()]*\))?")
_CITED = re.compile(r"《([^《》]*)》|“([^“”]*)”|\"([^\"]*)\"")
_CITED_REPORT = re.compile(r"报告|年报|20\d\d")
_FORM = re.compile(r"(?:报告|年报)[^》]{0,4}(?:格式|模[板版]|范本|样[本表式])")
_CUT = re.compile(r"(?:\.{2,}|…+|。{2,})$")
_MARK = re.compile(r"^(?:【([^【】]{1,20})】|\[([^\[\]]{1,20})\]|〔([^〔〕]{1,20})〕)(?=.)")
_DATE = r"(?:20\d\d[-/.]\d{1,2}[-/.]\d{1,2}|20\d\d年\d{1,2}月\d{1,2}日|\d{1,2}-\d{1,2})"
_HEAD = re.compile(
    rf"^(?:[·•●■◆▪▶►>»*.,、:–—-]+|\d{{1,3}}[.、](?!\d(?!\d{{3}}年))|[(\[【](?:{_DATE}|\d{{1,3}})[)\]】]|20\d{{6}}(?=\D)|{_DATE}(?=[^\d日)\]】-])"
    r"|附件\d{0,2}[:.、]?(?=.)|(?:点击)?(?:下载|查看|浏览)[:]?(?=.)|(?:标题|名称|文件名称|信息名称|题目|(?:主题|信息|组配|体裁)?(?:分类|类别|栏目)):)"
)
_FOOT = re.compile(
    rf"(?:[(\[【]?(?<!\d){_DATE}(?:\d{{1,2}}:\d\d(?::\d\d)?)?[)\]】]?|(?<=[\u4e00-\u9fff)\]】])(?:new|hot)!?|\[?图\]?|[。.,;:!、_|<>*–—-]+"
    r"|[(\[]\d+(?:\.\d+)?[KM]B?[)\]])$",
    re.I,
)
_PRINTED_DATE = re.compile(
    r"20\d\d年\d{1,2}月(?:\d{1,2}日)?|20\d\d[-/.]\d{1,2}[-/.]\d{1,2}|[〔\[(【]20\d\d[〕\])】]第?\d+号"
)
_DAY = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日|20\d\d[-/.]\d{1,2}[-/.]\d{1,2}")
_SEVERAL = re.compile(r"20\d\d年?度?[-—–至到~、和与及]+(?:20)?\d\d(?=年|学年|$|\))")
# The law came into force in May 2008: the first reports are on the rest of that year.
_WHOLE_YEAR = re.compile(r"(?:(?<!\d)0?1月?份?|(?<=2008年)\d月?份?)[-—–至到~]+(?:2008年)?12月份?")
_YEARS = (
    re.compile(r"(?<!\d)(20[0-3]\d)(?=年度|度)"),
    re.compile(r"(?<!\d)(20[0-3]\d)(?=年(?!\d|公布|发布|编制))"),
    re.compile(r"(?<!\d)(20[0-3]\d)(?=年(?!\d))"),
    re.compile(r"(?<![\d.年-])(20[0-3]\d)(?![\d.年]|-\d)"),
)


@dataclass(frozen=True, slots=True)
class TitleJudgement:
    """What a title names.

    ``year`` is the report year, None where none or several are named; ``organ`` the words that name the organ, ``""``
    for none. ``reason`` says why it is no report, with the ``word`` that shows it (``""`` where nothing was found that
    would name one). ``certain`` is False where the article's own title decides: the words fit a report but are as good
    as any column's (年报, 2022年, 政府信息公开年报), or were cut.
    """

    kind: Kind
    year: int | None
    organ: str
    reason: Reason | None = None
    word: str = ""
    certain: bool = True


def fold(title: str) -> str:
    """A title as the grammar reads it: no blanks, half-width signs, whole characters, years in ASCII digits."""
    joined = _INVISIBLE.sub("", unicodedata.normalize("NFKC", whole_characters(title)))
    return plain_years(joined)


def names_column(text: str) -> bool:
    """Whether ``text`` says that a column, a path or a page's head is about annual reports."""
    return words.COLUMN.search(text) is not None


@lru_cache(maxsize=1 << 12)
def judge_title(title: str, *, in_column: bool = False) -> TitleJudgement:
    """Judge a title; ``in_column`` says that what it stands in is a column of annual disclosure reports."""
    line = _unwrapped(fold(title))
    if not line or len(line) > _LONGEST:
        return TitleJudgement("other", None, "", "not_about_disclosure")
    whole = _judge(line, in_column=in_column)
    parts = [part for part in words.SEPARATOR.split(line) if part]
    if len(parts) < 2 or whole.reason == "infographic":
        return whole
    # The names of a site and its columns stand around the title.
    judged = [found for part in parts if (found := _judge(part, in_column=False)).kind == "report"]
    best = max(judged, key=_points, default=whole)
    if _points(best) < max(_points(whole), _REPORT_WITH_YEAR):
        return whole
    return best if best.organ else _with_organ_beside(best, parts)


def never_report(title: str) -> str | None:
    """The word by which a title says that what it names is no annual report, even where all tables of one stand below:
    half a year, a form to fill in, a draft, somebody's judgement, a presentation, a school year, a company."""
    judged = judge_title(title)
    if judged.kind != "other" or not judged.word:
        return None
    form = judged.reason == "notice" and _FORM.search(title) is not None
    named = "报" in title and (judged.reason in words.NEVER or form)
    return judged.word if named or words.NEVER_WORD.fullmatch(judged.word) else None


def may_carry(title: str) -> bool:
    """Whether the page of this title may be a report though its title is not one's: a notice that publishes it, news
    of it, a summary. Its tables decide."""
    judged = judge_title(title)
    near = judged.kind == "other" and judged.reason in {"notice", "work_summary"} and judged.year is not None
    line = fold(title)
    return near and words.CARRIED.search(line) is not None and not words.ASKS.search(line) and not never_report(title)


def title_year(title: str) -> int | None:
    """The report year that a title names; a 年度 wins over a plain year, and two different ones name none."""
    return _year(fold(title))


def title_organ(title: str) -> str | None:
    """The words of ``title`` that name the organ, as printed but without spaces; None where it names none."""
    return organ_words(_unwrapped(fold(title)))


_REPORT_WITH_YEAR: Final = 6


def _points(judged: TitleJudgement) -> int:
    """How much a title says; organ and year count beside being a report's at all."""
    return (4 if judged.kind == "report" else 0) + 2 * (judged.year is not None) + bool(judged.organ)


def _with_organ_beside(judged: TitleJudgement, parts: list[str]) -> TitleJudgement:
    """云岭县水利局-2021年政府信息公开年报: a part of its own names the organ, if it stands before the title."""
    first = parts[0]
    if is_named(first) and not names_column(first) and "网" not in first:
        return TitleJudgement(judged.kind, judged.year, first, certain=judged.certain)
    return judged


def _unwrapped(line: str) -> str:
    """``line`` without what lists, windows and quotes put around a title."""
    line = _LAW.sub(r"\1", line)
    line = _CITED.sub(_cited, line)
    before = ""
    while line != before:
        before = line
        line = FILE_NAME.sub("", line)
        if not _CUT.search(line):
            line = _FOOT.sub("", line) or line
        line = _HEAD.sub("", line) or line
        if mark := _MARK.match(line):
            line = _marked(mark[1] or mark[2] or mark[3], line[mark.end() :])
    return line


def _cited(cited: re.Match[str]) -> str:
    """A report's title in quotes stays; the names of other documents say nothing of this one's kind."""
    inside = cited[1] or cited[2] or cited[3] or ""
    if cited[1] is None and len(inside) <= 10:  # “双随机、一公开”
        return inside
    return inside if _CITED_REPORT.search(inside) or len(inside) + 2 == len(cited.string) else ""


def _marked(mark: str, rest: str) -> str:
    """A mark before a title may hold year or organ (【云岭县】2021年…) or what the page presents (【图解】…)."""
    keeps = words.PRESENTATION.search(mark) or _year(mark) or (is_named(mark) and not names_column(mark))
    return f"{mark}{rest}" if keeps else rest


def _year(line: str) -> int | None:
    own = _WHOLE_YEAR.sub("", line)
    own = _SEVERAL.sub("", _PRINTED_DATE.sub("", own))
    for pattern in _YEARS:
        found = {int(year) for year in pattern.findall(own)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _judge(line: str, *, in_column: bool) -> TitleJudgement:
    if shown := words.PRESENTATION.search(line):
        return _refused(line, "infographic", shown[0])
    if cut := _CUT.search(line):
        return _judge_cut(line[: cut.start()], in_column=in_column)
    core = next((found for pattern in words.CORES if (found := pattern.search(line))), None)
    if core is None:
        return _judge_bare(line, in_column=in_column)
    before, behind = line[: core.start()], line[core.end() :]
    if refused := _refusal(line, core, before, behind):
        return _refused(line, *refused)
    return _accepted(line, before, behind)


def _accepted(line: str, before: str, behind: str) -> TitleJudgement:
    """A title with all words of a report's: one report, or a column of them."""
    year, organ = _year(line), organ_words(line) or ""
    owner = _plain(before)
    if words.COLUMN_BEFORE.search(owner) or words.COLUMN_BEHIND.search(behind) or words.is_group(owner):
        return TitleJudgement("listing", year, "")
    if not organ and is_named(behind) and not behind.endswith(")"):
        organ = behind.strip("-—–_|:")
    organ = _owner(organ)
    return TitleJudgement("report", year, organ, certain=year is not None or organ != "")


def _refused(line: str, reason: Reason, word: str = "") -> TitleJudgement:
    organ = organ_words(line) or ""
    return TitleJudgement("other", _year(line), organ if is_named(organ) else "", reason, word)


def _plain(before: str) -> str:
    """What stands before the subject, without year and joints."""
    bare = re.sub(r"\(?20\d\d(?:年度?|度)?\)?", "", _WHOLE_YEAR.sub("", before))
    return re.sub(r"^关于|(?:的|关于|年度|[-_|:·])+$", "", bare)


def _refusal(line: str, core: re.Match[str], before: str, behind: str) -> tuple[Reason, str] | None:
    """Why a title that has the words of a report's names none."""
    owner = _plain(before)
    return (
        _refusal_of_subject(line, core, owner)
        or _refusal_behind(behind, owner)
        or _refusal_before(before, core["filler"])
    )


def _refusal_of_subject(line: str, core: re.Match[str], owner: str) -> tuple[Reason, str] | None:
    """Whose disclosure, or of what, is somebody else's duty."""
    if words.SCHOOL_YEAR.search(line):
        return "not_about_disclosure", "学年"
    if nobody := words.NOBODY.search(line):
        return "guide", nobody[0]
    if (foreign := words.FOREIGN.search(owner)) and not (core["whole"] and is_named(owner)):
        return "not_about_disclosure", foreign[0]
    if core["part"] and core["part"] != "政务公开" and owner and not _reports(owner):
        return "not_about_disclosure", ""
    return None


def _refusal_before(before: str, filler: str) -> tuple[Reason, str] | None:
    if notice := words.NOTICE_BEFORE.search(before):
        return "notice", notice[0]
    if "总结" in filler:
        return "work_summary", "总结"
    if words.SENTENCE.search(before + filler):
        return "other_report", ""
    part = words.PARTS_OF_YEAR.search(_DAY.sub("", _WHOLE_YEAR.sub("", before + filler)))
    return ("part_of_year", part[0]) if part else None


def _reports(owner: str) -> bool:
    return is_named(owner) or words.is_group(owner) or words.COLUMN_BEFORE.match(owner) is not None


def _refusal_behind(behind: str, owner: str) -> tuple[Reason, str] | None:
    if words.TAIL.match(behind) and not words.refusal(behind):
        return None
    if words.COLUMN_BEHIND.fullmatch(behind):
        return None
    if refused := words.refusal(words.COLUMN_NAMES.sub("", behind)):
        return refused
    title, *site = words.SEPARATOR.split(behind, maxsplit=1)
    if words.SENTENCE.search("".join(site)):
        return "other_report", ""
    # 2021年政府信息公开工作年度报告 云岭县人民政府
    named = not owner and 3 <= len(title) <= 25 and is_named(title) and not words.NOTICE_BEFORE.search(title)
    return None if words.TAIL.match(title) or named else ("other_report", "")


def _judge_bare(line: str, *, in_column: bool) -> TitleJudgement:
    """A title without the subject: one in a column of reports only, where nothing speaks against it."""
    if foreign := words.OTHER_DISCLOSURE.search(line):
        reason: Reason = "not_about_disclosure"
        return _refused(line, reason, foreign[0] if "报告" in line or "年报" in line else "")
    if refused := words.refusal(line):
        return _refused(line, *refused)
    if (other := words.OTHER_REPORTS.search(line)) is not None:
        return _refused(line, "other_report", other[0])
    if "报" in line and (span := words.OTHER_SPAN.search(line)) is not None:
        return _refused(line, "part_of_year", span[0])
    if in_column and (judged := _of_column(line)) is not None:
        return judged
    return _refused(line, "other_report" if re.search(r"报告|年报", line) else "not_about_disclosure")


def _of_column(line: str) -> TitleJudgement | None:
    """What a title that names no subject names in a column of reports, or None."""
    if words.is_group(_plain(line)):
        return TitleJudgement("listing", _year(line), "")
    bare = words.BARE.match(line) or words.LAW_REPORT.match(line)
    if bare is not None:
        owner, behind = _plain(bare["before"]), line[bare.end() :]
        if words.COLUMN_BEFORE.fullmatch(owner) or words.is_group(owner) or words.COLUMN_BEHIND.fullmatch(behind):
            return TitleJudgement("listing", _year(line), "")
        fits = _is_owner(owner) and words.TAIL.match(words.SEPARATOR.split(behind)[0])
        return TitleJudgement("report", _year(line), _owner(owner), certain=False) if fits else None
    named = words.YEAR_ONLY.match(line)
    if named is None or _year(line) is None:
        return None
    owner, behind = _plain(named["before"].rstrip("(")), _plain(named["behind"].lstrip(")"))
    if (owner and behind) or not (_is_owner(owner) and _is_owner(behind)):
        return None
    return TitleJudgement("report", _year(line), _owner(owner or behind), certain=False)


def _is_owner(owner: str) -> bool:
    return not owner or words.GENERIC.match(owner) is not None or (is_named(owner) and not words.COMPANY.search(owner))


def _owner(owner: str) -> str:
    return "" if len(owner) < 3 and words.GENERIC.match(owner) else owner


_SUBJECT_BEGUN = re.compile(r"(?:政府)?(?:政务)?信息公开|政务公开|政府公开|政(?:府|务)?(?:信息?)?(?:公开?)?$")


_WHOLE_SUBJECT: Final = 4


def _judge_cut(line: str, *, in_column: bool) -> TitleJudgement:
    """A title of which a list shows only the beginning: it may be a report's where nothing speaks against it."""
    whole = _judge(line, in_column=in_column) if line else None
    if whole is not None and whole.kind != "other":
        return TitleJudgement(whole.kind, whole.year, whole.organ, certain=False)
    subject = _SUBJECT_BEGUN.search(line)
    telling = in_column or (subject is not None and len(subject[0]) >= _WHOLE_SUBJECT and _year(line) is not None)
    if whole is not None and (whole.word or not telling):
        return whole
    owner = _plain(line[: subject.start()] if subject else line)
    refused = words.NOTICE_BEFORE.search(line) or words.FOREIGN.search(owner) or words.SENTENCE.search(line)
    if line and not refused and (subject or _year(line) or is_named(owner)):
        return TitleJudgement("report", _year(line), owner, certain=False)
    return TitleJudgement("other", _year(line), "", "not_about_disclosure")
