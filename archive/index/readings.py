"""What extraction made of a capture: a version of a report, or the reason why not.

Rows go by SQL: a report brings some ten, and ``insert`` of sqlite-utils 4 takes 80 µs a row, where this takes 6 (2026).
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from archive.index.compact import CheckSet, FigureSet, Layout, pack_checks, pack_figures
from archive.index.declared import declared_layouts
from archive.index.ids import digest, organ_id, report_id, version_id
from archive.index.ingest import store_issue
from archive.index.packing import pack
from archive.index.searchqueue import SearchQueue
from archive.index.visits import Seen, Visit
from archive.model import Document, Extraction, Hints, Issue, Report

Extractor = Callable[[Document, Sequence[Document]], Extraction]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the bytes of a capture lie, as the index names it."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Source:
    """A capture as extraction needs it, without its bytes: those of a revisit are what it refers to."""

    seen: Seen
    declared_type: str | None
    kind: str | None
    via: str | None
    place: Place
    hints: Hints

    def document(self, data: bytes) -> Document:
        return Document(data=data, url=self.seen.url, declared_type=self.declared_type, hints=self.hints)


@dataclass(frozen=True, slots=True)
class Said:
    """What an extraction brings to the index, packed as it is stored: whoever extracts packs, so that the one writer
    need not. ``links`` are address and text of the files that the page links to; ``stated`` counts figures with a
    value, ``outcomes`` the checks passed, failed and undetermined. Without a report the rest is empty."""

    report: Report | None
    issues: tuple[Issue, ...]
    links: tuple[tuple[str, str], ...]
    text: str = ""
    packed: bytes = b""
    sections: str = "[]"
    figures: tuple[FigureSet, ...] = ()
    stated: int = 0
    checks: CheckSet | None = None
    outcomes: tuple[int, int, int] = (0, 0, 0)


def said(extraction: Extraction) -> Said:
    """An extraction as the index stores it."""
    report, links = extraction.report, tuple((link.url, link.text) for link in extraction.attachments)
    if report is None:
        return Said(None, extraction.issues, links)
    outcomes = [check.outcome for check in extraction.checks]
    return Said(
        report=report,
        issues=extraction.issues,
        links=links,
        text=extraction.text,
        packed=pack(extraction.text, report.evidence),
        sections=_sections(extraction),
        figures=tuple(pack_figures(extraction.figures, declared_layouts(), report.form)),
        stated=sum(figure.value is not None for figure in extraction.figures),
        checks=pack_checks(extraction.checks),
        outcomes=(outcomes.count("pass"), outcomes.count("fail"), outcomes.count("undetermined")),
    )


def store_reading(
    db: Database, visit: Visit, page: Source, told: Said, search: SearchQueue
) -> tuple[str, str | None] | None:
    """Keep what a visit says. The text of a new version waits in ``search``.

    Returns the ids of report and version, None where the document is no report.
    """
    report, capture = told.report, visit.seen.capture
    name = report_id(_organ_id(report), report.report_year, visit.page.url) if report else None
    for issue in told.issues:
        store_issue(db, issue, capture=capture, report=name, place=(page.place.file, page.place.offset))
    version = None
    if report is None:
        refused = any(issue.code == "not_a_report" for issue in told.issues)
        outcome = "not_a_report" if refused else "unreadable"
    else:
        outcome = "report"
        version = version_id(str(name), told.text)
        _store_version(db, visit, version, str(name), report, told, search)
    published = report.published_on.isoformat() if report and report.published_on else None
    row = (capture, visit.page.capture, visit.page.url, outcome, version, published, visit.inputs)
    db.execute("INSERT INTO readings VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    _store_attachments(db, visit, told.links)
    return (str(name), version) if version else None


def _store_attachments(db: Database, visit: Visit, links: Sequence[tuple[str, str]]) -> None:
    """The files that the page links to, and those that were followed from it without being seen as such."""
    held = {seen.url: seen.holder for seen in visit.files}
    linked = dict(reversed(links))
    names = [(url, linked.pop(url), 1) for url, _ in links if url in linked]
    known = {url for url, _, _ in names}
    names += [(url, "", 0) for url in sorted(held) if url not in known]
    db.conn.executemany(
        "INSERT INTO attachments VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (visit.seen.capture, visit.page.capture, position, url, name, is_linked, held.get(url))
            for position, (url, name, is_linked) in enumerate(names)
        ],
    )


def _organ_id(report: Report) -> str | None:
    divisions = (report.region.province, report.region.city, report.region.county)
    return organ_id(report.organ, report.adcode, divisions) if report.organ else None


def _store_version(
    db: Database,
    visit: Visit,
    version: str,
    report_name: str,
    report: Report,
    told: Said,
    search: SearchQueue,
) -> None:
    """A version is described by its earliest reading, whatever the order in which they are made."""
    held = db.execute(
        "SELECT c.captured_at, c.microsecond, c.capture_id, v.read_from FROM report_versions v "
        "JOIN captures c ON c.capture_id = v.described_by WHERE v.version_id = ?",
        (version,),
    ).fetchone()
    if held is not None:
        if tuple(held) <= (*visit.seen.at, visit.page.capture):
            return
        db.execute("DELETE FROM figure_sets WHERE version_id = ?", (version,))
        db.execute("DELETE FROM check_sets WHERE version_id = ?", (version,))
    passed, failed, undetermined = told.outcomes
    values = {
        "version_id": version,
        "report_id": report_name,
        "organ_id": _organ_id(report),
        "title": report.title,
        "organ": report.organ,
        "adcode": report.adcode,
        "level": report.level,
        "province": report.region.province,
        "city": report.region.city,
        "county": report.region.county,
        "form": report.form,
        "report_year": report.report_year,
        "published_on": report.published_on.isoformat() if report.published_on else None,
        "index_number": report.index_number,
        "document_number": report.document_number,
        "sections": told.sections,
        "characters": len(told.text),
        "figures": told.stated,
        "checks_passed": passed,
        "checks_failed": failed,
        "checks_undetermined": undetermined,
        "read_from": visit.page.capture,
        "described_by": visit.seen.capture,
        "text": told.packed,
    }
    updates = ", ".join(f"{column} = excluded.{column}" for column in values if column != "version_id")
    number = db.execute(
        f"INSERT INTO report_versions ({', '.join(values)}) VALUES ({', '.join('?' * len(values))}) "  # noqa: S608
        f"ON CONFLICT (version_id) DO UPDATE SET {updates}",
        tuple(values.values()),
    ).lastrowid
    if held is None and number is not None:
        search.add(number, told.text)
    for figure_set in told.figures:
        _store_figures(db, version, figure_set)
    if told.checks is not None:
        _store_checks(db, version, told.checks)


def _sections(extraction: Extraction) -> str:
    """Sections as spans of the text, from a heading to the next: a JSON array of [number, canonical, title, start,
    length]."""
    starts: list[int] = []
    position = 0
    for section in extraction.sections:
        found = extraction.text.find(section.title, position)
        position = found if found >= 0 else position
        starts.append(position)
    ends = [*starts, len(extraction.text)][1:]
    spans = zip(starts, ends, strict=False)  # one end more than starts where there is no section
    rows = [
        [section.number, section.canonical, section.title, start, end - start]
        for section, (start, end) in zip(extraction.sections, spans, strict=True)
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def store_layout(db: Database, layout: Layout) -> None:
    added = db.execute("INSERT OR IGNORE INTO layouts VALUES (?, ?)", (layout.name, layout.title)).rowcount
    if added > 0:
        rows = enumerate(zip(layout.keys, layout.units, strict=True))
        db.conn.executemany(
            "INSERT INTO layout_keys VALUES (?, ?, ?, ?)", [(layout.name, at, key, unit) for at, (key, unit) in rows]
        )


def _store_figures(db: Database, version: str, figures: FigureSet) -> None:
    store_layout(db, figures.layout)
    cell_map = None
    if figures.cells is not None:
        cell_map = digest(figures.cells, length=12)
        db.execute("INSERT OR IGNORE INTO cell_maps VALUES (?, ?)", (cell_map, figures.cells))
    db.execute(
        "INSERT INTO figure_sets VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            version,
            figures.layout.name,
            figures.numbers,
            figures.statuses,
            figures.raw,
            figures.candidates,
            figures.units,
            cell_map,
        ),
    )


def store_check_list(db: Database, checks: CheckSet) -> None:
    """The words of the checks, once for all reports that have the same."""
    known = db.execute("SELECT 1 FROM check_lists WHERE check_list = ? LIMIT 1", (checks.name,)).fetchone()
    if known is None:
        named = [(digest(*item, length=12), *item) for item in checks.items]
        db.conn.executemany("INSERT OR IGNORE INTO check_texts VALUES (?, ?, ?, ?)", named)
        rows = [(checks.name, position, item[0]) for position, item in enumerate(named)]
        db.conn.executemany("INSERT INTO check_lists VALUES (?, ?, ?)", rows)


def _store_checks(db: Database, version: str, checks: CheckSet) -> None:
    store_check_list(db, checks)
    db.execute(
        "INSERT INTO check_sets VALUES (?, ?, ?, ?, ?)",
        (version, checks.name, checks.outcomes, checks.lefts, checks.rights),
    )
