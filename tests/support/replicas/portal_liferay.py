"""A county-level city on Liferay: portlet parameters turn the pages, articles below ``/-/``; files of
``/documents/…`` without an ending; units' lists inside iframes on a second host that is given by number."""

import uuid
from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import count
from urllib.parse import quote

from demo.model import Organ
from tests.support.replicas.beside import decoys, news
from tests.support.replicas.builder import Article, Builder, Entry, newest_first, windows
from tests.support.replicas.columns import Column
from tests.support.replicas.look import Look, links
from tests.support.replicas.model import Replica
from tests.support.replicas.organs import Place, below, bureaus, government
from tests.support.replicas.surround import posts

CITY = Place("阿勒泰市", "654301", "county")
HOST, INNER = "www.alteshi.gov.cn", "data.alteshi.gov.cn:8088"
ORIGIN, DATA = f"http://{HOST}", f"http://{INNER}"


def _frame(article: Article) -> str:
    return (
        f"<div class='asset-full-content'><h3 class='asset-title'>{escape(article.title)}</h3>"
        f"<span class='metadata-publish-date'>{article.day.year}-{article.day.month}-{article.day.day}</span>"
        f"<div class='journal-content-article'>{article.body}</div></div>"
    )


def build() -> Replica:
    menu = (("首页", "/web/guest/home"), ("新闻", "/web/guest/news"), ("透明政府", "/web/guest/open"))
    look = Look("阿勒泰市政府网", CITY, menu, skin=0, code="blank", home="/web/guest/home")
    builder = Builder("liferay", "Liferay", f"{ORIGIN}/", look, _frame)
    serial = count(170211, 9)
    shown = posts(builder, news("liferay", 36), lambda *_: f"/web/guest/-/{next(serial)}", date(2025, 3, 3))
    _portlet(builder, look, "/web/guest/news", "新闻", shown, 12, "k3Vd", reports=False)
    column = Column(
        builder,
        lambda _, year, __: (
            f"/web/guest/nb/-/asset_publisher/Q8sTz/content/{next(serial)}"
            if year < 2019
            else f"/web/guest/-/{next(serial)}"
        ),
        "阿勒泰市{year}年度政府信息公开工作年度报告",
        forms={2020: "pdf", 2023: "pdf"},
        file=_document,
        link="<p><a href='{url}'>{title}</a>（点击下载）</p>",
    )
    found = column.reports(government(CITY), range(2013, 2025))
    found += posts(
        builder,
        decoys("阿勒泰市", 2021, (0, 1, 5, 7, 8, 9)),
        lambda *_: f"/web/guest/-/{next(serial)}",
        date(2022, 9, 9),
        33,
    )
    _portlet(builder, look, "/web/guest/nb", "年度报告", newest_first(found), 6, "Q8sTz")
    organs = [*bureaus(CITY, 4, 5), below(CITY, "阿苇滩镇", "awtz"), below(CITY, "汗德尕特乡", "hdgt")]
    rows = []
    for place, organ in enumerate(organs):
        inner = _framed(builder, organ, 40 + place, serial)
        page = f"/web/guest/unit?id={40 + place}"
        tabs = f"<h2>{organ.name}</h2><div class='tab'>信息公开年报</div>"
        tabs += f"<iframe src='{escape(inner)}' frameborder='0' width='100%'></iframe>"
        builder.page(page, organ.name, tabs)
        rows.append((organ.short, page))
    open_menu = (("公开制度", "/web/guest/rules"), ("年度报告", "/web/guest/nb"), ("部门乡镇公开", "/web/guest/units"))
    builder.page("/web/guest/rules", "公开制度", "<p>制度。</p>")
    builder.page("/web/guest/units", "部门乡镇公开", f"<div>{links(rows, '｜')}</div>")
    builder.page("/web/guest/open", "透明政府", f"<div>{links(open_menu, '｜')}</div>")
    builder.page("/web/guest/home", look.site, f"<p>{links([(one.text, one.url) for one in shown[:4]])}</p>")
    builder.put("/", "<html><head><script>window.location.href='/web/guest/home'</script></head><body></body></html>")
    builder.way("/", "/web/guest/home", "/web/guest/home")
    return builder.replica()


