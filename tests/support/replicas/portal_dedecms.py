"""A county in GBK on DedeCMS, its tags in capitals: 工作年报 whose articles are cut into pages, and a sea of 公示公告
turned by a box of pages, where bureaus' and towns' reports lie among three hundred other notices."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import count
from urllib.parse import urlsplit

from tests.support.replicas import bodies
from tests.support.replicas.beside import decoys, news
from tests.support.replicas.builder import Article, Builder, Entry, newest_first, windows
from tests.support.replicas.columns import Column
from tests.support.replicas.look import Look, Menu, links
from tests.support.replicas.model import Replica, ReplicaReport
from tests.support.replicas.organs import Place, below, bureaus, government
from tests.support.replicas.surround import posts

COUNTY = Place("虞城县", "411425", "county")
ORIGIN = "http://www.ychengx.gov.cn"


class Loud(Look):
    """Tags and links in capitals, as old templates have them."""

    def page(self, title: str, content: str, *, head: str = "", crumbs: Menu = ()) -> str:
        text = Look.page(self, title, content, head=head, crumbs=crumbs)
        text = re.sub(r"</?[a-z][a-z0-9]*", lambda tag: tag[0].upper(), text)
        return re.sub(r"\b(href|src|onchange|value)=(?=['\"])", lambda name: name[0].upper(), text)


def _frame(article: Article) -> str:
    return (
        f"<table width='760' align='center'><tr><td><h2>{article.title}</h2></td></tr><tr><td><small>时间:</small>"
        f"{article.day} 12:00 <small>来源:</small>未知 <small>作者:</small>admin <small>点击:</small> 次</td></tr>"
        f"<tr><td>{article.body}</td></tr></table>"
    )


def build() -> Replica:
    menu = (
        ("网站首页", "/"),
        ("走进虞城", "/a/zjyc/"),
        ("新闻中心", "/a/xwzx/"),
        ("公示公告", "/a/tzgg/"),
        ("政府信息公开", "/a/xxgk/"),
    )
    look = Loud("虞城县人民政府网", COUNTY, menu, "gb2312", skin=1, code="blank")
    builder = Builder("dedecms", "DedeCMS", f"{ORIGIN}/", look, _frame)
    builder.page("/a/zjyc/", "走进虞城", "<p>虞城历史悠久。</p>")
    serial = count(2311)
    inner = posts(builder, news("dede-news", 40), lambda _, day: _at("xwzx", day, serial), date(2025, 5, 9))
    _list(builder, look, "xwzx", 3, "新闻中心", inner, 20, reports=False)
    _own(builder, look, serial)
    _notices(builder, look, serial)
    left = (("信息公开指南", "/a/xxgk/zn/"), ("信息公开目录", "/a/xxgk/ml/"), ("工作年报", "/a/xxgk/gznb/"))
    for name, url in left[:2]:
        builder.page(url, name, f"<p>{name}正在更新。</p>")
    builder.page("/a/xxgk/", "政府信息公开", f"<table><tr><td>{links(left, '</td></tr><tr><td>')}</td></tr></table>")
    builder.page(
        "/index.html", look.site, f"<p>{links([(one.text, urlsplit(one.url).path) for one in inner[:6]], '<br>')}</p>"
    )
    builder.move("/", "/index.html")
    return builder.replica()


def _cut(text: str) -> str:
    return text if len(text) < 27 else f"{text[:26]}..."


def _at(folder: str, day: date, serial: "count[int]") -> str:
    return f"/a/{folder}/{day.year}/{day:%m%d}/{next(serial)}.html"


def _own(builder: Builder, look: Look, serial: "count[int]") -> None:
    """The county's own: since 2019 each article has three pages, its tables on the second."""
    organ = government(COUNTY)
    column = Column(builder, lambda _, __, day: _at("xxgk/gznb", day, serial), "虞城县{year}年政府信息公开工作年度报告")
    found = column.reports(organ, range(2009, 2019))
    for year in range(2019, 2025):
        title, day = f"虞城县{year}年政府信息公开工作年度报告", bodies.published(organ, year)
        whole = bodies.report_html(organ, year, title)
        lines = whole.split("\n")
        cuts = [number for number, line in enumerate(lines) if re.search(r">[二四]、", line) and line.startswith("<p")]
        first, second = cuts[0], cuts[-1]
        parts = ["\n".join(lines[:first]), "\n".join(lines[first:second]), "\n".join(lines[second:])]
        url = _at("xxgk/gznb", day, serial)
        names = [url, url.replace(".html", "_2.html"), url.replace(".html", "_3.html")]
        for place, (name, part) in enumerate(zip(names, parts, strict=True)):
            shown = [
                f"<a>共{len(parts)}页: </a>",
                "<a href='#'>上一页</a>"
                if not place
                else f"<a href='{names[place - 1].rpartition('/')[2]}'>上一页</a>",
            ]
            shown += [
                f"<a href='{other.rpartition('/')[2]}'>{number}</a>"
                if number != place + 1
                else f"<a href='#'>{number}</a>"
                for number, other in enumerate(names, 1)
            ]
            shown += (
                [f"<a href='{names[place + 1].rpartition('/')[2]}'>下一页</a>"]
                if place < 2
                else ["<a href='#'>下一页</a>"]
            )
            tail = f"<ul class='pagelist'><li>{'</li><li>'.join(shown)}</li></ul>"
            builder.article(name, title if not place else f"{title}({place + 1})", part + tail, day)
        where = ORIGIN + url
        parts_of = tuple(ORIGIN + name for name in names[1:])
        builder.reports.append(ReplicaReport(organ.name, year, title, (where,), parts=parts_of))
        found.append(Entry(where, title, day))
    found += posts(
        builder, decoys("虞城县", 2020, (5, 9)), lambda _, day: _at("xxgk/gznb", day, serial), date(2021, 4, 2)
    )
    _list(builder, look, "xxgk/gznb", 12, "工作年报", newest_first(found), 6)


