"""Which crawl goes next, and when a run pauses."""

from datetime import time

import pytest

from crawler.errors import CrawlArgumentError
from crawler.run.schedule import Job, Limits, Schedule, State, biggest_first, parse_window, reached


def job(name: str, size: int = 1, *domains: str) -> Job:
    return Job(name, frozenset(domains or (f"{name}.gov.cn",)), size, "never")


def test_the_biggest_begin_and_one_domain_is_one_crawls_at_a_time() -> None:
    jobs = biggest_first([job("town", 5, "city.gov.cn"), job("city", 90, "city.gov.cn"), job("far", 5), job("b", 7)])
    schedule = Schedule(jobs)
    assert [one.name for one in iter(schedule.start, None)] == ["city", "b", "far"]
    schedule.ended("far")
    assert schedule.start() is None
    schedule.ended("city")
    assert schedule.start() == job("town", 5, "city.gov.cn")
    assert schedule.waiting == ()


def test_a_crawl_that_dies_is_next_and_given_up_when_it_brings_nothing() -> None:
    schedule = Schedule([job("a"), job("b")], most_deaths=3)
    schedule.start()
    for brought in (False, True, False, False):
        assert schedule.died("a", brought=brought)
        assert schedule.start() == job("a")
    assert not schedule.died("a", brought=False)
    assert schedule.start() == job("b")
    assert schedule.start() is None


@pytest.mark.parametrize(
    ("limits", "state", "says"),
    [
        (Limits(8), State(1e9, 1 << 60, 1, time(3)), None),
        (Limits(8, seconds=3600), State(3599, 0, 1, time(3)), None),
        (Limits(8, seconds=3600), State(3600, 0, 1, time(3)), "1 hours have passed (RUN_HOURS)"),
        (Limits(8, received=10), State(1, 10, 1, time(3)), "10 bytes were received (RUN_MAXSIZE)"),
        (Limits(8, window=(time(22), time(6))), State(1, 0, 1, time(23, 59)), None),
        (Limits(8, window=(time(22), time(6))), State(1, 0, 1, time(5, 59)), None),
        (Limits(8, window=(time(22), time(6))), State(1, 0, 1, time(6)), "the window of 22:00 to 06:00 is closed"),
        (Limits(8, window=(time(1), time(6))), State(1, 0, 1, time(0, 30)), "the window of 01:00 to 06:00 is closed"),
    ],
)
def test_limits(limits: Limits, state: State, says: str | None) -> None:
    assert reached(limits, state) == says


def test_windows_are_two_times() -> None:
    assert parse_window(" 22:00-06:30 ") == (time(22), time(6, 30))
    assert parse_window("") is None
    for text in ("22-", "6", "25:00-06:00", "06:00-06:00"):
        with pytest.raises(CrawlArgumentError, match="write two times of the day"):
            parse_window(text)
