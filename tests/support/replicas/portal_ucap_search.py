"""A city on UCAP whose lists only the search fills: tabs by query, channel ids in meta tags and in variables."""

from datetime import date
from html import escape

from demo.model import Organ
from tests.support.replicas import ucap
from tests.support.replicas.beside import near
from tests.support.replicas.bodies import Form, published
from tests.support.replicas.builder import Builder, Entry
from tests.support.replicas.look import Look, links
from tests.support.replicas.model import Replica
from tests.support.replicas.organs import Place, bureau, bureaus, government, office
from tests.support.replicas.surround import calendar, newsroom

_CITY = Place("双鸭山市", "230500", "city")
_HOST = "www.syashan.gov.cn"
_ORIGIN = f"http://{_HOST}"
_PAGE = "/sys/c100117/common_zfxxgk.shtml"
_TABS = (
    ("政府信息公开指南", "gkzn"),
    ("政府信息公开制度", "gkzc"),
    ("法定主动公开内容", "zdgknr"),
    ("政府信息公开年报", "gknb"),
)
_MOUNT, _OTHER = "/common/search/", "/searchList/"
_SIZE = 6
_MAIN, _OFFICE = ucap.hexid("syashan", "gknb"), ucap.hexid("syashan", "zfb")


def build() -> Replica:
    """The replica."""
    menu = (("首页", "/"), ("要闻动态", "/sys/c100100/list.shtml"), ("政务公开", _PAGE), ("政民互动", "/sys/hd.shtml"))
    look = Look("双鸭山市人民政府门户网站", _CITY, menu, skin=2)
    builder = Builder("ucap_search", "UCAP", f"{_ORIGIN}/", look, ucap.frame)
    newsroom(
        builder,
        lambda page: f"/sys/c100100/list{f'_{page + 1}' if page else ''}.shtml",
        lambda number, day: f"/sys/c100100/{day:%Y%m}/{ucap.hexid('news', number)}.shtml",
    )
    builder.page("/sys/hd.shtml", "政民互动", f'<a href="{calendar(builder, "/sys/rl.jsp")}">活动</a>')
    channels: dict[str, list[Entry]] = {_MAIN: [], _OFFICE: []}
    for organ, channel in ((government(_CITY), _MAIN), (office(_CITY), _OFFICE)):
        channels[channel] = _entries(builder, _ORIGIN, "/sys/c100120/", organ, range(2016, 2025))
    _main_page(builder, look, sum(len(entries) for entries in channels.values()))
    departments = [_department(builder, look, organ, channels) for organ in bureaus(_CITY, 3)]
    ucap.search(builder, _HOST, _MOUNT, channels, {_OFFICE: _MAIN})
    own = _own_host(builder)
    choices = "".join(f'<option value="{escape(url)}">{name}</option>' for name, url in departments)
    builder.page(
        "/sys/c100300/xxgk_navs.shtml",
        "部门信息公开目录",
        f'<select onchange="location.href=this.value"><option value="">请选择部门</option>{choices}</select>'
        f"<p>{links((('双鸭山市司法局', own),))}</p>",
    )
    for tab in ("gkzn", "gkzc", "zdgknr"):
        builder.page(f"{_PAGE}?tab={tab}", "政府信息公开", "<p>本机关依照条例公开信息。</p>")
    builder.page(
        "/", look.site, f"<p>{links(menu)}</p><p>{links((('部门信息公开', '/sys/c100300/xxgk_navs.shtml'),))}</p>"
    )
    return builder.replica()


