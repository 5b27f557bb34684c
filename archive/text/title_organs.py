"""The words of a title that name the organ whose report it is."""

import re
from typing import Final

from archive.text.title_words import CORES, SEPARATOR

# A school year, a span of years or of months is a date too.
_YEAR: Final = re.compile(
    r"\(?20[0-3]\d(?:[-—至](?:20)?[0-3]?\d)?学?年?(?:年度|度)?(?:1月?份?[-—至~]12月份?|\d{1,2}月\d{1,2}日)?\)?"
)
# An office for openness (政务公开领导小组办公室) carries the subject's words in its own name.
_SUBJECT: Final = re.compile(
    r"(?:(?:政府|政务|环境)?信息(?:与政务|和政务)?公开|政务公开)"
    r"(?!(?:和|与)?(?:工作|政务服务)?(?:领导小组|协调小组|联席会议|办公室|中心|[办处科股](?=[¦政信]|$)))"
    r"|公开(?:工作)?(?:年度报告|年报)|(?:年度)?(?:报告|年报)"
)
# What is done with a report in the title of a letter that carries it.
_ACT: Final = re.compile(r"^(?:报送|公布|发布|印发|公开|呈报|上报)+")
_TAIL: Final = re.compile(r"\([^()]*\)$")
# In brackets behind a place these are the rest of its name, not another name of the organ.
_GOVERNS: Final = re.compile(r"\((?:管委会|管理委员会|人民政府|政府|办事处)\)")
# What the organ did: 云岭县水利局贯彻实施政府信息公开条例情况的报告.
_DID: Final = re.compile(r"(?:贯彻|落实|实施|执行|推进|推动|开展|学习|做好|发布|公布|条例|情况|的|工作|及|和|[、¦])+$")
# 我局, 本单位: whoever speaks.
_OWN: Final = re.compile(r"^[我本][\u4e00-\u9fff]{1,4}$")
_LETTER: Final = re.compile(r"[^\W\d_]")
_LABEL: Final = re.compile(r"^(?:政府信息公开)?(?:工作)?(?:年度报告|年报|标题|名称):|^附件\d*[:.、]?")
# What an organ's name ends in; a phrase that ends otherwise is not taken for one.
ORGAN: Final = re.compile(
    r"(?:人民政府|政府|办公室|办公厅|委员会|管委会|办事处|党工委|局|厅|委|院|所|中心|处|部|办|站|大队|支队|总队|队|"
    r"法院|检察院|银行|公司|集团|学校|医院|协会|联合会|总社|供销社|海关|税务局|公安局|分局|镇|乡|街道|开发区|新区|园区|实验区|示范区|"
    r"度假区|高新区|经开区|经济区|社|团委|馆|台)$"
)
# Places, and what else publishes reports of its own (schools, ports, farms).
_NAMED: Final = re.compile(
    r"(?:[省市县区旗州盟镇乡街村园港场矿]|社区|苏木|自治区|兵团|师|团|学|中|校|幼儿园|会|署|室|组|科|股|军)\)?$"
)


def is_named(words: str) -> bool:
    """Whether ``words`` end as names of organs and places do."""
    bare = _TAIL.sub("", words) or words
    return len(words) >= 2 and (ORGAN.search(bare) or _NAMED.search(bare)) is not None


def organ_words(line: str) -> str | None:
    """The words of a folded title that name the organ; None where it names none.

    Organ, year and subject come in any order: 盘锦市2020年度政府信息公开工作报告, 2018年青岛市政府信息公开工作年度报告,
    漳平市人民政府办公室关于漳平市2017年政府信息公开工作的报告.
    """
    named = _before_subject(_TAIL.sub("", line))
    if named is None and (tail := _TAIL.search(line)):
        inside = _YEAR.sub("", tail[0][1:-1])
        return inside if is_named(inside) else None
    if named is None and (core := CORES[1].search(line)):
        return _clean(_YEAR.sub("¦", core["between"]))
    return named


def _before_subject(line: str) -> str | None:
    author, about, _ = line.partition("关于")
    if about and len(author) >= 3 and not _YEAR.fullmatch(author):
        return _clean(_YEAR.sub("", author))
    # A bar for the year: 人民政府2021年度信息公开 must not become 人民¦政府信息公开.
    line = _YEAR.sub("¦", _ACT.sub("", line.removeprefix("关于")) if line.startswith("关于") else line)
    subject = _SUBJECT.search(line)
    if subject is None:
        return None
    # 东塘镇人民政府信息公开年报: the government's name runs into the subject's.
    shared = "政府" if line[: subject.start()].endswith("人民") and subject[0].startswith("政府") else ""
    return _clean(line[: subject.start()] + shared)


def _clean(name: str) -> str | None:
    name = _DID.sub("", _LABEL.sub("", name).rstrip("¦"))
    # Behind the names of a site and its columns.
    name = next((part for part in reversed(SEPARATOR.split(name)) if part.strip("¦年度的关于")), "")
    if (remark := _TAIL.search(name)) and (_GOVERNS.match(remark[0]) or not ORGAN.search(name[: remark.start()])):
        name = f"{name[: remark.start()]}{remark[0][1:-1]}"
    name = re.sub(r"(?:年度|的|关于|工作|年|¦)+$", "", name).replace("¦", "").strip(':-_—·,、"“”《》【】[]')
    if name.count("(") != name.count(")"):
        name = name.strip("()")
    return name if len(name) >= 2 and _LETTER.search(name) and not _OWN.match(name) else None
