"""The walk from seeds to attachments: the real command over a small portal, read back from the WARC it wrote."""

import os
from pathlib import Path
from typing import Any

import pytest

from archive.model import Discovery
from tests.support.small_portal import HOST, Pages, Reply, crawl, page, report, scrapy, serve, write_spider

TRS = ("trs", "TrsSpider")
VSB = ("vsb", "VsbSpider")
GENERIC = ("listing", "ListingSpider")
COLUMN = f"http://{HOST}/zfxxgknb/"


PAGER = '<script>createPageHTML(2, 0, "index", "html")</script>'


def article(year: int, number: int) -> str:
    return f"/zfxxgknb/{year + 1}01/t{year + 1}0115_{number}.html"


def title(year: int, organ: str = "甲县人民政府") -> str:
    return f"{organ}{year}年政府信息公开工作年度报告"


PAGED: Pages = {
    "/zfxxgknb/": page(
        (article(2022, 22), title(2022)),
        (article(2022, 23), f"图解：{title(2022)}"),
        ("2008n/", "2008年"),
        ("gqx/", "各乡镇政府信息公开工作年度报告"),
        ("/zfxxgkzn/", "政府信息公开指南"),
        ("http://www.yi.gov.cn/zfxxgknb/202301/t20230101_5.html", title(2022, "乙县人民政府")),
        extra='<script>createPageHTML(4, 0, "index", "html")</script>',
    ),
    "/zfxxgknb/index_1.html": page((article(2021, 21), title(2021)), extra="createPageHTML(4, 1, 'index', 'html')"),
    "/zfxxgknb/index_2.html": Reply("<html><body>createPageHTML(4, 2, 'index', 'html')</body></html>"),
    "/zfxxgknb/index_3.html": page((article(1999, 1), "不该问到")),
    "/zfxxgknb/2008n/": Reply(status=302, headers={"Location": "/"}),
    "/zfxxgknb/gqx/": page(("./202101/t20210115_31.html", title(2020, "丙镇人民政府"))),
    "/zfxxgknb/gqx/202101/t20210115_31.html": report(title(2020, "丙镇人民政府")),
    "/": page(("/zfxxgknb/", "政府信息公开年报"), title="甲县人民政府门户网站", extra="<p>今日要闻</p>" * 60),
    article(2022, 22): report(
        title(2022), extra='<a href="./W0202301.docx">附件：年度报告.docx</a><a href="/a.apk">x</a>'
    ),
    article(2021, 21): report(title(2021)),
    "/zfxxgknb/202301/W0202301.docx": Reply(b"PK\x03\x04", headers={"Content-Type": "application/msword"}),
}


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    """And one on how the crawl ended; the pages that were still asked for are no failures of the portal."""
    write_spider(tmp_path, TRS, (COLUMN,))
    pages = {**PAGED, article(2022, 22): report(title(2022), extra=f"<p>{os.urandom(9000).hex()}</p>")}
    with serve(pages) as server:
        done = scrapy(tmp_path, "crawl", "jia", port=server.port, file_limit=9000)
    assert done.returncode == 1
    said, ended = [line for line in done.stderr.splitlines() if not line.startswith("WARNING: refused")]
    assert "cannot write (File too large); the crawl must stop, and loses nothing that was kept" in said
    assert "jia: failed: " in ended


def test_a_whole_walk(tmp_path: Path) -> None:
    crawled, server = crawl(tmp_path, PAGED, TRS, (COLUMN,), minimum=3)
    assert crawled.status == 0, crawled.log
    outcome = crawled.outcome
    assert (outcome.outcome, outcome.reports, outcome.years) == ("short", 3, (2020, 2021, 2022))
    assert "2008n/: leads to the home page" in outcome.detail
    assert f"{COLUMN}index_2.html: brought nothing new, though the list claims it" in outcome.detail
    assert "1 reports on hosts out of scope" in outcome.detail
    once = [path for path in server.paths if path != "/"]
    assert len(once) == len(set(once)), "each page is asked for once; a redirect leads to the home page again"
    assert article(2022, 23) not in server.paths, "the graphic is no report"
    assert "/zfxxgknb/index_3.html" in server.paths, "every page that the list counts is asked for"
    found = {capture.url.removeprefix(f"http://{HOST}"): capture.discovery for capture in crawled.captures}
    assert found[article(2022, 22)] == Discovery("report", COLUMN, title(2022), 2022)
    assert found["/zfxxgknb/202301/W0202301.docx"] == Discovery(
        "attachment", f"http://{HOST}{article(2022, 22)}", "附件：年度报告.docx", 2022
    )
    assert found["/zfxxgknb/"] is None
    assert "jia: short: " in crawled.log.splitlines()[-1]


