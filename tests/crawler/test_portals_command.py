"""``scrapy portals``: what was declared, how the last crawl ended, from the index or from the WARC files alone."""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from archive.index import update_index
from archive.model import Crawl, CrawlOutcome, Outcome, Portal
from archive.warc.writer import WarcWriter
from crawler.commands.portals import Command
from crawler.errors import PortalDeclarationError
from crawler.loader import PortalLoader
from crawler.status import portal_states, reports_before
from tests.support.small_portal import HOST, ROOT, scrapy, write_spider

COLUMN = f"http://{HOST}/zfxxgknb/"
PORTAL = Portal("jia", "甲县人民政府", "110105", (COLUMN,), 2020, 1, "trs")
START = datetime(2026, 3, 1, 2, 3, 4, tzinfo=UTC)


def keep_crawl(
    archive: Path, outcome: Outcome | None, *, hour: int = 1, portal: Portal = PORTAL, connect_to: str = "[]"
) -> None:
    """A WARC as a crawl leaves it; without an outcome, as a killed one does."""
    started = START.replace(hour=hour)
    crawl = Crawl(f"jia-{hour}", portal, started, "test")
    with WarcWriter(archive / "warc" / "jia", crawl, settings={"CONNECT_TO": connect_to}) as writer:
        writer.write_resource("http://www.jia.gov.cn/a", b"<p>", "text/html", started)
        if outcome is not None:
            detail = "" if outcome == "complete" else "no report for 2021"
            writer.write_outcome(CrawlOutcome(crawl.crawl_id, outcome, started, 7, 3, (2020, 2022), detail))


def test_a_portal_that_was_never_crawled(tmp_path: Path) -> None:
    (state,) = portal_states([PORTAL], tmp_path)
    assert (state.state, state.failing) == ("never", True)


def test_the_last_outcome_is_read_from_the_warc_where_there_is_no_index(tmp_path: Path) -> None:
    keep_crawl(tmp_path, "complete", hour=1)
    (state,) = portal_states([PORTAL], tmp_path)
    assert (state.state, state.failing, state.pages, state.reports, state.years) == (
        "complete",
        False,
        7,
        3,
        (2020, 2022),
    )


def test_a_killed_crawl_is_failing(tmp_path: Path) -> None:
    keep_crawl(tmp_path, None)
    (state,) = portal_states([PORTAL], tmp_path)
    assert (state.state, state.failing) == ("failed", True)
    assert "ended without an outcome" in state.detail


def test_a_file_that_is_no_index_is_passed_over(tmp_path: Path) -> None:
    keep_crawl(tmp_path, "short")
    (tmp_path / "archive.db").write_bytes(b"no database at all" * 99)
    (state,) = portal_states([PORTAL], tmp_path)
    assert (state.state, state.detail) == ("short", "no report for 2021")


def test_the_index_answers_for_files_it_has_read_and_the_newest_file_where_it_has_not(tmp_path: Path) -> None:
    keep_crawl(tmp_path, "short", hour=1)
    update_index(tmp_path / "archive.db", [tmp_path / "warc"], tmp_path / "warc")
    (state,) = portal_states([PORTAL], tmp_path)
    assert (state.state, state.years, state.detail) == ("short", (2020, 2022), "no report for 2021")
    assert reports_before("jia", tmp_path) == 3
    assert reports_before("yi", tmp_path) == 0
    for file in (tmp_path / "warc" / "jia").glob("*.warc.gz"):
        file.write_bytes(b"moved away")
    assert state.confirmed is not None
    lost = replace(state, confirmed=None)
    assert portal_states([PORTAL], tmp_path) == (lost,), "the index alone is asked, but for where the crawl went"
    keep_crawl(tmp_path, "complete", hour=2)
    (state,) = portal_states([PORTAL], tmp_path)
    assert state.state == "complete"
    newest_file = max((tmp_path / "warc" / "jia").glob("*.warc.gz"))
    update_index(tmp_path / "archive.db", [newest_file], tmp_path / "warc")
    (newest,) = portal_states([PORTAL], tmp_path)
    assert (newest.state, newest.years) == ("complete", (2020, 2022)), "of two in the index, the later one"


def test_the_command(tmp_path: Path) -> None:
    write_spider(tmp_path, ("trs", "TrsSpider"), (COLUMN,))
    fresh = scrapy(tmp_path, "portals")
    assert fresh.returncode == 0, fresh.stderr
    assert "never" in fresh.stdout
    keep_crawl(tmp_path / "data", "complete", hour=1)
    well = scrapy(tmp_path, "portals", "--failing")
    assert (well.returncode, well.stdout.strip()) == (0, "no portal is failing")
    keep_crawl(tmp_path / "data", "blocked", hour=2)
    ill = scrapy(tmp_path, "portals", "--failing", "--json")
    assert ill.returncode == 1
    (row,) = json.loads(ill.stdout)
    assert (row["name"], row["outcome"], row["years"]) == ("jia", "blocked", [2020, 2022])
    lines = scrapy(tmp_path, "portals").stdout.splitlines()
    row = ["jia", "甲县人民政府", "trs", "2026-03-01", "02:03", "blocked", "7", "3", "2020–2022", "2026-03-01"]
    assert lines[1].split() == row
    assert lines[2] == "jia: no report for 2021"
    assert scrapy(tmp_path, "portals", "yi").returncode == 1