def _document(page: str, year: int, form: str) -> str:
    """No ending, a UUID at the end, as Liferay's library has it."""
    serial = uuid.uuid5(uuid.NAMESPACE_URL, f"{page}{form}")
    return f"/documents/20182/{page.rpartition('/')[2]}/{quote('年度报告')}{year}/{serial}"


def _portlet(
    builder: Builder,
    look: Look,
    url: str,
    name: str,
    entries: Sequence[Entry],
    rows: int,
    instance: str,
    *,
    reports: bool = True,
) -> None:
    pages = windows(entries, rows)
    box = f"_101_INSTANCE_{instance}_"

    def address(page: int) -> str:
        portlet = f"p_p_id=101_INSTANCE_{instance}&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view"
        return f"{url}?{portlet}&{box}delta={rows}&{box}cur={page}"

    for place, page in enumerate(pages, 1):
        lines = "".join(
            f"<div class='asset-abstract'><h3><a href='{escape(one.url)}'>{one.text}</a></h3></div>" for one in page
        )
        turn = f"<li><a href='{escape(address(place - 1))}'>前一个</a></li>" if place > 1 else ""
        turn += f"<li><a href='{escape(address(place + 1))}'>下一个</a></li>" if place < len(pages) else ""
        before = (place - 1) * rows
        stated = f"<small>显示 {before + 1} - {before + len(page)}，共 {len(entries)} 个结果。</small>"
        turns = f"<ul class='lfr-pagination-buttons pager'>{turn}</ul>"

        def text(
            emptied: bool,
            inner: str = f"{lines}<div class='taglib-page-iterator'>{stated}{turns}</div>",
        ) -> str:
            return look.page(f"{name} - {look.site}", f"<h2>{name}</h2>{'' if emptied else inner}")

        for where in [url, address(1)] if place == 1 else [address(place)]:
            whole = builder.put(where, text)
            if reports:
                builder.listed(whole, column=where == url)


def _framed(builder: Builder, organ: Organ, unit: int, serial: "count[int]") -> str:
    """A bare list on another port of another host, without menu or footer, which the unit's page shows in a frame."""
    look = Look(organ.name, CITY, (), skin=2, code="", home=f"{ORIGIN}/")

    def address(*_: object) -> str:
        return f"{DATA}/pub/view?docid={next(serial)}"

    found = Column(builder, address, "{organ}{year}年政府信息公开工作年度报告", look=look, source=organ.name).reports(
        organ, range(2019 + unit % 2, 2025)
    )
    found += posts(builder, decoys(organ.short, 2022, (5, 12, 13)), address, date(2023, 2, unit % 28 + 1), look=look)
    found = newest_first(found)
    pages = windows(found, 4)

    def name(page: int) -> str:
        return f"/pub/list?unit={unit}&cat=ndbg" + (f"&pn={page}" if page > 1 else "")

    for place, page in enumerate(pages, 1):
        lines = "".join(
            f"<tr><td>{number}</td><td><a target='_top' href='{escape(one.url.removeprefix(DATA))}'>{one.text}</a></td>"
            f"<td>{one.day}</td></tr>"
            for number, one in enumerate(page, 1)
        )
        turn = " ".join(
            f"<a href='{escape(name(other))}'>[{other}]</a>" if other != place else f"[{other}]"
            for other in range(1, len(pages) + 1)
        )
        body = f"<html><body><table>{{}}</table><p>共{len(found)}条 第{place}/{len(pages)}页 {turn}</p></body></html>"

        def text(emptied: bool, body: str = body, lines: str = lines) -> str:
            return body.format("" if emptied else lines)

        builder.listing(f"{DATA}{name(place)}", text, column=place == 1)
    return f"{DATA}{name(1)}"
