"""From the words that name an organ to its full name, where titles shorten it."""

import re
from dataclasses import dataclass

from archive.divisions import Place, locate
from archive.text.title_organs import ORGAN

_TOWN = re.compile(r"(?:镇|乡|苏木)$")
_TOWN_GOVERNMENT = re.compile(r"(镇|乡|苏木)政府$")
_DIVISION_KIND = re.compile(
    r"(?<!社)(?<!园)(?<!景)(?<!护)(?<!发)(?<!新)(?<!示范)(?<!实验)(?<!度假)(?:省|市|县|区|旗|自治州|州|盟)$"
)


@dataclass(frozen=True, slots=True)
class Named:
    """An organ's full name and where it sits."""

    name: str
    place: Place


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
