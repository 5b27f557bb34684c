"""Which organ a report is about: names that title, text and page give, most trusted first.

A name behind 请与…联系, in the path or in 发布机构 is often somebody else's: an office for openness that takes
questions for all, the portal, the uploader. Where the text says what it is (我局, 我镇), a name of another kind is not
taken.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.extract.report.headline import presents_report
from archive.model import Document, Page
from archive.text.digits import plain_years
from archive.text.title_grammar import title_organ
from archive.text.title_organs import ORGAN
from archive.text.titles import squash

_OPENING = re.compile(r"(?:现将|现就|根据要求将|公布|发布|编制|制作)([^，。、；：,;:“”《》\d]{2,24}?)(?:20[0-3]\d)年")
# 「特向社会公布2011年度云岭县政府信息公开年度报告」
_OPENING_YEAR_FIRST = re.compile(
    r"(?:现将|现就|公布|发布|编制)(?:20[0-3]\d)年(?:度)?(?!度|政府信息|政务公开|信息公开)"
    r"([^，。、；：,;:“”《》\d]{3,24}?)(?:政府信息公开|政务公开|信息公开)"
)
_COMPILED_BY = re.compile(
    r"(?:本(?:年度)?报告由([^，。、；,;“”《》]{3,24}?)(?:根据|依据|按照|编制|负责)"
    r"|[，,。]由([^，。、；,;“”《》]{3,24}?)(?:负责)?(?:编制|撰写|汇总))"
)
# 「2022年，埇桥区水利局坚持…」 opens a text or a paragraph.
_SUBJECT_OF = re.compile(
    r"^(?:20[0-3]\d)年(?:度)?[，,]([^，。、；,;“”《》\d]{4,24}?)"
    r"(?=在|以|坚持|严格|认真|深入|全面|按照|根据|积极|切实|扎实|持续|贯彻|围绕|依|高度|紧|进一步)"
)
# 「雁山县信访局根据《中华人民共和国政府信息公开条例》…」
_UNDER_THE_LAW = re.compile(r"^([^，。、；,;“”《》\d]{4,24}?)(?:根据|依据|按照)《(?:中华人民共和国)?政府信息公开条例》")
_CONTACT = re.compile(r"(?:请|可)(?:直接)?(?:与|同|向)([^，。、；,;“”《》()\d]{4,30}?)(?:联系|咨询|反映)")
_PLACE = re.compile(r"..[省市县区旗州盟镇乡]$")
_TERRITORY = re.compile(r"[省市县区旗州盟镇乡]")
# Steps and values that name a group of organs, or one only within its own portal.
_GENERIC = re.compile(
    r"^(?:各|本|我|全|[省市县区乡镇州](?:直|级|属|政府|人民政府))|(?:政府|局|厅|委|办|[乡镇])[和及]|及其|、|部门|单位"
)
# A leading group and an office for openness have no report of their own; the organ that they sit at stands before
# them, if any does.
_GROUP = re.compile(
    r"(?:政务公开|政府信息公开|信息公开|公开)?(?:工作)?(?:领导小组|协调小组|推进小组|联席会议|专班).*$"
    r"|(?:政务公开|政府信息公开|信息公开)(?:与?政务服务)?(?:工作)?(?:办公室|中心|[办科股处])$"
)
# Nor has the office inside a bureau.
_INNER_OFFICE = re.compile(r"(?<=[局厅馆院])办公室$")
_SIGNED_ON = re.compile(
    r"^(?:19|20)\d\d年(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})日)?$"
    r"|^20\d\d[./-]\d{1,2}[./-]\d{1,2}$"
)
# What a text calls its organ -> how the names of such organs end.
_OWN_KIND = re.compile(
    r"(?:我|本)(局|厅|委|办事处|办|院|中心|站|所|队|校|馆|社|公司|镇|乡|街道)|我(省|市(?!场)|县|区(?!域)|旗|州|盟)"
)
_ENDINGS = {
    "委": r"委(?:员会)?$",
    "办": r"办(?:公[室厅])?$",
    "校": r"(?:校|学|园)$",
    "队": r"队$",
    "办事处": r"(?:办事处|街道办?)$",
    "街道": r"(?:街道办?|办事处)$",
    "镇": r"镇(?:人民政府|政府)?$",
    "乡": r"(?:乡|苏木)(?:人民政府|政府)?$",
}
_SHORT_ORGAN = re.compile(
    r"^(?![各省市县区]|乡镇)[\u4e00-\u9fff]{2,10}(?:局|委|委员会|街道|镇|乡|大队|支队|法院|检察院)$"
)
_OFFICE = re.compile(r"^(.{2,}?)(?:(?:人民)?政府)?办公[室厅]$")
# A place is spoken of in every report of its organs: it says whose report it is where nothing else is named often.
_MUCH_MORE = 4


@dataclass(frozen=True, slots=True)
class OrganName:
    """A name of the organ, where it was found, and the words there."""

    source: str
    name: str
    words: str


def organ_names(title: str | None, lines: Sequence[str], page: Page, document: Document) -> Iterator[OrganName]:
    """Names for the organ, most trusted first; ``lines`` is the text."""
    if title and (name := title_organ(title)):
        yield OrganName("title", name, title)
    for text in (*(text for text, _ in page.titles), *lines[:4]):
        if presents_report(text) and (author := title_organ(text)):
            yield OrganName("notice", author, text)
    own = _own_kinds("\n".join(lines))
    for found in (*_in_text(lines), *_around(lines, page)):
        if name := _fitting(found.name, own):
            yield OrganName(found.source, name, found.words)
    anchor = document.hints.anchor_text
    if anchor and (name := title_organ(anchor)):
        yield OrganName("anchor", name, anchor)


def _in_text(lines: Sequence[str]) -> Iterator[OrganName]:
    head = plain_years("".join(lines[:8])[:3000])
    for pattern in (_OPENING, _OPENING_YEAR_FIRST, _COMPILED_BY):
        found = pattern.search(head)
        name = squash(next(filter(None, found.groups()))) if found else ""
        if found and (ORGAN.search(name) or _PLACE.search(name)) and not name.startswith(("我", "本", "全")):
            yield OrganName("text", name, found[0])
    for start in (plain_years(squash(line[:60])) for line in lines[:8]):
        opened = _SUBJECT_OF.match(start) or _UNDER_THE_LAW.match(start)
        if opened and _is_reporter(opened[1]):
            yield OrganName("text", opened[1], opened[0])


def _around(lines: Sequence[str], page: Page) -> Iterator[OrganName]:
    for step in page.breadcrumb[::-1]:
        if _is_reporter(step):
            yield OrganName("breadcrumb", step, step)
        elif _SHORT_ORGAN.search(step):
            break  # 云岭县人民政府 > 水利局: the portal's name is not the organ's
    if signature := _signature(lines):
        yield OrganName("signature", signature, signature)
    contact = _CONTACT.search(squash("".join(lines[:8])[:3000]))
    if contact and _is_reporter(_GROUP.sub("", contact[1])):
        yield OrganName("text", contact[1], contact[0])
    for label, value in page.metadata_block:
        if label in {"发布机构", "来源"} and _is_reporter(squash(value)):
            yield OrganName("metadata block", squash(value), f"{label}: {value}")


def _is_reporter(name: str) -> bool:
    """Whether a step or a value is the full name of an organ (政府办公室 alone names none)."""
    if not 5 <= len(name) <= 30 or _GENERIC.search(name):
        return False
    return ORGAN.search(name) is not None and _TERRITORY.search(name) is not None


def _signature(lines: Sequence[str]) -> str | None:
    """The organ above the date at the foot of the text."""
    foot = [squash(line) for line in lines[-8:]]
    for above, line in pairwise(foot):
        if _SIGNED_ON.match(plain_years(line)) and 4 <= len(above) <= 30 and ORGAN.search(above):
            return above
    return None


def _own_kinds(text: str) -> tuple[str, ...]:
    """What the text calls its organ (局, 镇); of places only where it names no institution, or hardly."""
    found = Counter[str]()
    places = Counter[str]()
    for institution, place in _OWN_KIND.findall(text):
        (places if place else found).update([place or institution])
    if found and _MUCH_MORE * found.total() >= places.total():
        return tuple(found)
    return tuple(places)


def _fitting(name: str, own: Sequence[str]) -> str | None:
    """``name`` where it is of a kind that the text calls its own; the government where its office is named and the
    text speaks for the place; None for another's."""
    name = _INNER_OFFICE.sub("", name)
    group = _GROUP.search(name)
    if group is not None:
        name = name[: group.start()]
        if not ORGAN.search(name):
            return None
    if not own or any(_is_of(name, kind) for kind in own):
        return name
    office = _OFFICE.match(name)
    if office is not None and any(_is_of(office[1], kind) for kind in own):
        return office[1]
    return None


def _is_of(name: str, kind: str) -> bool:
    ending = _ENDINGS.get(kind) or (rf"{kind}(?:人民政府|政府)?$" if kind in "省市县区旗州盟" else rf"{kind}$")
    return re.search(ending, name) is not None
