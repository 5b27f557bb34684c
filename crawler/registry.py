"""The registry of government portals: who has a website, where, and on which platform it is thought to run.

``registry.csv`` beside this file holds one row for each province, city and county portal that a public list of
2026-04-26 names, and nothing that was found by crawling: a portal is known here long before anybody declares it under
``spiders/``. ``crawler/registry_build.py`` made it and says where its facts come from. Reading takes some 20 ms, once.

====== ==================================================================================================
column  meaning
====== ==================================================================================================
adcode  GB/T 2260 code of the division; where it has none, of the smallest division that holds it
own     ``yes`` where ``adcode`` is the division's own
path    names from the province down, joined by ``/``
level   ``province``, ``city`` or ``county``
home    URL of the home page
family  the platform: a ``family`` of ``crawler/families``, or one of ``UNDESCRIBED``; empty: not known
ground  how the family is known: see ``Ground``; empty where it is not
seen    date of that evidence, as exact as it is known; where there is no family, of the list
access  what the home page gave a script on 2026-04-26: see ``Access``
====== ==================================================================================================
"""

import csv
import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

from crawler.domains import registered_domain

TABLE = Path(__file__).with_name("registry.csv")
COLUMNS = ("adcode", "own", "path", "level", "home", "family", "ground", "seen", "access")

Level = Literal["province", "city", "county"]
# ``report``: an address of one of its reports has the family's shape. ``columns``: addresses of its columns have.
# ``province``: a guess; its own addresses tell nothing, and its province is known for this platform.
Ground = Literal["", "report", "columns", "province"]
# ``other-scheme``: only after a change between http and https. ``mobile``: only for a telephone's User-Agent.
# ``none``: nothing; most of these ask a browser to solve a challenge first (412, 521).
Access = Literal["direct", "other-scheme", "mobile", "none"]

# Platforms that were seen and that no family of ours describes: ``*.thtml`` and ``*.aspx`` pages, PHP, eportal.
UNDESCRIBED = frozenset({"aspx", "eportal", "php", "thtml"})

