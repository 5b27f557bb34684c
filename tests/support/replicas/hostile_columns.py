"""Hostile portals that answer politely: counts that fail, pages that repeat, stubs for reports, walls."""

from collections.abc import Callable, Mapping
from datetime import date
from itertools import count

from tests.support.replicas.beside import decoys
from tests.support.replicas.bodies import published
from tests.support.replicas.builder import Builder, Entry, Program, newest_first
from tests.support.replicas.columns import Column
from tests.support.replicas.look import Look, Menu, items, links
from tests.support.replicas.model import Answer, Replica, ReplicaReport, Request
from tests.support.replicas.organs import Place, bureau, bureaus, government
from tests.support.replicas.surround import newsroom, posts, sundry, ul


def _list(look: Look, title: str, entries: list[Entry], none: str = "") -> Callable[[bool], str]:
    """A list page of these entries; ``none`` is what it says without any."""

    def text(emptied: bool) -> str:
        shown = [] if emptied else entries
        return look.page(title, f"<h2>{title}</h2>{ul(shown) if shown or not none else none}")

    return text


def counted() -> Replica:
    """A menu counts each organ's reports in brackets; one organ's list is empty where (5) is said, one lacks two."""
    county = Place("巴东县", "422823", "county")
    menu = (("首页", "/"), ("新闻", "/c/news-1.html"), ("法定公开", "/gov/"))
    look = Look("巴东县人民政府", county, menu, skin=0)
    builder = Builder("counted", "own", "http://www.bdongx.gov.cn/", look)
    newsroom(builder, lambda page: f"/c/news-{page + 1}.html", lambda n, _: f"/c/a{n}.html", count=30)
    serial = count(500)
    tree = []
    for place, organ in enumerate([government(county), *bureaus(county, 4, 2)]):
        column = Column(builder, lambda *_: f"/gov/doc/{next(serial)}.html", source=organ.name)
        # The third has none, the fourth three.
        years = range(2020 if place < 2 or place > 3 else 2022 if place == 3 else 2025, 2025)
        url = f"/gov/{organ.code}/nb.html"
        found = newest_first(column.reports(organ, years))
        text = _list(look, f"{organ.short}政府信息公开年报", found, "<p class='nodata'>暂无数据</p>")
        builder.listing(url, text, column=True)
        tree.append((f"{organ.short}（5）", url))
    others = posts(
        builder, decoys("巴东县", 2023, (0, 5, 10)), lambda *_: f"/gov/doc/{next(serial)}.html", date(2024, 3, 3)
    )
    builder.page(
        "/gov/nb.html", "政府信息公开年报", f"<h2>政府信息公开年报（25）</h2><ul>{items(tree)}</ul>{ul(others)}"
    )
    builder.page("/gov/", "法定公开", f"<ul>{items((('政府信息公开年报', '/gov/nb.html'),))}</ul>")
    builder.page("/", look.site, "<p>欢迎。</p>")
    return builder.replica(expected="short", hostile=True)


def samepage() -> Replica:
    """共23条 on three pages, and pages 2 and 3 are page 1 again: the server does not read ``page``."""
    county, host = Place("泸溪县", "433122", "county"), "www.lxixian.gov.cn"
    menu = (("首页", "/index.asp"), ("信息公开", "/gk.asp"), ("公开指南", "/zn.asp"))
    look = Look("泸溪县人民政府", county, menu, "gb2312", skin=1, code="blank", home="/index.asp")
    builder = Builder("samepage", "ASP", f"http://{host}/", look)
    sundry(builder, (("公开指南", "/zn.asp"),))
    serial = count(61, 2)
    column = Column(builder, lambda *_: f"/shownews.asp?id={next(serial)}")
    since = ((government(county), 2015), (bureau(county, "教育局"), 2018), (bureau(county, "民政局"), 2019))
    found = newest_first([one for organ, year in since for one in column.reports(organ, range(year, 2025))])
    turns = links([(name, f"newslist.asp?class=38&page={n}") for n, name in enumerate(("首页", "下一页", "尾页"), 1)])
    turn = f"<p>共{len(found)}条 每页10条 页次：1/3 {turns}</p>"

    def run(request: Request, emptied: bool) -> Answer | None:
        if "class=38" not in request.path:
            return None
        shown = "" if emptied else ul(found[:10], titles=False) + turn
        page = look.page("信息公开年报", f"<h2>信息公开年报</h2>{shown}")
        return Answer(headers=(("Content-Type", "text/html"),), body=page.encode("gb18030"))

    builder.program(host, "/newslist.asp", run)
    for page in (1, 2, 3):
        builder.listed(f"/newslist.asp?class=38&page={page}")
    builder.listed("/newslist.asp?class=38", column=True)
    inner: Menu = (("公开指南", "/zn.asp"), ("信息公开年报", "/newslist.asp?class=38"))
    builder.page("/gk.asp", "信息公开", f"<p>{links(inner)}</p>")
    builder.page("/index.asp", look.site, "<p>欢迎光临。</p>")
    builder.move("/", "/index.asp")
    return builder.replica(expected="short", hostile=True)


