"""``scrapy crawlall`` as it is called: many portals, limits, faults, and the next call that goes on."""

import json
import signal
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import Message
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from scrapy.settings import Settings

from archive.index.database import locked
from archive.runs import RunReport, runs_of
from crawler.loader import PortalLoader
from crawler.run.select import select
from tests.support.country import asked_again, captures, mean_gap, report_of
from tests.support.small_portal import Pages, Reply, page, report, scrapy, serve, start_scrapy, write_spider

COLUMN = "/zwgk/nb/"
DELAY = 0.4
YEARS = (2021, 2022, 2023)
DECLARED = """\
from crawler.families.trs import TrsSpider


class {name}Spider(TrsSpider):
    name = "{name}"
    organ = "{organ}人民政府"
    adcode = "{adcode}"
    seeds = ("http://{host}/zwgk/nb/",)
    first_year = 2021
    expected_minimum = {minimum}
"""
HOSTS = {
    "jia": "www.jia.gov.cn",
    "yi": "www.yi.gov.cn",
    "bing": "bing.yi.gov.cn",
    "ding": "www.ding.gov.cn",
    "wu": "www.wu.gov.cn",
}


ORGANS = {"jia": "房山区", "yi": "大兴区", "bing": "昌平区", "ding": "顺义区", "wu": "通州区"}


def declare(folder: Path, *names: str) -> None:
    for number, name in enumerate(names):
        text = DECLARED.format(
            name=name,
            organ=ORGANS[name],
            adcode=f"11010{5 + number}",
            host=HOSTS[name],
            minimum=9 - number,
        )
        write_spider(folder, ("", ""), (), text=text)
        (folder / "portals_of_test" / "jia.py").rename(folder / "portals_of_test" / f"{name}.py_")
    for path in (folder / "portals_of_test").glob("*.py_"):
        path.rename(path.with_suffix(".py"))


def portals(**answers: object) -> Pages:
    """A portal at every host, each of an organ of its own: a column of three reports."""

    def column(headers: Message) -> Reply:
        return page(*((f"{COLUMN}t{year}.html", _title(headers, year)) for year in YEARS))

    def article(year: int) -> Callable[[Message], Reply]:
        return lambda headers: report(_title(headers, year), extra=f"<p>收到申请{year}件</p>")

    articles = {f"{COLUMN}t{year}.html": article(year) for year in YEARS}
    return {COLUMN: column, **articles, **answers}  # type: ignore[dict-item]


def _title(headers: Message, year: int) -> str:
    name = next(name for name, host in HOSTS.items() if host == headers["Host"])
    return f"{ORGANS[name]}人民政府{year}年政府信息公开工作年度报告"


def rows(archive: Path) -> dict[str, tuple[str, int]]:
    return {row.portal: (row.outcome, row.reports) for row in report_of(archive).crawls}


def test_portals_are_crawled_side_by_side_each_at_its_own_pace(tmp_path: Path) -> None:
    declare(tmp_path, "jia", "yi", "bing", "ding")

    def column(headers: Message) -> Reply:
        if headers["Host"] == HOSTS["ding"]:
            return Reply("<script>$_ts={}</script>", 412)
        found = portals()[COLUMN]
        return found if isinstance(found, Reply) else found(headers)

    pace: dict[str, Any] = {
        "DOWNLOAD_DELAY": DELAY,
        "DOWNLOAD_DELAY_JITTER": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "AUTOTHROTTLE_ENABLED": False,
    }
    with serve(portals(**{COLUMN: column})) as server:
        done = scrapy(
            tmp_path, "crawlall", "--jobs", "4", port=server.port, INDEX_AFTER_CRAWL="1", BLOCKED_LIMIT=1, **pace
        )
        asked = len(server.asked)
        again = scrapy(tmp_path, "crawlall", "--due", port=server.port, PROGRESS="0")
    archive = tmp_path / "data"
    assert done.returncode == 1, done.stderr
    assert rows(archive) == {"jia": ("short", 3), "yi": ("short", 3), "bing": ("short", 3), "ding": ("blocked", 0)}
    first, table, lines = done.stdout.split("\n\n")
    assert "4 of 4 portals: 3 short, 1 blocked; 9 new, 0 changed, 0 gone reports" in first
    assert table.split("\n")[0].split()[:3] == ["portal", "organ", "outcome"]
    assert "ding: blocked (before: never): " in lines
    assert "of 4 portals done, " in done.stderr
    assert min(mean_gap(archive, name) for name in ("jia", "yi", "bing")) >= DELAY
    # One domain is one crawl's at a time; the others went side by side.
    spans = {name: _span(archive, name) for name in ("jia", "yi", "bing")}
    assert spans["yi"][1] <= spans["bing"][0] or spans["bing"][1] <= spans["yi"][0]
    assert spans["jia"][0] < spans["yi"][1]
    assert spans["yi"][0] < spans["jia"][1]
    log = (archive / "runs" / "logs" / "ding.log").read_text(encoding="utf-8")
    assert "Spider closed (blocked)" in log
    # What is done is not due, and a healthy run that nobody watches says its summary and no more.
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout.startswith("nothing is due\nnext: ")
    assert len(server.asked) == asked
    listed = json.loads(scrapy(tmp_path, "portals", "--json").stdout)
    assert {row["name"]: row["due_why"].partition(";")[0][:5] for row in listed}["ding"] == "block"


