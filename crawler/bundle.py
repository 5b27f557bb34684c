"""A portal's last crawl as one file that replays: ``scrapy portals NAME --bundle FILE.wacz``.

For mending a portal where it cannot be reached: listings, robots.txt, redirects and refusals of the crawl, those of its
survey, its outcome and its settings. Of reports and attachments it holds the requests and how they were found; what was
answered only on request, since that is nearly all of the size. Records are copied as they lie, byte for byte.
"""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.model import Crawl, Portal
from archive.warc.fields import parse_crawl, parse_discovery
from archive.warc.httpblock import parse_message
from archive.warc.members import Member, regions, scan
from archive.warc.paths import OPEN_SUFFIX
from archive.warc.record import WARC_FIELDS, WarcRecord, strip_brackets
from archive.warc.source import opened
from crawler.domains import registered_domain
from crawler.errors import CrawlerError, PortalDeclarationError
from crawler.families.listing import ListingSpider
from crawler.platforms import FAMILIES
from crawler.stored import replay_files

_ANSWERS = frozenset({"response", "revisit", "resource"})


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was packed: captures, and answers that were left out; ``size`` in bytes."""

    path: Path
    captures: int
    left_out: int
    size: int


@dataclass(frozen=True, slots=True)
class _Record:
    """A record by its place, and what relates it to others. ``about`` is the answer that it belongs to, its own id for
    an answer; ``original`` what a revisit refers to; ``referer`` the page that led to a request; ``refusal`` says of an
    answer that it is no page."""

    file: Path
    offset: int
    length: int
    type: str
    id: str
    url: str
    info: str
    about: str
    original: str = ""
    referer: str = ""
    is_discovery: bool = False
    refusal: bool = False


@dataclass(slots=True)
class _Folder:
    """What lies in the folder of a portal or a survey: all records, and the crawls by their ``warcinfo`` records."""

    records: list[_Record] = field(default_factory=list)
    crawls: dict[str, Crawl] = field(default_factory=dict)

    def last_crawl(self) -> list[_Record]:
        """The records of the crawl that began last."""
        last = max(self.crawls.values(), key=lambda crawl: crawl.started).crawl_id
        infos = {info for info, crawl in self.crawls.items() if crawl.crawl_id == last}
        return [record for record in self.records if record.info in infos]


def write_bundle(name: str, archive: Path, target: Path, *, with_reports: bool = False) -> Bundle:
    """Pack the last crawl of a portal, and the last survey of its domain; ``archive`` is ``ARCHIVE_DIR``.

    Raises:
        CrawlerError: where there is no crawl to pack, or ``target`` is no name of a WACZ.
        WarcError: for a file that cannot be read or written.
    """
    from archive.cli.wacz import describe
    from archive.warc.wacz import write_wacz

    if target.suffix != ".wacz":
        raise CrawlerError(f"--bundle {target}: the name of the file to write ends in .wacz")
    root = archive / "warc"
    portal = _read_folder(root / name)
    if not portal.crawls:
        raise CrawlerError(f"{name}: there is no crawl of it in {root / name}; scrapy crawl {name} makes one")
    crawl = portal.last_crawl()
    left_out = frozenset() if with_reports else frozenset(_reports(crawl))
    chosen = [*_with_originals([record for record in crawl if record.id not in left_out], portal.records)]
    domains = {registered_domain(record.url) for record in crawl if record.type == "request"}
    for folder in sorted(root.glob("survey-*")):
        survey = _read_folder(folder)
        if survey.crawls and domains & {registered_domain(r.url) for r in survey.records if r.type == "request"}:
            chosen += _with_originals(survey.last_crawl(), survey.records)
    with tempfile.TemporaryDirectory(prefix="bundle-") as temporary:
        files = _copy(chosen, Path(temporary))
        package = write_wacz(target, files, Path(temporary), describe, title=f"{name}: a crawl to be looked at")
    return Bundle(target, package.captures, len(left_out), package.size)


def declared_in(path: Path, name: str) -> Portal | None:
    """The declaration of a portal as the files of a replay carry it; the latest of several."""
    found: Portal | None = None
    for file in replay_files(path):
        with opened(file) as source:
            for start, end in regions(file, source):
                first = next(scan(source, start, end), None)
                if isinstance(first, Member) and first.record.type == "warcinfo":
                    portal = _crawl(first.record).portal
                    found = portal if portal is not None and portal.name == name else found
    return found


def spider_of(portal: Portal) -> type[ListingSpider]:
    """The spider of a declaration that no file of ours makes.

    Raises:
        PortalDeclarationError: for a declaration that cannot be, a family that nobody knows included.
    """
    families: tuple[type[ListingSpider], ...] = (*FAMILIES, ListingSpider)
    family = next((one for one in families if one.family == portal.family), None)
    if family is None:
        raise PortalDeclarationError(f"{portal.name}: there is no platform family {portal.family!r}")
    fields = ("name", "organ", "adcode", "seeds", "first_year", "expected_minimum")
    return type("BundledSpider", (family,), {key: getattr(portal, key) for key in fields})


def _read_folder(folder: Path) -> _Folder:
    found = _Folder()
    for file in sorted([*folder.glob("*.warc.gz"), *folder.glob(f"*.warc.gz{OPEN_SUFFIX}")]):
        with opened(file) as source:
            for item in scan(source, 0, source.size):
                if isinstance(item, Member) and item.flaw is None:
                    found.records.append(_record(file, item))
                    if item.record.type == "warcinfo":
                        found.crawls[item.record.id] = _crawl(item.record)
    return found


def _record(file: Path, member: Member) -> _Record:
    record = member.record
    beside, refers_to = (strip_brackets(record.get(f"WARC-{name}-To") or "") for name in ("Concurrent", "Refers"))
    is_info, is_answer = record.type == "warcinfo", record.type in _ANSWERS
    is_fields = record.type == "metadata" and record.content_type.startswith(WARC_FIELDS)
    status = parse_message(record.block).status if record.content_type.startswith("application/http") else None
    return _Record(
        file,
        member.offset,
        member.length,
        record.type,
        record.id,
        record.target_uri or "",
        info=record.id if is_info else strip_brackets(record.get("WARC-Warcinfo-ID") or ""),
        about=record.id if is_answer else beside or refers_to,
        original=refers_to if record.type == "revisit" else "",
        referer=parse_message(record.block).text_header(b"Referer") or "" if record.type == "request" else "",
        is_discovery=is_fields and parse_discovery(record.block) is not None,
        refusal=is_answer and status not in (200, None),
    )


def _crawl(record: WarcRecord) -> Crawl:
    return parse_crawl(record.block, record.id, record.get("WARC-Date") or "")


def _reports(crawl: Iterable[_Record]) -> Iterator[str]:
    """The ids of answers that are reports and attachments: found as such, no refusal, and not what another listing was
    found on."""
    records = list(crawl)
    found_as_such = {record.about for record in records if record.is_discovery}
    urls = {record.url for record in records if record.type in _ANSWERS and record.id in found_as_such}
    leads = {r.referer for r in records if r.type == "request" and r.about not in found_as_such and r.url not in urls}
    return (r.id for r in records if r.type in _ANSWERS and r.url in urls - leads and not r.refusal)


def _with_originals(chosen: list[_Record], folder: Iterable[_Record]) -> Iterator[_Record]:
    """The records, those that revisits among them refer to with their requests, and the ``warcinfo`` of each."""
    records = list(folder)
    originals = {record.original for record in chosen if record.original} - {record.id for record in chosen}
    groups = [record for record in records if record.about in originals]
    infos = {record.info for record in (*chosen, *groups)}
    wanted = {record.id for record in (*chosen, *groups)} | infos
    return (record for record in records if record.id in wanted)


def _copy(chosen: Iterable[_Record], folder: Path) -> list[Path]:
    """Write the members of each file that were chosen into a file of the same name."""
    by_file: dict[Path, list[_Record]] = {}
    for record in chosen:
        by_file.setdefault(record.file, []).append(record)
    written = []
    for file, records in sorted(by_file.items()):
        target = folder / file.name.removesuffix(OPEN_SUFFIX)
        with opened(file) as source, target.open("wb") as out:
            out.writelines(source.read(one.offset, one.offset + one.length) for one in records)
        written.append(target)
    return written