_STUBS = (
    "<h3>抱歉，您访问的页面不存在或已删除</h3><p>请返回首页。</p>",
    "<p>内容正在建设中，敬请期待……</p>",
    "<p>数据迁移中，请稍后访问。</p>",
)
_LOG_IN = (
    "<h3>用户登录</h3><form method='post' action='/login'>用户名 <input name='username'> "
    "密码 <input type='password' name='password'> 验证码 <input name='captcha'><button>登录</button></form>"
    "<p>您没有权限访问该栏目，请登录后查看。</p>"
)


def walled() -> Replica:
    """Reports that are stubs with 200 in the site's own shell (no such page, under construction, being migrated), and a
    bureau's column behind a log-in."""
    city, origin = Place("七台河市", "230900", "city"), "http://www.qtheshi.gov.cn"
    menu = (("首页", "/"), ("新闻", "/news/p1"), ("公开", "/open"))
    look = Look("七台河市人民政府", city, menu, skin=2, code="colon")
    builder = Builder("walled", "own", f"{origin}/", look)
    newsroom(builder, lambda page: f"/news/p{page + 1}", lambda n, _: f"/news/n{n}", count=40)
    serial = count(9100)
    tree = []
    for place, organ in enumerate([government(city), *bureaus(city, 4, 8)]):
        url = f"/open/report/{organ.code}"
        tree.append((organ.short, url))
        if place == 4:
            builder.listing(url, look.page("政府信息公开年报", _LOG_IN), column=True)
            continue
        column = Column(builder, lambda *_: f"/open/article/{next(serial)}", source=organ.name)
        found = column.reports(organ, range(2018, 2025))
        if place:  # one report more, which is only a stub; it was published once, and nobody has it
            title = f"{organ.name}2017年政府信息公开工作年度报告"
            stub = builder.page(f"/open/article/{next(serial)}", title if place > 1 else look.site, _STUBS[place - 1])
            builder.reports.append(ReplicaReport(organ.name, 2017, title, (f"{origin}/never-{organ.code}-2017",)))
            found.append(Entry(stub, title, published(organ, 2017)))
        builder.listing(url, _list(look, f"{organ.short}年报", newest_first(found)), column=True)
    others = posts(
        builder, decoys("七台河市", 2023, (1, 6, 9)), lambda *_: f"/open/article/{next(serial)}", date(2024, 2, 2)
    )
    builder.page("/open/report", "政府信息公开年报", f"<h2>政府信息公开年报</h2><ul>{items(tree)}</ul>{ul(others)}")
    builder.page("/open", "公开", f"<ul>{items((('政府信息公开年报', '/open/report'),))}</ul>")
    builder.page("/", look.site, "<p>欢迎。</p>")
    return builder.replica(expected="short", hostile=True)


_FENCE = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>403 Forbidden</title></head><body><center>"
    "<h1>403 Forbidden</h1><p>您所在的地区（境外）不在本网站允许访问的范围内，如有疑问请联系管理员。</p>"
    "<p>Client IP: 203.0.113.9 Event ID: 8f2c</p></center></body></html>"
)


def _always(answer: Answer) -> Program:
    return lambda _, __: answer


def fenced() -> Replica:
    """Two bureaus have hosts of their own; one answers everything with 200 and a page that says 403 and names the
    region of the client, the other drops every connection."""
    city, domain = Place("来宾市", "451300", "city"), "lbinshi.gov.cn"
    menu = (("首页", "/"), ("来宾动态", "/dt/1.htm"), ("信息公开", "/xx/index.htm"))
    look = Look("来宾市人民政府", city, menu, skin=1, code="joined")
    builder = Builder("fenced", "own", f"http://www.{domain}/", look)
    newsroom(builder, lambda page: f"/dt/{page + 1}.htm", lambda n, _: f"/dt/n{n}.htm", count=30)
    serial = count(300)
    walls = {3: Answer(headers=(("Content-Type", "text/html"),), body=_FENCE.encode()), 5: Answer(drop=True)}
    row = []
    for place, organ in enumerate([government(city), *bureaus(city, 5, 4)]):
        if place in walls:
            host = f"{organ.code}.{domain}"
            builder.program(host, "/", _always(walls[place]))
            row.append((organ.short, f"http://{host}/xx/nb.htm"))
            continue
        column = Column(builder, lambda *_: f"/xx/nb/{next(serial)}.htm", source=organ.name)
        found = newest_first(column.reports(organ, range(2019, 2025)))
        url = f"/xx/{organ.code}nb.htm"
        builder.listing(url, _list(look, "年报", found), column=True)
        row.append((organ.short, url))
    others = posts(
        builder, decoys("来宾市", 2023, (0, 8, 10)), lambda *_: f"/xx/nb/{next(serial)}.htm", date(2024, 2, 2)
    )
    inner = f"<h2>各单位政府信息公开年度报告</h2><p>{links(row, '　')}</p>{ul(others)}"
    builder.page("/xx/nb.htm", "政府信息公开年度报告", inner)
    builder.page("/xx/index.htm", "信息公开", f"<p>{links((('政府信息公开年度报告', '/xx/nb.htm'),))}</p>")
    builder.page("/", look.site, "<p>欢迎。</p>")
    return builder.replica(expected="blocked|short", hostile=True)


HOSTILE: Mapping[str, Callable[[], Replica]] = {
    "counted": counted,
    "samepage": samepage,
    "walled": walled,
    "fenced": fenced,
}
