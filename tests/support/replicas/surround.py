"""The rest of a portal: news by the hundred, a calendar without end, columns about something else."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.support.replicas.beside import news
from tests.support.replicas.builder import Builder, Entry, windows
from tests.support.replicas.look import Look, items
from tests.support.replicas.model import Answer, Request

_GUIDE = "本指南说明信息的分类、编排、获取方式和监督途径。申请人可以当面、书面或者在线提出申请。"


def ul(entries: Sequence[Entry], *, cut: int = 0, titles: bool = True, mark: str = "list") -> str:
    """Entries as the items of a list, their texts cut after ``cut`` characters where that is not 0."""
    lines = []
    for entry in entries:
        text = entry.text if not cut or len(entry.text) <= cut else f"{entry.text[: cut - 1]}…"
        title = f' title="{escape(entry.title or entry.text)}"' if titles else ""
        lines.append(f'<li><a href="{escape(entry.url)}"{title}>{escape(text)}</a><span>{entry.day}</span></li>')
    return f'<ul class="{mark}">' + "\n".join(lines) + "</ul>"


def newsroom(
    builder: Builder,
    listing: Callable[[int], str],
    article: Callable[[int, date], str],
    *,
    count: int = 200,
    rows: int = 20,
    look: Look | None = None,
    name: str = "新闻动态",
) -> str:
    """A column of news, its pages linked with 上一页 and 下一页; gives the URL of its first page."""
    shell = look or builder.look
    entries = []
    for number, (title, paragraphs) in enumerate(news(f"{builder.name}{name}", count)):
        day = date(2025, 6, 30) - timedelta(number * 3)
        body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
        entries.append(builder.article(article(number, day), title, body, day, column=name, look=look))
    pages = windows(entries, rows)
    for number, page in enumerate(pages):
        turns = [("上一页", listing(number - 1))] if number else []
        turns += [("下一页", listing(number + 1))] if number + 1 < len(pages) else []
        html = f"<h2>{name}</h2>{ul(page)}<ul class='turn'>{items(turns)}</ul>"
        builder.page(listing(number), f"{name}-{shell.site}", html, look=look)
    return listing(0)


def calendar(builder: Builder, path: str = "/hdjl/rl.do", look: Look | None = None) -> str:
    """A calendar of events whose months lead to months without end."""
    shell = look or builder.look
    host = urlsplit(builder.home).netloc

    def run(request: Request, _: bool) -> Answer | None:
        query = parse_qs(urlsplit(request.path).query)
        try:
            year, month = int(query.get("y", ["2025"])[0]), int(query.get("m", ["6"])[0])
        except ValueError:
            return None
        before, after = (year - (month == 1), (month - 2) % 12 + 1), (year + (month == 12), month % 12 + 1)
        days = "".join(f'<a href="{path}?y={year}&amp;m={month}&amp;d={day}">{day}</a> ' for day in range(1, 29))
        html = (
            f"<h2>{year}年{month}月活动日历</h2><p>{days}</p><p>本月没有安排。</p>"
            f'<a href="{path}?y={before[0]}&amp;m={before[1]}">上个月</a> '
            f'<a href="{path}?y={after[0]}&amp;m={after[1]}">下个月</a>'
        )
        page = shell.page(f"{year}年{month}月", html)
        return Answer(headers=(("Content-Type", "text/html"),), body=page.encode(shell.charset))

    builder.program(host, path, run)
    return path


def sundry(builder: Builder, pages: Sequence[tuple[str, str]], look: Look | None = None) -> None:
    """Pages of one paragraph: name and URL of each."""
    for name, url in pages:
        builder.page(url, name, f"<h2>{name}</h2><p>{_GUIDE}</p>", look=look)


def posts(
    builder: Builder,
    texts: Iterable[tuple[str, Sequence[str]]],
    url: Callable[[int, date], str],
    last: date,
    step: int = 11,
    start: int = 0,
    **more: Any,
) -> list[Entry]:
    """Ordinary articles, the newest on ``last``."""
    found = []
    for number, (title, paragraphs) in enumerate(texts, start):
        day = last - timedelta((number - start) * step)
        body = "".join(f"<p>{escape(line)}</p>" for line in paragraphs)
        found.append(builder.article(url(number, day), title, body, day, **more))
    return found
