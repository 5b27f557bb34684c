"""``scrapy discover --registry`` and ``scrapy accept``: a province on loopback, stopped half-way, taken over."""

import csv
import json
import signal
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import replace
from email.message import Message
from pathlib import Path
from subprocess import Popen
from threading import Event

import pytest
from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings

from crawler.acceptance import accept
from crawler.commands import accept as accept_command
from crawler.commands import discover
from crawler.errors import CrawlerError
from crawler.families.trs import TrsSpider
from crawler.province import SurveyJob, declared_among, to_ask
from crawler.registry import portal_at, portals_of
from crawler.run.schedule import Schedule
from crawler.survey_rows import failed_row, read_rows, write_row
from tests.support.small_portal import Pages, Reply, page, scrapy, serve, start_scrapy, write_spider

# The first portals of 辽宁 in the registry; the province's own is declared by hand here.
DECLARED = "www.ln.gov.cn"
FOUND, BLOCKED, EMPTY = "www.shenyang.gov.cn", "www.syhp.gov.cn", "www.shenhe.gov.cn"
DEAD, LATE = "www.sydd.gov.cn", "www.syhg.gov.cn"
COLUMN = "/zwgk/zfxxgknb/"
ARTICLE = COLUMN + "202101/t20210120_1{0}.html"
YEARS = (2018, 2019, 2020)
PORTAL = """\
from crawler.families.{module} import {base}


class {name}Spider({base}):
    name = "{portal}"
    organ = "{organ}"
    adcode = "{adcode}"
    seeds = ("{seed}",)
    first_year = 2018
    expected_minimum = 3
"""


def province(late: Callable[[], None]) -> Pages:
    """Five portals: one with a column, one that challenges, one without a column, one that is gone, one that takes its
    time."""

    def home(headers: Message) -> Reply:
        if headers["Host"] == BLOCKED:
            return Reply("<script>$_ts={}</script>", 412)
        if headers["Host"] == EMPTY:
            return page(("/xw/", "新闻"), title="沈河区", extra="<p>没有年报</p>" * 40)
        if headers["Host"] == DEAD:
            return Reply("<html><body>404</body></html>", 404)
        if headers["Host"] == LATE:
            late()
        return page((COLUMN, "政府信息公开年报"), title="门户", extra="<p>欢迎</p>" * 40)

    def column(headers: Message) -> Reply:
        return page(*((ARTICLE.format(year), f"{year}年政府信息公开工作年度报告") for year in YEARS))

    return {"/": home, COLUMN: column, "/xw/": page(title="新闻", extra="<p>今日无事</p>" * 40)}


def declare_province(folder: Path) -> None:
    text = PORTAL.format(
        module="trs", base="TrsSpider", name="Ln", portal="liaoning", organ="辽宁省人民政府", adcode="210000",
        seed=f"http://{DECLARED}/zwgk/",
    )  # fmt: skip
    write_spider(folder, ("", ""), (), text=text)


def said_until(process: Popen[str], lines: int) -> list[str]:
    """What it says on stderr, until so many portals are done."""
    assert process.stderr is not None
    said: list[str] = []
    for line in process.stderr:
        said.append(line)
        if sum(one.startswith("[") for one in said) == lines:
            break
    return said


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_survey_goes_on_where_it_was_stopped(number: signal.Signals, tmp_path: Path) -> None:
    declare_province(tmp_path)
    folder = tmp_path / "data" / "proposals" / "liaoning"
    command = ("discover", "--registry", "辽宁", "--limit")
    asked_late, go_on = Event(), Event()

    def late() -> None:
        asked_late.set()
        assert go_on.wait(30)

    with serve(province(late)) as server:
        with start_scrapy(tmp_path, *command, "5", "--jobs", "2", port=server.port) as first:
            said = said_until(first, 4)
            assert asked_late.wait(30), said
            first.send_signal(number)
            go_on.set()
            last = first.communicate(timeout=30)[1]
        assert first.returncode not in (None, 0)
        if number == signal.SIGINT:
            assert last == "error: stopped by a signal; the same command goes on with the 1 portals left\n"
        assert set(read_rows(folder)) == {"shenyang", "syhp", "shenhe", "sydd"}, said
        before = len(server.asked)
        second = scrapy(tmp_path, *command, "1", port=server.port)
        hosts = {line.split(" ")[1] for line in server.asked[before:]}
    assert second.returncode == 0, second.stderr
    assert hosts == {LATE}
    assert f"http://{DECLARED}" not in "".join(server.asked)
    rows = read_rows(folder)
    assert {name: row.state for name, row in rows.items()} == {
        "shenyang": "found", "syhp": "blocked", "shenhe": "unclear", "sydd": "failed", "syhg": "found",
    }  # fmt: skip
    found = rows["shenyang"]
    assert (found.seeds, found.reports, found.years) == ((f"http://{FOUND}{COLUMN}",), 3, YEARS)
    assert "412" in rows["syhp"].why
    assert rows["sydd"].why == f"http://{DEAD}/: 404, the page is gone"
    assert rows["shenhe"].why == "no column of annual reports within 2 pages"
    assert (
        "辽宁省: 115 portals: 2 found, 1 unclear, 1 blocked, 1 failed, 1 declared and not surveyed, 109 "
        in second.stdout
    )
    with (folder / "survey.tsv").open(encoding="utf-8") as file:
        table = list(csv.DictReader(file, delimiter="\t"))
    assert [(row["portal"], row["state"]) for row in table] == [(row.portal, row.state) for row in rows.values()]
    if number == signal.SIGINT:
        check_acceptance(tmp_path, folder)
    else:
        check_asking_again(tmp_path, folder)


