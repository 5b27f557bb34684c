"""Numbers that only the prose states: keys under ``prose.``, with the sentence as evidence.

A number is taken where a clause states a quantity of the whole organ and of the whole year in one of the usual
wordings. Numbers of somebody else, of a part of the year, of other years, of one channel among several, running totals,
plans and approximate numbers (5600余条, 3.2万条) are none. Where the text states two different numbers for one key,
neither is taken for the value: both are candidates.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from archive.model import Block, Figure, Number
from archive.text.metadata import chinese_number
from archive.text.titles import squash

_NUMBER = r"(?P<n>\d{1,3}(?:,\d{3})+|\d+|[一二三四五六七八九十]{1,3})"
_CASES = r"(?:件|起|宗|例)"
_SUBJECT = r"(?:政府信息公开|政务信息公开|信息公开|政府信息依申请公开|依申请公开(?:政府)?信息|依申请公开|公开政府信息)"
_ANYBODY = r"(?:任何)?(?:(?:公民|个人)、法人(?:和|或者?|及|、)(?:其他|其它)(?:社会)?组织)?(?:提出|提交|递交)?的?"
_RECEIVED = r"(?:收到|受理|接收|收悉|接到|新收)(?:的|了)?(?:各类|有效|群众|社会公众)?"
_SUM = r"(?:共计|共|总计|合计)?"

# The key after ``prose.``, its unit, a word without which no wording does (looked for first), the wording within one
# clause, and what the sentence or its section must be about.
_REQUESTS, _REVIEWS, _NOTHING = "申请", "复议", ""
_PATTERNS = tuple(
    (key, unit, word, re.compile(pattern), about)
    for key, unit, word, pattern, about in (
        (
            "app.received",
            "件",
            "申请",
            rf"{_RECEIVED}{_ANYBODY}(?:{_SUBJECT}?的?(?:申请|件|事项)(?:件|件数|数量|数|事项|总数|总量)?|依申请公开(?:政府)?(?:信息)?)"
            rf"(?:为|是)?{_SUM}{_NUMBER}(?:件|条|宗)",
            _REQUESTS,
        ),
        ("app.received", "件", "申请", rf"{_RECEIVED}{_NUMBER}(?:件|条|宗){_SUBJECT}的?申请$", _REQUESTS),
        ("app.received.in_person", "件", "当面", rf"当面(?:提交|提出)?的?申请[的数]?{_NUMBER}件", _REQUESTS),
        ("app.received.online", "件", "网", rf"(?:网络|网上|互联网)(?:提交|提出)?的?申请[的数]?{_NUMBER}件", _REQUESTS),
        ("app.received.letter", "件", "申请", rf"(?:信函|信件|邮寄)(?:提交|提出)?的?申请[的数]?{_NUMBER}件", _REQUESTS),
        ("app.received.fax", "件", "传真", rf"传真(?:提交|提出)?的?申请[的数]?{_NUMBER}件", _REQUESTS),
        ("app.carried_in", "件", "结转", rf"上一?年度?结转的?{_SUBJECT}?(?:申请)?{_NUMBER}件", _REQUESTS),
        (
            "app.carried_out",
            "件",
            "年",
            rf"(?:结转|顺延)[至到]?[下次]一?年度?(?:继续)?(?:办理|答复)?的?(?:{_SUBJECT}?申请)?{_NUMBER}件",
            _REQUESTS,
        ),
        ("app.carried_out", "件", "年", rf"{_NUMBER}件(?:申请)?(?:结转|顺延)[至到]?[下次]一?年", _REQUESTS),
        (
            "app.replied",
            "件",
            "答复",
            rf"(?:^|已|共|全部|按时|依法|按期|作出)答复(?:公开申请|申请)?{_NUMBER}件(?!次)",
            _REQUESTS,
        ),
        ("review.total", "件", "复议", rf"行政复议(?:案件|申请)?{_SUM}{_NUMBER}{_CASES}", _REVIEWS),
        ("litigation.total", "件", "诉讼", rf"(?:行政|依申请)诉讼(?:案件)?{_SUM}{_NUMBER}{_CASES}", _REVIEWS),
        (
            "pd.total",
            "条",
            "主动公开",
            rf"主动公开(?:各类|各种)?(?:政府|政务)?信息(?:数)?(?:共计|共|总数|总计)?(?:为)?{_NUMBER}条",
            _NOTHING,
        ),
        (
            "info_fee_yuan",
            "元",
            "处理费",
            rf"(?:收取|收到)(?:政府)?(?:信息公开)?(?:信息)?处理费(?:用)?{_SUM}{_NUMBER}元",
            _NOTHING,
        ),
    )
)
# 「行政复议351件，其中结果维持72件，结果纠正64件」: outcomes stand in the sentence of their total.
_OUTCOMES = tuple(
    (
        key,
        re.compile(
            rf"行政复议(?:案件|申请)?{_SUM}\d+{_CASES}[^。；;诉]{{0,120}}?(?:{words})(?:数)?(?P<n>\d+)件",
        ),
    )
    for key, words in (
        ("review.upheld", "(?:结果)?维持(?:具体行政行为)?"),
        ("review.corrected", "结果纠正|(?:被)?依法纠错"),
    )
)
_NONE = r"(?:未|没有|无|尚未|均未|未曾)"
_DENIES = re.compile(r"[未没无]")
_NO_REQUEST = re.compile(
    rf"{_NONE}(?:收到|接到|受理)(?:过|到)?(?:有关|关于)?{_ANYBODY}(?:要求|申请)?{_SUBJECT}的?(?:申请|事项)(?:的?情况|件|事项)?$"
)
_NO_REVIEW = re.compile(
    rf"{_NONE}(?!经)(?:发生|出现|收到|产生|涉及|引起|引发|存在|被)?[^\d]{{0,24}}?(?:行政复议|行政诉讼|复议、诉讼)"
    r"(?:的|和|及|与|或|、|被|提起|申请|行政诉讼|行政复议|案件|事项|情况|问题|现象)*$"
)
_NO_FEE = re.compile(rf"{_NONE}收取(?:任何)?(?:政府)?(?:信息公开)?信息?处理费(?:用)?(?:的?情况)?$")

# Parts are told apart by what stands before their sentence; so much of it is evidence (characters).
_EVIDENCE = 300
# How far back in its sentence a clause looks (characters).
_NEAR = 600
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
# A comma inside a number parts nothing.
_CLAUSE = re.compile(r"(?:[^,()。;!?:]|(?<=\d),(?=\d{3}(?!\d)))+")
_BEFORE = re.compile(r"(?:约|近|超|超过|逾|大约|将近|不少于|达到?|各|分别为?|第)$")
_INEXACT = re.compile(r"^(?:余|多|左右|以上|以内|上下|[-—–~～至到]\d|[.．]\d|万|%|％)")
# Sentences about plans, parts of the year and averages.
_OTHER_TIME = re.compile(
    r"计划|目标|力争|争取|预计|明年|下一步|(?:我们|我局|我县|我市|我区|本局|本镇|我镇)将|"
    r"季度|上半年|下半年|\d{1,2}月?(?:份)?[-—至~～]\d{1,2}月(?!\d{1,2}日)|\d月份|每[月年周日]|[年月日周]均|平均|任期|五年来|近年"
)
# A clause that counts what was before, or all there ever was.
_RUNNING = re.compile(r"累计|历年|去年|往年|同期|上一?年(?!度?结转)|同比|相比|增长|增加|减少|自\d{4}年以来|以来")
# The same in an earlier clause, which what follows goes on with; a comparison (比上年增加5件) is none.
_STANDING = re.compile(r"累计|历年|以来|去年|往年|(?<![比较与同])上一?年(?!度?结转)")
_UNTIL = re.compile(r"截至|截止")
_THIS_YEAR = re.compile(r"今年|本年|全年|年内|年度|20\d\d年1月1日")
_PART = re.compile(r"其中|包括|涉及(?!(?:政府)?信息公开)")
_COMPARED = re.compile(r"[比较与同]20\d\d年(?:度)?[^,;。]*")
_YEAR = re.compile(r"(20[0-3]\d)年")
_TIME = re.compile(
    r"^(?:20[0-3]\d年(?:度|来|以来)?|全年|本年度?|今年|年内|当年)?(?:以来)?(?:共计|共|总共|合计|一共|累计)?"
)
_SOMEBODY = re.compile(
    r"(?:局|委|厅|办|处|镇|乡|街道|部门|单位|县|区|市|中心|室|政府|院|站|所|公司|学校|科|股|队|司|部|机关|组织)$"
)
_OURS = re.compile(
    r"^(?:我|本|全|截至|截止|按照|根据)|我(?:市|县|区|局|镇|乡|办|委|厅|省|州|院|街道|中心)|本(?:市|县|区|局|镇|乡|机关|单位|部门|办|级)"
)
_CHANNELS = re.compile(
    r"网站|门户|微信|微博|新媒体|公众号|报纸|报刊|公报|公告栏|公示栏|公开栏|电视|广播|客户端|平台|专栏|APP|广场|查阅"
)
_CASE = re.compile(r"复议|诉讼")
# What is answered and published beside requests and information as a whole.
_OTHER_CALLS = re.compile(r"咨询|投诉|留言|来信|来电|信访|提案|建议|热线|舆情|信箱|网民|民意")
_FIELD = re.compile(r"(?:领域|方面|专题|专栏|栏目|类)(?:[,共]|累计)*$")
_WAYS = re.compile(r"当面|现场|网络|网上|互联网|信函|信件|邮寄|邮件|传真|窗口|电子")
_ABOUT = {
    _REQUESTS: re.compile(r"公开申请|依申请公开|申请公开|信息申请|公开的申请"),
    _REVIEWS: re.compile(
        r"(?:信息公开|公开申请|依申请|申请公开)[^,;。]{0,16}(?:复议|诉讼)|(?:因|由|涉及|有关|关于|针对)[^,;。]{0,10}信息公开"
    ),
}
_HEADING = re.compile(r"^[\s（(]*(?:第?[一二三四五六七八九十]{1,3}|\d{1,2})(?:[、.．)）]|部分)")
_SECTION = {_REQUESTS: re.compile(r"申请"), _REVIEWS: re.compile(r"复议|诉讼")}
# What a clause needs at the least: a count, or the word that there was nothing.
_STATES = re.compile(
    r"[\d一二三四五六七八九十](?:件|条|宗|起|例|元)|(?:未|没有|无).{0,40}?(?:申请|事项|复议|诉讼|处理费)"
)
_TRIGGER = re.compile(r"申请|复议|诉讼|主动公开|处理费|答复|结转")


class _Context(NamedTuple):
    """What is known where a sentence stands: the report's year and organ, the heading above, the sentence before."""

    year: int | None
    organ: str
    heading: str
    before: str