def test_years_limit_what_is_asked_for(tmp_path: Path) -> None:
    crawled, server = crawl(tmp_path, PAGED, TRS, (COLUMN,), "-a", "years=2020-2021")
    assert crawled.outcome.years == (2020, 2021)
    assert article(2022, 22) not in server.paths
    assert "/zfxxgknb/2008n/" not in server.paths


def test_vsb_pages_downwards_and_takes_an_article_once(tmp_path: Path) -> None:
    pager = '<a onclick="_simple_list_gotopage_fun(2,&quot;u&quot;,2)">跳转</a>'
    pages: Pages = {
        "/zfxxgk/nb.htm": page(
            ("../info/3601/7.htm", title(2021)),
            ("../info/1291/7.htm", title(2021)),
            ("nb/a2020.htm", "2020"),
            extra=pager,
        ),
        "/zfxxgk/nb/1.htm": page(("../../info/3601/6.htm", title(2022)), extra=pager),
        "/zfxxgk/nb/a2020.htm": page(("../../info/3601/5.htm", title(2020))),
        **{f"/info/3601/{number}.htm": report(title(year)) for number, year in ((5, 2020), (6, 2022), (7, 2021))},
    }
    crawled, server = crawl(tmp_path, pages, VSB, (f"http://{HOST}/zfxxgk/nb.htm",))
    assert (crawled.outcome.outcome, crawled.outcome.reports) == ("complete", 3)
    assert len([path for path in server.paths if path.startswith("/info/")]) == 3


def test_a_report_title_over_a_listing_and_a_listing_that_is_the_report(tmp_path: Path) -> None:
    pages: Pages = {
        "/zfxxgknb/": page(("2021/", title(2021)), ("2022/", title(2022)), ("2020/", "2020年")),
        "/zfxxgknb/2021/": report(title(2021)),
        "/zfxxgknb/2022/": page(("./1.html", title(2022, "甲县教育局")), ("./202301/t20230101_9.html", title(2022))),
        "/zfxxgknb/2022/202301/t20230101_9.html": report(title(2022)),
        "/zfxxgknb/2022/1.html": report(title(2022, "甲县教育局")),
        "/zfxxgknb/2020/": report(title(2020)),
    }
    crawled, _ = crawl(tmp_path, pages, GENERIC, (COLUMN,))
    assert (crawled.outcome.outcome, crawled.outcome.reports) == ("complete", 4), crawled.outcome
    assert crawled.outcome.years == (2020, 2021, 2022)


def test_a_seed_that_was_moved_is_walked_where_it_is_now(tmp_path: Path) -> None:
    pages: Pages = {
        "/old/": Reply(status=301, headers={"Location": "/gk/annual/"}),
        "/gk/annual/": page((article(2021, 1), title(2021)), ("bm/", "局办"), ("../policy/", "政策"), extra=PAGER),
        "/gk/annual/index_1.html": page((article(2020, 2), title(2020))),
        "/gk/annual/bm/": page((article(2022, 3), title(2022, "甲县教育局"))),
        article(2020, 2): report(title(2020)),
        article(2021, 1): report(title(2021)),
        article(2022, 3): report(title(2022, "甲县教育局")),
    }
    crawled, server = crawl(tmp_path, pages, TRS, (f"http://{HOST}/old/",))
    assert (crawled.outcome.outcome, crawled.outcome.years) == ("complete", (2020, 2021, 2022)), server.paths
    assert "/gk/policy/" not in server.paths


