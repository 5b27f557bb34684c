"""A city on Hanweb whose reports have one program: ``xxgkAnnualReport.jsp`` by organ and year, chosen in two boxes."""

from urllib.parse import urlsplit

from demo.model import Organ
from tests.support.replicas import bodies, hanweb
from tests.support.replicas.builder import Article, Builder, parameters
from tests.support.replicas.look import Look, links
from tests.support.replicas.model import Answer, Replica, ReplicaReport, Request
from tests.support.replicas.organs import Place, below, bureaus, government, office
from tests.support.replicas.surround import calendar, newsroom, sundry

_CITY = Place("丽水市", "331100", "city")
_HOST = "www.lshuishi.gov.cn"
_ORIGIN = f"http://{_HOST}"
_PROGRAM = "/module/xxgk/xxgkAnnualReport.jsp"
_HTML = (("Content-Type", "text/html;charset=UTF-8"),)
_SCRIPT = """<script>
function show() {
  var area = document.getElementById('area').value, year = document.getElementById('fbtime').value;
  document.getElementById('report').src = '%s?area=' + area + '&fbtime=' + year;
}
</script>"""


def build() -> Replica:
    """The replica."""
    menu = (
        ("首页", "/"),
        ("新闻", "/col/col1229218/index.html"),
        ("公开", "/col/col1229019/index.html"),
        ("服务", "/fw/index.html"),
    )
    look = Look("丽水市人民政府", _CITY, menu, skin=1, code="script")
    builder = Builder("hanweb_annual", "Hanweb", f"{_ORIGIN}/", look, hanweb.frame)
    newsroom(
        builder,
        lambda page: f"/col/col1229218/index{f'_{page}' if page else ''}.html",
        lambda number, day: hanweb.address(_ORIGIN, 1229218, day, 5000 + number),
    )
    sundry(builder, (("服务", "/fw/index.html"), ("公开指南", "/col/col1229020/index.html")))
    organs = [
        government(_CITY),
        office(_CITY),
        *bureaus(_CITY, 3),
        below(_CITY, "莲都区", "ldq", "331102"),
        below(_CITY, "缙云县", "jyx", "331122"),
    ]
    areas = {f"1133{number:02d}00{2645566 + number * 37:07d}3": organ for number, organ in enumerate(organs)}
    since = {area: 2016 if not number else 2018 + number % 4 for number, area in enumerate(areas)}
    _service(builder, look, areas, since)
    _entry(builder, areas, since)
    left = (("公开指南", "/col/col1229020/index.html"), ("年度报告", "/col/col1229364/index.html"))
    builder.page("/col/col1229019/index.html", "公开", f'{links(left)} <a href="{calendar(builder)}">日历</a>')
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    return builder.replica()


def _url(area: str, year: int) -> str:
    return f"{_ORIGIN}{_PROGRAM}?area={area}&fbtime={year}"


def _entry(builder: Builder, areas: dict[str, Organ], since: dict[str, int]) -> None:
    """The page with the boxes, and the newest report of the first organ below them."""
    organs = "".join(f'<option value="{area}">{organ.name}</option>' for area, organ in areas.items())
    years = "".join(f'<option value="{year}">{year}年</option>' for year in range(2024, 2015, -1))
    first = next(iter(areas))
    content = (
        f'<form action="{_PROGRAM}" method="get">'
        f'<select name="area" id="area" onchange="show()">{organs}</select>'
        f'<select name="fbtime" id="fbtime" onchange="show()">{years}</select><button>查看</button></form>'
        f'<iframe id="report" src="{_PROGRAM}?area={first}&amp;fbtime=2024" width="100%"></iframe>'
        f"{_SCRIPT % _PROGRAM}"
    )
    where = builder.shell_list("/col/col1229364/index.html", "政府信息公开年度报告", content, column=True)
    for area, organ in areas.items():
        for year in range(2016, 2025):
            builder.way(where, _url(area, year), f'value="{area}"', f'value="{year}"', _PROGRAM)
            if year >= since[area]:
                title = f"{organ.short}{year}年政府信息公开工作年度报告"
                other = f"{_ORIGIN}{_PROGRAM}?fbtime={year}&area={area}"
                builder.reports.append(ReplicaReport(organ.name, year, title, (_url(area, year), other)))


def _service(builder: Builder, look: Look, areas: dict[str, Organ], since: dict[str, int]) -> None:
    def run(request: Request, emptied: bool) -> Answer | None:
        asked = parameters(request)
        organ, year = areas.get(asked.get("area", "")), asked.get("fbtime", "")
        known = organ is not None and year.isdigit() and since[asked["area"]] <= int(year) <= 2024
        if organ is None or not known:
            text = look.page("年度报告", "<div class='main-txt'><p>该年度暂无年度报告。</p></div>")
        else:
            title = f"{organ.short}{year}年政府信息公开工作年度报告"
            body = "" if emptied else bodies.report_html(organ, int(year), title)
            article = Article(title, "年度报告", bodies.published(organ, int(year)), organ.name, body)
            text = look.page(title, hanweb.frame(article))
        return Answer(headers=_HTML, body=text.encode())

    def alias(request: Request) -> str | None:
        asked = parameters(request)
        if urlsplit(request.path).path != _PROGRAM or not asked.get("fbtime", "").isdigit():
            return None
        return _url(asked.get("area", ""), int(asked["fbtime"]))

    builder.program(_HOST, _PROGRAM, run, alias)
