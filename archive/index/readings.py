"""What extraction made of a capture: a version of a report, or the reason why not."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archive.index.compact import CheckSet, FigureSet, Layout, pack_checks, pack_figures
from archive.index.declared import declared_layouts
from archive.index.ids import digest, organ_id, report_id, version_id
from archive.index.ingest import store_issue
from archive.index.packing import pack
from archive.index.searchqueue import SearchQueue
from archive.model import Discovery, Document, Extraction, Hints, Report

Extractor = Callable[[Document, Sequence[Document]], Extraction]


@dataclass(frozen=True, slots=True)
class Source:
    """A capture as extraction needs it, without its bytes."""

    capture: str
    url: str
    captured_at: str
    declared_type: str | None
    file: str
    offset: int
    length: int
    discovery: Discovery | None
    portal_organ: str | None
    portal_adcode: str | None
    crawl: str | None

    def document(self, data: bytes) -> Document:
        found = self.discovery
        return Document(
            data=data,
            url=self.url,
            declared_type=self.declared_type,
            hints=Hints(
                portal_organ=self.portal_organ,
                portal_adcode=self.portal_adcode,
                anchor_text=found.anchor_text if found else None,
                expected_year=found.expected_year if found else None,
            ),
        )


def store_reading(
    connection: sqlite3.Connection,
    source: Source,
    extraction: Extraction,
    attachments: Sequence[tuple[str, str]],
    search: SearchQueue,
) -> str | None:
    """Keep what a capture says; ``attachments`` are (capture, URL) of those it was read with. The text of a new version
    waits in ``search``.

    Returns the id of the report, None where the document is none.
    """
    report = extraction.report
    name = report_id(_organ_id(report), report.report_year, source.url) if report else None
    for issue in extraction.issues:
        store_issue(connection, issue, capture=source.capture, report=name, place=(source.file, source.offset))
    version = None
    if report is None:
        refused = any(issue.code == "not_a_report" for issue in extraction.issues)
        outcome = "not_a_report" if refused else "unreadable"
    else:
        outcome = "report"
        version = version_id(str(name), extraction.text)
        _store_version(connection, source, version, str(name), report, extraction, search)
    published = report.published_on.isoformat() if report and report.published_on else None
    used = json.dumps(sorted(capture for capture, _ in attachments))
    connection.execute(
        "INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?, ?)", (source.capture, outcome, version, published, used)
    )
    _store_attachments(connection, source.capture, extraction, {url: capture for capture, url in attachments})
    return name


def _organ_id(report: Report) -> str | None:
    divisions = (report.region.province, report.region.city, report.region.county)
    return organ_id(report.organ, report.adcode, divisions) if report.organ else None


def _store_attachments(
    connection: sqlite3.Connection, capture: str, extraction: Extraction, captured: dict[str, str]
) -> None:
    connection.execute("DELETE FROM attachments WHERE capture_id = ?", (capture,))
    linked = [(link.url, link.text) for link in extraction.attachments]
    urls = {url for url, _ in linked}
    linked += [(url, "") for url in sorted(captured) if url not in urls]
    connection.executemany(
        "INSERT INTO attachments VALUES (?, ?, ?, ?, ?)",
        [(capture, position, url, name, captured.get(url)) for position, (url, name) in enumerate(linked)],
    )


def _store_version(
    connection: sqlite3.Connection,
    source: Source,
    version: str,
    report_name: str,
    report: Report,
    extraction: Extraction,
    search: SearchQueue,
) -> None:
    """A version is described by its earliest capture, whatever the order in which captures are read."""
    held = connection.execute(
        "SELECT c.captured_at, c.capture_id FROM report_versions v JOIN captures c ON c.capture_id = v.read_from "
        "WHERE v.version_id = ?",
        (version,),
    ).fetchone()
    if held is not None:
        if tuple(held) <= (source.captured_at, source.capture):
            return
        connection.execute("DELETE FROM figure_sets WHERE version_id = ?", (version,))
        connection.execute("DELETE FROM check_sets WHERE version_id = ?", (version,))
    outcomes = [check.outcome for check in extraction.checks]
    figures = pack_figures(extraction.figures, declared_layouts(), report.form)
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
        "sections": _sections(extraction),
        "characters": len(extraction.text),
        "figures": sum(figure.value is not None for figure in extraction.figures),
        "checks_passed": outcomes.count("pass"),
        "checks_failed": outcomes.count("fail"),
        "checks_undetermined": outcomes.count("undetermined"),
        "read_from": source.capture,
        "text": pack(extraction.text, report.evidence),
    }
    updates = ", ".join(f"{column} = excluded.{column}" for column in values if column != "version_id")
    number = connection.execute(
        f"INSERT INTO report_versions ({', '.join(values)}) VALUES ({', '.join('?' * len(values))}) "  # noqa: S608
        f"ON CONFLICT (version_id) DO UPDATE SET {updates}",
        tuple(values.values()),
    ).lastrowid
    if held is None and number is not None:
        search.add(number, extraction.text)
    for figure_set in figures:
        _store_figures(connection, version, figure_set)
    checks = pack_checks(extraction.checks)
    if checks is not None:
        _store_checks(connection, version, checks)


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


def store_layout(connection: sqlite3.Connection, layout: Layout) -> None:
    added = connection.execute("INSERT OR IGNORE INTO layouts VALUES (?, ?)", (layout.name, layout.title)).rowcount
    if added > 0:
        rows = enumerate(zip(layout.keys, layout.units, strict=True))
        connection.executemany(
            "INSERT INTO layout_keys VALUES (?, ?, ?, ?)", [(layout.name, at, key, unit) for at, (key, unit) in rows]
        )


def _store_figures(connection: sqlite3.Connection, version: str, figures: FigureSet) -> None:
    store_layout(connection, figures.layout)
    cell_map = None
    if figures.cells is not None:
        cell_map = digest(figures.cells, length=12)
        connection.execute("INSERT OR IGNORE INTO cell_maps VALUES (?, ?)", (cell_map, figures.cells))
    connection.execute(
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


def store_check_list(connection: sqlite3.Connection, checks: CheckSet) -> None:
    """The words of the checks, once for all reports that have the same."""
    known = connection.execute("SELECT 1 FROM check_lists WHERE check_list = ? LIMIT 1", (checks.name,)).fetchone()
    if known is None:
        named = [(digest(*item, length=12), *item) for item in checks.items]
        connection.executemany("INSERT OR IGNORE INTO check_texts VALUES (?, ?, ?, ?)", named)
        rows = [(checks.name, position, item[0]) for position, item in enumerate(named)]
        connection.executemany("INSERT INTO check_lists VALUES (?, ?, ?)", rows)


def _store_checks(connection: sqlite3.Connection, version: str, checks: CheckSet) -> None:
    store_check_list(connection, checks)
    connection.execute(
        "INSERT INTO check_sets VALUES (?, ?, ?, ?, ?)",
        (version, checks.name, checks.outcomes, checks.lefts, checks.rights),
    )
