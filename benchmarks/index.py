"""The index of 20,000 reports: its cost beside extraction alone, its size beside the text, its search beside a scan."""

import itertools
import random
import sqlite3
import statistics
import time

from archive.extract.pipeline import extract
from archive.index.database import connect_reader
from archive.index.fulltext import match_expression, normal
from archive.index.packing import unpack_text
from archive.model import Capture, Document, Hints
from archive.warc.paths import warc_files
from archive.warc.reader import read_warc
from benchmarks import _large

SAMPLE = 1_000  # documents that are extracted alone
QUERIES = 12  # of each length


def _documents() -> list[Document]:
    """Every twentieth report page or so, evenly over the portals."""
    root = _large.warc_folder()
    captures = (item for path in warc_files(root) for item in read_warc(path, root) if isinstance(item, Capture))
    chosen = itertools.islice(captures, 0, None, 20)
    return [Document(c.body, c.url, c.declared_type, None, Hints()) for c in itertools.islice(chosen, SAMPLE)]


def _seconds_each(documents: list[Document]) -> float:
    before = time.process_time()
    for document in documents:
        extract(document)
    return (time.process_time() - before) / len(documents)


def _search(connection: sqlite3.Connection) -> list[str]:
    """Queries cut from the texts themselves, against a scan of the texts as the index stores them (inflate, find), and
    against ``instr`` over plain texts held in memory, which nobody has at hand."""
    scan = sqlite3.connect(":memory:")
    scan.execute("CREATE TABLE texts (number INTEGER PRIMARY KEY, text TEXT)")
    texts = connection.execute("SELECT number, text FROM report_versions")
    scan.executemany("INSERT INTO texts VALUES (?, ?)", ((number, normal(unpack_text(text))) for number, text in texts))
    stored = _stored_scan(connection)
    chance = random.Random(7)
    samples = [row[0] for row in scan.execute("SELECT text FROM texts ORDER BY number LIMIT 500")]
    lines = []
    for length in (1, 2, 4):
        words = sorted({_cut(chance, samples, length) for _ in range(QUERIES)})
        found, scanned, wrong = [], [], 0
        for word in words:
            start = time.perf_counter()
            ours = connection.execute(
                "SELECT count(*) FROM report_search WHERE report_search MATCH ?", (match_expression(word),)
            ).fetchone()[0]
            middle = time.perf_counter()
            truth = scan.execute("SELECT count(*) FROM texts WHERE instr(text, ?) > 0", (word,)).fetchone()[0]
            found.append(middle - start)
            scanned.append(time.perf_counter() - middle)
            wrong += ours != truth
        ours_ms, memory_ms = statistics.median(found) * 1000, statistics.median(scanned) * 1000
        lines.append(
            f"| search, {length} characters, median of {len(words)} | {ours_ms:.2f} ms | scan {stored * 1000:.0f} ms "
            f"(of plain text in memory {memory_ms:.0f} ms) | {stored / ours_ms * 1000:.0f} × as fast "
            f"({memory_ms / ours_ms:.0f} ×), {wrong} counts differ | ≥ 20 ×, 0 |"
        )
    scan.close()
    return lines


def _stored_scan(connection: sqlite3.Connection) -> float:
    """Seconds to look for one word in every stored text."""
    start = time.perf_counter()
    sum("行政复议" in unpack_text(row[0]) for row in connection.execute("SELECT text FROM report_versions"))
    return time.perf_counter() - start


def _cut(chance: random.Random, samples: list[str], length: int) -> str:
    """A run of letters that stands somewhere in the samples."""
    while True:
        text = chance.choice(samples)
        start = chance.randrange(max(1, len(text) - length))
        word = text[start : start + length]
        if len(word) == length and all("\u4e00" <= character <= "\u9fff" for character in word):
            return word


def run() -> str:
    """A Markdown table; processor time, so that a busy machine does not show."""
    documents = _documents()
    alone = statistics.median(_seconds_each(documents) for _ in range(2))
    before = time.process_time()
    report = _large.index()
    each = (time.process_time() - before) / report.read
    database = _large.FOLDER / "archive.db"
    connection = connect_reader(database)
    try:
        size = database.stat().st_size
        packed = connection.execute("SELECT text FROM report_versions")
        text = sum(len(unpack_text(row[0]).encode()) for row in packed)
        lines = [
            "| what | ours | beside it | ratio | bar |",
            "|---|---|---|---|---|",
            f"| index of {report.reports} reports ({report.read} pages), a page | {each * 1000:.2f} ms | "
            f"extraction alone {alone * 1000:.2f} ms | {alone / each:.2f} of its rate | ≥ 0.5 |",
            f"| size of the index | {size / 1e6:.0f} MB | cleaned text {text / 1e6:.0f} MB | "
            f"{size / text:.2f} × | ≤ 1.7 × |",
            *_search(connection),
        ]
    finally:
        connection.close()
    return "\n".join(lines)
