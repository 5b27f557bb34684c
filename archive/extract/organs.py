"""From a title to the organ that reports: the words that name it, and its full name where the title shortens it."""

import re
from dataclasses import dataclass

from archive.divisions import Place, locate
from archive.text.titles import squash

_YEAR = re.compile(
    r"\(?(?:20[0-3]\d|二[〇○零O0][〇○零O0一二三][〇○零O0一二三四五六七八九])(?:[-—至](?:20)?[0-3]?\d)?学?年?(?:年度|度)?"
    r"(?:1月?[-—至]12月)?\)?"
)
# An office for openness (政务公开领导小组办公室) carries the subject's words in its own name.
_SUBJECT = re.compile(
    r"(?:(?:政府|政务|环境)?信息(?:与政务|和政务)?公开|政务公开)"
    r"(?!(?:和|与)?(?:工作|政务服务)?(?:领导小组|协调小组|联席会议|办公室|中心|[办处科股](?=[|政信]|$)))"
    r"|公开(?:工作)?(?:年度报告|年报)|(?:年度)?(?:报告|年报)"
)
# What is done with a report in the title of a letter that carries it.
_ACT = re.compile(r"^(?:报送|公布|发布|印发|公开|呈报|上报)+")
_MARK = re.compile(r"^(?:【[^【】]{1,12}】|\[[^\[\]]{1,12}\])")
_TAIL = re.compile(r"\([^()]*\)$")
# In brackets behind a place these are the rest of its name, not another name of the organ.
_GOVERNS = re.compile(r"\((?:管委会|管理委员会|人民政府|政府|办事处)\)")
_TOWN = re.compile(r"(?:镇|乡|苏木)$")
_TOWN_GOVERNMENT = re.compile(r"(镇|乡|苏木)政府$")
_DIVISION_KIND = re.compile(
    r"(?<!社)(?<!园)(?<!景)(?<!护)(?<!发)(?<!新)(?<!示范)(?<!实验)(?<!度假)(?:省|市|县|区|旗|自治州|州|盟)$"
)
# What an organ's name ends in; a phrase that ends otherwise is not taken for one.
ORGAN = re.compile(
    r"(?:人民政府|政府|办公室|办公厅|委员会|管委会|办事处|党工委|局|厅|委|院|所|中心|处|部|办|站|大队|支队|总队|队|"
    r"法院|检察院|银行|公司|集团|学校|医院|协会|联合会|总社|供销社|海关|税务局|公安局|分局|镇|乡|街道|开发区|新区|园区|实验区|示范区|"
    r"度假区|高新区|经开区|经济区|社|团委|馆|台)$"
)


@dataclass(frozen=True, slots=True)
class Named:
    """An organ's full name and where it sits."""

    name: str
    place: Place


def organ_in_title(title: str) -> str | None:
    """The words of ``title`` that name the organ, as printed but without spaces; None where it names none.

    Organ, year and subject come in any order: 盘锦市2020年度政府信息公开工作报告, 2018年青岛市政府信息公开工作年度报告,
    漳平市人民政府办公室关于漳平市2017年政府信息公开工作的报告.
    """
    whole = _MARK.sub("", squash(title).strip('《》“”"'))
    named = _before_subject(_TAIL.sub("", whole))
    if named is None and (tail := _TAIL.search(whole)):
        inside = _YEAR.sub("", tail[0][1:-1])
        return inside if ORGAN.search(inside) else None
    return named


def _before_subject(line: str) -> str | None:
    author, about, _ = line.partition("关于")
    if about and len(author) >= 3 and not _YEAR.fullmatch(author):
        return _clean(_YEAR.sub("", author))
    # A bar for the year: 人民政府2021年度信息公开 must not become 人民|政府信息公开.
    line = _YEAR.sub("|", _ACT.sub("", line.removeprefix("关于")) if line.startswith("关于") else line)
    subject = _SUBJECT.search(line)
    if subject is None:
        return None
    # 东塘镇人民政府信息公开年报: the government's name runs into the subject's.
    shared = "政府" if line[: subject.start()].endswith("人民") and subject[0].startswith("政府") else ""
    return _clean(line[: subject.start()] + shared)


def _clean(name: str) -> str | None:
    name = name.rstrip("|")
    if (remark := _TAIL.search(name)) and (_GOVERNS.match(remark[0]) or not ORGAN.search(name[: remark.start()])):
        name = f"{name[: remark.start()]}{remark[0][1:-1]}"
    name = re.sub(r"(?:年度|的|关于|工作|年|\|)+$", "", name).replace("|", "").strip(":-_—·,、")
    if name.count("(") != name.count(")"):
        name = name.strip("()")
    return name if len(name) >= 2 and not name.isdecimal() else None


def full_name(name: str, year: int | None, context: tuple[str, ...], text: str, texts: tuple[str, ...] = ()) -> Named:
    """The organ's full name: a bare place is its government (盘锦市 → 盘锦市人民政府), a bare town too, a bare zone its
    committee in the wording that ``text`` uses; every other name stays as printed. ``context`` and ``texts`` say where
    it sits, as for ``locate``."""
    place = locate(name, year, context, texts)
    rest = place.rest
    if place.candidates and not rest:
        # Leagues and prefectures have no government of their own, but an agency of the province's.
        full = f"{name}行政公署" if name.endswith(("盟", "地区")) else f"{name}人民政府"
    elif place.candidates and rest == "政府":
        full = f"{name.removesuffix('政府')}人民政府"
    elif _TOWN.search(name):
        full = f"{name}人民政府"
    elif _TOWN_GOVERNMENT.search(name) and not name.endswith("人民政府"):
        full = _TOWN_GOVERNMENT.sub(r"\1人民政府", name)
    elif name.endswith("街道"):
        full = f"{name}办事处"
    elif name.endswith("街道办"):
        full = f"{name}事处"
    elif place.level == "zone" and not ORGAN.search(
        re.sub(r"(?:开发区|新区|园区|实验区|示范区|度假区|高新区|经开区|经济区)$", "", name)
    ):
        full = _committee(name, text)
    elif not place.candidates and _DIVISION_KIND.search(name) and len(name) <= 12:
        full = f"{name}人民政府"
    else:
        full = name
    return Named(full, place)


def _committee(zone: str, text: str) -> str:
    """A zone's committee as the page words it; the short form where the page does not name it."""
    if re.search(r"(?:管委会|委员会|办公室|局|中心|公司|政府)$", zone):
        return zone
    for suffix in ("管理委员会", "管委会"):
        if f"{zone}{suffix}" in text:
            return f"{zone}{suffix}"
    return f"{zone}管委会"