def test_a_report_that_is_a_viewer_or_pictures_only(tmp_path: Path) -> None:
    viewer = '<iframe src="/pdfjs/web/viewer.html?file=/upload/nb2021.pdf"></iframe>'
    pictures = '<img src="./W020210115.png" alt="表"><img src="/images/logo.png"><img src="/upload/share.png">'
    pages: Pages = {
        "/zfxxgknb/": page((article(2021, 1), title(2021)), (article(2020, 2), title(2020))),
        article(2021, 1): page(title=title(2021), extra=viewer),
        article(2020, 2): page(title=title(2020), extra=pictures),
        "/upload/nb2021.pdf": Reply(b"%PDF-1.4", headers={"Content-Type": "application/pdf"}),
        "/zfxxgknb/202101/W020210115.png": Reply(b"\x89PNG", headers={"Content-Type": "image/png"}),
    }
    crawled, server = crawl(tmp_path, pages, TRS, (COLUMN,))
    assert (crawled.outcome.outcome, crawled.outcome.reports) == ("complete", 2)
    kinds = {
        c.url.removeprefix(f"http://{HOST}"): c.discovery.kind for c in crawled.captures if c.discovery is not None
    }
    assert kinds["/upload/nb2021.pdf"] == "attachment"
    assert kinds["/zfxxgknb/202101/W020210115.png"] == "attachment"
    assert not {"/images/logo.png", "/upload/share.png", "/pdfjs/web/viewer.html"} & {
        path.partition("?")[0] for path in server.paths
    }


def test_a_redesign_does_not_silence_discovery(tmp_path: Path) -> None:
    """The same words in other markup: tables, nested spans, cut texts with a title attribute, GBK, next-page link."""
    row = '<tr><td onclick="x()"><a target=_blank title="{0}" href="{1}"><span>{2}</span>…</a></td></tr>'.format
    first = row(title(2021), "/x/content_21.html", title(2021)[:9])
    second = row(title(2020), "/x/content_20.html", title(2020)[:9])
    pages: Pages = {
        "/zfxxgknb/": Reply(f"<table>{first}</table><a href='?page=2'>下一页</a>", charset="gbk"),
        "/zfxxgknb/?page=2": Reply(f"<table>{second}</table><a href='?page=2'>下一页</a>", charset="gbk"),
        "/x/content_21.html": report(title(2021)),
        "/x/content_20.html": report(title(2020)),
    }
    crawled, _ = crawl(tmp_path, pages, GENERIC, (COLUMN,))
    assert (crawled.outcome.outcome, crawled.outcome.years) == ("complete", (2020, 2021))


@pytest.mark.parametrize(
    ("pages", "outcome", "status", "words"),
    [
        ({"/zfxxgknb/": page(("/", "首页"))}, "empty", 1, "0 reports, expected at least 1"),
        ({"/zfxxgknb/": Reply("<script>$_ts={}</script>", 412)}, "blocked", 1, "412, with a challenge script"),
        ({"/zfxxgknb/": Reply("<script>document.cookie='__jsl_clearance'</script>")}, "blocked", 1, "challenge"),
        ({"/zfxxgknb/": Reply("<div id='app'></div><script src='a.js'></script>")}, "short", 1, "no report under"),
        ({}, "failed", 1, "404, the page is gone"),
        ({"/zfxxgknb/": Reply("x", 503)}, "failed", 1, "503"),
        ({"/zfxxgknb/": Reply(b"")}, "failed", 1, "an empty answer"),
        ({"/zfxxgknb/": Reply(b"\x00\x01\x02\x03" * 400)}, "failed", 1, "binary data"),
        (
            {"/robots.txt": Reply("User-agent: *\nDisallow: /", headers={"Content-Type": "text/plain"})},
            "failed",
            1,
            "robots.txt",
        ),
    ],
)
def test_nothing_passes_silently(pages: Pages, outcome: str, status: int, words: str, tmp_path: Path) -> None:
    crawled, _ = crawl(tmp_path, pages, TRS, (COLUMN,))
    assert crawled.outcome.outcome == outcome, crawled.outcome
    assert words in crawled.outcome.detail
    assert crawled.status == status
    assert "Traceback" not in crawled.log


