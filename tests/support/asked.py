"""An index to ask questions of: two provinces over eight years, with gaps, late dates, a site's move, a report changed
after its publication, numbers left out, and sums that fail, each planted where the table PLANTED says."""

from collections.abc import Mapping
from pathlib import Path

from archive.forms.requests import REQUESTS_B, REQUESTS_C
from archive.model import Portal
from tests.support.archives import LISTING, Crawling, index, state

YEARS = range(2016, 2024)
NORTH = Portal("north", "沈阳市人民政府", "210100", ("http://www.north.test/nb/",), 2016, 2, "trs")
SOUTH = Portal("south", "福州市人民政府", "350100", ("http://www.south.test/nb/",), 2016, 2, "trs")

# name, adcode, province, city, county, portal, requests in the first year
ORGANS = (
    ("沈阳市人民政府", "210100", "辽宁省", "沈阳市", None, NORTH, 100),
    ("沈阳市教育局", "210100", "辽宁省", "沈阳市", None, NORTH, 20),
    ("沈阳市公安局", "210100", "辽宁省", "沈阳市", None, NORTH, 40),
    ("沈阳市和平区人民政府", "210102", "辽宁省", "沈阳市", "和平区", NORTH, 30),
    ("大连市人民政府", "210200", "辽宁省", "大连市", None, NORTH, 80),
    ("福州市人民政府", "350100", "福建省", "福州市", None, SOUTH, 60),
    ("福州市公安局", "350100", "福建省", "福州市", None, SOUTH, 10),
    ("厦门市人民政府", "350200", "福建省", "厦门市", None, SOUTH, 50),
)
GAPS = {("厦门市人民政府", 2021), ("沈阳市和平区人民政府", 2022)}  # no report at all
SILENT = {("大连市人民政府", 2020), ("福州市公安局", 2020)}  # a report without figures
LATE = {("沈阳市教育局", 2022): "2023-02-14", ("福州市公安局", 2021): "2022-05-09"}
MOVED = "2021-11-02"  # what the south bears on its reports on 2016 to 2020
WRONG_TOTAL = ("沈阳市公安局", 2022)  # the total of new requests is one too high
LOST = ("福州市人民政府", 2023)  # two of the requests carried out of the year before do not come in
CHANGED = ("沈阳市人民政府", 2022)  # seen again a month later with another number
REPEATED = ("福州市公安局", 2023)  # its prose is last year's

_PROSE = (
    "一、总体情况\n{year}年,{organ}{own},主动公开各类政府信息并及时回应社会关切,{asked}。\n"
    "三、收到和处理政府信息公开申请情况\n自然人\t总计\n不掌握\t{new}\n"
    "五、存在的主要问题及改进情况\n{plan}。"
)
_OWN = (
    "深入推进决策公开和执行公开",
    "围绕重点领域细化公开目录",
    "把政策解读和回应关切放在首位",
    "规范依申请公开办理流程",
)
_PLANS = (
    "公开内容不够丰富的问题仍然存在,下一步将拓展公开渠道并加强业务培训",
    "个别单位更新不及时,将建立每月通报制度督促整改落实",
    "依申请答复文书质量参差不齐,将组织专题培训并统一文书格式",
    "政策解读形式较为单一,将增加图解和新闻发布会等多种形式",
)


def requests(organ: str, year: int) -> int:
    """New requests: a number that grows by an eighth of the first year's."""
    first = next(row[6] for row in ORGANS if row[0] == organ)
    return first + (year - YEARS.start) * first // 8


def figures(organ: str, year: int) -> dict[str, int | None]:
    """Of the form of the year: A up to 2018, table 3 and 4 since."""
    new = requests(organ, year)
    denied, not_held = new // 5, new // 10
    if year < 2019:
        return {
            "a.app.received": new,
            "a.app.replied": new - 1,
            "a.app.replied.granted": new - 1 - denied,
            "a.app.replied.partial": 0,
            "a.app.replied.denied": denied,
            "a.review.total": 4,
            "a.review.corrected": 1,
        }
    carried = 0 if year == 2019 else requests(organ, year - 1) // 20
    carried -= 2 * ((organ, year) == LOST)
    out = new // 20
    handled = new + carried - out
    total: dict[str, int | None] = {
        "new": new,
        "carried_in": carried,
        "granted": handled - denied - not_held,
        "partial": 0,
        "unavailable_not_held": not_held,
        "result_total": handled,
        "carried_out": out,
    }
    total |= {"denied_third_party": denied - denied // 4, "denied_process_info": denied // 4}
    table = REQUESTS_B if year < 2021 else REQUESTS_C
    found: dict[str, int | None] = dict.fromkeys((key for key, _, _ in table.cells()), None)
    for row, value in total.items():
        found[f"t3.{row}.natural_person"] = value
        found[f"t3.{row}.total"] = value
    if (organ, year) == WRONG_TOTAL:
        found["t3.new.total"] = new + 1
    return {**found, "t4.review.total": 4, "t4.review.corrected": 1}


def published(organ: str, year: int) -> str:
    """On time unless planted otherwise."""
    portal = next(row[5] for row in ORGANS if row[0] == organ)
    if portal is SOUTH and year <= 2020:
        return MOVED
    return LATE.get((organ, year), f"{year + 1}-01-{10 + year % 10}")


def page(organ: str, year: int, numbers: Mapping[str, int | None] | None = None) -> bytes:
    """A report as ``tell`` reads it."""
    _, adcode, province, city, county, _, _ = next(row for row in ORGANS if row[0] == organ)
    stated = {} if (organ, year) in SILENT else dict(figures(organ, year) if numbers is None else numbers)
    spoken = year - 1 if (organ, year) == REPEATED else year
    turn = spoken * 3 + len(organ)
    text = _PROSE.format(
        year=year,
        organ=organ,
        own=_OWN[turn % 4],
        plan=_PLANS[turn % 4] + f"(第{spoken}号计划)",
        asked="涉及行政复议四件" if year % 2 else "没有收取费用",
        new=stated.get("t3.unavailable_not_held.total") or 0,
    )
    return state(
        organ,
        year,
        text,
        stated,
        adcode=adcode,
        province=province,
        city=city,
        county=county,
        form="A" if year < 2019 else "B" if year < 2021 else "C",
        published=published(organ, year),
        sums=True,
    )


def url(organ: str, year: int) -> str:
    number, row = next((n, row) for n, row in enumerate(ORGANS) if row[0] == organ)
    return f"{row[5].seeds[0]}{number}-{year}.html"


def make(root: Path) -> None:
    """Crawls of both portals under ``root``, and one of the north a month later; indexed beside it."""
    for portal in (NORTH, SOUTH):
        crawl = Crawling(root, "1", portal)
        crawl.page(LISTING, b"<html>list</html>")
        for organ, *_, mine, _ in ORGANS:
            for year in YEARS:
                if mine is portal and (organ, year) not in GAPS:
                    crawl.report(url(organ, year), page(organ, year))
        crawl.end()
    again = Crawling(root, "2", NORTH, day=30)
    organ, year = CHANGED
    changed = {**figures(organ, year), "t3.new.natural_person": requests(organ, year) + 7}
    changed["t3.new.total"] = requests(organ, year) + 7
    again.report(url(organ, year), page(organ, year, changed).replace("没有收取费用".encode(), "收取费用两件".encode()))
    again.end()
    index(root)
