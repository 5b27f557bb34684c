"""A crawl that went wrong is packed into one file, and the file is enough to see it go wrong again."""

import json
import zipfile
from pathlib import Path

from archive.__main__ import main as archive_command
from crawler.stored import StoredAnswers, replay_files
from tests.support.small_portal import HOST, Pages, Reply, page, report, scrapy, serve, write_spider

COLUMN = f"http://{HOST}/zfxxgknb/"


def title(year: int) -> str:
    return f"甲县人民政府{year}年政府信息公开工作年度报告"


def file(year: int) -> str:
    return f'<a href="./{year}.docx">附件：{year}年度报告.docx</a>'


SITE: Pages = {
    "/robots.txt": Reply("User-agent: *\nDisallow: /admin/\n", headers={"Content-Type": "text/plain"}),
    "/zfxxgknb/": page(
        ("./2021.html", title(2021)),
        ("./2022.html", title(2022)),
        ("./2019.html", title(2019)),
        extra='<a href="./2.html">下一页</a>',
    ),
    "/zfxxgknb/2.html": page(("./2020.html", title(2020))),
    "/zfxxgknb/2019.html": Reply("<html><body>拒绝</body></html>", 403),
    **{f"/zfxxgknb/{year}.html": report(title(year), extra=file(year)) for year in (2020, 2021, 2022)},
    **{f"/zfxxgknb/{year}.docx": Reply(b"PK\x03\x04 %d" % year) for year in (2020, 2021, 2022)},
}


def crawled(folder: Path, times: int = 1) -> Path:
    write_spider(folder, ("listing", "ListingSpider"), (COLUMN,), first_year=2019)
    with serve(SITE) as server:
        for _ in range(times):
            done = scrapy(folder, "crawl", "jia", port=server.port)
            assert "jia: short: " in done.stderr, done.stderr
    return folder / "data"


def test_listings_refusals_outcome_and_settings_are_packed_and_reports_named(tmp_path: Path) -> None:
    crawled(tmp_path, times=2)
    target = tmp_path / "jia.wacz"
    done = scrapy(tmp_path, "portals", "jia", "--bundle", str(target))
    assert done.returncode == 0, done.stderr
    assert "; 6 answers of reports left out (--with-reports)" in done.stdout
    stored = StoredAnswers(replay_files(target))
    for path in ("zfxxgknb/", "zfxxgknb/2.html", "zfxxgknb/2019.html", "robots.txt"):
        assert stored.answer("GET", f"http://{HOST}/{path}", b"") is not None, path
    for path in ("2020.html", "2022.html", "2022.docx"):
        assert stored.answer("GET", f"{COLUMN}{path}", b"") is None
        assert stored.was_asked("GET", f"{COLUMN}{path}", b"")
    with zipfile.ZipFile(target) as package:
        assert json.loads(package.read("datapackage.json"))["title"] == "jia: a crawl to be looked at"
        assert len([name for name in package.namelist() if name.startswith("archive/jia-")]) == 2, "originals too"

    again = scrapy(tmp_path, "crawl", "jia", "-a", f"replay={target}")
    failed = {line for line in again.stderr.splitlines() if line.startswith("WARNING: failed")}
    left_out = {line for line in failed if line.endswith("captured, and its answer left out of jia.wacz")}
    assert len(left_out) == 3, again.stderr
    assert failed == left_out
    assert "not captured" not in again.stderr


def test_with_its_reports_a_bundle_replays_to_the_same_end_without_its_spider_file(tmp_path: Path) -> None:
    archive = crawled(tmp_path)
    live = json.loads(scrapy(tmp_path, "portals", "jia", "--json").stdout)
    target = tmp_path / "jia.wacz"
    done = scrapy(tmp_path, "portals", "jia", "--bundle", str(target), "--with-reports")
    assert "left out" not in done.stdout
    assert archive_command(["verify", str(target), "--archive", str(archive)]) == 0
    (tmp_path / "portals_of_test" / "jia.py").unlink()
    again = scrapy(tmp_path, "crawl", "jia", "-a", f"replay={target}", ARCHIVE_DIR=tmp_path / "other")
    (kept,) = (tmp_path / "other" / "replay").glob("jia-*")
    write_spider(tmp_path, ("listing", "ListingSpider"), (COLUMN,), first_year=2019)
    replayed = json.loads(scrapy(tmp_path, "portals", "jia", "--json", ARCHIVE_DIR=kept).stdout)
    said = ("outcome", "pages", "reports", "years", "detail")
    assert [replayed[0][key] for key in said] == [live[0][key] for key in said], again.stderr


def test_what_cannot_be_packed_is_one_clear_line(tmp_path: Path) -> None:
    write_spider(tmp_path, ("listing", "ListingSpider"), (COLUMN,))
    for arguments, words in (
        (["jia", "--bundle", str(tmp_path / "x.wacz")], "error: jia: there is no crawl of it in "),
        (["jia", "--bundle", str(tmp_path / "x.zip")], "error: --bundle "),
        (["--bundle", str(tmp_path / "x.wacz")], "error: name one portal: "),
    ):
        done = scrapy(tmp_path, "portals", *arguments)
        assert done.returncode == 1
        assert done.stderr.startswith(words)
        assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "x.wacz").exists()
