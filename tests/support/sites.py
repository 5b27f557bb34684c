"""A small archive with everything the site shows: versions, copies, attachments, failing sums, gaps, a hostile page."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from datasette.app import Datasette

from archive.model import Discovery
from tests.support.archives import LISTING, Crawling, index, state

Get = Callable[..., httpx.Response]
BASE = "http://www.qingxi.test/nb/"
HOSTILE_URL = f"{BASE}hostile.html"
HOSTILE = (
    b"<html><head><meta http-equiv='refresh' content='0;url=http://evil.invalid/'>"
    b"<link rel=preconnect href='http://evil.invalid/'><link rel=stylesheet href='http://evil.invalid/a.css'>"
    b"<script>top.pwned = 1; document.title = 'pwned'; fetch('/archive.json')</script></head>"
    b"<body onload='parent.pwned=1'><img src='http://evil.invalid/x.png' onerror='parent.pwned=1'>"
    b"<form action='http://evil.invalid/' method=post><button autofocus>x</button></form>"
    b"<iframe src='javascript:parent.pwned=1'></iframe><a href='javascript:top.pwned=1'>link</a>"
    b"<object data='http://evil.invalid/o'></object><p>hostile page</p></body></html>"
)
PROSE = (
    "一、总体情况\n{year}年,清溪市{who}认真贯彻落实政府信息公开条例,主动公开各类政府信息,办理依申请公开事项,没有收取费用。\n"
    "三、收到和处理政府信息公开申请情况\n自然人\t总计\n{total}\t{total}\n"
    "五、存在的主要问题及改进情况\n存在的问题是公开内容不够丰富,解读形式较为单一,下一步将拓展公开渠道并加强业务培训。"
)


def table3(new: int, carried_in: int, granted: int, not_held: int, carried_out: int) -> dict[str, int | None]:
    """Part of table 3, its numbers in the column of natural persons and in the total."""
    rows = {
        "new": new,
        "carried_in": carried_in,
        "granted": granted,
        "partial": 0,
        "unavailable_not_held": not_held,
        "result_total": granted + not_held,
        "carried_out": carried_out,
    }
    found: dict[str, int | None] = {}
    for row, value in rows.items():
        found[f"t3.{row}.natural_person"] = value
        found[f"t3.{row}.commercial_enterprise"] = None
        found[f"t3.{row}.total"] = value
    return found


def table4(upheld: int, corrected: int) -> dict[str, int | None]:
    return {
        "t4.review.upheld": upheld,
        "t4.review.corrected": corrected,
        "t4.review.total": upheld + corrected,
        "t4.litigation_direct.total": 1,
        "t4.litigation_after_review.total": 0,
    }


def _city(year: int, new: int, carried: tuple[int, int], **more: Any) -> bytes:
    figures = {**table3(new, carried[0], new - 2, 1, carried[1]), **table4(3, 1), "t2_5.licence.decisions": 1200}
    balance = (new + carried[0], new - 1 + carried[1])
    text = PROSE.format(year=year, who="人民政府", total=new)
    checks = {"t3.balance.total": balance, "t4.sum.review": (4, 4)}
    return state(
        year=year, text=text, figures=figures, checks=checks, province="清溪省", published=f"{year + 1}-03-20", **more
    )


def make(root: Path) -> None:
    """Two crawls of one portal under ``root``, indexed into ``archive.db`` beside it."""
    first = Crawling(root, "1")
    first.page(LISTING, b"<html>list</html>")
    for year, new, carried in ((2019, 10, (0, 1)), (2020, 12, (2, 3)), (2022, 20, (3, 4)), (2023, 25, (4, 5))):
        first.report(f"{BASE}{year}.html", _city(year, new, carried))
    school = {**table3(5, 0, 4, 1, 0), "t3.new.total": 6}
    for year, late in ((2021, "2022-01-20"), (2022, "2023-02-14")):
        text = PROSE.format(year=year, who="教育局", total=5)
        checks = {"t3.row_sum.new": (5, 6)}
        body = state("清溪市教育局", year, text, school, checks=checks, published=late, province="清溪省")
        first.report(f"{BASE}jyj{year}.html", body)
    first.report(
        f"{BASE}attached.html", state("清溪市财政局", 2022, "见附件", links=[f"{BASE}a.pdf"], province="清溪省")
    )
    first.attachment(f"{BASE}a.pdf", state(text="附表", figures=table3(7, 0, 6, 1, 0)), f"{BASE}attached.html")
    first.page(HOSTILE_URL, HOSTILE, Discovery("report", LISTING, "年报", 2022))
    first.end()
    second = Crawling(root, "2", day=30)
    second.report(f"{BASE}2023.html", _city(2023, 26, (4, 6)))
    second.report(f"{BASE}2022.html", _city(2022, 20, (3, 4)))
    second.end()
    index(root)


def client(site: Datasette, loop: asyncio.AbstractEventLoop) -> Get:
    loop.run_until_complete(site.invoke_startup())

    def get(path: str, **headers: str) -> httpx.Response:
        response: httpx.Response = loop.run_until_complete(site.client.get(path, headers=headers))
        return response

    return get
