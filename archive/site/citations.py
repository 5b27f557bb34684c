"""How to cite a report, one of its numbers, or a capture: one place for the lines that people copy, the files that
reference managers read (BibTeX, RIS) and what browsers' plugins find on the page (Highwire tags, COinS)."""

import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from archive.errors import WarcError
from archive.site.web import Ask, Page
from archive.verify.heads import head_text
from archive.verify.stamping import Stamp, check_stamps
from archive.warc.manifest import Head, chain_head, line_hash, read_lines

_SECONDS = 60.0  # the chain is read from the disk at most once in so many
_seen: dict[Path, tuple[float, "Evidence"]] = {}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The head of the archive's chain, and the newest stamp of a head of it, which may be that of an earlier line; None
    where there is none."""

    head: Head | None
    stamp: Stamp | None

    @property
    def words(self) -> str:
        if self.head is None:
            return ""
        stamped = ""
        if self.stamp is not None:
            line = int(Path(self.stamp.file).name.partition(".")[0])
            stamped = f"; line {line} stamped {self.stamp.time:%Y-%m-%d} by {self.stamp.authority}"
        return f"{head_text(self.head).strip()}{stamped}"


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited: ``title`` by ``author``, published ``on`` that day at ``url``, captured ``at`` that instant;
    ``part`` names one number of it; ``page`` is its address on this site, ``query`` what of it names a version."""

    key: str
    title: str
    author: str
    url: str
    on: str | None
    at: str
    capture: str
    page: str
    evidence: Evidence
    part: str = ""
    query: str = ""

    @property
    def chinese(self) -> str:
        """GB/T 7714—2015, an electronic source with its day of publication, day of access and address."""
        day = f"({self.on})" if self.on else ""
        part = f"：{self.part}" if self.part else ""
        kept = f"存档：{self.page}，捕获 {self.capture}"
        proof = f"，{self.evidence.words}" if self.evidence.words else ""
        return f"{self.author}. {self.title}{part}[EB/OL]. {day}[{self.at[:10]}]. {self.url}. {kept}{proof}."

    @property
    def english(self) -> str:
        day = f"({self.on})" if self.on else "(n.d.)"
        part = f" [{self.part}]" if self.part else ""
        proof = f". {self.evidence.words}" if self.evidence.words else ""
        return (
            f"{self.author} {day}. {self.title}{part}. Captured {self.at} from {self.url}. nianbao: {self.page}, "
            f"capture {self.capture}{proof}."
        )

    @property
    def bibtex(self) -> str:
        fields = {
            "author": f"{{{_tex(self.author)}}}",
            "title": _tex(f"{self.title}{f' [{self.part}]' if self.part else ''}"),
            "year": (self.on or self.at)[:4],
            "date": self.on or "",
            "url": self.url,
            "urldate": self.at[:10],
            "note": _tex(
                "; ".join(filter(None, (f"Archived: {self.page}, capture {self.capture}", self.evidence.words)))
            ),
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        return "\n".join([f"@online{{{self.key},", *lines, "}"]) + "\n"

    @property
    def ris(self) -> str:
        fields = (
            ("TY", "ELEC"),
            ("AU", self.author),
            ("TI", f"{self.title}{f' [{self.part}]' if self.part else ''}"),
            ("PY", (self.on or self.at)[:4]),
            ("DA", (self.on or "").replace("-", "/")),
            ("Y2", self.at[:10].replace("-", "/")),
            ("UR", self.url),
            ("L2", self.page),
            ("N1", "; ".join(filter(None, (f"capture {self.capture}", self.evidence.words)))),
            ("ER", ""),
        )
        return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value or tag == "ER")

    @property
    def coins(self) -> str:
        """The query of an OpenURL, for the title of an empty span."""
        return urlencode(
            {
                "ctx_ver": "Z39.88-2004",
                "rft_val_fmt": "info:ofi/fmt:kev:mtx:dc",
                "rft.type": "report",
                "rft.title": self.title,
                "rft.creator": self.author,
                "rft.date": self.on or self.at[:10],
                "rft.identifier": self.url,
                "rft.source": self.page,
            }
        )

    @property
    def tags(self) -> tuple[tuple[str, str], ...]:
        """Names and contents of meta elements."""
        found = (
            ("citation_title", self.title),
            ("citation_author", self.author),
            ("citation_publication_date", (self.on or "").replace("-", "/")),
            ("citation_online_date", self.at[:10].replace("-", "/")),
            ("citation_public_url", self.url),
            ("citation_technical_report_institution", self.author),
            ("DC.title", self.title),
            ("DC.creator", self.author),
            ("DC.date", self.on or self.at[:10]),
            ("DC.identifier", self.url),
        )
        return tuple(pair for pair in found if pair[1])


def as_file(cited: Callable[[sqlite3.Connection, Ask], Cited]) -> Page:
    """The page that gives a citation in the style its address ends with."""

    def page(connection: sqlite3.Connection, ask: Ask) -> Response:
        found = cited(connection, ask)
        if ask.path["style"] == "ris":
            text, kind = found.ris, "application/x-research-info-systems"
        else:
            text, kind = found.bibtex, "application/x-bibtex"
        headers = {"Content-Disposition": f'attachment; filename="{found.key}.{ask.path["style"]}"'}
        return Response(text, content_type=f"{kind}; charset=utf-8", headers=headers)

    return page


def _tex(value: str) -> str:
    """A text as TeX prints it; addresses are taken as they are."""
    return re.sub(r"([%&#_$])", r"\\\1", re.sub(r"[\\{}]", "", value))


def cite_report(ask: Ask, report: sqlite3.Row, capture: sqlite3.Row, *, part: str = "", path: str = "") -> Cited:
    """A report as the capture shows it; ``part`` a number in words, with the ``path`` of its page."""
    name = report["report_id"]
    version = ask.one("version")
    query = f"?{urlencode({'version': version})}" if version else ""
    return Cited(
        f"nianbao-{name}{path.replace('/', '-')}",
        report["title"] or name,
        report["organ"] or report["url"],
        capture["url"],
        report["published_on"],
        capture["captured_at"],
        capture["capture_id"],
        f"{ask.origin}/report/{name}{path}{query}",
        evidence_of(ask.context.root),
        part,
        query,
    )


def cite_capture(ask: Ask, capture: sqlite3.Row, report: sqlite3.Row | None) -> Cited:
    """A capture, under the title of the report that was read from it where one was."""
    name = capture["capture_id"]
    return Cited(
        f"nianbao-{name}",
        (report["title"] if report is not None else None) or capture["url"],
        (report["organ"] if report is not None else None) or capture["url"].split("/")[2],
        capture["url"],
        report["published_on"] if report is not None else None,
        capture["captured_at"],
        name,
        f"{ask.origin}/capture/{name}",
        evidence_of(ask.context.root),
    )


def evidence_of(root: Path) -> Evidence:
    """Of an archive whose chain cannot be read, none: verify says why."""
    now = monotonic()
    at, found = _seen.get(root, (0.0, None))
    if found is None or now - at > _SECONDS:
        found = _evidence(root)
        _seen[root] = now, found
    return found


def _evidence(root: Path) -> Evidence:
    try:
        head = chain_head(root) if root.is_dir() else None
        hashes = [line_hash(line) for line in read_lines(root)] if head and (root / "stamps").is_dir() else []
        stamps = [one for one in check_stamps(root, hashes, None) if isinstance(one, Stamp)] if hashes else []
    except WarcError:
        return Evidence(None, None)
    return Evidence(head, max(stamps, key=lambda one: one.time, default=None))
