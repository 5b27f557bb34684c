"""A county whose home page moves on by script, then by a meta refresh: a column of bare years, columns that are one
report, lists in JSON beside the page, in a string of a script and in hidden nodes, organs in a box of choices."""

import json
from collections.abc import Sequence
from html import escape
from itertools import count
from urllib.parse import urlsplit

from demo.model import Organ
from tests.support.replicas import bodies, hanweb
from tests.support.replicas.builder import Article, Builder, Entry, newest_first
from tests.support.replicas.columns import Column
from tests.support.replicas.look import Look, links
from tests.support.replicas.model import Replica, ReplicaReport
from tests.support.replicas.organs import Place, below, bureaus, government, office
from tests.support.replicas.surround import calendar, newsroom, sundry, ul

_COUNTY = Place("皋兰县", "620122", "county")
_ORIGIN = "http://www.glanxian.gov.cn"


def _frame(article: Article) -> str:
    return f"<div class='bt_content'><h2>{escape(article.title)}</h2><i>{article.day}</i>{article.body}</div>"


def build() -> Replica:
    """The replica."""
    menu = (
        ("首页", "/glxzf/index.html"),
        ("皋兰新闻", "/glxzf/xw/index.html"),
        ("政务公开", "/glxzf/zwgk/index.html"),
        ("互动", "/glxzf/hd/index.html"),
    )
    look = Look("皋兰县人民政府", _COUNTY, menu, code="blank", home="/glxzf/index.html")
    builder = Builder("scripted", "own", f"{_ORIGIN}/", look, _frame)
    newsroom(
        builder,
        lambda page: f"/glxzf/xw/index{f'_{page}' if page else ''}.html",
        lambda number, day: f"/glxzf/xw/{day.year}/{day:%m-%d}/{70000 + number}.html",
    )
    builder.page("/glxzf/hd/index.html", "互动", f'<a href="{calendar(builder)}">日历</a>')
    sundry(builder, (("公开指南", "/glxzf/zwgk/zn.html"),))
    years = _bare_years(builder, look)
    single = _columns_that_are_reports(builder, look)
    organs = bureaus(_COUNTY, 5, 4)
    columns = [
        _beside(builder, look, organs[0]),
        _in_string(builder, look, organs[1]),
        _in_nodes(builder, look, organs[2]),
        _in_variable(builder, look, organs[3]),
        _in_variable(builder, look, organs[4]),
    ]
    options = "".join(f'<option value="{escape(url)}">{name}</option>' for name, url in columns)
    box = f'<select onchange="if(this.value)location=this.value"><option>选择部门</option>{options}</select>'
    left = (("公开指南", "/glxzf/zwgk/zn.html"), ("政府信息公开年报", years))
    towns = builder.listing_of_links("/glxzf/zwgk/xz.html", "乡镇公开年报", single)
    content = f"<p>{links(left)}</p><h3>部门公开年报 {box}</h3><h3>{links((('乡镇公开年报', towns),))}</h3>"
    builder.page("/glxzf/zwgk/index.html", "政务公开", content)
    builder.page("/glxzf/index.html", look.site, f"<p>{links(menu)}</p>")
    builder.put("/", '<html><head><script>top.location.replace("/index.htm");</script></head></html>')
    builder.put("/index.htm", '<html><head><META HTTP-EQUIV="Refresh" CONTENT="0;URL=glxzf/index.html"></head></html>')
    return builder.replica()


def _bare_years(builder: Builder, look: Look) -> str:
    """A column whose lines say ``2023年`` and no more; some are only the number."""
    organ = government(_COUNTY)
    numbers = count(15863, 5)
    found = []
    for year in range(2012, 2025):
        url = f"/glxzf/zwgk/nb/{next(numbers)}.html"
        title = f"{organ.name}{year}年政府信息公开工作年度报告"
        form: bodies.Form = "picture" if year == 2013 else "page"
        entry = builder.report(organ, year, url, title=title, form=form, file=f"/glxzf/upload/nb{year}.png")
        found.append(Entry(entry.url, f"{year}年" if year % 3 else f"{year}", entry.day))

    def text(emptied: bool) -> str:
        shown = ul([] if emptied else newest_first(found), titles=False)
        return look.page("政府信息公开年报", f"<h2>政府信息公开年报</h2>{shown}")

    return builder.listing("/glxzf/zwgk/nb/index.html", text, column=True)


def _columns_that_are_reports(builder: Builder, look: Look) -> list[tuple[str, str]]:
    """Columns with one report and no list: the column's page is the report (皋兰 col15863, 子长 ``2022n/1.html``)."""
    found = []
    for place, organ in enumerate((office(_COUNTY), below(_COUNTY, "石洞镇", "sdz"), below(_COUNTY, "什川镇", "scz"))):
        years = [
            (f"{organ.short} {year}", f"/glxzf/col/col{15900 + place * 10 + year % 10}/") for year in range(2022, 2025)
        ]
        for year, (_, folder) in zip(range(2022, 2025), years, strict=True):
            title = f"{organ.name}{year}年政府信息公开工作年度报告"

            def text(emptied: bool, organ: Organ = organ, year: int = year, title: str = title) -> str:
                body = "" if emptied else bodies.report_html(organ, year, title)
                article = Article(f"{organ.name} {year}", title, bodies.published(organ, year), organ.name, body)
                return look.page(f"{organ.name} {year}", hanweb.frame(article))

            url = builder.put(f"{folder}index.html", text)
            builder.reports.append(ReplicaReport(organ.name, year, title, (url,)))
            found.append((f"{organ.short}{year}年", urlsplit(url).path))
    return found