def _span(archive: Path, name: str) -> tuple[float, float]:
    times = [capture.captured_at.timestamp() for capture in captures(archive, name)]
    return min(times), max(times)


def test_a_run_pauses_at_a_limit_and_goes_on(tmp_path: Path) -> None:
    """Told to stop in mid-crawl, by a limit or a signal, it goes on with that crawl, and asks for nothing twice."""
    declare(tmp_path, "jia", "yi")
    reached, go_on = Event(), Event()
    log = tmp_path / "data" / "runs" / "logs" / "jia.log"

    def wait(headers: Message) -> Reply:
        reached.set()
        assert go_on.wait(30)
        return report(_title(headers, 2023))

    with serve(portals(**{f"{COLUMN}t2023.html": wait})) as server:
        with start_scrapy(tmp_path, "crawlall", "--jobs", "1", port=server.port) as first:
            assert reached.wait(30)
            second = scrapy(tmp_path, "crawlall", port=server.port)
            first.send_signal(signal.SIGTERM)
            while "Received SIGTERM" not in log.read_text(encoding="utf-8"):
                assert first.poll() is None
            go_on.set()
            said, _ = first.communicate(timeout=60)
        assert first.returncode == 1
        assert (second.returncode, second.stderr) == (2, _another(tmp_path))
        assert "0 of 2 portals: none ended" in said
        assert "stopped: stopped by SIGTERM; 2 portals left" in said
        full = scrapy(tmp_path, "crawlall", port=server.port, RUN_DISK_FREE=1 << 60)
        paused = scrapy(tmp_path, "crawlall", "--jobs", "1", port=server.port, RUN_HOURS=0.0001)
        third = scrapy(tmp_path, "crawlall", port=server.port, PROGRESS="0")
    assert full.returncode == 1
    assert (
        "MiB are free on the archive's disk; it is to keep 1099511627776 (RUN_DISK_FREE); 2 portals left" in full.stdout
    )
    assert (paused.returncode, third.returncode) == (0, 0), paused.stderr + third.stderr
    assert "paused: 0.0001 hours have passed (RUN_HOURS); " in paused.stdout
    assert rows(tmp_path / "data") == {"jia": ("short", 3), "yi": ("short", 3)}
    assert {name: asked_again(tmp_path / "data", name) for name in ("jia", "yi")} == {"jia": {}, "yi": {}}
    assert [run.plan().portals for run in runs_of(tmp_path / "data")] == [("jia", "yi")]
    assert _held(report_of(tmp_path / "data")) > 0


def _another(folder: Path) -> str:
    return f"error: another run goes on in {folder / 'data'}; python -m archive status shows how far it is\n"


def _held(done: RunReport) -> int:
    return sum(row.held for row in done.crawls)


def test_columns_that_moved_are_proposed_and_not_followed(tmp_path: Path) -> None:
    declare(tmp_path, "jia")
    pages = portals()
    moved = "/xxgk/ndbg/"

    def column(headers: Message) -> Reply:
        return page(*((f"{moved}t{year}.html", _title(headers, year)) for year in YEARS))

    articles = {path.replace(COLUMN, moved): reply for path, reply in pages.items() if path != COLUMN}
    home = page((moved, "政府信息公开年度报告"), title="房山区人民政府", extra="<p>欢迎</p>" * 40)
    with serve({**articles, "/": home, moved: column}) as server:
        done = scrapy(tmp_path, "crawlall", port=server.port, DISCOVER_PAGES=5)
    assert done.returncode == 1
    assert rows(tmp_path / "data")["jia"][1] == 0
    proposal = tmp_path / "data" / "proposals" / "moved" / "jia.py"
    assert f"jia: its columns may have moved: 3 reports in those that {proposal} names" in done.stdout
    assert f'"http://{HOSTS["jia"]}{moved}"' in proposal.read_text(encoding="utf-8")
    assert not (tmp_path / "data" / "runs" / report_of(tmp_path / "data").plan.run / "jia.moved.json").exists()
    spider = tmp_path / "portals_of_test" / "jia.py"
    before = spider.read_text(encoding="utf-8")
    taken = scrapy(tmp_path, "accept", "jia")
    assert (taken.returncode, taken.stderr, taken.stdout) == (0, "", f"accepted: jia: {spider}\n")
    assert spider.read_text(encoding="utf-8") == before.replace(COLUMN, moved)
    assert not proposal.exists()
    with serve({**articles, "/": home, moved: column}) as server:
        scrapy(tmp_path, "crawlall", "jia", port=server.port)
    assert rows(tmp_path / "data")["jia"] == ("short", 3)


