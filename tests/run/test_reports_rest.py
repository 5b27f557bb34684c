"""How long a known report is left alone."""

from datetime import UTC, datetime, timedelta

import pytest

from archive.warc.writer import Standing
from crawler.recrawl import asked_next

FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_report_is_asked_for_ever_more_rarely() -> None:
    asked, days = FIRST, [0]
    while len(days) < 8:
        asked = asked_next(Standing(FIRST, asked), timedelta(days=30))
        days.append((asked - FIRST).days)
    assert days == [0, 30, 60, 120, 240, 480, 845, 1210]


@pytest.mark.parametrize(("stood", "rests"), [(0, 30), (29, 30), (31, 31), (900, 365)])
def test_it_rests_as_long_as_it_stood(stood: int, rests: int) -> None:
    last = FIRST + timedelta(days=stood)
    assert asked_next(Standing(FIRST, last), timedelta(days=30)) - last == timedelta(days=rests)
