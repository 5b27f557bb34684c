"""When a portal is due: weekly in season, sooner where something is missing, later where it refuses."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.run.due import as_lines, due_of, dues_of
from crawler.status import PortalStatus, State
from tests.support.archives import PORTAL

MARCH, JULY = datetime(2026, 3, 10, 2, tzinfo=UTC), datetime(2026, 7, 10, 2, tzinfo=UTC)
ALL = (2023, 2024, 2025)


def status(state: State, ago: float, now: datetime, years: tuple[int, ...] = ALL, times: int = 1) -> PortalStatus:
    when = (now - timedelta(days=ago)).isoformat()
    return PortalStatus(PORTAL, state, when, years=years, in_a_row=times)


@pytest.mark.parametrize(
    ("now", "state", "years", "times", "days", "why"),
    [
        (MARCH, "complete", ALL, 3, 7, "reports are coming in"),
        (JULY, "complete", ALL, 1, 30, "out of season"),
        (JULY, "complete", (2023, 2024), 1, 14, "no report on 2025 yet"),
        (MARCH, "complete", (2023, 2024), 1, 7, "reports are coming in"),
        (JULY, "short", ALL, 1, 14, "something is missing"),
        (MARCH, "short", ALL, 1, 7, "something is missing"),
        (JULY, "failed", (), 1, 1, "failed once"),
        (JULY, "failed", (), 3, 4, "failed 3 times in a row"),
        (MARCH, "failed", (), 9, 7, "failed 9 times in a row"),
        (JULY, "empty", (), 6, 30, "empty 6 times in a row"),
        (MARCH, "blocked", (), 1, 14, "refused once"),
        (JULY, "blocked", (), 1, 60, "refused once"),
        (JULY, "blocked", (), 4, 90, "refused 4 times in a row"),
    ],
)
def test_intervals(now: datetime, state: State, years: tuple[int, ...], times: int, days: float, why: str) -> None:
    early, late = (due_of(status(state, ago, now, years, times), now) for ago in (days - 0.6, days - 0.4))
    assert why in late.why
    assert f"again after {days} days" in late.why
    assert (early.by(now), late.by(now)) == (False, True)


def test_what_was_never_crawled_is_due_and_so_is_what_was_crawled_tomorrow() -> None:
    never = due_of(PortalStatus(PORTAL, "never"), JULY)
    assert (never.by(JULY), never.why) == (True, "never crawled")
    ahead = due_of(status("complete", -40, JULY), JULY)
    assert ahead.by(JULY)
    assert "the clock was wrong" in ahead.why


def test_the_season_is_chinas() -> None:
    """On the last evening of April by UTC it is May there."""
    evening = datetime(2026, 4, 30, 17, tzinfo=UTC)
    assert "out of season" in due_of(status("complete", 8, evening), evening).why
    assert "coming in" in due_of(status("complete", 8, evening - timedelta(hours=2)), evening - timedelta(hours=2)).why


def test_lines_say_what_is_due_and_what_comes_next() -> None:
    assert as_lines(dues_of([status("failed", 2, JULY)], JULY), JULY).split("\n")[1].endswith("again after 1 days")
    quiet = as_lines(dues_of([status("complete", 2, JULY)], JULY), JULY)
    assert quiet.startswith("nothing is due\nnext: qingxi on 2026-08-07 02:00: complete on 2026-07-08; out of season")
