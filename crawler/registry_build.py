"""``python -m crawler.registry_build PORTALS.tsv REPORTS.tsv``: makes ``registry.csv`` from two lists.

PORTALS.tsv is a list of portals: ``region_path`` (省/市/县), ``level`` (省级, 地级, 县区), ``portal_url``, a family
guessed from the addresses of the portal's columns, and what its home page gave a script on 2026-04-26 (facts of the
public list anyi-econ/china-public-debt at 9b01b30a). REPORTS.tsv is a list of known reports: ``year``, ``url``, the
shape of the address, and whether the host is the government's.

A path is resolved to its code level by level, since names repeat (the 和平区 of 沈阳 and of 天津). What has no code of
its own (``UNCODED``) gets that of the division that holds it, and says so.
"""

import csv
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, replace
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from archive.divisions import Division, divisions
from crawler.errors import CrawlerError
from crawler.registry import COLUMNS, Access, Ground, Level, RegistryEntry, level_of

LISTED = "2026-04-26"

# Where the list errs, by path, and what it has. The right hosts are those that public repositories name (2026).
CORRECTED = {
    # That of 舟山's 普陀区: its columns are Hanweb's, as all of 浙江's are and no other of 上海's.
    "上海市/普陀区": "https://www.shpt.gov.cn/",
    "吉林省/延边朝鲜族自治州/珲春市": "http://www.hunchun.gov.cn/",  # the prefecture's
    "安徽省/池州市/贵池区": "https://www.ahgc.gov.cn/",  # the city's
    "湖北省/黄石市/大冶市": "https://www.hbdaye.gov.cn/",  # the city's
    "四川省/内江市/市中区": "https://www.neijiangshizhongqu.gov.cn/",  # the two 市中区 were exchanged
    "四川省/乐山市/市中区": "http://www.lsszq.gov.cn/",
    "江苏省/南京市/浦口区": "http://www.pukou.gov.cn/",  # that of the new area beside it
    "山东省/济宁市/任城区": "http://www.rencheng.gov.cn/",  # a counter for applications, not the portal
    "山东省/济宁市/微山县": "http://www.weishan.gov.cn/",
    "山东省/济宁市/鱼台县": "http://www.yutai.gov.cn/",
}
# A zone that governs the whole of a city, under the city's name.
RENAMED = {"河南省/济源示范区": "河南省/济源市"}
CORPS = "新疆生产建设兵团"
# Places of today without a code: GB/T 2260 lists neither the corps nor the districts of 大兴安岭; 两江新区 succeeded to
# 江北区 and 渝北区 in the list, and the table of divisions (to 2024) does not know it yet.
UNCODED = frozenset({CORPS, "加格达奇区", "松岭区", "新林区", "呼中区", "两江新区"})

# The list's word for what a portal's column addresses look like, and the family of that shape.
OF_COLUMNS = {
    "trs": "trs", "trs-gx": "trs", "ucap": "ucap", "hanweb": "hanweb", "vsb?(.htm)": "vsb", "longsun": "longsun",
    "ah-openness": "openness", "nfcms/gkmlpt": "gkmlpt", "hebei-uuid": "uuid-columns", "ilist-jsp": "ilist",
    "thtml": "thtml", "aspx": "aspx", "php/other-cms": "php", "eportal": "eportal",
}  # fmt: skip
# The same for reports.
OF_REPORTS = {
    "TRS t-date": "trs", "TRS-GX t-number": "trs", "UCAP YYYYMM/hex32": "ucap", "UCAP c01_ (Harbin)": "ucap",
    "UCAP single column page": "ucap", "Hanweb /art": "hanweb", "Hanweb xxgkAnnualReport.jsp": "hanweb",
    "VSB /info": "vsb", "gkmlpt": "gkmlpt", "NFCMS post_": "gkmlpt", "Hebei UUID columns": "uuid-columns",
    "AH AnnualReport show": "openness", "Longsun public/content": "longsun", "LN web-idx": "web-idx",
    "thtml": "thtml", "aspx": "aspx",
}  # fmt: skip
# Provinces whose portals with folders and index pages for lists run on one platform, as far as their reports are known.
OF_PROVINCE = {
    "北京市": "trs", "天津市": "trs", "山西省": "trs", "内蒙古自治区": "trs", "吉林省": "trs", "福建省": "trs",
    "湖北省": "trs", "重庆市": "trs", "贵州省": "trs", "宁夏回族自治区": "trs",
}  # fmt: skip
_ACCESS: Mapping[str, Access] = {
    "direct": "direct", "none": "none", "protocol-switch": "other-scheme", "ua-mobile": "mobile",
}  # fmt: skip
_DAY = re.compile(r"/t(20\d\d)(\d\d)(\d\d)_|/(20\d\d)/(\d{1,2})/(\d{1,2})/|/(20\d\d)(\d\d)/(\d\d)/")
_MONTH = re.compile(r"/(20[12]\d)(0[1-9]|1[0-2])/")


