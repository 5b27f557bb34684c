"""A run that is killed goes on: the same archive in the end, and nothing asked twice that was held."""

from pathlib import Path

from tests.support.country import asked_again, content_of, country, crawl_with_kills, declare, outcomes, report_of
from tests.support.replicas import serve
from tests.support.small_portal import scrapy

KILLS = ("crawl", "all", "server")


def test_killed_runs_end_as_one_that_was_left_alone(tmp_path: Path) -> None:
    portals = country((1, 2))
    left_alone, disturbed = tmp_path / "left_alone", tmp_path / "disturbed"
    for folder in (left_alone, disturbed):
        declare(folder, portals)
    with serve(list(portals.values())) as serving:
        ran = scrapy(left_alone, "crawlall", "--jobs", "3", port=serving.port, INDEX_AFTER_CRAWL="1")
        assert ran.returncode == 0, ran.stderr
        killed = crawl_with_kills(disturbed, serving, KILLS, jobs=3, seed=1, INDEX_AFTER_CRAWL="1")
    assert set(killed.kinds) >= {"crawl", "all"}, killed
    assert content_of(disturbed / "data") == content_of(left_alone / "data")
    assert {name: asked_again(disturbed / "data", name) for name in portals} == {name: {} for name in portals}
    assert len(outcomes(disturbed / "data")) == len(portals)
    assert {row.outcome for row in report_of(disturbed / "data").crawls} == {"complete"}
