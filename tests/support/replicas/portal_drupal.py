"""A city on Drupal: a view as a table in groups of years, pages counted from 0 in the query; 繁體 and English versions
of the site below a prefix; bureaus as terms of a taxonomy; a node that only holds its PDF in an ``object``."""

from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import count, groupby

from demo.model import Organ
from tests.support.replicas import bodies
from tests.support.replicas.beside import decoys, news
from tests.support.replicas.builder import Article, Builder, Entry, newest_first, windows
from tests.support.replicas.columns import Column, filed
from tests.support.replicas.look import Look, links
from tests.support.replicas.model import Replica
from tests.support.replicas.organs import Place, bureaus, government
from tests.support.replicas.surround import posts

CITY = Place("三亚市", "460200", "city")
HOST = "www.sanyashi.gov.cn"
ORIGIN = f"https://{HOST}"
_OLD_TO_NEW = str.maketrans(
    "亚政开报办务门编总况动请处项关规条数经决应议监", "亞政開報辦務門編總況動請處項關規條數經決應議監"
)


def _frame(article: Article) -> str:
    return (
        f"<article role='article'><h1 class='page-title'><span>{escape(article.title)}</span></h1>"
        f"<div class='node__meta'>由 {article.source} 提交于 {article.day:%Y-%m-%d}</div>"
        f"<div class='field field--name-body'>{article.body}</div></article>"
    )


def build() -> Replica:
    menu = (
        ("首页", "/"),
        ("要闻动态", "/news"),
        ("政府信息公开", "/open-government"),
        ("繁體", "/zh-hant"),
        ("English", "/en"),
    )
    look = Look("三亚市人民政府网", CITY, menu, skin=2, code="colon")
    builder = Builder("drupal", "Drupal", f"{ORIGIN}/", look, _frame)
    builder.secure(HOST)
    serial = count(3302, 2)
    shown = posts(builder, news("drupal", 60), lambda *_: f"/node/{next(serial)}", date(2025, 4, 20))
    _view(builder, look, "/news", "要闻动态", shown, 20, reports=False)
    organ = government(CITY)
    forms = filed("pdf", 2016, 2019)
    column = Column(
        builder,
        lambda *_: f"/node/{next(serial)}",
        "三亚市{year}年政府信息公开工作年度报告",
        forms=forms,
        file=lambda _, year, form: f"/sites/default/files/{year + 1}-03/nb{year}.{form}",
        link="<object data='{url}' type='application/pdf' width='100%' height='800'></object>",
    )
    own = column.reports(organ, range(2008, 2025))
    own += posts(
        builder,
        decoys("三亚市", 2020, (0, 1, 2, 5, 6, 8, 9)),
        lambda *_: f"/node/{next(serial)}",
        date(2021, 11, 1),
        40,
    )
    _view(builder, look, "/open-government/annual-reports", "政府信息公开工作年度报告", newest_first(own), 9)
    terms = []
    for place, bureau in enumerate(bureaus(CITY, 5, 9)):
        url = f"/taxonomy/term/{60 + place}"
        column = Column(
            builder, lambda *_: f"/node/{next(serial)}", "{organ}政府信息公开工作{year}年度报告", source=bureau.name
        )
        found = column.reports(bureau, range(2019, 2025))
        found += posts(
            builder,
            [*news(f"drupal{place}", 16), *decoys(bureau.short, 2023, (3, 4, 7, 12))],
            lambda *_: f"/node/{next(serial)}",
            date(2025, 1, 3),
            45,
        )
        _view(builder, look, url, bureau.short, newest_first(found), 8)
        terms.append((bureau.short, url))
    _versions(builder, look, organ, serial)
    part = (
        ("公开指南", "/open-government/guide"),
        ("年度报告", "/open-government/annual-reports"),
        ("部门文件", "/open-government/units"),
    )
    builder.page("/open-government/guide", "公开指南", "<p>指南。</p>")
    builder.page("/open-government/units", "部门文件", f"<div class='view-terms'>{links(terms, ' · ')}</div>")
    builder.page("/open-government", "政府信息公开", f"<nav class='block-menu'>{links(part, ' ')}</nav>")
    builder.page("/", look.site, f"<p>{links([(one.text, one.url) for one in shown[:6]], '<br>')}</p>")
    return builder.replica()


