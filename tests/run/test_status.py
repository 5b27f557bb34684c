"""``python -m archive status`` and the page that says the same."""

import json
from pathlib import Path

import pytest

from archive.__main__ import main
from archive.runs import DueLine, RunFolder, keep_dues
from tests.run.test_run_files import PLAN, READ, REPORT, ROW
from tests.support.sites import make


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    make(tmp_path / "warc")
    return tmp_path


def say(capsys: pytest.CaptureFixture[str], archive: Path, *more: str) -> str:
    assert main(["status", "--archive", str(archive), *more]) == 0
    return capsys.readouterr().out


def test_an_archive_without_runs(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = say(capsys, archive)
    assert "runs:      none yet; scrapy crawlall begins one" in said
    assert "due:       not known; scrapy portals --due says it" in said
    assert "unindexed" not in said
    assert "left open" not in said


def test_runs_dues_and_what_is_not_indexed(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = RunFolder(archive / "runs" / PLAN.run)
    done.keep(PLAN)
    done.keep(REPORT)
    dues = DueLine("a", "2026-03-01T00:00:00+00:00", "failed once"), DueLine("b", "2199-03-01T00:00:00+00:00", "later")
    keep_dues(archive, "2026-03-02T00:00:00+00:00", dues)
    (archive / "warc" / "x").mkdir()
    (archive / "warc" / "x" / "x-1.warc.gz").write_bytes(b"new")
    (archive / "warc" / "x" / "x-2.warc.gz.open").write_bytes(b"newer")
    said = say(capsys, archive)
    assert "unindexed: 1 WARC files (python -m archive index reads them): x/x-1.warc.gz" in said
    assert "left open: 1 WARC files (being written, or python -m archive verify --repair): x/x-2.warc.gz.open" in said
    assert "runs:      run 20260301T000000000Z: 1 of 2 portals: 1 short; 1 new, 0 changed, 1 gone reports" in said
    assert "look at:   a: short (before: complete): 2019 is missing" in said
    assert "due:       1 of 2 portals; next: b on 2199-03-01 00:00 UTC (as of 2026-03-02 00:00 UTC)" in said
    assert "           a: failed once" in said
    told = json.loads(say(capsys, archive, "--json"))
    assert (told["unindexed"], told["runs"][0]["done"]) == (["x/x-1.warc.gz"], 0)


def test_a_run_without_a_report_is_interrupted(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = RunFolder(archive / "runs" / PLAN.run)
    for one in (PLAN, ROW, READ):
        folder.keep(one)
    assert "run 20260301T000000000Z (all): 1 of 2 portals; interrupted; the same command" in say(capsys, archive)


def test_no_archive_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--archive", str(tmp_path / "none")]) == 1
    remedy = "crawl a portal, or name its folder with --archive"
    assert capsys.readouterr().err == f"error: {tmp_path}/none: there is no archive; {remedy}\n"
