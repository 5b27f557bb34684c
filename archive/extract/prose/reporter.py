"""Who a clause speaks of: the reporting organ as a whole, somebody else, or nobody in particular.

A government reports on all that it governs, so 全县 and 全县各级行政机关 are the county's own words; in a bureau's
report the same words name others. Parts (各部门, 乡镇, 市本级) are never the whole.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Whose = Literal["ours", "others", "unnamed"]

_GOVERNMENT = re.compile(r"(?P<place>.+?)(?:人民政府|政府)$")
_COMMITTEE = re.compile(r"(?P<place>.+区)(?:管理委员会|管委会)$")
_STREET = re.compile(r"(?P<place>.+?街道)办事处$")
_LEVELS = ("街道", "苏木", "省", "市", "州", "盟", "区", "县", "旗", "镇", "乡")
# What an organ calls itself behind 我 and 本, by the end of its name; the first that fits counts.
_OWN_WORDS = (
    ("街道办事处", ("街道", "街道办", "街道办事处", "街", "办", "处", "办事处")),
    ("管理委员会", ("区", "委", "管委会", "会")),
    ("管委会", ("区", "委", "管委会", "会")),
    ("委员会", ("委", "会", "委员会")),
    ("办公室", ("办", "室", "办公室")),
    ("中心", ("中心",)),
    ("公司", ("公司",)),
    ("学校", ("校", "学校")),
    ("大队", ("队", "大队")),
    ("支队", ("队", "支队")),
)
_ANY_ORGAN = ("单位", "机关", "部门", "行政机关", "级行政机关")
# Together they are all that a government reports on.
_ALL_OF_US = (
    "",
    "政府",
    "政府系统",
    "行政机关",
    "各行政机关",
    "政府机关",
    "各级行政机关",
    "各级政府",
    "各级政府机关",
    "各级政府及部门",
    "各级政府及相关部门",
    "各级政府及其部门",
    "各级政府和部门",
    "各类公开主体",
    "各级各部门",
    "各级各单位",
    "各单位",
)
_PRONOUN = re.compile(
    r"[我本](?:机关|单位|部门|行政机关|局|委|厅|办|处|所|站|院|馆|队|会|室|校|中心|镇|乡|县|市|区|州|省|旗|盟|街道|公司|级政府)"
)
_ORGANISATION = (
    r"局|委|委员会|厅|办|办公室|政府|镇|乡|镇街|街道|办事处|中心|部门|单位|机关|法院|检察院|公司|学校|医院|管委会|村|社区|科室|股室|"
    r"处室|支队|大队|站|所|馆|院|县|市|区|旗|省|州"
)
_SOMEBODY = re.compile(rf"(?:{_ORGANISATION})(?:\d+个)?$")
# What follows the subject of a sentence; 县委 and the like before it are its name.
_LED_BY = re.compile(
    rf"(?P<name>[^,:的是在对为将以]{{0,14}}?(?:{_ORGANISATION}))"
    r"(?:(?:是|为|作为|高度|认真|积极|严格|全年|全部|共|已|均|都|也|还|主动|收到|受理|接到|负责|未|没有|通过|依法|按|加强|不断|进一步|牵头|组织|切实|"
    r"及时|20\d\d年|本年|今年|年内)|:|$)"
)
_RULERS = re.compile(r"^(?:[省市州县区旗镇乡]?(?:党工?委|委)、?)?[省市州县区旗镇乡]?(?:委|政府|党委)$")


@dataclass(frozen=True, slots=True)
class Reporter:
    """``names`` are the words for the whole organ, ``longest_first`` the same in an order to look for them in front of
    others; ``level`` is the kind of its territory (县) where it is a government. Of an unknown organ ``name`` is empty,
    and 我 and 本 alone name it."""

    name: str
    names: frozenset[str]
    level: str | None
    longest_first: tuple[str, ...] = ()

    def whose(self, subject: str) -> Whose:
        """Whom the words of a subject name."""
        words = subject.replace("人民政府", "政府").strip("的")
        if not words:
            return "unnamed"
        if words in self.names or (len(words) > 2 and self.name.endswith(words)):
            return "ours"
        if not self.name and _PRONOUN.fullmatch(words):
            return "ours"
        return "others"

    def named_in(self, clause: str) -> Whose:
        """Whom a clause without a number of its own has for a subject, so that what follows may speak of it."""
        match = _LED_BY.match(clause)
        if match is None:
            return "unnamed"
        name = match["name"]
        if self.level is not None and _RULERS.match(name):
            return "unnamed"
        return self.whose(name)


def is_somebody(words: str) -> bool:
    """Whether words end in the name of an organ of whatever kind."""
    return _SOMEBODY.search(words) is not None


@lru_cache(maxsize=256)
def reporter(organ: str | None) -> Reporter:
    """The reporter that an organ's name tells; None where nobody knows who reports."""
    if not organ:
        return Reporter("", frozenset(), None)
    name = organ.replace("人民政府", "政府")
    governs = _GOVERNMENT.match(organ) or _COMMITTEE.match(organ) or _STREET.match(organ)
    names = {f"{who}{word}" for who in ("我", "本") for word in _ANY_ORGAN}
    if governs is None:
        own = next((words for end, words in _OWN_WORDS if organ.endswith(end)), (organ[-1],))
        names |= {f"{who}{word}" for who in ("我", "本", "全") for word in own}
        if organ.endswith("办公室"):
            names |= {name.removesuffix("公室")[at:] for at in range(len(name) - 4)}
        return Reporter(name, frozenset(names), None, _longest_first(names))
    place = governs["place"]
    level = next((level for level in _LEVELS if place.endswith(level)), None)
    names |= {place[at:] for at in range(len(place) - 1)} | {"本级政府"}
    if level is not None:
        own = next((words for end, words in _OWN_WORDS if organ.endswith(end)), (level,))
        names |= {f"{who}{word}" for who in ("我", "本", "全") for word in own} | {f"{who}{level}" for who in "我本全"}
        names |= {f"{who}{all_of_us}" for who in (f"全{level}", f"我{level}", place) for all_of_us in _ALL_OF_US}
        names |= {f"{who}{level}政府" for who in ("", "我", "本")} | {level}
    return Reporter(name, frozenset(names), level, _longest_first(names))


def _longest_first(names: set[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=len, reverse=True))