def _view(
    builder: Builder, look: Look, url: str, name: str, entries: Sequence[Entry], rows: int, *, reports: bool = True
) -> None:
    """A table with a caption for each year; ``?page=N`` from 0, arrows with words only readers hear."""
    pages = windows(entries, rows)

    def address(page: int) -> str:
        return f"{url}?page={page}" if page else url

    for place, page in enumerate(pages):
        groups = "".join(
            f"<table class='views-table'><caption>{year}</caption><tbody>"
            + "".join(
                f"<tr><td headers='t'><a href='{escape(one.url.removeprefix(ORIGIN))}' hreflang='zh-hans'>"
                f"{one.text}</a></td><td>{one.day:%m/%d}</td></tr>"
                for one in group
            )
            + "</tbody></table>"
            for year, group in groupby(page, key=lambda one: one.day.year)
        )
        numbers = [
            f"<li class='pager__item'><a href='?page={other}' title='到第 {other + 1} 页'>{other + 1}</a></li>"
            for other in range(len(pages))
            if abs(other - place) < 3
        ]
        onward = (
            f"<li><a href='?page={place + 1}' rel='next'><span class='visually-hidden'>下一页</span>"
            "<span aria-hidden='true'>››</span></a></li>"
            if place + 1 < len(pages)
            else ""
        )
        pager = f"<nav role='navigation'><ul class='pager__items'>{''.join(numbers)}{onward}</ul></nav>"

        def text(emptied: bool, inner: str = groups + pager) -> str:
            return look.page(f"{name} | {look.site}", f"<h1>{name}</h1>{'' if emptied else inner}")

        for where in [url, f"{url}?page=0"] if place == 0 else [address(place)]:
            whole = builder.put(where, text)
            if reports:
                builder.listed(whole, column=where == url)


def _versions(builder: Builder, look: Look, organ: Organ, serial: "count[int]") -> None:
    """繁體: the last two reports again, in other characters (copies, so each counts); English: a summary, no report."""
    del serial
    shown = []
    for place, report in enumerate(list(builder.reports)):
        if report.organ != "三亚市人民政府" or report.year < 2023:
            continue
        path = "/zh-hant" + report.urls[0].removeprefix(ORIGIN)
        title = report.title.translate(_OLD_TO_NEW)
        html = bodies.report_html(organ, report.year, report.title).translate(_OLD_TO_NEW)
        builder.article(path, title, html, date(report.year + 1, 3, 20))
        shown.append((title, path))
        builder.reports[place] = type(report)(
            report.organ, report.year, report.title, (*report.urls, ORIGIN + path), report.files
        )

    def text(emptied: bool) -> str:
        inner = "" if emptied else links(shown, "<br>")
        return builder.look.page("政府信息公開", f"<h1>政府信息公開工作年度報告</h1><p>{inner}</p>")

    builder.listing("/zh-hant/open-government", text)
    builder.page("/zh-hant", "三亞市人民政府網", f"<p>{links((('政府信息公開', '/zh-hant/open-government'),))}</p>")
    english = [
        (f"Annual Report on Government Information Disclosure {year}", f"/en/node/{year}") for year in range(2020, 2024)
    ]
    for title, url in english:
        builder.page(
            url,
            title,
            f"<h1>{title}</h1><p>This is a summary. The Chinese text prevails. "
            f"In {title[-4:]} requests were answered in time.</p>",
        )
    builder.page("/en/reports", "Annual Reports", f"<h1>Annual Reports</h1><p>{links(english, '<br>')}</p>")
    builder.page("/en", "Sanya Municipal Government", f"<p>{links((('Information Disclosure', '/en/reports'),))}</p>")