# First two digits of GB/T 2260 and the folder under spiders/.
PROVINCES = {
    "11": "beijing", "12": "tianjin", "13": "hebei", "14": "shanxi", "15": "neimenggu",
    "21": "liaoning", "22": "jilin", "23": "heilongjiang",
    "31": "shanghai", "32": "jiangsu", "33": "zhejiang", "34": "anhui", "35": "fujian", "36": "jiangxi",
    "37": "shandong", "41": "henan", "42": "hubei", "43": "hunan", "44": "guangdong", "45": "guangxi", "46": "hainan",
    "50": "chongqing", "51": "sichuan", "52": "guizhou", "53": "yunnan", "54": "xizang",
    "61": "shaanxi", "62": "gansu", "63": "qinghai", "64": "ningxia", "65": "xinjiang",
}  # fmt: skip
_PROVINCE_KIND = re.compile(r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$")


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """One portal of the registry; the fields are the table's columns."""

    adcode: str
    own: bool
    path: tuple[str, ...]
    level: Level
    home: str
    family: str
    ground: Ground
    seen: str
    access: Access

    @property
    def folder(self) -> str:
        """The province's folder under ``spiders/``."""
        return PROVINCES[self.adcode[:2]]

    @property
    def host(self) -> str:
        """The home page's host without ``www.``."""
        return _bare(urlsplit(self.home).hostname or "")

    @property
    def organ(self) -> str:
        """The organ that runs the portal, as its reports would name it: a district with its city before it (districts
        share names, other divisions do not), the agency of a prefecture that has no government (地区, 盟)."""
        *above, name = self.path
        if not self.own and not name.endswith("区"):
            return name
        if self.level == "county" and name.endswith("区") and above and not above[-1].endswith(("省", "自治区")):
            name = above[-1] + name
        if not self.own and name.endswith("新区"):
            return f"{name}管理委员会"
        return f"{name}行政公署" if name.endswith(("地区", "盟")) else f"{name}人民政府"

    def is_at(self, url: str) -> bool:
        """Whether a URL lies on the portal's own host, not on that of a department under the same domain."""
        return _bare(urlsplit(url).hostname or "") == self.host


def entries() -> tuple[RegistryEntry, ...]:
    """All portals, in the order of codes."""
    return _register().entries


def portal_at(url: str) -> RegistryEntry | None:
    """Whose portal a URL belongs to: by its host, with or without ``www.``; else by the registered domain, where that
    has one owner (a department's host leads to its government: ask ``is_at``). None where nobody is known."""
    register = _register()
    found = register.by_host.get(_bare(urlsplit(url).hostname or ""))
    return found or register.by_domain.get(registered_domain(url))


def portal_of(adcode: str) -> RegistryEntry | None:
    """The portal of the division with this code of its own."""
    return _register().by_adcode.get(adcode)


def portals_of(province: str) -> tuple[RegistryEntry, ...]:
    """The portals of a province, by its Chinese name (辽宁 or 辽宁省) or its folder (``liaoning``); () for no such."""
    code = province_code(province)
    return tuple(entry for entry in entries() if entry.adcode[:2] == code)


def province_code(name: str) -> str | None:
    """The first two digits of a province's codes, by any name that ``portals_of`` takes."""
    return _register().provinces.get(name.strip().lower())


def level_of(adcode: str) -> Level:
    """The level of a division, by its code: a municipality's districts are counties."""
    return "province" if adcode.endswith("0000") else "city" if adcode.endswith("00") else "county"


def portal_name(url: str) -> str:
    """What a portal is called as a spider: the label of its domain (``shenyang`` for www.shenyang.gov.cn); where it
    has no domain of its own, that of the city or province whose domain it stands under goes before its own label
    (``changchun_nanguan`` for nanguan.changchun.gov.cn). Outside gov.cn the whole domain counts. No two portals of the
    registry share a name, and none needs to know of the others."""
    domain = _bare(registered_domain(url))
    own = _bare(urlsplit(url).hostname or "").removesuffix(domain)
    word = re.sub(r"[^a-z0-9]+", "_", f"{domain.removesuffix('.gov.cn')}.{own}").strip("_")
    return word if word[:1].isalpha() and not keyword.iskeyword(word) else f"portal_{word}".rstrip("_")


@dataclass(frozen=True, slots=True)
class _Register:
    entries: tuple[RegistryEntry, ...]
    by_host: dict[str, RegistryEntry]
    by_domain: dict[str, RegistryEntry]
    by_adcode: dict[str, RegistryEntry]
    provinces: dict[str, str]


@cache
def _register() -> _Register:
    found = tuple(_read())
    sharing: dict[str, list[RegistryEntry]] = {}
    for entry in found:
        sharing.setdefault(registered_domain(entry.home), []).append(entry)
    owners = {
        domain: next((entry for entry in same if entry.host == domain), same[0] if len(same) == 1 else None)
        for domain, same in sharing.items()
    }
    provinces = {folder: code for code, folder in PROVINCES.items()}
    for entry in found:
        if entry.level == "province" and entry.own:
            provinces[entry.path[0]] = provinces[_PROVINCE_KIND.sub("", entry.path[0])] = entry.adcode[:2]
    return _Register(
        found,
        {entry.host: entry for entry in found},
        {domain: owner for domain, owner in owners.items() if owner is not None},
        {entry.adcode: entry for entry in found if entry.own},
        provinces,
    )


def _read() -> Iterator[RegistryEntry]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        for adcode, own, path, level, home, family, ground, seen, access in list(csv.reader(file))[1:]:
            yield RegistryEntry(
                adcode,
                own == "yes",
                tuple(path.split("/")),
                cast(Level, _one_of(level, Level)),
                home,
                family,
                cast(Ground, _one_of(ground, Ground)),
                seen,
                cast(Access, _one_of(access, Access)),
            )


def _one_of(value: str, kind: object) -> str:
    if value not in get_args(kind):
        raise ValueError(f"{TABLE.name}: {value!r} is none of {', '.join(map(repr, get_args(kind)))}")
    return value


def _bare(host: str) -> str:
    return host.lower().rstrip(".").removeprefix("www.")