REPLICA = '["::127.0.0.1:8080"]'
MORE = replace(PORTAL, expected_minimum=4)
MOVED = replace(PORTAL, seeds=(f"http://{HOST}/other/",))


@pytest.mark.parametrize(
    ("outcome", "crawled", "connect_to", "confirms"),
    [
        ("complete", PORTAL, "[]", True),
        ("short", PORTAL, "[]", True),
        ("complete", PORTAL, REPLICA, False),
        ("complete", MOVED, "[]", False),
        ("complete", replace(PORTAL, family="vsb"), "[]", False),
        ("complete", replace(PORTAL, expected_minimum=9), "[]", True),
        ("blocked", PORTAL, "[]", False),
        (None, PORTAL, "[]", False),
    ],
)
@pytest.mark.parametrize("indexed", [True, False])
def test_what_confirms_a_declaration(
    tmp_path: Path, outcome: Outcome | None, crawled: Portal, connect_to: str, confirms: bool, indexed: bool
) -> None:
    keep_crawl(tmp_path, outcome, portal=crawled, connect_to=connect_to)
    if indexed:
        update_index(tmp_path / "archive.db", [tmp_path / "warc"], tmp_path / "warc")
    (state,) = portal_states([PORTAL], tmp_path)
    assert (state.confirmed is not None) == confirms


def test_a_crawl_that_finds_less_than_declared_confirms_nothing(tmp_path: Path) -> None:
    keep_crawl(tmp_path, "short")
    (state,) = portal_states([MORE], tmp_path)
    assert state.confirmed is None


def test_a_confirmation_outlives_later_crawls_of_a_replica_and_of_a_portal_that_is_down(tmp_path: Path) -> None:
    keep_crawl(tmp_path, "complete", hour=1)
    keep_crawl(tmp_path, "complete", hour=2, connect_to=REPLICA)
    keep_crawl(tmp_path, "blocked", hour=3)
    update_index(tmp_path / "archive.db", [tmp_path / "warc"], tmp_path / "warc")
    (state,) = portal_states([PORTAL], tmp_path)
    assert (state.state, state.confirmed) == ("blocked", state.when.replace("T03", "T01") if state.when else None)
    assert portal_states([MOVED], tmp_path)[0].confirmed is None, "nobody has seen the new seeds"


DECLARED = """\
from crawler.families.{module} import {base}


class {name}Spider({base}):
    name = "{lower}"
    organ = "{organ}"
    adcode = "{adcode}"
    seeds = ("http://www.{lower}.gov.cn/zfxxgk/",)
    first_year = 2020
    expected_minimum = 1
"""


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("several")
    write_spider(folder, ("trs", "TrsSpider"), (COLUMN,))
    for name, organ, adcode, module, base in (
        ("Yi", "乙省人民政府", "210000", "trs", "TrsSpider"),
        ("Bing", "丙市人民政府", "210100", "vsb", "VsbSpider"),
        ("Ding", "丁区人民政府", "210102", "trs", "TrsSpider"),
    ):
        text = DECLARED.format(module=module, base=base, name=name, lower=name.lower(), organ=organ, adcode=adcode)
        (folder / "portals_of_test" / f"{name.lower()}.py").write_text(text, encoding="utf-8")
    keep_crawl(folder / "data", "complete")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield folder
    for name in [name for name in sys.modules if name.partition(".")[0] == "portals_of_test"]:
        del sys.modules[name]


