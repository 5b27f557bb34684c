"""A replica put to ``scrapy discover``, to the crawl that it proposes, and to ``wget -r``: who found what.

The commands run as users run them, in a copy of the project, so that a proposal litters nothing.
"""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator

from tests.support.replicas.model import Replica, ReplicaReport, Request, key_of
from tests.support.replicas.server import Logged, Serving, serve

ROOT = Path(__file__).resolve().parents[3]
_COPIED = ("archive", "crawler", "settings", "spiders")
_PROMISE = re.compile(r"^reports?:\s*(\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Found:
    """What a crawl or wget got of a replica: reports answered whole, those it lacks, URLs taken for reports that are
    none (or are of another year), and its requests, those for neither list, attachment nor robots.txt apart."""

    reports: int
    missing: tuple[ReplicaReport, ...]
    false: tuple[str, ...]
    requests: int
    beyond: int


@dataclass(frozen=True, slots=True)
class Trial:
    """One replica's trial. ``promised`` by discover, None where it proposed nothing; ``spider`` the name it gave;
    ``outcome`` of the unedited crawl and its ``detail``; ``says`` what discover and crawl printed."""

    promised: int | None
    spider: str | None
    asked: int
    crawl: Found
    outcome: str
    detail: str
    says: str


@dataclass(frozen=True, slots=True)
class Project:
    """A copy of the project in ``folder``, its archive inside; ``settings`` are added to each command."""

    folder: Path
    settings: tuple[str, ...]

    @property
    def data(self) -> Path:
        """The archive's folder."""
        return self.folder / "data"

    def scrapy(self, *arguments: str, timeout: float = 900) -> subprocess.CompletedProcess[str]:
        """One command of the project."""
        options = (f"ARCHIVE_DIR={self.data}", *self.settings)
        command = [sys.executable, "-m", "scrapy", *arguments]
        for option in options:
            command += ["-s", option]
        environment = {**os.environ, "SCRAPY_PROJECT": "demo"}
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=timeout, check=False
        )

    def spiders(self) -> dict[str, Path]:
        """Spider files by their path below ``spiders/``."""
        base = self.folder / "spiders"
        return {str(path.relative_to(base)): path for path in base.rglob("*.py")}


