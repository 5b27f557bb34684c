"""The registry of portals: each row stands for a place of today, at one address, and is found by that address."""

import csv
import io
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from archive.divisions import by_adcode
from crawler.domains import registered_domain
from crawler.errors import CrawlerError
from crawler.platforms import FAMILIES
from crawler.registry import (
    COLUMNS,
    PROVINCES,
    TABLE,
    UNDESCRIBED,
    RegistryEntry,
    entries,
    level_of,
    portal_at,
    portal_name,
    portal_of,
    portals_of,
    province_code,
)
from crawler.registry_build import build, write

LISTS = Path(__file__).resolve().parents[3] / "shared" / "portals"
# Registered domains outside gov.cn that are known to be a government's own: none is, as yet.
GROUNDS = ("report", "columns", "province")
OUTSIDE: frozenset[str] = frozenset()


def repeated(values: list[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def test_the_registry_holds_every_portal_once() -> None:
    assert len(entries()) == 3209
    assert not repeated([entry.home for entry in entries()])
    assert not repeated([entry.host for entry in entries()])
    assert not repeated(["/".join(entry.path) for entry in entries()])
    assert not repeated([entry.adcode for entry in entries() if entry.own])


def test_each_code_is_one_of_today_and_names_the_place() -> None:
    for entry in entries():
        division = by_adcode(entry.adcode)
        assert division is not None, entry
        assert division.valid_in(None), entry
        assert entry.path[0] == division.province, entry
        if entry.own:
            assert (division.name, division.level) == (entry.path[-1], entry.level), entry
        else:
            assert division.name in entry.path[:-1], entry


def test_a_city_of_the_path_is_the_one_that_its_code_lies_in() -> None:
    for entry in entries():
        city = by_adcode(f"{entry.adcode[:4]}00")
        if entry.own and entry.level == "county" and city is not None and entry.adcode[2:4] != "90":
            assert entry.path[1] == city.name, entry


def test_each_address_is_a_home_page_of_a_government() -> None:
    for entry in entries():
        parts = urlsplit(entry.home)
        assert parts.scheme in {"http", "https"}, entry
        assert (parts.path, parts.query, parts.fragment, parts.port, parts.username) == ("/", "", "", None, None), entry
        assert parts.hostname is not None
        assert parts.hostname.isascii()
        domain = registered_domain(entry.home)
        assert domain.endswith(".gov.cn") or domain in OUTSIDE, entry


def test_each_family_exists_and_says_how_it_is_known() -> None:
    known = {family.family for family in FAMILIES} | UNDESCRIBED
    for entry in entries():
        assert bool(entry.family) == bool(entry.ground), entry
        assert not entry.family or entry.family in known, entry
        assert entry.seen, entry
    assert {entry.ground for entry in entries()} == {"", "report", "columns", "province"}


def test_the_page_on_families_counts_what_the_table_holds() -> None:
    page = (TABLE.parents[1] / "docs" / "families.md").read_text(encoding="utf-8")
    counted = Counter((entry.family, entry.ground) for entry in entries() if entry.family)
    rows = re.findall(r"^\| `([\w-]+)` \| (\d*) \| (\d*) \| (\d*) \|$", page, re.M)
    stated = {(row[0], ground): int(n) for row in rows for ground, n in zip(GROUNDS, row[1:], strict=True) if n}
    assert stated == counted
    assert f"names a family for {counted.total():,} of the {len(entries()):,} portals" in page


def test_names_are_unique_over_the_registry() -> None:
    names = [portal_name(entry.home) for entry in entries()]
    assert not repeated(names)
    for name in names:
        assert name.isidentifier(), name
        assert name.isascii(), name
        assert name == name.lower(), name


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://www.shenyang.gov.cn/zwgk/", "shenyang"),
        ("https://shenyang.gov.cn", "shenyang"),
        ("http://nanguan.changchun.gov.cn/", "changchun_nanguan"),
        ("http://tjj.zunyi.gov.cn/zfxxgk/", "zunyi_tjj"),
        ("http://www.tjj.zunyi.gov.cn/", "zunyi_tjj"),
        ("http://www.li-xian.gov.cn/", "li_xian"),
        ("http://www.gov.cn/", "gov_cn"),
        ("http://www.as.gov.cn/", "portal_as"),
        ("http://www.163.gov.cn/", "portal_163"),
        ("http://1.25.240.11:8082/", "portal_1_25_240_11"),
        ("http://www.example.com.cn/", "example_com_cn"),
        ("http://zwgk.example.cn/", "example_cn_zwgk"),
    ],
)
def test_how_a_portal_is_named(url: str, name: str) -> None:
    assert portal_name(url) == name


def test_a_portal_is_found_by_its_host_by_its_bare_host_and_by_the_domain_of_its_departments() -> None:
    for url in ("http://www.shenyang.gov.cn/a", "https://shenyang.gov.cn", "http://WWW.Shenyang.gov.cn:80/"):
        found = portal_at(url)
        assert found is not None
        assert (found.adcode, found.is_at(url)) == ("210100", True)
    department = portal_at("http://tjj.shenyang.gov.cn/zwgk/")
    assert department is not None
    assert (department.adcode, department.is_at("http://tjj.shenyang.gov.cn/")) == ("210100", False)


def test_a_host_of_its_own_goes_before_the_domain_that_it_stands_under() -> None:
    below, above = portal_at("http://nanguan.changchun.gov.cn/"), portal_at("http://fgw.changchun.gov.cn/")
    assert below is not None
    assert above is not None
    assert (below.path[-1], above.path[-1]) == ("南关区", "长春市")