def _column(builder: Builder, organ: Organ, place: int) -> Sequence[Entry]:
    numbers = count(200000 + place * 1000, 7)
    column = Column(builder, lambda _, __, day: f"{_ORIGIN}/{day.year}/{day:%m-%d}/{next(numbers)}.html")
    found = column.entries(organ, range(2020, 2025), place)
    return [Entry(urlsplit(entry.url).path, entry.text, entry.day) for entry in newest_first(found)]


def _beside(builder: Builder, look: Look, organ: Organ) -> tuple[str, str]:
    """The list lies in a JSON file beside the page."""
    entries = _column(builder, organ, 1)
    folder = f"/glxzf/bm/{organ.code}/"

    def rows(emptied: bool) -> str:
        lines = [{"TITLE": entry.text, "URL": entry.url, "DOCRELPUBTIME": str(entry.day)} for entry in entries]
        return json.dumps([] if emptied else lines, ensure_ascii=False, indent=1)

    script = """<ul id="list"></ul><script>
var ask = new XMLHttpRequest();
ask.open('GET', './ndbg.json');
ask.onload = function () {
  JSON.parse(ask.responseText).forEach(function (one) {
    document.getElementById('list').innerHTML += '<li><a href="' + one.URL + '">' + one.TITLE + '</a></li>';
  });
};
ask.send();
</script>"""
    where = builder.shell_list(f"{folder}index.html", "年度报告", f"<h2>{organ.name}年度报告</h2>{script}", column=True)
    service = builder.put(f"{folder}ndbg.json", rows, kind="application/json")
    builder.listed(service)
    builder.way(where, service, "./ndbg.json")
    return organ.name, f"{folder}index.html"


def _in_string(builder: Builder, look: Look, organ: Organ) -> tuple[str, str]:
    """The list is a string in a script (gzdis: ``str="…"``)."""
    entries = _column(builder, organ, 2)

    def text(emptied: bool) -> str:
        lines = "".join(
            f"<li><a href='{entry.url}'>{entry.text}</a><span>{entry.day}</span></li>"
            for entry in ([] if emptied else entries)
        )
        script = f'<script>var str="{lines}";document.querySelector(".lmdh").innerHTML=str;</script>'
        return look.page("年度报告", f"<h2>{organ.name}年度报告</h2><div class='lmdh'></div>{script}")

    url = f"/glxzf/bm/{organ.code}/list.html"
    builder.listing(url, text, column=True)
    return organ.name, url


def _in_nodes(builder: Builder, look: Look, organ: Organ) -> tuple[str, str]:
    """All pages of the list are in the page, one shown at a time (山东 hrss: ``pagedContent``)."""
    entries = _column(builder, organ, 3)

    def text(emptied: bool) -> str:
        nodes = "".join(
            f"<div class='pagedContent' style='display:{'none' if place >= 3 else 'block'}'>"
            f"<a href='{entry.url}'>{entry.text}</a></div>"
            for place, entry in enumerate([] if emptied else entries)
        )
        total = f"totalCount: {len(entries)}, perSize: 3, startPage: 1, logicTotalPage: {-(-len(entries) // 3)}"
        script = f"<script>var pager = {{ {total} }};</script><a href='javascript:void(0)'>下一页</a>"
        return look.page("年度报告", f"<h2>{organ.name}年度报告</h2>{nodes}{'' if emptied else script}")

    url = f"/glxzf/bm/{organ.code}/nb.html"
    builder.listing(url, text, column=True)
    return organ.name, url


def _in_variable(builder: Builder, look: Look, organ: Organ) -> tuple[str, str]:
    """The list is an array in a script (湖州: ``dataList``)."""
    entries = _column(builder, organ, 4 + len(organ.code))

    def text(emptied: bool) -> str:
        rows = [
            {"title": entry.text, "link": entry.url, "time": str(entry.day)} for entry in ([] if emptied else entries)
        ]
        data = json.dumps(rows, ensure_ascii=False).replace("/", "\\/")
        script = f"""<ul id="box"></ul><script>
var dataList = {data};
dataList.forEach(function (one) {{
  document.getElementById('box').innerHTML += '<li><a href="' + one.link + '">' + one.title + '</a></li>';
}});
</script>"""
        return look.page("年度报告", f"<h2>{organ.name}年度报告</h2>{script}")

    url = f"/glxzf/bm/{organ.code}/ndbg/"
    builder.listing(url, text, column=True)
    return organ.name, url
