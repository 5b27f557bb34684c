"""The frozen values that cross the borders between rooms: captures, pages, extractions.

Flow: ``Capture`` (one record of a WARC) → ``Document`` (bytes and what is known of them) → ``Page``
(blocks in reading order, tables as grids) → ``Extraction`` (what the report says) → rows.

Instants are timezone-aware UTC; publication dates are plain dates in Asia/Shanghai. Numbers are
``int`` or, where the document prints a fraction, ``Decimal``: never a binary float.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Literal

Number = int | Decimal

# --- captures ---------------------------------------------------------------------------------

WarcType = Literal["response", "resource", "revisit"]
Truncation = Literal["length", "time", "disconnect", "unspecified"]
Outcome = Literal["complete", "short", "empty", "blocked", "failed"]
LinkKind = Literal["report", "attachment"]


@dataclass(frozen=True, slots=True)
class Location:
    """Where one WARC record lies: ``file`` relative to the archive's ``warc`` folder (or as given, for
    files indexed where they lie), ``offset`` and ``length`` of its gzip member in bytes."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal as its spider declares it; it travels in each ``warcinfo`` record."""

    name: str
    organ: str
    adcode: str
    seeds: tuple[str, ...]
    first_year: int
    expected_minimum: int
    family: str


@dataclass(frozen=True, slots=True)
class Crawl:
    """One run of one spider. ``portal`` is None for WARC files of other people's tools. ``connect_to`` is the setting
    CONNECT_TO as a ``warcinfo`` states it, None where connections went to the hosts that the URLs name."""

    crawl_id: str
    portal: Portal | None
    started: datetime
    software: str
    connect_to: str | None = None


@dataclass(frozen=True, slots=True)
class CrawlOutcome:
    """How a crawl ended; kept as the last metadata record of its WARC, so that the index rebuilds."""

    crawl_id: str
    outcome: Outcome
    finished: datetime
    pages: int
    reports: int
    years: tuple[int, ...]
    detail: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """How the crawler came to a page: the listing (``via``), the link's text, the year it named."""

    kind: LinkKind
    via: str | None
    anchor_text: str | None
    expected_year: int | None


@dataclass(frozen=True, slots=True)
class LateDiscovery:
    """What only a page itself showed: the capture with this record id, taken for a listing, is a report."""

    record_id: str
    discovery: Discovery


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, as the bytes crossed the wire.

    ``request`` and ``response`` start at the request line and the status line and hold every byte
    sent and received (interim 1xx answers included, chunked framing kept). ``response`` may be cut short,
    then ``truncated`` says why; it is empty where nothing arrived. ``protocols`` are the values of
    ``WARC-Protocol`` (``http/1.1``, ``tls/1.2``); ``facts`` what else is to be said of how it crossed, as names and
    values of a metadata record.
    """

    url: str
    started: datetime
    request: bytes
    response: bytes
    ip: str | None
    protocols: tuple[str, ...]
    truncated: Truncation | None
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """One fetch of one URL, read back from a WARC.

    ``body`` is the payload with transfer and content encodings undone; for a ``revisit`` it is the
    body of the record it refers to where that is at hand, else empty. ``status`` is None for a
    ``resource``. ``payload_digest`` is as the record states it (``sha1:BASE32`` or ``sha256:HEX``). ``whole`` is False
    where the server's answer was cut short, whatever cut it; of a ``revisit``, what it refers to tells.
    """

    location: Location
    record_id: str
    warc_type: WarcType
    url: str
    captured_at: datetime
    status: int | None
    declared_type: str | None
    payload_digest: str | None
    truncated: Truncation | None
    whole: bool
    refers_to: str | None
    crawl_id: str | None
    discovery: Discovery | None
    body: bytes


# --- documents and pages ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hints:
    """What the surroundings of a document say of it; weaker than anything the document prints."""

    portal_organ: str | None = None
    portal_adcode: str | None = None
    anchor_text: str | None = None
    expected_year: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes to be read. ``declared_type`` is the Content-Type header, or None for a bare file."""

    data: bytes
    url: str | None = None
    declared_type: str | None = None
    filename: str | None = None
    hints: Hints = Hints()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, where it starts. ``text`` keeps inner line breaks as ``\\n`` and NBSP as
    it stands; an empty cell has ``""``. Spans are at least 1 and clipped to the grid."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


Place = tuple[int, int, int, int]
"""Row, column, rowspan and colspan of a cell: spans are at least 1 and clipped to the grid."""