Found = dict[str, tuple[str, dict[Number, str]]]


def read_prose(blocks: Iterable[Block], year: int | None = None, organ: str | None = None) -> tuple[Figure, ...]:
    """The figures that running text states, ``printed`` or, where the text contradicts itself, ``ambiguous``.

    Sentences about another year than ``year``, or about another organ than ``organ``, state nothing of the report.
    """
    found: Found = {}
    heading = ""
    for block in blocks:
        if block.kind == "table":
            continue
        if len(block.text) <= 50 and _HEADING.match(block.text):
            heading = block.text
        if len(block.text) < 8 or not _TRIGGER.search(block.text):
            continue
        before = ""
        for sentence in _SENTENCE.findall(block.text):
            stripped = sentence.strip()
            if _TRIGGER.search(stripped):
                _read_sentence(stripped, _Context(year, organ or "", heading, before), found)
            before = f"{before}{stripped}"[-_EVIDENCE:]
    return tuple(_figure(key, unit, values) for key, (unit, values) in found.items())


def _read_sentence(sentence: str, context: _Context, found: Found) -> None:
    line = squash(sentence)
    if not _STATES.search(line) or _OTHER_TIME.search(line):
        return
    years = {int(year) for year in _YEAR.findall(_COMPARED.sub("", line))}
    if len(years) > 1 or (context.year is not None and years - {context.year}):
        return
    _read_outcomes(line, sentence, context, found)
    said: list[tuple[str, str, int]] = []
    others: set[str] = set()
    for clause in _CLAUSE.finditer(line):
        before = line[max(0, clause.start() - _NEAR) : clause.start()]
        said.extend(_read_clause(clause[0], before, context, others))
    for key, unit, value in said:
        # Where the sentence shares a quantity out among organs, none of the shares is the whole.
        if key not in others:
            part = key.count(".") > 1 and context.before
            _keep(found, key, unit, value, f"{context.before}{sentence}" if part else sentence)