def check_asking_again(tmp_path: Path, folder: Path) -> None:
    """A portal that failed is asked again where that is wanted, and only that one."""
    mended = {**province(lambda: None), "/": page((COLUMN, "政府信息公开年报"), title="门户", extra="<p>欢迎</p>" * 40)}
    with serve(mended) as server:
        done = scrapy(
            tmp_path, "discover", "--registry", "liaoning", "--again", "failed", "--limit", "1", port=server.port
        )
    assert done.returncode == 0, done.stderr
    assert {line.split(" ")[1] for line in server.asked} == {DEAD}
    assert {name for name, row in read_rows(folder).items() if row.state == "found"} == {"shenyang", "sydd", "syhg"}


def check_acceptance(tmp_path: Path, folder: Path) -> None:
    """What was found becomes files that load, and is not asked again."""
    (folder / "syhg.py").write_text("class Nothing: pass\n", encoding="utf-8")
    done = scrapy(tmp_path, "accept", "--all")
    assert done.returncode == 1
    spiders = tmp_path / "portals_of_test" / "liaoning"
    assert f"accepted: shenyang: {spiders / 'shenyang.py'}\n" in done.stdout
    assert "syhg.py: declares no portal 'syhg', or others beside it" in done.stderr
    assert not (folder / "shenyang.py").exists()
    listed = scrapy(tmp_path, "portals", "--json")
    assert listed.returncode == 0, listed.stderr
    states = {row["name"]: row for row in json.loads(listed.stdout)}
    assert set(states) == {"liaoning", "shenyang"}
    assert (states["shenyang"]["organ"], states["shenyang"]["first_year"]) == ("沈阳市人民政府", 2018)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--registry", "东土"), "no province is named '东土'; write 辽宁, or one of beijing"),
        (("--registry", "辽宁", "--jobs", "0"), "--jobs and --limit take a number from 1 on"),
        (("--registry", "辽宁", "--write"), "--registry takes no URL, --write, --name or --replay"),
        (("http://www.jia.gov.cn/", "--limit", "3"), "--jobs, --limit and --again go with --registry"),
    ],
)
def test_a_wrong_command_is_one_line(arguments: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = discover.Command()
    assert run(command, *arguments) == 1
    assert capsys.readouterr().err.startswith(f"error: {says}")


def test_accept_names_what_there_is_no_proposal_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, says in ((("syhp",), "no proposal is named 'syhp' in "), ((), "name the portals, or all: ")):
        command = accept_command.Command()
        command.settings = Settings({"ARCHIVE_DIR": str(tmp_path)})
        assert run(command, *arguments) == 1
        assert capsys.readouterr().err.startswith(f"error: {says}")


def run(command: ScrapyCommand, *arguments: str) -> int:
    """The command as Scrapy runs it, without a process."""
    command.settings = command.settings or Settings()
    parser = ArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    opts, args = parser.parse_known_args(arguments)
    command.run(args, opts)
    return command.exitcode


# --- which portals ----------------------------------------------------------------------------------


def test_what_is_declared_or_surveyed_is_not_asked_again_unless_wanted() -> None:
    province, city, *districts = portals_of("辽宁")[:4]
    failed = failed_row(districts[0], "no page could be read")
    rows = {failed.portal: failed, "shenhe": replace(failed, portal="shenhe", state="found")}
    entries = (province, city, *districts)
    assert to_ask(entries, rows, {"shenyang"}, "") == [province]
    assert to_ask(entries, rows, {"shenyang"}, "failed") == [province, districts[0]]
    assert to_ask(entries, rows, {"shenyang"}, "all") == list(entries)


def test_portals_under_one_domain_take_turns() -> None:
    city, district = portal_at("http://www.changchun.gov.cn/"), portal_at("http://nanguan.changchun.gov.cn/")
    other = portal_at("http://www.syhp.gov.cn/")
    assert city is not None
    assert district is not None
    assert other is not None
    schedule = Schedule([SurveyJob(city), SurveyJob(district), SurveyJob(other)])
    assert [schedule.start(), schedule.start(), schedule.start()] == [SurveyJob(city), SurveyJob(other), None]
    schedule.ended(SurveyJob(city).name)
    assert schedule.start() == SurveyJob(district)


def test_a_declaration_is_of_its_own_division() -> None:
    city, town = portal_at("http://www.shenyang.gov.cn/"), portal_at("http://www.syhp.gov.cn/")
    assert city is not None
    assert town is not None

    class Town(TrsSpider):
        name = "town_at_its_citys_domain"
        organ = "沈阳市和平区人民政府"
        adcode = "210102"
        seeds = ("http://www.shenyang.gov.cn/heping/",)
        first_year = 2018
        expected_minimum = 1

    class City(TrsSpider):
        name = "city_under_another_name"
        organ = "沈阳市人民政府"
        adcode = "210100"
        seeds = ("http://fgw.shenyang.gov.cn/zfxxgknb/",)
        first_year = 2018
        expected_minimum = 1

    assert declared_among([city, town], [Town]) == frozenset()
    assert declared_among([city, town], [City]) == {"shenyang"}


# --- files ------------------------------------------------------------------------------------------


def test_a_file_that_is_no_row_is_named(tmp_path: Path) -> None:
    write_row(tmp_path, failed_row(portals_of("辽宁")[0], "it\nis down"), None)
    assert [row.why for row in read_rows(tmp_path).values()] == ["it is down"]
    (tmp_path / "ln.json").write_text('{"portal": "ln"}')
    with pytest.raises(CrawlerError, match=r"ln\.json: is no row of a survey"):
        read_rows(tmp_path)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("seeds", "seed"), r"jia\.py: does not load: jia\.JiaSpider: seeds is missing"),
        (("class", "klass"), r"jia\.py: does not load: invalid syntax"),
        (('name = "jia"', 'name = "yi"'), r"declares no portal 'jia'"),
        (("210102", "100000"), "adcode 100000 is of no province"),
        (("甲县人民政府", "（填写机关名称）"), "organ is '（填写机关名称）'; write its Chinese name"),
    ],
)
def test_a_proposal_that_cannot_stand_is_refused(change: tuple[str, str], says: str, tmp_path: Path) -> None:
    proposal = jia(tmp_path)
    proposal.write_text(proposal.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(CrawlerError, match=says):
        accept(proposal, tmp_path / "spiders", ())
    assert proposal.is_file()
    assert not list(tmp_path.rglob("spiders/*/*.py"))


def test_nothing_is_written_over(tmp_path: Path) -> None:
    spiders = tmp_path / "spiders"
    assert accept(jia(tmp_path), spiders, ()) == spiders / "liaoning" / "jia.py"
    assert (spiders / "liaoning" / "__init__.py").is_file()
    written = (spiders / "liaoning" / "jia.py").read_text(encoding="utf-8")
    for declared in ((), ("jia",)):
        with pytest.raises(CrawlerError, match="a portal 'jia' is declared already"):
            accept(jia(tmp_path, seed="http://other.gov.cn/"), spiders, declared)
    assert (spiders / "liaoning" / "jia.py").read_text(encoding="utf-8") == written


def jia(folder: Path, seed: str = "http://www.jia.gov.cn/") -> Path:
    path = folder / "jia.py"
    text = PORTAL.format(
        module="trs", base="TrsSpider", name="Jia", portal="jia", organ="甲县人民政府", adcode="210102", seed=seed
    )
    path.write_text(text, encoding="utf-8")
    return path
