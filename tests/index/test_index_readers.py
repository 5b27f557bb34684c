"""WARC files that others read ahead of the index's one writer: the same index, whoever reads, and whoever dies."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from archive.__main__ import main
from archive.index import content_hash, update_index
from archive.index.ahead import read_ahead
from archive.index.readers import FileReaders
from archive.model import Document, Extraction
from archive.warc.repair import repair_folder
from archive.warc.store import keep_in
from archive.workers import ClusterError, Workers, workers
from tests.support.archives import Crawling, state, tell
from tests.support.cluster import cluster, needs_cluster
from tests.support.pages import report_page
from tests.support.stores import s3

COUNTIES = ("云溪县", "华容县", "湘阴县", "平江县", "岳阳县", "临湘市")
YEARS = (2021, 2022)


def archive(folder: Path) -> Path:
    """A WARC file for each county, of reports as their pages are; returns the ``warc`` folder."""
    for number, county in enumerate(COUNTIES):
        crawling = Crawling(folder / "warc", str(number), day=number)
        for year in YEARS:
            page = report_page("trs_editor").replace("云溪县", county).replace("2022年", f"{year}年")
            crawling.report(f"http://www.qingxi.test/{number}/{year}.html", page.encode())
        crawling.end()
    return folder / "warc"


def undisturbed(root: Path) -> str:
    """The hash of the index that one process makes."""
    report = update_index(root.parent / "one.db", [root], root)
    assert report.reports == len(COUNTIES) * len(YEARS)
    return content_hash(root.parent / "one.db")


def never(document: Document, attachments: Sequence[Document] = ()) -> Extraction:
    raise AssertionError(f"{document.url} was not read ahead")


def test_what_a_file_says_is_read_ahead_whole(tmp_path: Path) -> None:
    """Pages, their files, files alone and revisits within one WARC leave the writer nothing to read."""
    crawling = Crawling(tmp_path / "warc")
    page, file = "http://www.qingxi.test/1.html", "http://www.qingxi.test/1.pdf"
    crawling.report(page, state(text="page", links=[file]))
    crawling.attachment(file, state(text="file"), page)
    crawling.report("http://www.qingxi.test/2.html", state(text="page", links=[file]))
    crawling.report("http://www.qingxi.test/3.pdf", state(year=2020, text="alone"))
    crawling.report("http://www.qingxi.test/3.pdf", state(year=2020, text="alone"))
    crawling.end()
    root, database = tmp_path / "warc", tmp_path / "archive.db"
    update_index(tmp_path / "one.db", [root], root, extractor=tell)
    told = update_index(
        database, [root], root, extractor=never, readers=lambda paths, root: (read_ahead(p, root, tell) for p in paths)
    )
    assert (told.captures, told.read) == (5, 4)
    assert content_hash(database) == content_hash(tmp_path / "one.db")


def test_files_of_others_are_read_ahead_whole(tmp_path: Path) -> None:
    """Without discovery, a page's files are those that it links to, and others are documents of their own."""
    crawling = Crawling(tmp_path / "warc", portal=None)
    page, file = "http://www.qingxi.test/1.html", "http://www.qingxi.test/1.pdf"
    crawling.page(file, state(text="file"))
    crawling.page(page, state(text="page", links=[file]))
    crawling.page("http://www.qingxi.test/2.pdf", state(year=2020, text="alone"))
    crawling.end()
    root, database = tmp_path / "warc", tmp_path / "archive.db"
    update_index(tmp_path / "one.db", [root], root, extractor=tell)
    update_index(
        database, [root], root, extractor=never, readers=lambda paths, root: (read_ahead(p, root, tell) for p in paths)
    )
    assert content_hash(database) == content_hash(tmp_path / "one.db")


@contextmanager
def processes() -> Iterator[tuple[Workers, Callable[[], None]]]:
    """Two processes, and what kills one that works."""
    made: list[ProcessPoolExecutor] = []

    def executor() -> Executor:
        made.append(ProcessPoolExecutor(2, mp_context=get_context("forkserver")))
        return made[-1]

    def kill() -> None:
        os.kill(next(iter(made[-1]._processes)), signal.SIGKILL)

    with workers(None, 2) as many:
        yield replace(many, executor=executor, worth=0), kill
    assert len(made) == 2, "none was killed"


def test_a_process_killed_in_mid_index_changes_nothing(tmp_path: Path) -> None:
    root = archive(tmp_path)
    expected = undisturbed(root)
    with processes() as (many, kill):
        readers = FileReaders(many)
        update_index(tmp_path / "archive.db", [root], root, _once(kill), readers=readers)
    assert content_hash(tmp_path / "archive.db") == expected
    assert not readers.faults


@needs_cluster
def test_a_worker_that_vanishes_in_mid_index_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three workers read from an S3 store."""
    expected = undisturbed(archive(tmp_path))
    root = tmp_path / "away" / "warc"
    with s3(monkeypatch) as url:
        keep_in(root, url)
        shutil.copytree(tmp_path / "warc", root, dirs_exist_ok=True)
        repair_folder(root / "qingxi", root)
        assert not list(root.rglob("*.warc.gz"))
        with cluster(tmp_path / "cluster") as running, workers(running.address, 1) as many:
            readers = FileReaders(many)
            update_index(tmp_path / "archive.db", [root], root, _once(running.kill_worker), readers=readers)
            assert len(running.workers) == 2
    assert content_hash(tmp_path / "archive.db") == expected
    assert not readers.faults


@needs_cluster
def test_where_the_scheduler_goes_the_writer_reads_by_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = archive(tmp_path)
    expected = undisturbed(root)
    with cluster(tmp_path / "cluster", 1) as running, workers(running.address, 1) as many:
        readers = FileReaders(many)
        kill = running.scheduler.kill
        update_index(tmp_path / "archive.db", [root], root, _once(kill), readers=readers)
    assert content_hash(tmp_path / "archive.db") == expected
    assert sum(readers.faults.values()) > 0


@needs_cluster
def test_no_scheduler_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive(tmp_path)
    assert main(["index", "--archive", str(tmp_path), "--on", "tcp://127.0.0.1:9"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: --on tcp://127.0.0.1:9: no scheduler answers there")
    with pytest.raises(ClusterError), workers("not an address", 1):
        pass


def _once(act: Callable[[], object]) -> Callable[[str], None]:
    """A progress that acts when the second file is about to be written, while others are being read."""

    def told(line: str) -> None:
        if line.startswith("2/"):
            act()

    return told