def listed(folder: Path, *options: str) -> int:
    """Run the command in this process (a process of its own takes 0.8 s), for its exit status."""
    command, parser = Command(), ArgumentParser()
    command.settings = Settings(
        {
            "ARCHIVE_DIR": str(folder / "data"),
            "SPIDER_MODULES": ["portals_of_test"],
            "SPIDER_LOADER_CLASS": "crawler.loader.PortalLoader",
        }
    )
    command.add_options(parser)
    parser.add_argument("names", nargs="*")
    options_read = parser.parse_args(options)
    command.run(options_read.names, options_read)
    return command.exitcode


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ((), ["bing", "ding", "jia", "yi"]),
        (("--province", "辽宁"), ["bing", "ding", "yi"]),
        (("--province", "beijing", "--level", "county"), ["jia"]),
        (("--province", "liaoning", "--level", "city"), ["bing"]),
        (("--family", "trs", "--level", "county"), ["ding", "jia"]),
        (("--outcome", "never", "--family", "trs"), ["ding", "yi"]),
        (("--outcome", "complete"), ["jia"]),
        (("--unconfirmed",), ["bing", "ding", "yi"]),
        (("--failing", "--level", "province"), ["yi"]),
        (("bing", "jia", "--province", "北京"), ["jia"]),
        (("--outcome", "blocked"), []),
    ],
)
def test_filters_narrow_together(
    several: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], names: list[str]
) -> None:
    status = listed(several, "--json", *options)
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == names
    assert status == (1 if "--failing" in options and names else 0)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--province", "辽东"), "--province 辽东: no such province; write 辽宁, or one of beijing,"),
        (("--family", "joomla"), "--family joomla: no portal declares it; there are trs, vsb"),
    ],
)
def test_a_filter_that_cannot_be_is_named(several: Path, options: tuple[str, ...], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        listed(several, *options)


def test_the_table_says_where_and_whether_a_crawl_confirmed(several: Path) -> None:
    lines = scrapy(several, "portals", "bing", "jia").stdout.splitlines()
    assert lines[0].split()[-1] == "confirmed"
    assert [line.split()[-1] for line in lines[1:]] == ["unconfirmed", "2026-03-01"]
    assert scrapy(several, "portals", "--outcome", "blocked").stdout.strip() == "no portal fits"


def test_one_bad_file_is_one_line_of_error(several: Path) -> None:
    bad = several / "portals_of_test" / "wu.py"
    bad.write_text("class Wu(:\n", encoding="utf-8")
    try:
        found = scrapy(several, "portals", "--json")
    finally:
        bad.unlink()
    assert found.returncode == 1
    assert len(found.stderr.splitlines()) == 1
    assert "portals_of_test.wu: line 1:" in found.stderr
    assert len(json.loads(found.stdout)) == 4


def test_a_command_loads_nothing_that_it_does_not_run(several: Path) -> None:
    """Scrapy imports every command for any; its own ``list`` needs none of ours, and that is what keeps it fast."""
    heavy = ("archive.text", "archive.warc", "crawler.capture", "crawler.families.listing", "tldextract")
    program = f"""
import sys
from scrapy.cmdline import _get_commands_dict
from scrapy.settings import Settings
from crawler.loader import PortalLoader
known = _get_commands_dict(Settings({{"COMMANDS_MODULE": "crawler.commands"}}), inproject=True)
assert {{"crawl", "discover", "portals"}} <= set(known), known
loader = PortalLoader(Settings({{"SPIDER_MODULES": ["portals_of_test"]}}))
assert sorted(loader.list()) == ["bing", "ding", "jia", "yi"], loader.list()
print([name for name in {heavy!r} if name in sys.modules])
assert loader.load("bing").name == "bing"
print([name for name in sys.modules if name.startswith("portals_of_test.")])
"""
    paths = os.pathsep.join([str(several), str(ROOT)])
    found = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.splitlines() == ["[]", "['portals_of_test.bing']"]


def test_a_file_that_cannot_be_loaded_is_named_when_its_portal_is_asked_for(several: Path) -> None:
    bad = several / "portals_of_test" / "ji.py"
    text = DECLARED.format(module="trs", base="TrsSpider", name="Ji", lower="ji", organ="己县人民政府", adcode="11")
    bad.write_text(text, encoding="utf-8")
    loader = PortalLoader(Settings({"SPIDER_MODULES": ["portals_of_test"]}))
    try:
        assert loader.faults == []
        assert "ji" in loader.list()
        with pytest.raises(PortalDeclarationError, match="JiSpider: adcode is '11'"):
            loader.load("ji")
        with pytest.raises(KeyError):
            loader.load("geng")
        assert loader.load("ding").name == "ding"
    finally:
        bad.unlink()
    assert len(loader.faults) == 1


def test_a_file_whose_names_cannot_be_read_off_it_is_loaded_at_once(several: Path) -> None:
    text = DECLARED.format(
        module="trs", base="TrsSpider", name="Xin", lower="xin", organ="辛县人民政府", adcode="110105"
    )
    odd = several / "portals_of_test" / "xin.py"
    odd.write_text(text.replace('"xin"', '"xi" + "n"'), encoding="utf-8")
    twin = several / "portals_of_test" / "yi_again.py"
    twin.write_text(text.replace('"xin"', '"yi"'), encoding="utf-8")
    try:
        loader = PortalLoader(Settings({"SPIDER_MODULES": ["portals_of_test"]}))
        assert loader.load("xin").name == "xin"
        assert loader.find_by_request(Request("http://www.ding.gov.cn/")) == ["ding"]
    finally:
        odd.unlink()
        twin.unlink()
    (fault,) = loader.faults
    assert (
        fault
        == "portals_of_test.yi, portals_of_test.yi_again: two spiders are named 'yi'; the last one wins; rename one"
    )
