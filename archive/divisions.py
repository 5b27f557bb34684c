"""Divisions of China with their history: organ name, year and context to an adcode.

``divisions.csv`` beside this file holds every province, city and county that existed in 2007 or later: GB/T 2260 code,
name, the city a county belongs to (empty for those directly under a province), first and last year, and the codes of
its successors. Facts: Ministry of Civil Affairs, yearly code lists 1981–2024 (public domain, compiled under CC0). In
the year of a change both the old and the new division are valid.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

Level = Literal["province", "city", "county", "township", "zone"]

_TABLE = Path(__file__).with_name("divisions.csv")
# The peoples that autonomous divisions are named after, for their short names (三都水族自治县 → 三都县).
_PEOPLES = (
    "蒙古族|回族|藏族|维吾尔族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族|"
    "傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|"
    "锡伯族|阿昌族|普米族|塔吉克族|塔吉克|怒族|鄂温克族|德昂族|保安族|裕固族|独龙族|鄂伦春族|各族|蒙古"
)
_PEOPLE = re.compile(_PEOPLES)
_AUTONOMOUS = re.compile(r"^(.+?)自治([州县旗])$")
_PROVINCE_SHORT = re.compile(r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)$")
_TOWNSHIP = re.compile(r"^.{1,14}?(?:镇|乡|街道|苏木)(?:人民政府|政府|办事处|党工委)?")
# Organs of the whole country and of the party carry theirs before the place.
_ABOVE = re.compile(r"^(?:国家税务总局|国家统计局|中国共产党|中共|共青团|国网|中国农业发展银行)")
# Not of the region that its name begins with: the corps has divisions and cities of its own.
_CORPS = re.compile(r"新疆(?:维吾尔自治区)?生产建设兵团")
_DOTS = re.compile(r"[·・•.．\-—\s]")
_KIND = re.compile(r"[区县市旗]$")
_BRANCH = re.compile(r"局([^省市县区局]{2,6}?)(?:区|县)?(?:分局|管理局)$")
_ZONE = re.compile(
    r"(?:经济技术|高新技术产业|高新|经济|产业|工业|综合|保税|旅游|生态|临空|临港|现代|农业|新技术|技术|空港|经)*"
    r"(?:开发区|开发新区|高新区|经开区|新区|综合实验区|实验区|示范区|园区|产业园|工业园|度假区|合作区|保税区|新城|管理区|经济区)"
)


@dataclass(frozen=True, slots=True)
class Division:
    """One division under one name: valid from ``first`` to ``last`` (years; None: still), codes of successors."""

    adcode: str
    name: str
    province: str
    city: str | None
    first: int
    last: int | None
    successors: tuple[str, ...]

    @property
    def level(self) -> Level:
        """``province``, ``city`` or ``county``, by the code."""
        if self.adcode.endswith("0000"):
            return "province"
        return "city" if self.adcode.endswith("00") else "county"

    def valid_in(self, year: int | None) -> bool:
        """Whether it existed in ``year`` (None: now)."""
        if year is None:
            return self.last is None
        return self.first <= year and (self.last is None or year <= self.last)

    def holds(self, other: "Division") -> bool:
        """Whether ``other`` lies in this division."""
        if self.level == "province":
            return self.adcode[:2] == other.adcode[:2] and other is not self
        return (
            self.level == "city"
            and other.level == "county"
            and (self.adcode[:4] == other.adcode[:4] or (self.name == other.city and self.province == other.province))
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where an organ's name says it sits. ``division`` is None where several remain (``candidates``) or none is known;
    ``rest`` is what follows the division in the name, ``level`` that of the organ's territory."""

    division: Division | None
    candidates: tuple[Division, ...]
    rest: str
    level: Level | None


