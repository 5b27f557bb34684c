"""Numbers that only the prose states: keys under ``prose.``, with the sentence as evidence.

A number is taken where a sentence names the whole organ's quantity in one of the usual wordings. Approximate numbers
(5600余条) are none. Where the text states two different numbers for one key, neither is taken for the value: both are
candidates.
"""

import re
from collections.abc import Iterable

from archive.model import Block, Figure, Number

_NUMBER = r"(\d{1,3}(?:,\d{3})+|\d+)"
# The key after ``prose.``, its unit, the wording. A count of someone else (县级, 各部门) is excluded by _PART.
_REQUESTS = r"(?:依申请公开|公开申请|信息申请)(?:件|[^，,。；;:：\d]{0,6}?)(?:共计|共|总计|数)?"
_CASES = r"(?:案件|申请)?(?:共计|共)?"
_PATTERNS = tuple(
    (key, unit, re.compile(pattern))
    for key, unit, pattern in (
        ("app.received", "件", rf"(?:收到|受理|接收|收悉)[^，,。；;:：\d]{{0,12}}{_REQUESTS}{_NUMBER}\s*(?:件|条|宗)"),
        ("app.received.in_person", "件", rf"当面(?:提交)?申请(?:的)?{_NUMBER}\s*件"),
        ("app.received.online", "件", rf"(?:网络|网上|互联网)(?:提交)?申请(?:的)?{_NUMBER}\s*件"),
        ("app.received.letter", "件", rf"(?:信函|信件|邮寄)(?:提交)?申请(?:的)?{_NUMBER}\s*件"),
        ("app.received.fax", "件", rf"传真申请(?:的)?{_NUMBER}\s*件"),
        (
            "app.carried_in",
            "件",
            rf"(?:上年|上年度|上一年度|上一年)结转(?:的)?(?:政府信息公开)?(?:申请)?{_NUMBER}\s*件",
        ),
        (
            "app.carried_out",
            "件",
            rf"(?:结转|顺延)(?:至|到)?[下次]一?年度?(?:继续)?(?:办理|答复)?(?:的)?(?:申请)?{_NUMBER}\s*件",
        ),
        ("app.carried_out", "件", rf"{_NUMBER}\s*件(?:申请)?(?:结转|顺延)(?:至|到)?[下次]一?年"),
        ("app.replied", "件", rf"(?:^|[，,；;（(]|已|共|全部|按时|依法|按期)答复(?:公开申请|申请)?{_NUMBER}\s*件"),
        (
            "review.upheld",
            "件",
            rf"行政复议{_CASES}\d+\s*[件起宗][^。；;诉]*?维持(?:具体行政行为)?[的数]?{_NUMBER}\s*件",
        ),
        (
            "review.corrected",
            "件",
            rf"行政复议{_CASES}\d+\s*[件起宗][^。；;诉]*?(?:结果纠正|依法纠错)[的数]?{_NUMBER}\s*件",
        ),
        ("review.total", "件", rf"(?:引起的|信息公开|申请)行政复议{_CASES}{_NUMBER}\s*(?:件|起|宗)"),
        ("litigation.total", "件", rf"行政诉讼{_CASES}{_NUMBER}\s*(?:件|起|宗)"),
        ("pd.total", "条", rf"主动公开(?:各类|各种)?(?:政府|政务)?信息(?:共计|共|总数)?{_NUMBER}\s*条"),
        ("info_fee_yuan", "元", rf"(?:收取|收到)[^，。；\d]{{0,16}}(?:信息)?处理费{_NUMBER}\s*元"),
    )
)
_SENTENCE = re.compile(r"[^。；;！？\n]+[。；;！？]?")
_INEXACT = re.compile(r"^\s*(?:余|多|左右|以上|以内|上下)")
# A sentence about parts, earlier years or running totals says nothing of the whole and the year.
_PART = re.compile(r"累计|历年|去年|上年度?(?:收到|受理)|同比|其中[^，]{0,12}(?:部门|乡镇|街道)")
_WEBSITE = re.compile(r"(?:通过|利用|在)[^，,；;。]{0,20}网站")
_DIGIT = re.compile(r"\d")
# Each wording holds one of these.
_NAMED = re.compile(r"申请|结转|顺延|答复|复议|诉讼|主动公开|处理费")
_TRIGGER = re.compile(r"申请|复议|诉讼|主动公开|处理费")


def read_prose(blocks: Iterable[Block]) -> tuple[Figure, ...]:
    """The figures that running text states, ``printed`` or, where the text contradicts itself, ``ambiguous``."""
    found: dict[str, tuple[str, dict[Number, str]]] = {}
    for block in blocks:
        if block.kind == "table" or len(block.text) < 12 or not _TRIGGER.search(block.text):
            continue
        for sentence in _SENTENCE.findall(block.text):
            _read_sentence(sentence.strip(), found)
    return tuple(_figure(key, unit, values) for key, (unit, values) in found.items())


def _read_sentence(sentence: str, found: dict[str, tuple[str, dict[Number, str]]]) -> None:
    if not _DIGIT.search(sentence) or not _NAMED.search(sentence) or _PART.search(sentence):
        return
    for key, unit, pattern in _PATTERNS:
        for match in pattern.finditer(sentence):
            if _INEXACT.match(sentence[match.end() :]):
                continue
            value = int(match[1].replace(",", ""))
            where = _channel(key, sentence[: match.start()])
            found.setdefault(where, (unit, {}))[1].setdefault(value, sentence)


def _channel(key: str, before: str) -> str:
    """What was published through the website alone is no total."""
    return "pd.website" if key == "pd.total" and _WEBSITE.search(before[-30:]) else key


def _figure(key: str, unit: str, values: dict[Number, str]) -> Figure:
    sentences = " … ".join(dict.fromkeys(values.values()))
    if len(values) == 1:
        return Figure(f"prose.{key}", next(iter(values)), "printed", unit, sentences)
    return Figure(f"prose.{key}", None, "ambiguous", unit, sentences, tuple(sorted(values)))
