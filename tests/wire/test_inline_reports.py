"""A list page that is itself a report is asked for once, and the index has it."""

from collections import Counter
from contextlib import closing
from sqlite3 import connect

from tests.support.replicas import replica
from tests.support.replicas.model import key_of
from tests.support.replicas.server import serve
from tests.support.replicas.trial import genuine, project


def test_a_column_that_is_a_report_is_indexed_and_not_asked_for_twice() -> None:
    portal = replica("scripted")
    with serve([portal]) as serving, project(f"CONNECT_TO={serving.connect_to}") as copy:
        copy.scrapy("crawl", "auto", "-a", f"url={portal.home}")
        with closing(connect(copy.data / "archive.db")) as index:
            shown = {key_of(url) for (url,) in index.execute("SELECT url FROM copies")}
            late = index.execute("SELECT count(*) FROM late_discoveries").fetchone()[0]
    known = genuine(portal)
    assert late > 0
    assert shown == known.keys() & shown
    assert len(shown) == len(portal.reports)
    asked = Counter(one.key for one in serving.log if one.key in known)
    assert max(asked.values()) == 1