def _read_clause(clause: str, before: str, context: _Context, others: set[str]) -> Iterator[tuple[str, str, int]]:
    """Key, unit and value of what ``clause`` states; ``before`` is what the sentence says in front of it (both
    squashed). Keys of what it states of other organs are added to ``others``."""
    if not _STATES.search(clause):
        return
    for key, words in _nothing(clause, before, context):
        yield key, "元" if key == "info_fee_yuan" else "件", 0
        clause = clause.replace(words, "")
    for key, unit, word, pattern, about in _PATTERNS:
        match = pattern.search(clause) if word in clause else None
        if match is None or not _is_about(about, before + clause, context):
            continue
        front, behind = clause[: match.start("n")], clause[match.end("n") :]
        if _BEFORE.search(front) or _INEXACT.match(behind) or _INEXACT.match(behind[1:]):
            continue
        where = _place(key, clause[: match.start()], before.rpartition(";")[2], front)
        if where is None:
            continue
        if _is_ours(clause[: match.start()], where, context):
            yield where, unit, _value(match["n"])
        else:
            others.add(where)


def _read_outcomes(line: str, sentence: str, context: _Context, found: Found) -> None:
    for key, pattern in _OUTCOMES if "复议" in line else ():
        match = pattern.search(line)
        if match and _is_about(_REVIEWS, line, context) and not _INEXACT.match(line[match.end("n") :]):
            _keep(found, key, "件", _value(match["n"]), sentence)