@dataclass(frozen=True, eq=False)
class Layout:
    """Where the cells of a table stand, whatever they print: ``places[i]`` is that of the i-th cell in printed order,
    ``rows[r][c]`` the index of the cell that covers a place, or None where the source has no cell.

    Layouts are compared by identity; the HTML tables of many reports share one (:mod:`archive.text.grids`).
    """

    places: tuple[Place, ...]
    rows: tuple[tuple[int | None, ...], ...]

    @cached_property
    def lines(self) -> tuple[tuple[int, int], ...]:
        """For each row, the half-open range of the cells that start in it."""
        counts = Counter([place[0] for place in self.places])
        ends = accumulate(counts[row] for row in range(len(self.rows)))
        return tuple(pairwise((0, *ends)))


@dataclass(frozen=True)
class Grid:
    """A table as a rectangle: ``texts[i]`` is what the i-th cell of its layout prints. ``page`` is the 1-based page of
    a paged document."""

    layout: Layout
    texts: tuple[str, ...]
    page: int | None = None

    @cached_property
    def rows(self) -> tuple[tuple[Cell | None, ...], ...]:
        """``rows[r][c]`` is the cell that covers that place (the same object for every place that a span covers), or
        None where the source has no cell."""
        cells = [Cell(text, *place) for text, place in zip(self.texts, self.layout.places, strict=True)]
        return tuple([tuple([None if i is None else cells[i] for i in row]) for row in self.layout.rows])


BlockKind = Literal["paragraph", "heading", "table", "image"]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a page in reading order.

    ``text`` of a paragraph or heading is one line (NBSP kept: in flattened text a line of NBSP is an
    empty cell); of a table, its cells joined by tab and newline; of an image, its alternative text.
    ``source`` says where it stood (CSS-like path, or page number) for the evidence.
    """

    kind: BlockKind
    text: str
    grid: Grid | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link inside the body: absolute URL where the document's own URL is known."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece of the page that is not the report, and the rule that cut it."""

    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Page:
    """A document as text: the body's blocks in order, and what stood around it.

    ``format`` is ``html``, ``text``, ``pdf``, ``docx``, ``xlsx``, ``ofd``, ``image``. ``titles`` are the
    candidates for the title in order of trust with where each was found (``h1``, ``meta ArticleTitle``,
    ``title``…). ``meta`` are the head's meta tags (name, content), ``breadcrumb`` the steps of the
    navigation path, ``metadata_block`` label/value pairs printed above or below the body (索引号,
    发布机构, 发文字号, 发布日期, 来源 …) with inner spaces of the labels removed, ``site_code`` the
    网站标识码 of the footer.
    """

    format: str
    charset: str | None
    titles: tuple[tuple[str, str], ...]
    meta: tuple[tuple[str, str], ...]
    breadcrumb: tuple[str, ...]
    metadata_block: tuple[tuple[str, str], ...]
    site_code: str | None
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    removed: tuple[Removed, ...]
    issues: tuple["Issue", ...] = ()


# --- extractions (design §6) ------------------------------------------------------------------

FigureStatus = Literal["printed", "blank", "solved", "ambiguous", "ocr"]
CheckOutcome = Literal["pass", "fail", "undetermined"]


@dataclass(frozen=True, slots=True)
class Region:
    province: str | None = None
    city: str | None = None
    county: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a field of the report has its value: ``source`` (title, stated period, metadata block, meta,
    breadcrumb, signature, anchor, portal) and the words found there."""

    field: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """Who reports on which year. ``form`` is ``C``, ``B``, ``A``, a local form's name, or ``narrative``."""

    report_year: int | None
    title: str | None
    organ: str | None
    adcode: str | None
    region: Region
    level: str | None
    form: str
    published_on: date | None
    index_number: str | None
    document_number: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the report: ``number`` as an int, ``canonical`` the form's name for it or None."""

    number: int | None
    canonical: str | None
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a form. ``value`` is None for ``blank`` and ``ambiguous``; ``raw`` is what the cell
    prints; ``candidates`` all possible values of an ambiguous cell, in ascending order; ``cell`` where it
    stood (``table 2 row 5 column 3``) or None where the place was solved."""

    key: str
    value: Number | None
    status: FigureStatus
    unit: str | None
    raw: str | None
    candidates: tuple[Number, ...] = ()
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One identity applied to one report. ``left`` and ``right`` are None where undetermined."""

    id: str
    expression: str
    left: Number | None
    right: Number | None
    outcome: CheckOutcome
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing not understood: ``stage`` (capture, decode, page, classify, identify, tables, solve,
    attachment), ``code`` a stable snake_case word, ``detail`` what and where in one line."""

    stage: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document says. ``report`` is None for a document that is no report (an issue
    ``not_a_report`` says why) or that cannot be read. ``text`` is the cleaned text, one line a block."""

    report: Report | None
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    checks: tuple[Check, ...]
    issues: tuple[Issue, ...]
    removed: tuple[Removed, ...]
    text: str
    attachments: tuple[Link, ...]
