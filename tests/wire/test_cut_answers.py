"""A cut answer is never the page: not in the crawl that saw it, not in the next, not in what the archive says of it."""

import gzip
import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, get_args

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from archive.__main__ import main as archive_command
from archive.index import content_hash, rebuild_index, update_index
from archive.index.database import connect_reader
from archive.index.packing import unpack_text
from archive.model import Capture, Document, Extraction
from archive.warc.reader import read_warc
from tests.support.archives import state, tell
from tests.support.crawling import Ask, Crawled, crawl, records
from tests.support.rawserver import After, Answer, RawServer

URL = "http://www.qingxi.gov.cn"
PAGE = "<html><title>2023年政府信息公开工作年度报告</title></html>".encode()
CONDITIONS = (b"If-None-Match", b"If-Modified-Since")
Trouble = Literal["head", "body", "reset", "coding", "coding to its length", "silence", "time-out"]


def head(*lines: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode()


# --- one answer, cut everywhere -------------------------------------------------------------------

GZIPPED = gzip.compress(PAGE, mtime=0)
MESSAGES = {
    "length": head("Content-Type: text/html", f"Content-Length: {len(PAGE)}") + PAGE,
    "chunked": head("Transfer-Encoding: chunked")
    + b"8\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (PAGE[:8], len(PAGE) - 8, PAGE[8:]),
    "gzip without length": head("Content-Encoding: gzip") + GZIPPED,
    "bare newlines": head(f"Content-Length: {len(PAGE)}").replace(b"\r", b"") + PAGE,
}


def cuts() -> Iterator[tuple[str, Answer]]:
    for name, message in MESSAGES.items():
        for end in range(0, len(message), 3):
            yield f"{name} cut at {end}", Answer(message[:end], "close")
            yield f"{name} reset at {end}", Answer(message[:end], "reset")
    for end in range(len(GZIPPED)):
        told = head("Content-Encoding: gzip", f"Content-Length: {end}", "Connection: close")
        if end:
            yield f"gzip to its length cut at {end}", Answer(told + GZIPPED[:end], "close")
    yield "no length, reset", Answer(head("Server: x") + PAGE, "reset")


def test_no_cut_answer_reaches_a_spider_wherever_the_cut_is(tmp_path: Path) -> None:
    cut = {f"/{number}": (name, answer) for number, (name, answer) in enumerate(cuts())}
    whole = {f"/whole/{number}": Answer(message, "close") for number, message in enumerate(MESSAGES.values())}
    with RawServer({**{path: answer for path, (_, answer) in cut.items()}, **whole}) as server:
        asks = [Ask(path, URL + path) for path in [*cut, *whole]]
        done = crawl(tmp_path, asks, CONNECT_TO=f"::127.0.0.1:{server.port}", CONCURRENT_REQUESTS=8)
    assert [cut[path][0] for path in cut if done.got[path].error is None] == []
    assert {done.got[path].body for path in whole} == {PAGE}, done.log
    kept = {record.url: record for record in records(tmp_path) if record.type == "response"}
    for path, (name, answer) in cut.items():
        record = kept[URL + path]
        assert answer.data.startswith(record.block), name
        assert (record.get("WARC-Truncated") is None) == ("to its length" in name), name


# --- any sequence of troubles ---------------------------------------------------------------------


def read(document: Document, attachments: Sequence[Document] = ()) -> Extraction:
    """What the first line states, the rest being its text, so that a page which was cut would be a report as well."""
    stated, _, text = document.data.partition(b"\n")
    return replace(tell(replace(document, data=stated)), text=text.decode())


PRESENT = """
SELECT r.report_id, r.organ_id, r.version_id, r.title, r.url, r.figures, r.copies, h.received
FROM reports r LEFT JOIN headlines h USING (report_id) ORDER BY 1
"""


class Site:
    """Reports that change, each with the validators of its kind, and the troubles that are to come."""

    def __init__(self) -> None:
        self.versions = {"/etag": 1, "/dated": 1, "/both": 1, "/neither": 1}
        self.forgetful: set[str] = set()
        self.troubles: dict[str, list[Trouble]] = {path: [] for path in self.versions}

    def page(self, path: str) -> bytes:
        version = self.versions[path]
        stated = state(year=2019 + sorted(self.versions).index(path), figures={"t3.new.total": version})
        # What does not compress: half of the bytes of an answer then hold the statement and some of the text.
        return stated + f"\n{path} {version} {random.Random(version).randbytes(2000).hex()}".encode()

    def validators(self, path: str) -> dict[str, str]:
        version = self.versions[path]
        found = {}
        if path in ("/etag", "/both") and path not in self.forgetful:
            found["ETag"] = f'"{version}"'
        if path in ("/dated", "/both"):
            found["Last-Modified"] = f"Thu, {version % 28 + 1:02} Feb 2024 00:{version // 28:02}:00 GMT"
        return found

    def answer(self, path: str, request: bytes) -> Answer:
        trouble = self.troubles[path].pop(0) if self.troubles[path] else None
        validators = self.validators(path)
        sent = dict(line.split(b": ", 1) for line in request.split(b"\r\n")[1:] if b": " in line)
        lines = [f"{name}: {value}" for name, value in validators.items()]
        if self._unchanged(validators, sent):
            return self._troubled(head(*lines, status="304 Not Modified"), b"", trouble)
        body = gzip.compress(self.page(path), mtime=0)
        if trouble == "coding to its length":
            body = body[: len(body) // 2]
        length = [] if trouble == "coding" else [f"Content-Length: {len(body)}"]
        return self._troubled(head(*lines, "Content-Encoding: gzip", *length), body, trouble)

    def _unchanged(self, validators: dict[str, str], sent: dict[bytes, bytes]) -> bool:
        """RFC 9110 §13.2.2: an ETag that is asked about decides alone."""
        if b"If-None-Match" in sent:
            return sent[b"If-None-Match"].decode() == validators.get("ETag")
        return sent.get(b"If-Modified-Since", b"").decode() == validators.get("Last-Modified", "none")

    def _troubled(self, start: bytes, body: bytes, trouble: Trouble | None) -> Answer:
        ends: dict[Trouble, tuple[bytes, After]] = {
            "head": (start[:-12], "close"),
            "body": (start + body[: len(body) // 2] if body else start[:-5], "close"),
            "reset": (start + body[: len(body) // 2] if body else start[:-5], "reset"),
            "coding": (start + body[: len(body) // 2] if body else start[:-5], "close"),
            "silence": (b"", "close"),
            "time-out": (start + body[: len(body) // 2] if body else start[:-5], "hang"),
        }
        return Answer(*ends[trouble]) if trouble in ends else Answer(start + body)


TROUBLE: st.SearchStrategy[Trouble] = st.sampled_from(get_args(Trouble))


class Crawls(RuleBasedStateMachine):
    """Crawls of a site in trouble; whatever happened, what is read is a whole page, and an undisturbed crawl sets all
    right."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="cut-answers-")
        self.root = Path(self.folder.name)
        self.site = Site()
        self.shown: dict[str, set[bytes]] = {path: {self.site.page(path)} for path in self.site.versions}
        answers: Any = {path: lambda request, path=path: self.site.answer(path, request) for path in self.site.versions}
        self.server = RawServer(answers).__enter__()

    def teardown(self) -> None:
        try:
            done = self._crawl_in_peace()
            assert {path: got.body for path, got in done.got.items()} == self._now(), done.log
            assert self._current() == self._now()
            self._compare_indexes()
            assert archive_command(["verify", "--archive", str(self.root)]) == 0
        finally:
            self.server.__exit__(None, None, None)
        with suppress(OSError):
            self.folder.cleanup()

    @rule(path=st.sampled_from(sorted(Site().versions)))
    def change(self, path: str) -> None:
        self.site.versions[path] += 1
        self.shown[path].add(self.site.page(path))

    @rule(path=st.sampled_from(["/etag", "/both"]))
    def forget_or_remember_etags(self, path: str) -> None:
        self.site.forgetful ^= {path}

    @rule(troubles=st.lists(st.lists(TROUBLE, min_size=1, max_size=3), min_size=4, max_size=4))
    def crawl_in_trouble(self, troubles: list[list[Trouble]]) -> None:
        self.site.troubles = dict(zip(self.site.versions, map(list, troubles), strict=True))
        before = {path: len(self.server.requests(path)) for path in self.site.versions}
        done = self._crawl(timeout=0.2)
        for path, planned in zip(self.site.versions, troubles, strict=True):
            # Where a kept connection was closed in silence, the pool sends the same request again by itself.
            again = [] if "silence" in planned else self.server.requests(path)[before[path] + 1 :]
            assert not any(condition in one.request for one in again for condition in CONDITIONS), (path, done.log)
        for path, got in done.got.items():
            assert got.error is not None or got.body == self.site.page(path), (path, got, done.log)

    @rule()
    def crawl_in_peace(self) -> None:
        done = self._crawl_in_peace()
        assert {path: got.body for path, got in done.got.items()} == self._now(), done.log

    @invariant()
    def what_is_whole_was_shown(self) -> None:
        for path, body in self._current().items():
            assert body in self.shown[path]

    def _compare_indexes(self) -> None:
        """What the index says is what one undisturbed crawl says, and every older version was shown whole."""
        with tempfile.TemporaryDirectory(prefix="in-peace-") as name:
            self._crawl(timeout=30, root=Path(name))
            said, known = self._indexed(Path(name))
        present, versions = self._indexed(self.root)
        assert present == said
        assert known <= versions <= {read(Document(body)).text for shown in self.shown.values() for body in shown}
        told = content_hash(self.root / "archive.db")
        rebuild_index(self.root / "archive.db", [self.root], self.root / "warc", extractor=read)
        assert content_hash(self.root / "archive.db") == told

    def _indexed(self, root: Path) -> tuple[list[tuple[object, ...]], set[str]]:
        """The reports that an index has of the archive, file by file, and the texts of all versions."""
        for path in sorted(root.rglob("*.warc.gz")):
            update_index(root / "archive.db", [path], root / "warc", extractor=read)
        connection = connect_reader(root / "archive.db")
        try:
            texts = connection.execute("SELECT text FROM report_versions")
            return connection.execute(PRESENT).fetchall(), {unpack_text(text) for (text,) in texts}
        finally:
            connection.close()

    def _now(self) -> dict[str, bytes]:
        return {path: self.site.page(path) for path in self.site.versions}

    def _crawl_in_peace(self) -> Crawled:
        for troubles in self.site.troubles.values():
            troubles.clear()
        return self._crawl(timeout=30)

    def _crawl(self, timeout: float, root: Path | None = None) -> Crawled:
        asks = [Ask(path, URL + path, timeout=timeout) for path in self.site.versions]
        options = {"CONNECT_TO": f"::127.0.0.1:{self.server.port}", "RETRY_ENABLED": True, "RETRY_TIMES": 1}
        return crawl(root or self.root, asks, CONCURRENT_REQUESTS=4, CONCURRENT_REQUESTS_PER_DOMAIN=4, **options)  # type: ignore[arg-type]

    def _current(self) -> dict[str, bytes]:
        """What an index reads as each page's current version: its newest whole capture."""
        files = sorted(self.root.rglob("*.warc.gz"))
        items = [item for path in files for item in read_warc(path, self.root / "warc")]
        found = [one for one in items if isinstance(one, Capture) and one.whole and one.status in (200, 304)]
        return {one.url.removeprefix(URL): one.body for one in sorted(found, key=lambda one: one.captured_at)}


# Sixty sequences of eight steps take four minutes, and found nothing more (2026-12); shrinking one takes longer.
Crawls.TestCase.settings = settings(max_examples=4, stateful_step_count=4, deadline=None, phases=[Phase.generate])
TestWhateverWasCut = Crawls.TestCase
