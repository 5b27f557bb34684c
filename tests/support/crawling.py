"""Real crawls of small spiders in processes of their own, and their WARC files read by somebody else's reader."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ask:
    """One request of the ``asker`` spider, under a name for the tests."""

    name: str
    url: str
    method: str = "GET"
    body: str = ""
    timeout: float = 60.0


@dataclass(frozen=True)
class Got:
    """What the spider saw: a status and a body, or the class name of the error."""

    name: str
    status: int | None
    url: str
    flags: tuple[str, ...]
    body: bytes
    error: str | None


@dataclass(frozen=True)
class Crawled:
    """A finished crawl: its archive folder, what the spider saw by name, log and exit status."""

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
        return self.headers.get(name.lower(), [None])[0]

    @property
    def url(self) -> str | None:
        return self.get("WARC-Target-URI")


def crawl(
    folder: Path, asks: Sequence[Ask], *, spider: str = "AskerSpider", timeout: float = 60, **settings: object
) -> Crawled:
    """Run a spider class of ``wire_spiders.py`` over ``asks``, with settings/base.py and these settings on top."""
    command = start_command(folder, asks, spider=spider, **settings)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False)
    return Crawled(folder, dict(_got(folder / "got.jsonl")), done.stderr, done.returncode)


def start_command(folder: Path, asks: Sequence[Ask], *, spider: str = "AskerSpider", **settings: object) -> list[str]:
    """The command line of such a crawl."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "asks.json").write_text(json.dumps([vars(ask) for ask in asks]), encoding="utf-8")
    (folder / "got.jsonl").unlink(missing_ok=True)
    chosen = {
        "ARCHIVE_DIR": folder,
        "ROBOTSTXT_OBEY": False,
        "RETRY_ENABLED": False,
        "AUTOTHROTTLE_ENABLED": False,
        "DOWNLOAD_DELAY": 0,
        "LOG_LEVEL": "INFO",
        **settings,
    }
    path = folder / "settings.json"
    path.write_text(
        json.dumps({key: str(value) if isinstance(value, Path) else value for key, value in chosen.items()})
    )
    return [sys.executable, "-m", "tests.support.run_spider", spider, str(path)]


def _got(path: Path) -> Iterator[tuple[str, Got]]:
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        values = json.loads(line)
        values["body"] = bytes.fromhex(values["body"])
        values["flags"] = tuple(values["flags"])
        yield values["name"], Got(**values)


def records(archive: Path) -> list[Record]:
    """All records of all finished WARC files of an archive, in order, with their blocks as they stand."""
    return [record for path in sorted(archive.rglob("*.warc.gz")) for record in records_of(path)]


def records_of(path: Path) -> Iterator[Record]:
    """The records of one WARC file, as warcio reads them."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file, no_record_parse=True):
            headers: dict[str, list[str]] = {}
            for name, value in record.rec_headers.headers:
                headers.setdefault(name.lower(), []).append(value)
            yield Record(record.rec_type, headers, record.raw_stream.read())
