"""Whether the captures of an index came from the hosts that they name."""

import re
import sqlite3

_LOOPBACK = re.compile(r"\b127\.\d{1,3}\.\d{1,3}\.\d{1,3}\b|\blocalhost\b|\[::1\]", re.IGNORECASE)


def from_replicas(connection: sqlite3.Connection) -> bool:
    """Whether a crawl was sent to this machine instead of the hosts it names, as the demo's are."""
    rows = connection.execute("SELECT DISTINCT connect_to FROM crawls WHERE connect_to NOT NULL")
    return any(_LOOPBACK.search(rule) for (rule,) in rows)
