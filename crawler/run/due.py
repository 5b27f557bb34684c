"""When a portal is to be crawled again, and why. Pure.

Reports are published from January (the organs', until the 31st) to the end of March (the governments', regulation of
2019, articles 49 and 50), and late ones in April: in these months a portal is due after a week, else after a month.
Sooner where something is missing or failed, later where we are refused: knocking on makes it worse.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from archive.runs import DueLine
from crawler.status import PortalStatus
from crawler.tables import aligned

_CHINA = ZoneInfo("Asia/Shanghai")
_SEASON = (1, 2, 3, 4)
# Days.
_IN_SEASON, _ELSE, _MISSING, _LONGEST = 7.0, 30.0, 14.0, 90.0
# A run that begins at the same hour each day takes along what is due until the next one begins to look.
_SLACK = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Due:
    """``when`` in UTC; ``why`` in words, the last crawl first."""

    portal: str
    when: datetime
    why: str

    def by(self, now: datetime) -> bool:
        """Whether it is due for a run that begins now."""
        return self.when <= now + _SLACK


def due_of(state: PortalStatus, now: datetime) -> Due:
    """When a portal is due, seen from ``now``."""
    name = state.portal.name
    if state.when is None:
        return Due(name, now, "never crawled")
    last = datetime.fromisoformat(state.when).astimezone(UTC)
    if last > now + _SLACK:
        return Due(name, now, f"its last crawl is dated {last:%Y-%m-%d}, which is not yet: the clock was wrong")
    days, why = _interval(state, now.astimezone(_CHINA))
    return Due(name, last + timedelta(days=days), f"{state.state} on {last:%Y-%m-%d}; {why}; again after {days:g} days")


def _interval(state: PortalStatus, now: datetime) -> tuple[float, str]:
    season = now.month in _SEASON
    usual, when = (_IN_SEASON, "reports are coming in") if season else (_ELSE, "out of season")
    times = max(1, state.in_a_row)
    if state.state == "blocked":
        return min(usual * 2**times, _LONGEST), f"refused {_times(times)}"
    if state.state in {"failed", "empty"}:
        return min(2.0 ** (times - 1), usual), f"{state.state} {_times(times)}"
    if state.state == "short":
        return min(usual, _MISSING), "something is missing"
    newest = now.year - 1
    if newest not in state.years and usual > _MISSING:
        return _MISSING, f"no report on {newest} yet"
    return usual, when


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times in a row"


def dues_of(states: Iterable[PortalStatus], now: datetime) -> dict[str, Due]:
    """When each of these portals is due, by name, the longest due first."""
    found = sorted((due_of(state, now) for state in states), key=lambda due: (due.when, due.portal))
    return {due.portal: due for due in found}


def lines_of(dues: Mapping[str, Due]) -> tuple[DueLine, ...]:
    """The same, as others read it (archive/runs)."""
    return tuple(DueLine(due.portal, due.when.isoformat(timespec="seconds"), due.why) for due in dues.values())


def as_lines(dues: Mapping[str, Due], now: datetime) -> str:
    """A line for each that is due, and what comes next."""
    ready = [due for due in dues.values() if due.by(now)]
    later = next((due for due in dues.values() if not due.by(now)), None)
    lines = [aligned([("portal", "due since (UTC)", "why"), *((one.portal, _day(one), one.why) for one in ready)])]
    if not ready:
        lines = ["nothing is due"]
    if later is not None:
        lines.append(f"next: {later.portal} on {_day(later)}: {later.why}")
    return "\n".join(lines)


def _day(due: Due) -> str:
    return f"{due.when:%Y-%m-%d %H:%M}"