def _nothing(clause: str, before: str, context: _Context) -> list[tuple[str, str]]:
    """The keys that ``clause`` says are 0, each with its words: nothing received, no case, no fee."""
    said: list[tuple[str, str]] = []
    if not _DENIES.search(clause):
        return said
    if (match := _NO_REQUEST.search(clause)) and _is_ours(clause[: match.start()], "app.received", context):
        said.append(("app.received", match[0]))
    if (match := _NO_REVIEW.search(clause)) and _is_ours(clause[: match.start()], "review.total", context):
        said.extend(
            (key, match[0])
            for key, word in (("review.total", "复议"), ("litigation.total", "诉讼"))
            if word in match[0]
        )
    if match := _NO_FEE.search(clause):
        said.append(("info_fee_yuan", match[0]))
    return [] if _PART.search(before.rpartition(";")[2]) or _RUNNING.search(clause) else said


def _is_about(about: str, text: str, context: _Context) -> bool:
    """Whether the sentence so far, or the section's heading, speaks of requests (of reviews after requests)."""
    if not about or _ABOUT[about].search(text) or (about == _REQUESTS and _ABOUT[about].search(context.before)):
        return True
    return _SECTION[about].search(context.heading) is not None and not re.search(r"办理|受理|审理|向", text)


def _place(key: str, front: str, before: str, until: str) -> str | None:
    """The key that the number in a clause belongs to, with what stands in front of it there and in the sentence; None
    where it is a part of something, or of another time."""
    if _is_part(key, front, before, until):
        return None
    channels = set(_CHANNELS.findall(before[-40:] + front)) if key == "pd.total" else set()
    if channels:
        return "pd.website" if channels <= {"网站", "门户"} else None
    return key


def _is_part(key: str, front: str, before: str, until: str) -> bool:
    whole = before + front
    if _RUNNING.search(until) or _STANDING.search(before):
        return True
    if key in {"app.received", "review.total", "litigation.total", "pd.total"} and _PART.search(whole):
        return True
    if key == "app.received":
        # What was received by one of the ways is not all, a case is no request.
        return len(set(_WAYS.findall(before[-30:] + front))) == 1 or _CASE.search(until) is not None
    if key == "pd.total":
        to_date = _UNTIL.search(whole) and not _THIS_YEAR.search(whole)
        return bool(to_date) or _FIELD.search(whole) is not None
    return key == "app.replied" and _OTHER_CALLS.search(whole) is not None


def _is_ours(front: str, key: str, context: _Context) -> bool:
    """Whether the clause in front of a verb names nobody but the reporting organ."""
    subject = re.sub(r"(?:共计|共|总共|合计|一共|新|已|均|都|还|也|均|又)+$", "", _TIME.sub("", front))
    if key == "pd.website" or not _SOMEBODY.search(subject) or _OURS.search(subject):
        return True
    return bool(context.organ) and (subject in context.organ or context.organ in subject)


def _value(printed: str) -> int:
    digits = printed.replace(",", "")
    return int(digits) if digits.isdecimal() else chinese_number(digits)


def _keep(found: Found, key: str, unit: str, value: int, evidence: str) -> None:
    found.setdefault(key, (unit, {}))[1].setdefault(value, evidence)


def _figure(key: str, unit: str, values: dict[Number, str]) -> Figure:
    sentences = " … ".join(dict.fromkeys(values.values()))
    if len(values) == 1:
        return Figure(f"prose.{key}", next(iter(values)), "printed", unit, sentences)
    return Figure(f"prose.{key}", None, "ambiguous", unit, sentences, tuple(sorted(values)))
