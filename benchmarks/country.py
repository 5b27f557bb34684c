"""60 replica portals, ``crawlall --jobs 8``, half a second between two requests to a host: outcomes against what the
replicas know of themselves, the pace of each portal by the dates of its captures, and the rate of all."""

import tempfile
from pathlib import Path

from tests.support.country import captures, country, declare, mean_gap, report_of
from tests.support.replicas import Replica, ordinary, serve
from tests.support.small_portal import start_scrapy

PORTALS, JOBS, DELAY = 60, 8, 0.5


def run() -> str:
    """What was found, and how fast; needs some minutes."""
    names = [replica.name for replica in ordinary()][:24]
    portals = country(range(PORTALS - len(names)), names)
    with tempfile.TemporaryDirectory() as name, serve(list(portals.values())) as serving:
        folder = Path(name)
        declare(folder, portals)
        pace = {"DOWNLOAD_DELAY": DELAY, "DOWNLOAD_DELAY_JITTER": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}
        with start_scrapy(
            folder, "crawlall", "--jobs", str(JOBS), port=serving.port, project="demo", INDEX_AFTER_CRAWL="1", **pace
        ) as process:
            said = process.communicate()
        assert process.returncode == 0, said
        return table(folder / "data", portals)


def table(archive: Path, portals: dict[str, Replica]) -> str:
    """The figures, and below them each outcome that is not what the replica calls true."""
    report = report_of(archive)
    times = [[one.captured_at.timestamp() for one in captures(archive, name)] for name in portals]
    alone = sum(max(one) - min(one) for one in times)
    begun, ended = min(map(min, times)), max(map(max, times))
    requests = sum(map(len, times))
    expected = {name: portals[name].expected.split("|") for name in portals}
    odd = [row for row in report.crawls if row.outcome not in expected[row.portal]]
    there = sum(len(portal.reports) for portal in portals.values())
    fastest = min(mean_gap(archive, name) for name in portals)
    rows = {
        "portals that ended": f"{len(report.crawls)} of {len(portals)}",
        "reports found": f"{sum(row.reports for row in report.crawls)} of {there}",
        "outcomes that are what the replica calls true": f"{len(report.crawls) - len(odd)}",
        "seconds between two requests to a host, of the portal asked fastest": f"{fastest:.2f}",
        "answers, and how many a second": f"{requests}, {requests / (ended - begun):.1f}",
        "a second, one portal after the other": f"{requests / alone:.1f}",
    }
    lines = ["| | |", "|---|---|", *(f"| {what} | {figure} |" for what, figure in rows.items()), ""]
    lines += [f"{row.portal}: {row.outcome}, not {portals[row.portal].expected}: {row.detail[:160]}" for row in odd]
    return "\n".join(lines)