def _entries(builder: Builder, origin: str, folder: str, organ: Organ, years: range) -> list[Entry]:
    found = []
    for year in years:
        day = published(organ, year)
        url = ucap.address(origin, folder, day, f"{organ.name}{year}")
        form: Form = "docx" if year == 2023 and organ.level == "department" else "page"
        file = f"{url.removesuffix('.shtml')}/files/{ucap.hexid(url, 'file')}.docx"
        title = f"{organ.name}{year}年度政府信息公开工作报告" if year < 2019 else ""
        found.append(builder.report(organ, year, url, title=title, form=form, file=file))
    for offset, (title, paragraphs) in enumerate(near(organ, years[-1], len(years) // 3, len(organ.name))):
        day = date(years[-1] - offset + 1, 2, 20)
        text = "".join(f"<p>{escape(line)}</p>" for line in paragraphs)
        found.append(builder.article(ucap.address(origin, folder, day, title), title, text, day))
    return found


def _main_page(builder: Builder, look: Look, total: int) -> None:
    tabs = links(tuple((text, f"{_PAGE}?tab={tab}") for text, tab in _TABS), " | ")
    head = f'<meta name="channelid" content="{_MAIN}">\n<meta name="SiteIDCode" content="{_CITY.site_code}">\n'
    asked = "document.getElementsByName('channelid')[0].content"
    content = (
        f'<div class="tabs">{tabs}</div><div class="zfxx-content-gknb"><h3>政府信息公开年报</h3>'
        f'<table><tbody id="gknb"></tbody></table><div id="gknb_page"></div></div>'
        f"{ucap.script(_MOUNT, asked, 'gknb', _SIZE)}"
    )
    for url in (_PAGE, f"{_PAGE}?tab=gknb"):
        builder.shell_list(url, "政府信息公开", content, head=head, column=url != _PAGE)
        ucap.search_lists(builder, f"{_ORIGIN}{url}", _MOUNT, _MAIN, size=_SIZE, total=total, prints=_MAIN)


def _department(builder: Builder, look: Look, organ: Organ, channels: dict[str, list[Entry]]) -> tuple[str, str]:
    """A department in a channel of the portal, its id in a variable of the page's own script."""
    number = 100310 + len(channels)
    folder = f"/sys/c{number}/"
    channel = ucap.hexid("syashan", organ.code)
    channels[channel] = _entries(builder, _ORIGIN, folder, organ, range(2020, 2025))
    url = f"{folder}xxgk_list.shtml"
    content = (
        f"<h3>{organ.name}</h3><h4>政府信息公开年报</h4>"
        "<table><tbody id='rows'></tbody></table><div id='rows_page'></div>"
        f"<script>var siteName = '{organ.name}'; var channelId = '{channel}';</script>"
        f"{ucap.script(_MOUNT, 'channelId', 'rows', _SIZE)}"
    )
    where = builder.shell_list(url, f"{organ.name}年报", content, column=True)
    total = len(channels[channel])
    ucap.search_lists(builder, where, _MOUNT, channel, size=_SIZE, total=total, prints=channel)
    return organ.name, url


def _own_host(builder: Builder) -> str:
    """司法局: a host of its own, where the same search has another mount."""
    organ = bureau(_CITY, "司法局")
    host = "sfj.syashan.gov.cn"
    origin = f"http://{host}"
    page = f"{origin}/sfj/c101/common_zfxxgk_sfj.shtml"
    look = Look(organ.name, _CITY, (("首页", "/"), ("政府信息公开", page)), code="joined")
    channel = ucap.hexid(host)
    entries = _entries(builder, origin, "/sfj/c102/", organ, range(2019, 2025))
    ucap.search(builder, host, _OTHER, {channel: entries}, {})
    head = f'<meta name="channelid" content="{channel}">\n'
    content = (
        "<h3>政府信息公开年报</h3><table><tbody id='rows'></tbody></table><div id='rows_page'></div>"
        f"<script>var cid = '{channel}';</script>{ucap.script(_OTHER, 'cid', 'rows', _SIZE)}"
    )
    builder.shell_list(page, "政府信息公开", content, head=head, column=True, look=look)
    ucap.search_lists(builder, page, _OTHER, channel, size=_SIZE, total=len(entries), prints=channel)
    return builder.page(f"{origin}/", organ.name, f'<p><a href="{page}">政府信息公开</a></p>', look=look)