def _notices(builder: Builder, look: Look, serial: "count[int]") -> None:
    """Everything that anybody had to make known."""
    found: list[Entry] = []
    organs = [
        *bureaus(COUNTY, 4, 8),
        *(below(COUNTY, name, code) for name, code in (("利民镇", "lmz"), ("张集镇", "zjz"))),
    ]
    for place, organ in enumerate(organs):
        column = Column(
            builder, lambda _, __, day: _at("tzgg", day, serial), "{organ}{year}年度政府信息公开工作年度报告"
        )
        found += column.reports(organ, range(2019 + place % 2, 2025 - place % 3))
        found += posts(
            builder,
            decoys(organ.short, 2019 + place),
            lambda _, day: _at("tzgg", day, serial),
            date(2021 + place % 4, 2, 20 - place),
            9,
        )
    texts = [
        (f"{title}的公示（第{number}号）", lines) for number, (title, lines) in enumerate(news("dede-notices", 210), 1)
    ]
    found += posts(builder, texts, lambda _, day: _at("tzgg", day, serial), date(2025, 6, 10), 8)
    _list(builder, look, "tzgg", 7, "公示公告", newest_first(found), 16, box=True)


def _list(
    builder: Builder,
    look: Look,
    folder: str,
    kind: int,
    name: str,
    entries: Sequence[Entry],
    rows: int,
    *,
    box: bool = False,
    reports: bool = True,
) -> None:
    """``/a/folder/`` and ``list_kind_N.html``; ``box``: pages are chosen in a box, no link leads on."""
    pages = windows(entries, rows)
    files = [f"list_{kind}_{number}.html" for number in range(1, len(pages) + 1)]
    for number, page in enumerate(pages):
        lines = "".join(
            f"<tr><td><a href='{urlsplit(one.url).path}'>{_cut(one.text)}</a></td><td>{one.day:%m-%d}</td></tr>"
            for one in page
        )
        if box:
            options = "".join(
                f"<option value='{file}'{' selected' if place == number else ''}>{place + 1}</option>"
                for place, file in enumerate(files)
            )
            turn = "<select name='sldd' onchange='location.href=this.options[this.selectedIndex].value;'>"
            turn += f"{options}</select>"
        else:
            numbers = "".join(
                f"<li><a href='{file}'>{place}</a></li>"
                if place != number + 1
                else f"<li class='thisclass'>{place}</li>"
                for place, file in enumerate(files, 1)
            )
            ends = f"<li><a href='{files[number + 1]}'>下一页</a></li>" if number + 1 < len(files) else ""
            turn = f"<ul class='pagelist'><li>首页</li>{numbers}{ends}<li><a href='{files[-1]}'>末页</a></li></ul>"
        stated = f"<span class='pageinfo'>共 <strong>{len(pages)}</strong>页<strong>{len(entries)}</strong>条</span>"

        def text(emptied: bool, lines: str = lines, below_list: str = turn + stated) -> str:
            return look.page(f"{name}_{look.site}", f"<table>{'' if emptied else lines + '</table>' + below_list}")

        for where in ([f"/a/{folder}/"] if not number else []) + [f"/a/{folder}/{files[number]}"]:
            if reports:
                builder.listing(where, text, column=where.endswith("/"))
            else:
                builder.put(where, text, look=look)
