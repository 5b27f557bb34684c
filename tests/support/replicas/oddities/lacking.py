"""Oddities that leave a portal short: a stub for a report, a column that is walled, a page that does not turn."""

from collections.abc import Mapping
from itertools import count

from tests.support.replicas import bodies
from tests.support.replicas.builder import Entry
from tests.support.replicas.model import Answer
from tests.support.replicas.oddities.site import CITY, HTML, ODD, Make, Site, html, json_of
from tests.support.replicas.organs import government
from tests.support.replicas.surround import ul

_LOG_IN = "<form method='post' action='/login'>用户名<input name='u'>密码<input type='password' name='p'></form>"


# --- the page of one report is something else ----------------------------------------------------

_TITLE = f"{ODD.name}2022年政府信息公开工作年度报告"


def _stub(inner: str, title: str = _TITLE, *, lost: bool = True) -> Make:
    """A page of the portal's shell in place of the report of 2022; not ``lost``: its article, without the file."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        site.swap(found[2], html(site.shown(inner, title)), lost=lost)
        site.listing(url, found)

    return make


def _instead(answer: Answer) -> Make:
    """Something that is no page of the portal in place of the report of 2022."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        site.swap(found[2], answer)
        site.listing(url, found)

    return make


def other_year(site: Site, found: list[Entry], url: str) -> None:
    """The link to the report of 2022 leads to the one of 2021."""
    site.swap(found[2], site.answer_of(found[3]))
    site.listing(url, found)


def other_organ(site: Site, found: list[Entry], url: str) -> None:
    """The link to the report of 2022 leads to the government's."""
    title = "漯河市人民政府2022年政府信息公开工作年度报告"
    site.swap(found[2], html(site.shown(bodies.report_html(government(CITY), 2022, title), title)))
    site.listing(url, found)


def _file(path: str, answer: Answer | None) -> Make:
    """The article of 2022 leads to a file that is not there."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        link = f"<p>见附件。</p><a href='{path}'>{found[2].title}.pdf</a>"
        site.swap(found[2], html(site.shown(link, found[2].title)), lost=False)  # its article is there
        site.listing(url, found)
        if answer is not None:
            site.builder.put_answer(path, lambda _: answer)

    return make


# --- the column is not what its link says --------------------------------------------------------


def column_fence(site: Site, found: list[Entry], url: str) -> None:
    """A refusal with 200, new in each answer."""
    serial = count()
    text = (
        "<html><title>403 Forbidden</title><body><h1>403 Forbidden</h1><p>您所在的地区不在允许访问的范围内</p>"
        "<p>Event ID: {:08x}</p></body></html>"
    )
    site.get(url, lambda _: html(text.format(next(serial))))
    site.gone(found)


def _column(inner: str, label: str = "{}") -> Make:
    """This page in place of the whole column."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        site.page(url, inner)
        site.gone(found)
        site.label = label

    return make


def _fewer(after: str, label: str = "{}") -> Make:
    """Three of five reports."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        site.listing(url, found[:3], after)
        site.gone(found[3:])
        site.label = label

    return make


def json_error(site: Site, found: list[Entry], url: str) -> None:
    """The list's service has an error of its own, with 200."""
    script = (
        "$.getJSON('/api/l?c=3&page=1', function(d){ $.each(d.rows, function(i,r){ "
        "$('#l').append('<li><a href=\"'+r.url+'\">'+r.title+'</a></li>') }) })"
    )
    site.page(url, f"<ul id='l'></ul><script>{script}</script>")
    site.get("/api/l", lambda _: json_of({"code": 500, "msg": "system error", "rows": None}))
    site.gone(found)


# --- the second page is not to be had ------------------------------------------------------------


def _second(turn: str, second: str | None = None) -> Make:
    """Three entries on page 1, then ``turn``; ``second`` is what page 2 shows, ``{same}`` the entries of page 1."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        two = url.replace(".html", "_2.html")
        site.listing(url, found[:3], turn.replace("{one}", url).replace("{two}", two))
        site.gone(found[3:])
        if second is not None:
            site.page(two, second.replace("{same}", ul(site.near(found[:3]))))

    return make


_NEXT = "<a href='{two}'>下一页</a>"
_NUMBERS = "<a class='on'>1</a> <a href='javascript:turn(2)'>2</a> <a href='javascript:turn(3)'>3</a>"
_OFTEN = "<html><body><p>您的访问过于频繁，请输入验证码</p><img src='/captcha.jpg'><input name='code'></body></html>"

LACKING: Mapping[str, Make] = {
    "stub_building": _stub("<p>内容正在建设中，敬请期待……</p>"),
    "stub_title_only": _stub("<div class='content'></div>"),
    "stub_login": _stub(_LOG_IN, "用户登录"),
    "stub_busy": _instead(html("<html><body>系统繁忙，请稍后再试</body></html>")),
    "stub_often": _instead(html(_OFTEN)),
    "stub_blank": _instead(Answer(headers=HTML)),
    "other_year": other_year,
    "other_organ": other_organ,
    "attachment_404": _file("/f/gone.pdf", None),
    "attachment_html": _file("/f/err.pdf", html("<html><body>文件不存在</body></html>")),
    "attachment_empty": _file("/f/nil.pdf", Answer(headers=(("Content-Type", "application/pdf"),))),
    "attachment_none": _stub(f"<p>{_TITLE}见附件。</p>", lost=False),
    "column_login": _column(f"<h3>用户登录</h3>{_LOG_IN}<p>请登录后查看</p>"),
    "column_fence": column_fence,
    "column_none": _column("<p class='nodata'>暂无数据</p>", "{}（5）"),
    "column_home": _column("<script>location.href='/'</script>"),
    "script_only": _column("<div id='app'></div><script src='/js/app.3f2a.js'></script>"),
    "column_fewer": _fewer("", "{}(5)"),
    "column_ends": _fewer("<p>共5条</p>"),
    "json_error": json_error,
    "page2_404": _second(_NEXT),
    "page2_empty": _second(_NEXT, "<ul></ul>"),
    "page2_same_stated": _second(f"共 2 页 {_NEXT}", "{same}"),
    "page2_login": _second(_NEXT, _LOG_IN),
    "page2_dead_link": _second("<a href='#'>上一页</a> <a href='#' class='next'>下一页</a> 第1页/共2页"),
    "page2_js_unknown": _second(
        "<a href='javascript:void(0)' onclick='turn(2)'>下一页</a> <script src='/js/pager.js'></script>"
    ),
    "page2_js_numbers": _second(f"{_NUMBERS} <script src='/js/pager.js'></script>"),
    "more_js_unknown": _second("<div class='load-more'>加载更多</div><script src='/js/more.js'></script>"),
}
