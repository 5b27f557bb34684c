"""A development zone on WordPress: categories and ``?paged=``, older and newer posts, archives by month, some
reports as Word files in the library, some of them in a zip, one title that says 公开年报 alone."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import count

from demo.model import Organ
from tests.support.replicas import bodies
from tests.support.replicas.beside import decoys, news
from tests.support.replicas.builder import Article, Builder, Entry, newest_first, windows
from tests.support.replicas.look import Look, items
from tests.support.replicas.model import Answer, Replica, ReplicaReport
from tests.support.replicas.organs import Place, bureau, zone
from tests.support.replicas.surround import posts

PLACE = Place("张家口市", "130700", "city")
HOST = "www.zjkgxq.gov.cn"
ORIGIN = f"http://{HOST}"
UPLOADS = "/wp-content/uploads"
_ROWS = 5
_MONTHS = 24


def _frame(article: Article) -> str:
    return (
        f"<article class='post'><header class='entry-header'><h1 class='entry-title'>{escape(article.title)}</h1>"
        f"<div class='entry-meta'><time datetime='{article.day}T08:00:00+08:00'>{article.day.year}年"
        f"{article.day.month}月{article.day.day}日</time></div></header>"
        f"<div class='entry-content'>{article.body}</div></article>"
    )


def build() -> Replica:
    menu = (("首页", "/"), ("园区动态", "/?cat=3"), ("信息公开", "/gov-info"), ("招商", "/invest"))
    look = Look("张家口高新技术产业开发区管理委员会", PLACE, menu, skin=2, code="")
    builder = Builder("wordpress", "WordPress", f"{ORIGIN}/", look, _frame)
    serial = count(1203, 4)
    builder.page("/invest", "招商", "<p>欢迎投资。</p>")
    shown = posts(builder, news("wordpress", 70), lambda *_: f"/?p={next(serial)}", date(2025, 5, 1), 20)
    _category(builder, look, 3, "园区动态", shown, 10, reports=False)
    committee = zone(PLACE, "高新技术产业开发区", "gxq")
    found = _reports(builder, committee, serial, range(2013, 2025))
    for title, code in (("行政审批局", "spj"), ("社会事务局", "shswj"), ("城市管理执法局", "cgj")):
        organ = bureau(PLACE, f"高新技术产业开发区{title}", code)
        found += _reports(builder, organ, serial, range(2020, 2025))
    found += posts(builder, decoys("高新区", 2022), lambda *_: f"/?p={next(serial)}", date(2023, 9, 1), 31)
    _category(builder, look, 17, "年度报告", newest_first(found), _ROWS)
    months = _months(builder, look, newest_first([*shown, *found]))
    kinds = (("园区动态（70）", "/?cat=3"), (f"年度报告（{len(found)}）", "/?cat=17"))
    side = f"<aside><h3>分类目录</h3><ul>{items(kinds)}</ul>"
    side += f"<h3>文章归档</h3><ul>{items(months[:_MONTHS])}</ul></aside>"
    builder.page("/gov-info", "信息公开", f"<p>高新区信息公开专栏。</p>{side}")
    teaser = "".join(f"<h2><a href='{escape(one.url)}'>{one.text}</a></h2><p>……</p>" for one in shown[:6])
    builder.page("/", look.site, teaser)
    return builder.replica()


def _reports(builder: Builder, organ: Organ, serial: "count[int]", years: range) -> list[Entry]:
    """Most are posts; some are a zip with the Word file inside, some an attachment in the post."""
    found = []
    for year in years:
        url, title = f"/?p={next(serial)}", f"{organ.name}{year}年政府信息公开工作年度报告"
        name = f"{UPLOADS}/{year + 1}/01/{organ.code}-nb-{year}"
        if year == 2018:
            found.append(_zipped(builder, organ, year, url, f"{name}.zip", title))
        elif (year in (2015, 2023) and len(years) > 6) or (year == 2021 and organ.code == "spj"):
            link = "<p><a class='wp-block-file' href='{url}'>点此下载</a></p>"
            found.append(builder.report(organ, year, url, title=title, form="docx", file=f"{name}.docx", link=link))
        else:
            found.append(
                builder.report(organ, year, url, title=title if year != 2019 else f"{organ.short}{year}年公开年报")
            )
    return found


def _zipped(builder: Builder, organ: Organ, year: int, url: str, file: str, title: str) -> Entry:
    def answer(emptied: bool) -> Answer:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            info = zipfile.ZipInfo(f"{title}.docx", (2019, 1, 20, 8, 0, 0))
            archive.writestr(info, b"" if emptied else bodies.report_file(organ, year, title, "docx"))
        return Answer(headers=(("Content-Type", "application/zip"),), body=buffer.getvalue())

    where = builder.put_answer(file, answer)
    builder.files.append(where)
    day = bodies.published(organ, year)
    entry = builder.article(url, title, f"<p>附件：<a href='{file}'>{title}（压缩包）</a></p>", day)
    builder.reports.append(ReplicaReport(organ.name, year, title, (entry.url,), (where,)))
    return entry


def _category(
    builder: Builder, look: Look, number: int, name: str, entries: Sequence[Entry], rows: int, *, reports: bool = True
) -> None:
    """Excerpts under headings, no dates; 较旧文章 leads on, and back by 较新文章."""
    pages = windows(entries, rows)

    def address(page: int) -> str:
        return f"/?cat={number}" + (f"&paged={page}" if page > 1 else "")

    for place, page in enumerate(pages, 1):
        turn = f"<a class='next' href='{escape(address(place + 1))}'>&laquo; 较旧文章</a>" if place < len(pages) else ""
        turn += f" <a class='prev' href='{escape(address(place - 1))}'>较新文章 &raquo;</a>" if place > 1 else ""

        def text(emptied: bool, page: Sequence[Entry] = page, turn: str = turn) -> str:
            shown = "".join(
                f"<article><h2 class='entry-title'><a rel='bookmark' href='{escape(one.url)}'>{one.text}</a></h2>"
                f"<p>{one.text[:12]}…… <a href='{escape(one.url)}'>继续阅读 →</a></p></article>"
                for one in page
            )
            return look.page(
                f"{name} | {look.site}", f"<h1>分类：{name}</h1>" + ("" if emptied else shown + f"<nav>{turn}</nav>")
            )

        where = builder.put(address(place), text)
        if reports:
            builder.listed(where, column=place == 1)


def _months(builder: Builder, look: Look, entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """Archives by month, reports and the rest together."""
    by: dict[tuple[int, int], list[Entry]] = {}
    for one in entries:
        by.setdefault((one.day.year, one.day.month), []).append(one)
    found: list[tuple[str, str]] = []
    for (year, month), inside in sorted(by.items(), reverse=True):
        name, url = f"{year}年{month}月", f"/?m={year}{month:02d}"
        rows = items([(one.text, one.url) for one in inside])

        def text(emptied: bool, name: str = name, rows: str = rows) -> str:
            return look.page(name, f"<h1>月度归档：{name}</h1><ul>{'' if emptied else rows}</ul>")

        # the menu beside shows two years of months, the older ones are only to be guessed
        (builder.listing if len(found) < _MONTHS else builder.put)(url, text)
        found.append((name, url))
    return found