def test_a_disk_that_is_full_stops_the_run_with_one_line(tmp_path: Path) -> None:
    declare(tmp_path, "jia", "yi")
    with serve(portals()) as server:
        done = scrapy(tmp_path, "crawlall", "--jobs", "1", port=server.port, file_limit=4000)
        asked = {line.split(" ")[1] for line in server.asked}
        after = scrapy(tmp_path, "crawlall", port=server.port)
    assert done.returncode == 1
    assert "; stopped: the archive could not be written: " in done.stdout
    assert "File too large" in done.stdout.split("\n")[0]
    assert asked == {HOSTS["jia"]}
    assert (after.returncode, set(rows(tmp_path / "data").values())) == (0, {("short", 3)})


def test_a_portal_that_refuses_and_an_index_that_is_locked_are_one_line_each(tmp_path: Path) -> None:
    declare(tmp_path, "jia", "yi")
    down = scrapy(tmp_path, "crawlall", "jia", port=9)
    database = tmp_path / "data" / "archive.db"
    with serve(portals()) as server, locked(database):
        held = scrapy(tmp_path, "crawlall", "yi", port=server.port, INDEX_AFTER_CRAWL="1", INDEX_WAIT="0.1")
    assert (down.returncode, held.returncode) == (1, 1)
    (line,) = _lines(down.stdout, "jia: ")
    assert line.startswith("jia: failed (before: never): ")
    assert f"{HOSTS['jia']} refuses connections" in line
    (line,) = _lines(held.stdout, "yi: ")
    assert line.startswith("yi: not indexed: another process is writing ")


NO_DNS = """\
import socket


def gone(name, *_):
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


socket.gethostbyname = gone
"""


def test_a_portal_that_dns_lost_for_a_day_is_due_the_day_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    declare(tmp_path, "jia")
    package = tmp_path / "portals_of_test" / "__init__.py"
    package.write_text(NO_DNS)
    lost = scrapy(tmp_path, "crawlall", INDEX_AFTER_CRAWL="1")
    package.write_text("")
    (line,) = _lines(lost.stdout, "jia: ")
    assert lost.returncode == 1
    assert line.startswith("jia: failed (before: never): ")
    assert f"{HOSTS['jia']} is not known to DNS" in line
    monkeypatch.syspath_prepend(str(tmp_path))
    loader = PortalLoader(Settings({"SPIDER_MODULES": ["portals_of_test"]}))
    chosen = Namespace(province=None, level=None, family=None, outcome=None, due=True)
    now = datetime.now(UTC)
    days = [len(select(loader, tmp_path / "data", (), chosen, now + timedelta(hours=h)).jobs) for h in (1, 25)]
    assert days == [0, 1]
    with serve(portals()) as server:
        found = scrapy(tmp_path, "crawlall", port=server.port)
    assert (found.returncode, rows(tmp_path / "data")["jia"]) == (0, ("short", 3))


def test_where_nobody_answers_it_is_we_who_are_cut_off(tmp_path: Path) -> None:
    names = ("jia", "yi", "bing", "ding", "wu")
    declare(tmp_path, *names)
    cut_off = scrapy(tmp_path, "crawlall", port=9, PROGRESS="0")
    with serve(portals()) as server:
        after = scrapy(tmp_path, "crawlall", port=server.port, PROGRESS="0")
    assert (cut_off.returncode, after.returncode) == (1, 0)
    said = "; stopped: 5 portals in a row gave no answer at all: is this machine online?; 5 portals left"
    assert said in cut_off.stdout
    assert rows(tmp_path / "data") == dict.fromkeys(names, ("short", 3))


def _lines(said: str, start: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith(start)]


def test_known_reports_rest_and_lists_do_not(tmp_path: Path) -> None:
    declare(tmp_path, "jia")
    with serve(portals()) as server:
        first = scrapy(tmp_path, "crawl", "jia", port=server.port)
        asked = len(server.paths)
        second = scrapy(tmp_path, "crawl", "jia", port=server.port, RECRAWL_REPORTS_AFTER=30)
    assert (first.returncode, second.returncode) == (0, 0)
    assert sorted(server.paths[asked:]) == ["/", COLUMN]
    assert "3 reports of 2021–2023" in second.stderr


def test_a_wrong_command_is_one_line(tmp_path: Path) -> None:
    declare(tmp_path, "jia")
    for arguments, says in (
        (("nobody",), "no portal is named 'nobody'"),
        (("--jobs", "0"), "--jobs takes a number from 1 on"),
        (("--province", "东土"), "--province 东土: no such province"),
    ):
        done = scrapy(tmp_path, "crawlall", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"error: {says}"), done.stderr