@pytest.mark.parametrize("url", ["http://www.example.gov.cn/", "http://www.shenyang.gov.cn.example.com/", "", "x"])
def test_nobody_is_known_at_a_foreign_address(url: str) -> None:
    assert portal_at(url) is None


@pytest.mark.parametrize("name", ["辽宁", "辽宁省", "liaoning", " Liaoning "])
def test_a_province_by_any_of_its_names(name: str) -> None:
    assert province_code(name) == "21"
    found = portals_of(name)
    assert len(found) > 90
    assert {entry.folder for entry in found} == {"liaoning"}


def test_every_province_has_its_portal_and_an_unknown_one_has_none() -> None:
    for code, folder in PROVINCES.items():
        province = portal_of(f"{code}0000")
        assert province is not None
        assert province_code(province.path[0]) == code
        assert portals_of(folder)[0] == province
    assert portals_of("辽东") == ()
    assert portal_of("999999") is None


@pytest.mark.parametrize(
    ("adcode", "organ"),
    [
        ("210000", "辽宁省人民政府"),
        ("210102", "沈阳市和平区人民政府"),
        ("120101", "天津市和平区人民政府"),
        ("350881", "漳平市人民政府"),
        ("130424", "成安县人民政府"),
        ("429021", "神农架林区人民政府"),
        ("232700", "大兴安岭地区行政公署"),
        ("152200", "兴安盟行政公署"),
        ("659001", "石河子市人民政府"),
    ],
)
def test_the_organ_that_runs_a_portal(adcode: str, organ: str) -> None:
    entry = portal_of(adcode)
    assert entry is not None
    assert entry.organ == organ


def test_a_level_is_read_from_the_code() -> None:
    assert all(level_of(entry.adcode) == entry.level for entry in entries() if entry.own)


def test_what_has_no_code_says_so() -> None:
    without = {entry.path[-1]: (entry.adcode, entry.organ) for entry in entries() if not entry.own}
    assert without["新疆生产建设兵团"] == ("650000", "新疆生产建设兵团")
    assert without["两江新区"] == ("500000", "重庆市两江新区管理委员会")
    assert without["加格达奇区"] == ("232700", "大兴安岭地区加格达奇区人民政府")


def listed(path: str, url: str, family: str = "unknown", level: str = "县区") -> dict[str, str]:
    return {
        "region_path": path,
        "level": level,
        "portal_url": url,
        "cms_family_guess(by URL shapes of that host)": family,
        "access_2026-04-26": "direct",
    }


def reported(url: str, shape: str, year: str = "2023", kind: str = "gov.cn") -> dict[str, str]:
    return {"year": year, "url": url, "cms_family_by_url_shape": shape, "host_kind": kind}


def test_namesakes_are_told_apart_by_their_path() -> None:
    names = [
        "天津市/和平区",
        "辽宁省/沈阳市/和平区",
        *(f"{city}/鼓楼区" for city in ("江苏省/南京市", "福建省/福州市")),
    ]
    found = build([listed(path, f"http://www.h{i}.gov.cn/") for i, path in enumerate(names)], [])
    assert [entry.adcode for entry in found] == ["120101", "210102", "320106", "350102"]


@pytest.mark.parametrize("path", ["辽宁/沈阳市", "辽宁省/和平区", "辽宁省/沈阳市/鼓楼区", "辽宁省/沉阳市/和平区", ""])
def test_a_path_that_leads_nowhere_is_refused(path: str) -> None:
    with pytest.raises(CrawlerError, match="division of today"):
        build([listed(path, "http://www.h.gov.cn/")], [])


def test_a_report_says_more_of_a_platform_than_columns_and_these_more_than_the_province() -> None:
    rows = [
        listed("湖北省/武汉市", "http://www.a.gov.cn/", "ucap"),
        listed("湖北省/黄石市", "http://www.b.gov.cn/", "hanweb"),
        listed("湖北省/十堰市", "http://www.c.gov.cn/"),
        listed("青海省/西宁市", "http://www.d.gov.cn/"),
    ]
    reports = [
        reported("http://a.gov.cn/xxgk/202401/t20240129_1.html", "TRS t-date"),
        reported("http://www.b.gov.cn/info/1/2.htm", "VSB /info", kind="NON-GOV MIRROR"),
        reported("http://tjj.b.gov.cn/info/1/2.htm", "VSB /info"),
    ]
    found = {entry.path[-1]: (entry.family, entry.ground, entry.seen) for entry in build(rows, reports)}
    assert found == {
        "武汉市": ("trs", "report", "2024-01-29"),
        "黄石市": ("hanweb", "columns", "2026-04-26"),
        "十堰市": ("trs", "province", "2026-04-26"),
        "西宁市": ("", "", "2026-04-26"),
    }


def test_what_is_written_is_what_is_read() -> None:
    written = io.StringIO()
    write(entries(), written)
    assert written.getvalue() == TABLE.read_text(encoding="utf-8")
    assert tuple(next(csv.reader(io.StringIO(written.getvalue())))) == COLUMNS


@pytest.mark.shared
def test_the_table_is_what_its_script_makes_of_the_lists() -> None:
    def rows(name: str) -> list[dict[str, str]]:
        with (LISTS / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

    made: tuple[RegistryEntry, ...] = build(rows("registry.tsv"), rows("report_urls.tsv"))
    assert made == entries()
