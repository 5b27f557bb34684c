"""Real crawls of small spiders in processes of their own, and their WARC files read by somebody else's reader."""

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ask:
    """One request of a test's spider, under a name. ``timeout`` is in seconds; with an ``anchor`` it carries a
    discovery; ``render`` has it opened as a list in the browser, where there is one."""

    name: str
    url: str
    method: str = "GET"
    body: str = ""
    timeout: float = 60.0
    anchor: str = ""
    render: bool = False


@dataclass(frozen=True)
class Got:
    """What the spider saw: a status, a body (of a long one its SHA-256) and the header ``X-Serial``, or the class name
    of the error."""

    name: str
    status: int | None
    url: str
    flags: tuple[str, ...]
    body: bytes
    error: str | None
    serial: str | None = None


@dataclass(frozen=True)
class Crawled:
    """A finished crawl: its archive folder, what the spider saw by name, its log, and the status of ``waitpid``."""

    archive: Path
    got: dict[str, Got]
    log: str
    status: int


@dataclass(frozen=True)
class Record:
    """A WARC record as warcio sees it, its block untouched."""

    type: str
    headers: dict[str, list[str]]
    block: bytes

    def get(self, name: str) -> str | None:
        """The first value of a field."""
        return self.headers.get(name.lower(), [None])[0]

    @property
    def url(self) -> str | None:
        """The target URI."""
        return self.get("WARC-Target-URI")


def crawl(
    folder: Path,
    asks: Sequence[Ask],
    *,
    spider: str = "AskerSpider",
    file_limit: int | None = None,
    kill_when: Callable[[], bool] | None = None,
    **settings: object,
) -> Crawled:
    """Run a spider class of ``wire_spiders.py`` over ``asks``, with settings/base.py and these settings on top.

    No file of the process can grow beyond ``file_limit`` bytes: what a full disk looks like to it. Once
    ``kill_when`` says so the process is killed with SIGKILL, if it still runs."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "asks.json").write_text(json.dumps([vars(ask) for ask in asks]), encoding="utf-8")
    (folder / "got.jsonl").unlink(missing_ok=True)
    chosen = {
        "ARCHIVE_DIR": str(folder),
        "ROBOTSTXT_OBEY": False,
        "RETRY_ENABLED": False,
        "AUTOTHROTTLE_ENABLED": False,
        "DOWNLOAD_DELAY": 0,
        "LOG_LEVEL": "INFO",
        **settings,
    }
    path = folder / "settings.json"
    path.write_text(json.dumps({"spider": spider, "file_limit": file_limit, "settings": chosen}), encoding="utf-8")
    status = _run(path, kill_when)
    return Crawled(folder, dict(_got(folder / "got.jsonl")), (folder / "log.txt").read_text(encoding="utf-8"), status)


@cache
def _server() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.support.run_spider"]
    server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def stop() -> None:
        server.communicate()

    atexit.register(stop)
    return server


def _run(path: Path, kill_when: Callable[[], bool] | None) -> int:
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(f"{path}\n")
    server.stdin.flush()
    child = int(server.stdout.readline())
    ended = threading.Event()
    killer = threading.Thread(target=_kill, args=(child, ended, kill_when or (lambda: False)))
    killer.start()
    status = int(server.stdout.readline())
    ended.set()
    killer.join()
    return status


def _kill(child: int, ended: threading.Event, kill_when: Callable[[], bool]) -> None:
    """A crawl that hangs is killed too, and so fails its test instead of the whole run. On a busy machine a crawl may
    end between the moment that says so and its kill."""
    latest = time.monotonic() + 60
    while not ended.wait(0.001):
        if kill_when() or time.monotonic() > latest:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            return


def _got(path: Path) -> Iterator[tuple[str, Got]]:
    """A killed spider may leave its last note half written: what it did not finish noting it did not note."""
    for line in path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else ():
        values = json.loads(line)
        values["body"] = bytes.fromhex(values["body"])
        values["flags"] = tuple(values["flags"])
        yield values["name"], Got(**values)


def records(archive: Path) -> list[Record]:
    """All records of all WARC files of an archive, those still open included, with their blocks as they stand."""
    return [record for path in sorted(archive.rglob("*.warc.gz*")) for record in records_of(path)]


def records_of(path: Path) -> Iterator[Record]:
    """The records of one WARC file, as warcio reads them."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file, no_record_parse=True):
            headers: dict[str, list[str]] = {}
            for name, value in record.rec_headers.headers:
                headers.setdefault(name.lower(), []).append(value)
            yield Record(record.rec_type, headers, record.raw_stream.read())
