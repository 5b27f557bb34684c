"""The counting of trials: only whole answers count, whatever address a report has, and only true outcomes are true."""

import gzip
import io
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from benchmarks.finding import Row, verdict
from tests.support.replicas import Answer, Replica, Request, key_of, replica
from tests.support.replicas.trial import Found, Trial, found_of, has, wget, whole_in_warcs


def _warc(path: Path, url: str, status: str, **headers: str) -> None:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    http = StatusAndHeaders(status, [("Content-Type", "text/html")], protocol="HTTP/1.1")
    record = writer.create_warc_record(
        url,
        "response",
        io.BytesIO(b"page"),
        http_headers=http,
        warc_headers_dict={k.replace("_", "-"): v for k, v in headers.items()},
    )
    writer.write_record(record)
    path.write_bytes(buffer.getvalue())
    assert gzip.decompress(buffer.getvalue())


def test_cut_and_refused_answers_are_not_found(tmp_path: Path) -> None:
    portal = replica("longsun")
    first, second, third = (report.urls[0] for report in portal.reports[:3])
    _warc(tmp_path / "a.warc.gz", first, "200 OK")
    _warc(tmp_path / "b.warc.gz", second, "200 OK", WARC_Truncated="disconnect")
    _warc(tmp_path / "c.warc.gz", third, "404 Not Found")
    assert whole_in_warcs(tmp_path, portal) == {key_of(first)}


def test_either_address_counts_and_a_file_is_asked_for_where_it_holds_the_report() -> None:
    portal = replica("longsun")
    page = next(report for report in portal.reports if not report.files)
    held = next(report for report in portal.reports if report.files)
    assert has(page, {key_of(page.urls[1])})
    assert not has(held, {key_of(held.urls[0])})
    assert has(held, {key_of(held.files[0])})
    found = found_of(portal, (), {key_of(page.urls[0])}, ())
    assert found.reports == 1
    assert page not in found.missing


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
def test_wget_reaches_what_links_reach_and_not_what_scripts_ask_for() -> None:
    """On a portal of plain links it gets nearly all within its five links, where the search fills lists nothing."""
    linked = wget(_without_news(replica("openness")))
    assert linked.reports > len(replica("openness").reports) // 2
    assert linked.beyond < linked.requests
    assert wget(_without_news(replica("was_search"))).reports == 0


def _without_news(portal: Replica) -> Replica:
    """Its pages of news and its calendar answered as missing, so that a test takes no longer than it must."""
    noise = ("/news/", "/cms/", "/hdjl/", "/hd/")

    def answer(request: Request) -> Answer:
        return portal.answer(replace(request, path="/none") if request.path.startswith(noise) else request)

    return replace(portal, answer=answer)


@pytest.mark.parametrize(
    ("outcome", "lacks", "expected", "said"),
    [
        ("complete: the portal itself has no report of 甲局 for 2020", False, "short", "yes"),
        ("complete: the portal itself has no report of 甲局 for 2020", True, "short", "NO"),
        ("complete", False, "complete", "yes"),
        ("complete", True, "complete", "NO"),
        ("complete", False, "short", "NO"),
        ("short", True, "complete", "yes"),
        ("short", False, "complete", "too cautious"),
        ("none", True, "complete", "nothing proposed"),
    ],
)
def test_only_true_outcomes_are_true(outcome: str, lacks: bool, expected: str, said: str) -> None:
    portal = replace(replica("longsun"), expected=expected)  # type: ignore[arg-type]
    found = Found(0, portal.reports[:1] if lacks else (), (), 0, 0)
    outcome, _, detail = outcome.partition(": ")
    row = Row(portal, Trial(None, None, 0, found, outcome, detail, ""), found)
    assert verdict(row) == said


def test_hostile_portals_have_one_true_outcome() -> None:
    portal = replace(replica("longsun"), hostile=True, expected="blocked|failed")
    found = Found(0, portal.reports, (), 0, 0)
    for outcome, said in (("blocked", "yes"), ("failed", "yes"), ("short", "no"), ("empty", "NO"), ("complete", "NO")):
        assert verdict(Row(portal, Trial(None, None, 0, found, outcome, "", ""), found)) == said