@contextmanager
def project(*settings: str) -> Iterator[Project]:
    """A copy of the project for as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="replica-") as name:
        for part in _COPIED:
            shutil.copytree(ROOT / part, Path(name) / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "scrapy.cfg", name)
        yield Project(Path(name), settings)


def try_out(replica: Replica, *settings: str) -> Trial:
    """Discover from the home page, then crawl with the file as it was written. Where a hostile portal lets discover
    find nothing, a declaration by hand is crawled: its outcome has to be true all the same."""
    with serve([replica]) as serving, project(f"CONNECT_TO={serving.connect_to}", *settings) as copy:
        before = set(copy.spiders())
        survey = copy.scrapy("discover", replica.home, "--write")
        asked = len(serving.log)
        written = sorted(set(copy.spiders()) - before)
        promise = _PROMISE.search(survey.stdout)
        promised = int(promise[1]) if promise and written else None
        says = survey.stdout + survey.stderr
        if written:
            return crawl(copy, replica, serving, Path(written[0]).stem, promised, says)
        if replica.hostile:
            return crawl(copy, replica, serving, declare(copy, replica), None, says)
        return Trial(None, None, asked, found_of(replica, (), set(), ()), "none", last_line(says), says)


_DECLARED = '''"""A portal declared by hand: discover was not let in."""

from crawler.families.trs import TrsSpider


class ReplicaSpider(TrsSpider):
    name = "{name}"
    organ = "{organ}"
    adcode = "{adcode}"
    seeds = ({seeds},)
    first_year = {first}
    expected_minimum = 1
'''


def declare(copy: Project, replica: Replica) -> str:
    """Write a declaration as a person would who knows the portal (as README shows it); gives its name."""
    path = copy.folder / "spiders" / "replicas" / f"{replica.name}.py"
    path.parent.mkdir()
    first = min((report.year for report in replica.reports), default=2020)
    seeds = ", ".join(f'"{url}"' for url in replica.columns)
    fields = {"name": replica.name, "organ": replica.organ, "adcode": replica.adcode, "seeds": seeds, "first": first}
    path.write_text(_DECLARED.format(**fields))
    (path.parent / "__init__.py").touch()
    return replica.name


def crawl(
    copy: Project, replica: Replica, serving: Serving, name: str, promised: int | None = None, says: str = ""
) -> Trial:
    """Crawl a declared portal and count."""
    asked = len(serving.log)
    ran = copy.scrapy("crawl", name)
    log = serving.log[asked:]
    whole = whole_in_warcs(copy.data / "warc" / name, replica)
    outcome, detail = outcome_of(copy, name)
    found = found_of(replica, log, whole, false_reports(copy.data / "archive.db", replica))
    return Trial(promised, name, asked, found, outcome, detail, says + ran.stdout + ran.stderr)


def last_line(text: str) -> str:
    """The last line that is not empty."""
    return next((line for line in reversed(text.splitlines()) if line.strip()), "")


def outcome_of(copy: Project, name: str) -> tuple[str, str]:
    """The outcome of the last crawl and its detail, as ``scrapy portals`` has them."""
    shown = copy.scrapy("portals", name, "--json")
    try:
        row = json.loads(shown.stdout)[0]
    except (ValueError, IndexError, KeyError):
        return "failed", last_line(shown.stdout + shown.stderr)
    return str(row["outcome"]), str(row["detail"] or "")


def genuine(replica: Replica) -> dict[str, int]:
    """The report year by ``key_of`` for each URL and file of a report."""
    return {key_of(url): report.year for report in replica.reports for url in (*report.urls, *report.files)}


def found_of(replica: Replica, log: Sequence[Logged], whole: set[str], false: Sequence[str]) -> Found:
    """Count what was got."""
    missing = tuple(report for report in replica.reports if not has(report, whole))
    parts = [url for report in replica.reports for url in report.parts]
    spared = {key_of(url) for url in (*replica.lists, *replica.files, *parts)}
    beyond = [one for one in log if one.key not in spared and urlsplit(one.url).path != "/robots.txt"]
    return Found(len(replica.reports) - len(missing), missing, tuple(false), len(log), len(beyond))


def has(report: ReplicaReport, whole: set[str]) -> bool:
    """Whether a report was got: one of its files where files hold it, else one of its pages, and every further part."""
    first = any(key_of(url) in whole for url in (report.files or report.urls))
    return first and all(key_of(url) in whole for url in report.parts)


def whole_in_warcs(folder: Path, replica: Replica) -> set[str]:
    """What WARC files hold as a whole 200, or as a revisit of the same bytes."""
    found = set()
    for path in sorted(folder.rglob("*.warc.gz")):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                headers = record.rec_headers
                if record.rec_type not in ("response", "revisit") or not record.http_headers:
                    continue
                cut = headers.get_header("WARC-Truncated") if record.rec_type == "response" else None
                if record.http_headers.get_statuscode() in ("200", "304") and cut is None:
                    found.add(alias_of(replica, headers.get_header("WARC-Target-URI")))
    return found


def alias_of(replica: Replica, url: str) -> str:
    """What a GET of a URL asks for."""
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return replica.alias(Request("GET", parts.scheme, parts.netloc.lower(), path))


def false_reports(index: Path, replica: Replica) -> tuple[str, ...]:
    """URLs that the index holds as reports and that are none, or are of another year."""
    if not index.exists():
        return ()
    known = genuine(replica)
    query = (
        "SELECT DISTINCT c.url, v.report_year FROM readings r JOIN captures c USING (capture_id) "
        "JOIN report_versions v USING (version_id) ORDER BY c.url"
    )
    with closing(sqlite3.connect(f"{index.as_uri()}?mode=ro", uri=True)) as connection:
        rows = connection.execute(query).fetchall()
    return tuple(url for url, year in rows if known.get(alias_of(replica, url)) != year)


def wget(replica: Replica) -> Found:
    """``wget -r`` from the home page over the hosts of its registered domains, five links deep as it is by itself."""
    with serve([replica]) as serving, tempfile.TemporaryDirectory(prefix="wget-") as folder:
        command = [
            *("wget", "--quiet", "--recursive", "--span-hosts", f"--domains={','.join(replica.domains)}"),
            *("--tries=1", "--timeout=5", "--no-check-certificate", "--delete-after", f"--directory-prefix={folder}"),
            replica.home,
        ]
        environment = {**os.environ, "http_proxy": serving.proxy, "https_proxy": serving.proxy, "no_proxy": ""}
        subprocess.run(command, env=environment, cwd=folder, capture_output=True, timeout=900, check=False)
        return found_of(replica, serving.log, serving.whole(), ())
