"""The demo's commands for tests: crawl replica portals into a folder, ask its index."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from demo.run import ROOT

RUN = """
import sys
from dataclasses import replace
from demo.run import run
from demo.world import build
port, archive, *names = sys.argv[1:]
world = build()
portals = tuple(portal for portal in world.portals if not names or portal.name in names)
sys.exit(run(replace(world, portals=portals), int(port), archive))
"""


def run_demo(port: int, archive: Path, *portals: str) -> str:
    """Run the demo of the default world against the portals served on ``port``; what it printed."""
    command = [sys.executable, "-c", RUN, str(port), str(archive), *portals]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def rows(database: Path, query: str, *values: object) -> list[tuple[object, ...]]:
    """Rows of a query on an index."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(query, values).fetchall()
