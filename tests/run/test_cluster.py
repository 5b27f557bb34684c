"""``crawlall --on``: crawls on the workers of a cluster, whose files lie in a store; and what becomes of them where a
worker, the scheduler or the store goes."""

from pathlib import Path
from time import monotonic, sleep

import pytest

from archive.model import Capture, CrawlOutcome
from archive.warc.manifest import read_lines
from archive.warc.paths import warc_files
from archive.warc.reader import read_warc
from archive.warc.store import keep_in
from tests.support.cluster import cluster, needs_cluster
from tests.support.country import asked_again, content_of, country, declare, report_of
from tests.support.replicas import Serving, serve
from tests.support.small_portal import scrapy, start_scrapy
from tests.support.stores import s3

pytestmark = needs_cluster
_PATIENCE = 300  # seconds, on a machine that has other things to do


def test_a_worker_that_vanishes_in_mid_crawl_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three workers and an S3 store: the archive and the index are those of one machine that was left alone, no answer
    is there twice, and each crawl has one outcome."""
    portals = country((1, 2))
    left_alone, away = tmp_path / "left_alone", tmp_path / "away"
    for folder in (left_alone, away):
        declare(folder, portals)
    with s3(monkeypatch) as url, serve(list(portals.values())) as serving:
        with start_scrapy(left_alone, "crawlall", port=serving.port, INDEX_AFTER_CRAWL="1") as process:
            said, wrong = process.communicate(timeout=_PATIENCE)
        assert process.returncode == 0, f"{said}\n{wrong}"
        root = away / "data" / "warc"
        keep_in(root, url)
        monkeypatch.setenv("PYTHONPATH", str(away), prepend=":")
        with cluster(tmp_path / "cluster") as running:
            before = len(serving.log)
            options = ("crawlall", "--on", running.address)
            settings = {"INDEX_AFTER_CRAWL": "1", "STORE_EVERY": "0.3", "DOWNLOAD_DELAY": "0.1"}
            with start_scrapy(away, *options, port=serving.port, **settings) as process:
                _wait(serving, before + 20)
                assert running.kill_worker("crawl ")
                said, wrong = process.communicate(timeout=_PATIENCE)
            assert process.returncode == 0, f"{said}\n{wrong}"
        assert not list(root.rglob("*.warc.gz*"))
        files = warc_files(root)
        items = [item for path in files for item in read_warc(path, root)]
    assert content_of(away / "data") == content_of(left_alone / "data")
    urls = [(one.crawl_id, one.url) for one in items if isinstance(one, Capture)]
    assert len(urls) == len(set(urls))
    assert sum(isinstance(one, CrawlOutcome) for one in items) == len(portals)
    assert {row.outcome for row in report_of(away / "data").crawls} == {"complete"}
    assert len(read_lines(root)) == len(files)


def test_where_the_scheduler_goes_the_run_stops_in_one_line_and_goes_on_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a store: all machines have the archive's folder."""
    portals = country((1,))
    declare(tmp_path, portals)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")
    settings = {"DOWNLOAD_DELAY": "1.5", "INDEX_AFTER_CRAWL": "1"}
    with serve(list(portals.values())) as serving:
        with cluster(tmp_path / "cluster", 1) as running:
            options = ("crawlall", "--on", running.address)
            with start_scrapy(tmp_path, *options, port=serving.port, **settings) as process:
                _wait(serving, 5)
                running.scheduler.kill()
                said, wrong = process.communicate(timeout=_PATIENCE)
        assert process.returncode == 1, wrong
        assert "is gone; the same command goes on" in said, wrong
        assert "Traceback" not in wrong
        ran = scrapy(tmp_path, "crawlall", port=serving.port, INDEX_AFTER_CRAWL="1")
        assert ran.returncode == 0, ran.stderr
    assert asked_again(tmp_path / "data", "random_1") == {}
    (row,) = report_of(tmp_path / "data").crawls
    assert row.outcome == "complete"
    assert row.held > 0


def test_where_the_store_goes_in_mid_crawl_the_run_stops_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was finished by then waits in the folder for the store."""
    portals = country((1,))
    declare(tmp_path, portals)
    root = tmp_path / "data" / "warc"
    settings = {"DOWNLOAD_DELAY": "0.2", "STORE_EVERY": "0.5", "PROGRESS": "0"}
    with serve(list(portals.values())) as serving:
        with s3(monkeypatch) as url:
            keep_in(root, url)
            process = start_scrapy(tmp_path, "crawlall", port=serving.port, **settings)
            _wait(serving, 8)
        said, wrong = process.communicate(timeout=_PATIENCE)
    assert (process.returncode, wrong) == (1, "")
    assert "; stopped: the archive could not be written: " in said
    assert f"the store at {url} cannot be used: " in said.splitlines()[0]
    assert list(root.rglob("*.warc.gz*"))


def _wait(serving: Serving, requests: int) -> None:
    until = monotonic() + 60
    while len(serving.log) < requests and monotonic() < until:
        sleep(0.02)
