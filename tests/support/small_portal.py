"""A small portal on loopback for one test: pages of our own writing, crawled by the real command."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from resource import RLIMIT_FSIZE, setrlimit
from typing import Any

from archive.model import Capture, CrawlOutcome
from archive.warc.reader import read_warc

ROOT = Path(__file__).resolve().parents[2]
HOST = "www.jia.gov.cn"
REPORT_TEXT = "本年度收到政府信息公开申请若干件，均按期答复；依申请公开办理情况如下，政府信息公开申请总数见表。" * 30


@dataclass(frozen=True)
class Reply:
    """What a path answers."""

    body: str | bytes = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    charset: str = "utf-8"

    def encoded(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else self.body.encode(self.charset)


Pages = Mapping[str, Reply | Callable[[Message], Reply]]


@dataclass
class SmallServer:
    """The server while it runs; ``asked`` are the request lines' method, host and path in order."""

    port: int
    asked: list[str]

    @property
    def paths(self) -> list[str]:
        """Paths asked for on the portal, robots.txt left out."""
        return [path for line in self.asked if not (path := line.split(" ", 2)[2]).endswith("/robots.txt")]


@contextmanager
def serve(pages: Pages) -> Iterator[SmallServer]:
    """Serve pages by path (a key ``POST /path`` answers a POST); everything else is a 404."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length).decode()
            path = f"{self.path}#{body}" if body else self.path
            asked.append(f"{self.command} {self.headers['Host']} {path}")
            key = self.path if self.command == "GET" else f"{self.command} {path}"
            found = pages.get(key, Reply("<html><body>404</body></html>", 404))
            reply = found if isinstance(found, Reply) else found(self.headers)
            data = reply.encoded()
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.headers.get("Content-Type", f"text/html; charset={reply.charset}"))
            for name, value in reply.headers.items():
                if name != "Content-Type":
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = _answer  # noqa: N815 (http.server's names)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (http.server's name)
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield SmallServer(server.server_address[1], asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def page(*links: tuple[str, str], title: str = "政府信息公开年报", extra: str = "") -> Reply:
    """A listing: links as (URL, text) in a list."""
    items = "".join(f'<li><a href="{url}">{text}</a></li>' for url, text in links)
    return Reply(f"<html><head><title>{title}</title></head><body><ul>{items}</ul>{extra}</body></html>")


def report(title: str, *, extra: str = "") -> Reply:
    """A report page."""
    head = f"<html><head><title>{title}</title></head>"
    return Reply(f"{head}<body><h1>{title}</h1><p>{REPORT_TEXT}</p>{extra}</body></html>")


SPIDER = """\
from crawler.families.{module} import {base}


class JiaSpider({base}):
    name = "jia"
    organ = "甲县人民政府"
    adcode = "110105"
    seeds = ({seeds})
    first_year = {first_year}
    expected_minimum = {minimum}
"""


def write_spider(
    folder: Path,
    family: tuple[str, str],
    seeds: tuple[str, ...],
    *,
    first_year: int = 2020,
    minimum: int = 1,
    text: str | None = None,
) -> None:
    """A package ``portals_of_test`` with the spider ``jia`` of a family (module, class)."""
    package = folder / "portals_of_test"
    package.mkdir(parents=True, exist_ok=True)
    (package / "__init__.py").touch()
    quoted = "".join(f'"{seed}", ' for seed in seeds)
    source = text or SPIDER.format(
        module=family[0], base=family[1], seeds=quoted, first_year=first_year, minimum=minimum
    )
    (package / "jia.py").write_text(source, encoding="utf-8")


@dataclass(frozen=True)
class Crawled:
    """A finished ``scrapy crawl``."""

    status: int
    log: str
    archive: Path

    def records(self) -> list[object]:
        """Everything that the archive's reader finds, in order."""
        root = self.archive / "warc"
        return [item for path in sorted(root.rglob("*.warc.gz")) for item in read_warc(path, root)]

    @property
    def outcome(self) -> CrawlOutcome:
        """The last outcome in the archive."""
        return [item for item in self.records() if isinstance(item, CrawlOutcome)][-1]

    @property
    def captures(self) -> list[Capture]:
        return [item for item in self.records() if isinstance(item, Capture)]


def scrapy(
    folder: Path,
    *arguments: str,
    port: int | None = None,
    project: str = "demo",
    file_limit: int | None = None,
    **settings: Any,
) -> subprocess.CompletedProcess[str]:
    """Run the real ``scrapy`` on the spiders of ``folder``, with a project's settings and these on top. ``file_limit``
    is how many bytes a file may grow to, as on a disk that is full then."""
    return subprocess.run(
        command_line(folder, *arguments, port=port, **settings),
        cwd=ROOT,
        env=_environment(folder, project),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=None if file_limit is None else lambda: setrlimit(RLIMIT_FSIZE, (file_limit, file_limit)),
    )


def start_scrapy(
    folder: Path, *arguments: str, port: int, project: str = "demo", **settings: Any
) -> subprocess.Popen[str]:
    """The same, for a test that watches what it says on stderr, or stops it."""
    return subprocess.Popen(
        command_line(folder, *arguments, port=port, **settings),
        cwd=ROOT,
        env=_environment(folder, project),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def command_line(folder: Path, *arguments: str, port: int | None, **settings: Any) -> list[str]:
    """The command with its settings."""
    chosen: dict[str, object] = {"ARCHIVE_DIR": folder / "data", "INDEX_AFTER_CRAWL": "0", "RETRY_TIMES": 0, **settings}
    if port is not None:
        chosen["CONNECT_TO"] = f"::127.0.0.1:{port}"
    if (folder / "portals_of_test").is_dir():
        chosen.setdefault("SPIDER_MODULES", "portals_of_test")
    options = [part for key, value in chosen.items() for part in ("-s", f"{key}={value}")]
    return [sys.executable, "-m", "scrapy", *arguments, *options]


def _environment(folder: Path, project: str) -> dict[str, str]:
    path = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, "SCRAPY_PROJECT": project, "PYTHONPATH": path}


def crawl(
    folder: Path,
    pages: Pages,
    family: tuple[str, str],
    seeds: tuple[str, ...],
    *arguments: str,
    first_year: int = 2020,
    minimum: int = 1,
    **settings: Any,
) -> tuple[Crawled, SmallServer]:
    """Serve the pages, crawl them as the portal ``jia``."""
    write_spider(folder, family, seeds, first_year=first_year, minimum=minimum)
    with serve(pages) as server:
        done = scrapy(folder, "crawl", "jia", *arguments, port=server.port, **settings)
    return Crawled(done.returncode, done.stderr, folder / "data"), server
