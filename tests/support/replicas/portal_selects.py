"""A county whose reports are reached by two boxes, unit and year, and a button: a script puts the address together from
both, the years of each unit stand in an object of the script.."""

import json
from html import escape
from itertools import count

from demo.model import Organ
from tests.support.replicas.beside import decoys
from tests.support.replicas.bodies import published
from tests.support.replicas.builder import Article, Builder
from tests.support.replicas.look import Look, items, links
from tests.support.replicas.model import Replica
from tests.support.replicas.organs import Place, below, bureaus, government, office
from tests.support.replicas.surround import newsroom, posts, sundry, ul

COUNTY = Place("武隆区", "500156", "county")
HOST = "wlqu.gov.cn"
ORIGIN = f"http://{HOST}"
SCRIPT = """<script>
var years = %s;
function fill() {
  var u = document.getElementById('unit').value, y = document.getElementById('year');
  y.options.length = 0;
  for (var i = 0; i < years[u].length; i++) { y.options.add(new Option(years[u][i] + '年', years[u][i])); }
}
function query() {
  var u = document.getElementById('unit').value, y = document.getElementById('year').value;
  window.location.href = '/gknb/' + u + '/' + y + '.shtml';
}
fill();
</script>"""


def _frame(article: Article) -> str:
    return (
        f"<div class='zwxl-title'>{escape(article.title)}</div><div class='zwxl-bar'>{article.day}</div>"
        f"<div class='zwxl-article'>{article.body}</div>"
    )


def build() -> Replica:
    menu = (("首页", "/"), ("武隆新闻", "/xw/list.shtml"), ("政务公开", "/gk/index.shtml"))
    look = Look("重庆市武隆区人民政府", COUNTY, menu, skin=0, code="joined")
    builder = Builder("selects", "own, boxes", f"{ORIGIN}/", look, _frame)
    newsroom(
        builder,
        lambda page: f"/xw/list{f'_{page}' if page else ''}.shtml",
        lambda n, day: f"/xw/{day:%Y%m}/{n}.shtml",
        count=60,
    )
    sundry(builder, (("公开制度", "/gk/zd.shtml"), ("建议提案", "/gk/jyta.shtml")))
    serial = count(1)
    organs = [
        government(COUNTY),
        office(COUNTY),
        *bureaus(COUNTY, 6, 7),
        below(COUNTY, "仙女山街道", "xnsjd"),
        below(COUNTY, "江口镇", "jkz"),
    ]
    known: dict[str, list[int]] = {}
    for place, organ in enumerate(organs):
        years = range(2012, 2025) if place == 0 else range(2019 + place % 2, 2025)
        gone = {2020} if place == 3 else set()
        known[f"{organ.code}{place:02d}"] = [year for year in reversed(years) if year not in gone]
        for year in known[f"{organ.code}{place:02d}"]:
            _report(builder, organ, year, f"/gknb/{organ.code}{place:02d}/{year}.shtml")
    others = posts(
        builder, decoys("武隆区", 2022), lambda *_: f"/gk/tz/{next(serial)}.shtml", published(organs[0], 2022), 15
    )
    options = "".join(
        f"<option value='{code}'>{organ.name}</option>" for code, organ in zip(known, organs, strict=True)
    )
    form = (
        f"<p>单位 <select id='unit' onchange='fill()'>{options}</select> 年份 <select id='year'></select> "
        f"<input type='button' value='查询' onclick='query()'></p>"
    )
    where = builder.shell_list(
        "/gk/nbcx.shtml",
        "年报查询",
        "<h2>政府信息公开工作年度报告查询</h2>" + form + SCRIPT % json.dumps(known),
        column=True,
    )
    for code, have in known.items():
        for year in have:
            builder.way(
                where, f"/gknb/{code}/{year}.shtml", "'/gknb/' + u + '/' + y + '.shtml'", f"value='{code}'", str(year)
            )
    left = (
        ("公开制度", "/gk/zd.shtml"),
        ("建议提案", "/gk/jyta.shtml"),
        ("通知公告", "/gk/tz/list.shtml"),
        ("政府信息公开年报", "/gk/nbcx.shtml"),
    )
    builder.page("/gk/tz/list.shtml", "通知公告", ul(others))
    builder.page("/gk/index.shtml", "政务公开", f"<ul>{items(left)}</ul>")
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    return builder.replica()


def _report(builder: Builder, organ: Organ, year: int, url: str) -> None:
    builder.report(organ, year, url, title=f"{organ.name}{year}年政府信息公开工作年度报告", source=organ.name)