@lru_cache(maxsize=1)
def divisions() -> tuple[Division, ...]:
    """Every division of the table, in the order of codes."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    provinces = {row["adcode"][:2]: row["name"] for row in rows if row["adcode"].endswith("0000")}
    return tuple(
        Division(
            adcode=row["adcode"],
            name=row["name"],
            province=provinces[row["adcode"][:2]],
            city=row["city"] or None,
            first=int(row["first_year"]),
            last=int(row["last_year"]) if row["last_year"] else None,
            successors=tuple(row["successors"].split()),
        )
        for row in rows
    )


def by_adcode(adcode: str, year: int | None = None) -> Division | None:
    """The division with this code that is valid in ``year``; where none is, the latest that had the code."""
    same = _codes().get(adcode, ())
    return next((d for d in same if d.valid_in(year)), same[-1] if same else None)


def locate(name: str, year: int | None, context: Iterable[str] = (), texts: Sequence[str] = ()) -> Place:
    """Where the organ ``name`` sits in ``year``.

    ``context`` are names or adcodes around the name, most trusted first, ``texts`` running text, in which only whole
    names count (学习北京冬奥精神 names no place); the first that leaves one of several namesakes decides (和平区 alone
    stays ambiguous, beside 沈阳 it is 210102), unless the codes say otherwise.
    """
    if above := _ABOVE.match(name):
        name = name[above.end() :]
    if _CORPS.match(name):
        return Place(None, (), name, None)
    chains = _chains(name, year) or _after_bare(name, year)
    if not chains:
        return _zone(name, year, context, texts)
    longest = max(end for _, end in chains)
    rest = name[longest:]
    ending = {division for division, end in chains if end == longest}
    candidates = tuple(sorted(ending, key=lambda division: division.adcode))
    chosen = candidates[0] if len(candidates) == 1 else _decide(candidates, year, context, texts)
    if chosen is not None and chosen.level == "city" and (branch := _BRANCH.search(rest)):
        chosen = _county(chosen, branch[1], year) or chosen
    level: Level = chosen.level if chosen else candidates[0].level
    if _TOWNSHIP.match(rest):
        level = "township"
    elif _ZONE.match(rest):
        level = "zone"
    return Place(chosen, candidates, rest, level)


def mentioned(text: str, year: int | None) -> tuple[Division, ...]:
    """The divisions that ``text`` names in full (with their kind: 沈阳市, not 沈阳), in order of appearance."""
    return tuple(dict.fromkeys(division for same in _mentions(text, year) for division in same))


def _mentions(text: str, year: int | None) -> Iterator[list[Division]]:
    """For each place in ``text`` the divisions that it may mean."""
    position = 0
    while position < len(text):
        known = text[position : position + 2] in _lengths()
        chains = _chains(text[position : position + 40], year) if known else []
        if chains:
            longest = max(end for _, end in chains)
            yield list(dict.fromkeys(division for division, end in chains if end == longest))
            position += longest
        else:
            position += 1


def _chains(name: str, year: int | None, above: Division | None = None, begin: int = 0) -> list[tuple[Division, int]]:
    """Every division that a prefix of ``name`` names, each as the lowest of a chain, with the end of the prefix; from
    ``begin`` on, and within ``above``, where these are given."""
    ends: list[tuple[Division, int]] = []
    open_ends: list[tuple[Division | None, int]] = [(above, begin)]
    while open_ends:
        holder, start = open_ends.pop()
        below = [
            (division, start + length)
            for length in _lengths().get(name[start : start + 2], ())
            for division in _names().get(name[start : start + length], ())
            if division.valid_in(year) and (holder is None or holder.holds(division))
        ]
        if below:
            open_ends.extend(below)
        if holder is not None and start > begin:
            ends.append((holder, start))
    return ends


def _after_bare(
    name: str, year: int | None, above: Division | None = None, begin: int = 0
) -> list[tuple[Division, int]]:
    """The same behind a province or a city without its kind, where what follows lies in it (沈阳和平区)."""
    for length in (2, 3, 4):
        for holder in _bare_holders().get(name[begin : begin + length], ()):
            if holder.valid_in(year) and (above is None or above.holds(holder)):
                end = begin + length
                if found := _chains(name, year, holder, end) or _after_bare(name, year, holder, end):
                    return found
    return []


def _county(city: Division, core: str, year: int | None) -> Division | None:
    """The one county of ``city`` whose name is ``core`` and its kind."""
    names = [found for kind in "区县市旗" for found in _names().get(core + kind, ())]
    held = {found for found in names if found.valid_in(year) and city.holds(found)}
    return held.pop() if len(held) == 1 else None


def _decide(
    candidates: Sequence[Division], year: int | None, context: Iterable[str], texts: Sequence[str]
) -> Division | None:
    """The one of several namesakes that the context names; None where its words and its codes contradict each other."""
    words, codes = list(candidates), list(candidates)
    for text in context:
        if text.isdecimal():
            codes = _near(codes, text) or codes
        elif len(words) > 1:
            words = _named_beside(words, text, year, short=True) or words
    for text in texts:
        if len(words) > 1:
            words = _named_beside(words, text, year, short=False) or words
    if len(codes) == 1 and len(words) > 1:
        words = [candidate for candidate in words if candidate in codes]
    agreed = len(words) == 1 and (len(codes) > 1 or codes == words)
    return words[0] if agreed else None


def _named_beside(candidates: Sequence[Division], text: str, year: int | None, *, short: bool) -> list[Division]:
    """Those that ``text`` names whole, or whose city or province it names (沈阳 too, where it is ``short``)."""
    around = _certain(text, year)
    found = [c for c in candidates if c in around or any(division.holds(c) for division in around)]
    if found:
        return found
    if short:
        return [c for c in candidates if any(name in text for name in _short_names(c))]
    # 「沈阳·和平」: the place's own short name stands behind the city's.
    joined = _DOTS.sub("", text)
    return [c for c in candidates if any(f"{name}{_KIND.sub('', c.name)}" in joined for name in _short_names(c))]


def _certain(text: str, year: int | None) -> list[Division]:
    """The divisions that ``text`` names in a way that leaves no namesake."""
    return [same[0] for same in _mentions(text, year) if len(same) == 1]


def _near(candidates: Sequence[Division], adcode: str) -> list[Division]:
    """The candidates with the longest common prefix of whole levels with ``adcode``."""
    for length in (6, 4, 2):
        near = [c for c in candidates if c.adcode[:length] == adcode[:length]]
        if near and adcode[length - 2 : length] != "00":
            return near
    return []


def _short_names(division: Division) -> tuple[str, ...]:
    """The names of a county's city and province without their kind (沈阳, 辽宁)."""
    names = [_PROVINCE_SHORT.sub("", division.province)]
    if division.city:
        names.append(re.sub(r"(?:市|地区|盟|自治州|州)$", "", _PEOPLE.sub("", division.city)))
    return tuple(name for name in names if len(name) >= 2)


