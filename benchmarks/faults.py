"""No portal is complete that lacks a report: every ordinary replica walked again and again, each time broken somewhere.

``python -m benchmarks.faults [TIMES] [SEED] [NAME…]`` breaks each replica so often (8) from another seed.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.support.replicas import FAULTS, Fault, broken, key_of, ordinary, replica
from tests.support.replicas.model import Replica
from tests.support.walking import Walker

TIMES = 8


@dataclass(frozen=True, slots=True)
class Case:
    """One fault: where, what, how many reports were missed by it, and how the crawl was judged."""

    name: str
    url: str
    fault: Fault
    missed: int
    outcome: str
    detail: str

    @property
    def false(self) -> bool:
        """``complete`` though reports are missed, or a line that says nothing of what is missing."""
        return bool(self.missed) and (self.outcome == "complete" or not self.detail)


def run() -> str:
    """A Markdown table, a row for each fault; some 200 walks."""
    return report([case for portal in ordinary() for case in break_often(portal, TIMES, "1")])


def break_often(portal: Replica, times: int, seed: str) -> Iterator[Case]:
    """The replica with one page broken that a sound crawl had: half of the times one of its lists and columns, half of
    the times a report or a file."""
    walker = Walker(portal)
    seeds = walker.seeds()
    had = {key_of(url) for url in walker.crawl(seeds).whole}
    lists = [url for url in dict.fromkeys((*portal.lists, *portal.columns)) if key_of(url) in had]
    reports = [url for one in portal.reports for url in (*one.urls[:1], *one.files) if key_of(url) in had]
    draw = random.Random(f"{portal.name} {seed}")
    for _ in range(times):
        url = draw.choice(draw.choice([some for some in (lists, reports) if some]))
        fault = draw.choice([one for one in FAULTS if one != "empty" or url in lists])
        walked = walker.crawl(seeds, broken(portal, url, fault))
        # What stands in for a report came whole; the report did not.
        missed = max(len(walked.missed), int(url in reports))
        yield Case(portal.name, url, fault, missed, walked.verdict.outcome, walked.verdict.detail)


def report(cases: Sequence[Case]) -> str:
    """How often each fault cost a report, and how often the outcome was ``complete`` all the same."""
    lines = ["| fault | times | cost reports | `complete` all the same |", "|---|---:|---:|---:|"]
    for fault in FAULTS:
        some = [case for case in cases if case.fault == fault]
        lines.append(f"| {fault} | {len(some)} | {sum(c.missed > 0 for c in some)} | {sum(c.false for c in some)} |")
    lines.append(f"| all | {len(cases)} | {sum(c.missed > 0 for c in cases)} | {sum(c.false for c in cases)} |")
    lines += [f"- {c.name}: {c.fault} at {c.url}: {c.outcome} without {c.missed} reports" for c in cases if c.false]
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    """Print the table of some replicas."""
    times, seed = int(arguments[0]) if arguments else TIMES, arguments[1] if len(arguments) > 1 else "1"
    portals = [replica(name) for name in arguments[2:]] or ordinary()
    cases = []
    for portal in portals:
        for case in break_often(portal, times, seed):
            cases.append(case)
            if case.false:
                print(f"{case.name}: {case.fault} at {case.url}: complete without {case.missed}", flush=True)
        print(f"{portal.name}: {sum(case.name == portal.name for case in cases)} faults", file=sys.stderr, flush=True)
    print(report(cases))


if __name__ == "__main__":
    main(sys.argv[1:])
