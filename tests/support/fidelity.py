"""Which crawler keeps which answers byte for byte: ours and wget, against the same server."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.support.crawling import Ask, Record, crawl, records, records_of
from tests.support.rawserver import RawServer
from tests.support.wire_answers import ANSWERS, CUT, FOLLOWED, METHODS, PARTLY

URL = "http://www.qingxi.gov.cn"


@dataclass(frozen=True)
class Kept:
    """What a crawler's WARC holds of one exchange: are request and answer equal to what crossed the wire, and does it
    say that a cut answer was cut? ``cut_said`` is None for whole answers."""

    request: bool
    answer: bool
    cut_said: bool | None


def contract_asks(origin: str) -> list[Ask]:
    """One request for each answer that no other leads to."""
    bodies, timeouts = {"/post": "a=1"}, {"/hangs": 1.0}
    return [
        Ask(path, origin + path, METHODS.get(path, "GET"), bodies.get(path, ""), timeouts.get(path, 60.0))
        for path in ANSWERS
        if path not in FOLLOWED
    ]


def ours(folder: Path) -> dict[str, Kept]:
    """A crawl of every answer with the wire tap."""
    with RawServer(dict(ANSWERS)) as server:
        crawl(folder, contract_asks(URL), CONNECT_TO=f"::127.0.0.1:{server.port}", DOWNLOAD_MAXSIZE=4_000_000)
        return _kept(server, records(folder), URL)


def wget(folder: Path) -> dict[str, Kept]:
    """``wget --warc-file`` for every answer, each URL in a process of its own: a cut one makes it stop."""
    found: list[Record] = []
    with RawServer(dict(ANSWERS)) as server:
        origin = f"http://127.0.0.1:{server.port}"
        for number, path in enumerate(path for path in ANSWERS if path not in FOLLOWED):
            method = {"/head": ["--method=HEAD"], "/post": ["--post-data=a=1"]}.get(path, [])
            options = ("--quiet", "--tries=1", "--timeout=1", "--output-document=/dev/null", "--no-warc-keep-log")
            name = folder / str(number)
            subprocess.run(["wget", *options, *method, f"--warc-file={name}", origin + path], check=False, cwd=folder)
            found += records_of(name.with_suffix(".warc.gz"))
        return _kept(server, found, origin)


def _kept(server: RawServer, found: list[Record], origin: str) -> dict[str, Kept]:
    kept = {}
    for path in ANSWERS:
        mine = [one for one in found if (one.url or "").strip("<>") == origin + path]
        requests = [one.block for one in mine if one.type == "request"]
        answers = [one for one in mine if one.type in ("response", "revisit")]
        block = answers[-1].block if answers else None
        beside = [one for one in found if one.type == "metadata" and answers and _belongs(one, answers[-1])]
        sent = server.answer(path)
        whole = b"".join(one.block for one in beside) + (block or b"")
        equal = whole == sent or (path in PARTLY and len(whole) > 100_000 and sent.startswith(whole))
        equal = equal or bool(answers and answers[-1].type == "revisit" and block and sent.startswith(block))
        said = bool(answers and answers[-1].get("WARC-Truncated")) if path in CUT else None
        kept[path] = Kept(requests == [one.request for one in server.requests(path)], block is not None and equal, said)
    return kept


def _belongs(beside: Record, answer: Record) -> bool:
    return beside.get("WARC-Refers-To") == answer.get("WARC-Record-ID")