def _zone(name: str, year: int | None, context: Iterable[str], texts: Sequence[str]) -> Place:
    """Development zones carry their city's bare name (赣州经济技术开发区); a county's bare name proves too little."""
    for length in range(2, min(8, len(name))):
        candidates = tuple(d for d in _bare_cities().get(name[:length], ()) if d.valid_in(year))
        if candidates and _ZONE.search(name[length : length + 16]):
            chosen = candidates[0] if len(candidates) == 1 else _decide(candidates, year, context, texts)
            return Place(chosen, candidates, name[length:], "zone")
    if _ZONE.search(name):
        return Place(None, (), name, "zone")
    return Place(None, (), name, "township" if _TOWNSHIP.match(name) else None)


def _aliases(division: Division) -> Iterable[str]:
    yield division.name
    if division.level == "province":
        short = _PROVINCE_SHORT.sub("", division.name)
        # 北京 and the like are also the first syllables of other names; the three autonomous regions' are not.
        if division.name.endswith("自治区"):
            yield short
        return
    autonomous = _AUTONOMOUS.match(division.name)
    if autonomous:
        # 东乡族自治县 is named after its people alone.
        core = _PEOPLE.sub("", autonomous[1]) or autonomous[1].removesuffix("族")
        if len(core) >= 2:
            yield core + autonomous[2]


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[Division, ...]]:
    names: dict[str, list[Division]] = {}
    for division in divisions():
        for alias in dict.fromkeys(_aliases(division)):
            names.setdefault(alias, []).append(division)
    return {name: tuple(same) for name, same in names.items()}


@lru_cache(maxsize=1)
def _lengths() -> dict[str, tuple[int, ...]]:
    """How long the names are that begin with two given characters."""
    lengths: dict[str, set[int]] = {}
    for name in _names():
        lengths.setdefault(name[:2], set()).add(len(name))
    return {beginning: tuple(sorted(found)) for beginning, found in lengths.items()}


@lru_cache(maxsize=1)
def _codes() -> dict[str, tuple[Division, ...]]:
    codes: dict[str, list[Division]] = {}
    for division in sorted(divisions(), key=lambda d: d.last or 9999):
        codes.setdefault(division.adcode, []).append(division)
    return {code: tuple(same) for code, same in codes.items()}


@lru_cache(maxsize=1)
def _bare_cities() -> dict[str, tuple[Division, ...]]:
    bare: dict[str, list[Division]] = {}
    for division in divisions():
        if division.level != "county" and division.name.endswith("市"):
            bare.setdefault(division.name.removesuffix("市"), []).append(division)
    return {name: tuple(same) for name, same in bare.items()}


@lru_cache(maxsize=1)
def _bare_holders() -> dict[str, tuple[Division, ...]]:
    """Provinces and cities by their names without the kind (辽宁, 沈阳)."""
    bare: dict[str, list[Division]] = {}
    for division in divisions():
        if division.level == "province":
            bare.setdefault(_PROVINCE_SHORT.sub("", division.name), []).append(division)
    for name, cities in _bare_cities().items():
        bare.setdefault(name, []).extend(cities)
    return {name: tuple(same) for name, same in bare.items()}