def test_a_crawl_that_is_blocked_again_and_again_stops(tmp_path: Path) -> None:
    links = [(article(2021, number), title(2021, f"甲县第{number}局")) for number in range(20)]
    blocked = {article(2021, number): Reply("<script>$_ts={}</script>", 412) for number in range(20)}
    crawled, server = crawl(
        tmp_path, {"/zfxxgknb/": page(*links), **blocked}, TRS, (COLUMN,), BLOCKED_LIMIT=3, CONCURRENT_REQUESTS=1
    )
    assert crawled.outcome.outcome == "blocked"
    assert "stopped early (blocked)" in crawled.outcome.detail
    assert len(server.paths) < 10


def test_the_listing_in_place_of_every_article_is_blocked(tmp_path: Path) -> None:
    listing = page((article(2021, 1), title(2021)), (article(2020, 2), title(2020)))
    crawled, _ = crawl(
        tmp_path, {"/zfxxgknb/": listing, article(2021, 1): listing, article(2020, 2): listing}, TRS, (COLUMN,)
    )
    assert crawled.outcome.outcome == "blocked"
    assert "not the report" in crawled.outcome.detail


def test_a_stub_that_moves_by_script_is_followed(tmp_path: Path) -> None:
    pages: Pages = {
        "/zfxxgknb/": Reply("<html><script>window.location.href='list/'</script></html>"),
        "/zfxxgknb/list/": page((article(2021, 1), title(2021)), (article(2020, 2), title(2020))),
        article(2021, 1): report(title(2021)),
        article(2020, 2): report(title(2020)),
    }
    crawled, _ = crawl(tmp_path, pages, TRS, (COLUMN,))
    assert (crawled.outcome.outcome, crawled.outcome.reports) == ("complete", 2)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("crawl", "jai"), "error: no portal is named 'jai'; did you mean jia? scrapy portals lists them"),
        (("crawl", "zzz"), "error: no portal is named 'zzz'; no name is near it. scrapy portals lists them"),
        (("crawl",), "error: name one portal"),
        (("crawl", "jia", "-a", "years=abc"), "error: years='abc': write a year"),
        (("crawl", "jia", "-a", "year=2020"), "error: unknown argument 'year'; known: years"),
    ],
)
def test_a_wrong_command_is_one_clear_line_and_status_2(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    write_spider(tmp_path, TRS, (COLUMN,))
    done = scrapy(tmp_path, *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("CONNECT_TO=bad", "error: CONNECT_TO='bad': write HOST1:PORT1:HOST2:PORT2"),
        ("ARCHIVE_DIR=/proc/nowhere", "error: ARCHIVE_DIR: /proc/nowhere/warc/jia cannot be made: "),
    ],
)
def test_a_setting_that_cannot_be_is_one_clear_line(setting: str, words: str, tmp_path: Path) -> None:
    write_spider(tmp_path, TRS, (COLUMN,))
    settings: dict[str, Any] = dict([setting.split("=")])
    done = scrapy(tmp_path, "crawl", "jia", **settings)
    assert done.returncode == 2
    assert done.stderr.startswith(words)
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_a_portal_that_does_not_answer_is_a_few_lines(tmp_path: Path) -> None:
    with serve({}) as server:
        port = server.port
    write_spider(tmp_path, TRS, (COLUMN,))
    done = scrapy(tmp_path, "crawl", "jia", port=port, PROGRESS=0)
    assert done.returncode == 1
    assert f"WARNING: failed {COLUMN.replace('http:', 'https:')}: {HOST} refuses connections" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 3, done.stderr


def test_a_spider_file_with_a_fault_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    write_spider(tmp_path, TRS, (COLUMN,))
    good = (tmp_path / "portals_of_test" / "jia.py").read_text(encoding="utf-8")
    faulty = tmp_path / "portals_of_test" / "yi.py"
    faulty.write_text(good.replace('"jia"', '"yi"').replace('"110105"', '"11"'), encoding="utf-8")
    (tmp_path / "portals_of_test" / "bing.py").write_text("def\n", encoding="utf-8")
    with serve(PAGED) as server:
        done = scrapy(tmp_path, "crawl", "jia", port=server.port)
    assert done.returncode == 0, done.stderr
    listed = scrapy(tmp_path, "portals")
    assert "error: portals_of_test.yi.JiaSpider: adcode is '11'" in listed.stderr
