"""500 crawls killed with SIGKILL, each after a random number of requests, into one archive."""

import tempfile
from pathlib import Path

from tests.support.killing import kill_crawls

KILLS = 500


def run() -> str:
    """A Markdown table of what was lost; needs some minutes."""
    with tempfile.TemporaryDirectory() as folder:
        killed = kill_crawls(Path(folder), KILLS, seed=0)
    rows = {
        "crawls killed": killed.kills,
        "answers that reached a spider before its kill": len(killed.noted),
        "of these not in the archive": len(killed.noted - killed.kept),
        "files left open after the last crawl": killed.still_open,
        "URLs whose content differs from an undisturbed crawl's": sum(
            killed.content.get(url) != bodies for url, bodies in killed.undisturbed.items()
        ),
    }
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())])
