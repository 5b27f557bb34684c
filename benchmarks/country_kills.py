"""Runs of ``crawlall`` killed at random moments, 20 kills each: crawls, index writers, the server of processes, the run
itself, all at once. Each has to end in the archive of the run that was left alone.

The portals are of six cities: of two that report on one organ, the index shows what was captured last, and a kill may
change which that is."""

import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.support.country import asked_again, content_of, country, crawl_with_kills, declare, outcomes
from tests.support.replicas import serve

RUNS = 5
# Seeds of random portals, each of another city.
PORTALS = (1, 2, 7, 8, 9, 15)
_KINDS = {"crawl": 9, "index": 3, "server": 2, "run": 3, "all": 3}


def run() -> str:
    """A line for each run."""
    portals = country(PORTALS)
    rows = ["| run | killed | calls | same content | asked twice | outcomes |", "|---|---|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as name, serve(list(portals.values())) as serving:
        alone = Path(name) / "alone"
        declare(alone, portals)
        crawl_with_kills(alone, serving, (), jobs=4, seed=0, INDEX_AFTER_CRAWL="1")
        wanted = content_of(alone / "data")
        for seed in range(RUNS):
            folder = Path(name) / str(seed)
            declare(folder, portals)
            kinds = [kind for kind, number in _KINDS.items() for _ in range(number)]
            random.Random(seed).shuffle(kinds)
            killed = crawl_with_kills(folder, serving, kinds, jobs=4, seed=seed, INDEX_AFTER_CRAWL="1")
            archive = folder / "data"
            twice = sum(len(asked_again(archive, portal)) for portal in portals)
            ended = Counter(outcome.outcome for outcome in outcomes(archive))
            kinds_said = ", ".join(f"{number} {kind}" for kind, number in sorted(killed.kinds.items()))
            same = "yes" if content_of(archive) == wanted else "NO"
            said = ", ".join(f"{number} {outcome}" for outcome, number in ended.items())
            rows.append(
                f"| {seed} | {sum(killed.kinds.values())}: {kinds_said} | {killed.calls} | {same} | {twice} | {said} |"
            )
            print(rows[-1], file=sys.stderr, flush=True)
    return "\n".join(rows)