def build(portals: Iterable[Mapping[str, str]], reports: Iterable[Mapping[str, str]]) -> tuple[RegistryEntry, ...]:
    """The registry, in the order of codes.

    Raises:
        CrawlerError: for a path that leads to no division and to no place that is known to have no code.
    """
    known = _of_reports(reports)
    found = [_entry(row, known) for row in portals]
    return tuple(sorted(found, key=lambda entry: (entry.adcode, not entry.own, entry.path)))


def write(entries: Iterable[RegistryEntry], file: TextIO) -> None:
    """The table as CSV."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        row = list(astuple(replace(entry, path=("/".join(entry.path),))))
        row[1:3] = ["yes" if entry.own else "no", *row[2]]
        writer.writerow(row)


def _entry(row: Mapping[str, str], known: Mapping[str, tuple[str, str]]) -> RegistryEntry:
    path = RENAMED.get(row["region_path"], row["region_path"])
    names = tuple(path.split("/"))
    division, own = _resolve(names)
    home = CORRECTED.get(path, row["portal_url"])
    level = level_of(division.adcode) if own else _level(row["level"], names)
    family, ground, seen = _family(row, home, known)
    access = _ACCESS[row["access_2026-04-26"]]
    return RegistryEntry(division.adcode, own, names, level, home, family, ground, seen, access)


def _resolve(names: tuple[str, ...]) -> tuple[Division, bool]:
    """The division at the end of a path, and whether that is the place itself."""
    holder: Division | None = None
    for name in names:
        below = [division for division in divisions() if division.name == name and _is_below(division, holder)]
        if len(below) == 1:
            holder = below[0]
        elif below or name not in UNCODED:
            raise CrawlerError(
                f"{'/'.join(names)}: {name or 'an empty name'} is {len(below) or 'no'} division of today"
            )
    if holder is None:
        raise CrawlerError(f"{'/'.join(names)}: begins with no province")
    return holder, names[-1] == holder.name


def _is_below(division: Division, holder: Division | None) -> bool:
    """Whether a division of today is next below ``holder``: a county that a city holds is not next to its province."""
    if not division.valid_in(None) or holder is None:
        return division.valid_in(None) and division.level == "province"
    return holder.holds(division) and (holder.level == "city" or division.level == "city" or division.city is None)


def _level(rank: str, names: tuple[str, ...]) -> Level:
    """Of a place without a code: a municipality's 地级 districts are counties by their codes."""
    return "city" if rank == "地级" and not names[0].endswith("市") else "county"


def _family(row: Mapping[str, str], home: str, known: Mapping[str, tuple[str, str]]) -> tuple[str, Ground, str]:
    if (report := known.get(_bare(home))) is not None:
        return report[0], "report", report[1]
    guess = OF_COLUMNS.get(row["cms_family_guess(by URL shapes of that host)"], "")
    if guess and home == row["portal_url"]:
        return guess, "columns", LISTED
    guess = OF_PROVINCE.get(row["region_path"].partition("/")[0], "")
    return (guess, "province", LISTED) if guess else ("", "", LISTED)


def _of_reports(reports: Iterable[Mapping[str, str]]) -> dict[str, tuple[str, str]]:
    """By host: the family and the day of the latest known report whose address has a family's shape."""
    found: dict[str, tuple[str, str]] = {}
    for row in reports:
        family = OF_REPORTS.get(row["cms_family_by_url_shape"])
        if family is None or not row["host_kind"].startswith("gov.cn"):
            continue
        host, seen = _bare(row["url"]), _seen(row)
        if seen and (host not in found or seen > found[host][1]):
            found[host] = family, seen
    return found


def _seen(row: Mapping[str, str]) -> str:
    """When a report's address was made, as exactly as it tells; else the year after the report year."""
    if day := _DAY.search(row["url"]):
        year, month, number = (part for part in day.groups() if part)
        return f"{year}-{int(month):02d}-{int(number):02d}"
    if found := _MONTH.search(row["url"]):
        return f"{found[1]}-{found[2]}"
    return str(int(row["year"]) + 1) if row["year"].isdecimal() else ""


def _bare(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


if __name__ == "__main__":
    write(build(_rows(Path(sys.argv[1])), _rows(Path(sys.argv[2]))), sys.stdout)
