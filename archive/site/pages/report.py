"""A report: who, which year, its tables with status and failing sums, its text, versions, copies and evidence."""

import sqlite3
from dataclasses import asdict, dataclass

from archive.errors import WarcError
from archive.index import lateness
from archive.index.packing import unpack_evidence, unpack_text
from archive.model import Document, Hints, Location, Removed
from archive.site.answers import Answer
from archive.site.citations import Cited, cite_report
from archive.site.differences import text_difference
from archive.site.formtables import Shown, form_tables
from archive.site.identities import suspecting
from archive.site.labels import row_of
from archive.site.reuse import neighbours
from archive.site.web import Ask, PageMissingError, View
from archive.warc.reader import read_capture

_REPORT = f"""
SELECT r.*, {lateness.WORD} AS punctuality, o.name AS organ, o.adcode, o.province, o.city, o.county, o.level, o.kind
FROM reports r {lateness.JOIN} LEFT JOIN organs o USING (organ_id) WHERE r.report_id = ?
"""
_FIGURES = (
    "SELECT key, value, status, unit, raw, candidates, cell FROM figures WHERE version_id = ? ORDER BY layout, position"
)


def find(connection: sqlite3.Connection, ask: Ask, name: str) -> sqlite3.Row:
    row: sqlite3.Row | None = connection.execute(_REPORT, (name,)).fetchone()
    if row is None:
        raise PageMissingError(ask.t("report.unknown", id=name))
    return row


def version_of(connection: sqlite3.Connection, ask: Ask, report: sqlite3.Row) -> sqlite3.Row:
    """The version that ``?version=`` names, else the present one."""
    wanted = ask.one("version") or report["version_id"]
    row: sqlite3.Row | None = connection.execute(
        "SELECT * FROM report_versions WHERE version_id = ? AND report_id = ?", (wanted, report["report_id"])
    ).fetchone()
    if row is None:
        raise PageMissingError(ask.t("report.unknown", id=wanted))
    return row


def shown_figures(connection: sqlite3.Connection, version: str) -> dict[str, Shown]:
    """Every figure of a version by key, those in a failing sum marked."""
    rows = connection.execute("SELECT cells FROM checks WHERE version_id = ? AND outcome = 'fail'", (version,))
    failing = {key for (cells,) in rows for key in cells.split()}
    return {
        row["key"]: Shown(**dict(row), failed=row["key"] in failing) for row in connection.execute(_FIGURES, (version,))
    }


def capture_of(connection: sqlite3.Connection, version: sqlite3.Row) -> sqlite3.Row:
    """The capture that a version was read from."""
    row: sqlite3.Row = connection.execute(
        "SELECT * FROM captures WHERE capture_id = ?", (version["read_from"],)
    ).fetchone()
    return row


def cited(connection: sqlite3.Connection, ask: Ask) -> Cited:
    """``/report/210100-2022/cite.bib``."""
    report = find(connection, ask, ask.path["id"])
    return cite_report(ask, report, capture_of(connection, version_of(connection, ask, report)))


def layouts_of(connection: sqlite3.Connection, version: str) -> tuple[str, ...]:
    return tuple(
        row[0] for row in connection.execute("SELECT layout FROM figure_sets WHERE version_id = ?", (version,))
    )


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    report = find(connection, ask, ask.path["id"])
    version = version_of(connection, ask, report)
    name = version["version_id"]
    figures = shown_figures(connection, name)
    beside = {
        row["report_year"]: row["report_id"]
        for row in connection.execute(
            "SELECT report_year, report_id FROM reports WHERE organ_id = ? AND report_year IN (?, ?)",
            (report["organ_id"], (report["report_year"] or 0) - 1, (report["report_year"] or 0) + 1),
        )
    }
    checks = connection.execute(
        'SELECT check_id, expression, "left", "right", outcome, cells FROM checks WHERE version_id = ? '
        "ORDER BY outcome = 'pass', position",
        (name,),
    ).fetchall()
    capture = capture_of(connection, version)
    return View(
        "nb_report.html",
        {
            "report": report,
            "version": version,
            "tables": form_tables(layouts_of(connection, name), figures, ask.language),
            "statuses": sorted({figure.status for figure in figures.values()}),
            "checks": checks,
            "suspects": suspecting(checks),
            "evidence": unpack_evidence(version["text"]),
            "sections": connection.execute(
                "SELECT * FROM sections WHERE version_id = ? ORDER BY position", (name,)
            ).fetchall(),
            "paragraphs": _paragraphs(connection, version),
            "versions": _versions(connection, report["report_id"]),
            "copies": connection.execute(
                "SELECT * FROM copies WHERE report_id = ? ORDER BY last_seen DESC, url", (report["report_id"],)
            ).fetchall(),
            "attachments": connection.execute(
                "SELECT * FROM attachments WHERE capture_id = ? AND page_id = ? ORDER BY position",
                (version["described_by"], version["read_from"]),
            ).fetchall(),
            "issues": connection.execute(
                "SELECT * FROM issues WHERE report_id = ? ORDER BY stage, code", (report["report_id"],)
            ).fetchall(),
            "capture": capture,
            "cited": cite_report(ask, report, capture),
            "previous": beside.get((report["report_year"] or 0) - 1),
            "next": beside.get((report["report_year"] or 0) + 1),
            "neighbours": neighbours(connection, version),
        },
    )


@dataclass(slots=True)
class Paragraph:
    """A line of the cleaned text, or several lines of tables. ``section`` is the place of the heading it is."""

    lines: list[str]
    section: int | None = None
    table: bool = False


def _paragraphs(connection: sqlite3.Connection, version: sqlite3.Row) -> list[Paragraph]:
    """The cleaned text, headings with the anchor that the outline links to, the lines of a table together."""
    text = unpack_text(version["text"])
    starts = {
        row["start"]: row["position"]
        for row in connection.execute(
            "SELECT start, position FROM sections WHERE version_id = ?", (version["version_id"],)
        )
    }
    found: list[Paragraph] = []
    position = 0
    for line in text.split("\n"):
        section = next((starts[at] for at in starts if position <= at <= position + len(line)), None)
        position += len(line) + 1
        if section is None and "\t" in line and found and found[-1].table:
            found[-1].lines.append(line)
        elif section is not None or line.strip():
            found.append(Paragraph([line], section, section is None and "\t" in line))
    return found


def _versions(connection: sqlite3.Connection, report: str) -> list[sqlite3.Row]:
    return connection.execute(
        "SELECT v.version_id, v.characters, v.figures, v.checks_failed, min(c.captured_at) AS first_seen, "
        "max(c.captured_at) AS last_seen FROM report_versions v JOIN readings d USING (version_id) "
        "JOIN captures c ON c.capture_id = d.capture_id WHERE v.report_id = ? GROUP BY v.version_id "
        "ORDER BY first_seen, v.version_id",
        (report,),
    ).fetchall()


def text_page(connection: sqlite3.Connection, ask: Ask) -> View:
    """The cleaned text, and what was cut away with the rule that cut it: read again from the capture."""
    report = find(connection, ask, ask.path["id"])
    version = version_of(connection, ask, report)
    problem: str | None = None
    removed: tuple[Removed, ...] = ()
    try:
        removed = _removed(connection, ask, version["read_from"])
    except WarcError as error:
        problem = str(error)
    return View(
        "nb_text.html",
        {
            "report": report,
            "version": version,
            "text": unpack_text(version["text"]),
            "removed": removed,
            "problem": problem,
        },
    )


def _removed(connection: sqlite3.Connection, ask: Ask, capture: str) -> tuple[Removed, ...]:
    from archive.extract.pipeline import extract

    row = connection.execute(
        "SELECT c.*, p.organ, p.adcode FROM captures c LEFT JOIN crawls w USING (crawl_id) "
        "LEFT JOIN portals p USING (portal) WHERE c.capture_id = ?",
        (capture,),
    ).fetchone()
    stored = read_capture(Location(row["file"], row["offset"], row["length"]), ask.context.root)
    hints = Hints(row["organ"], row["adcode"], row["anchor_text"], row["expected_year"])
    return extract(Document(stored.body, row["url"], row["content_type"], None, hints)).removed


def _compared(connection: sqlite3.Connection, ask: Ask) -> tuple[sqlite3.Row, dict[str, sqlite3.Row], str, str]:
    """The report, its versions, and the two of them that are asked for, else the last two."""
    report = find(connection, ask, ask.path["id"])
    versions = {row["version_id"]: row for row in _versions(connection, report["report_id"])}
    names = list(versions)
    old, new = ask.one("a") or names[max(len(names) - 2, 0)], ask.one("b") or names[-1]
    if old not in versions or new not in versions:
        raise PageMissingError(ask.t("report.unknown", id=f"{old} {new}"))
    return report, versions, old, new


def diff_page(connection: sqlite3.Connection, ask: Ask) -> View:
    """Two versions of a report: which of its files, which words and which numbers changed."""
    report, versions, old, new = _compared(connection, ask)
    return View(
        "nb_diff.html",
        {
            "report": report,
            "old": versions[old],
            "new": versions[new],
            "versions": list(versions.values()),
            "lines": text_difference(_text(connection, old), _text(connection, new)),
            "files": file_differences(connection, old, new),
            "figures": figure_differences(connection, old, new),
        },
    )


def _text(connection: sqlite3.Connection, version: str) -> str:
    return unpack_text(
        connection.execute("SELECT text FROM report_versions WHERE version_id = ?", (version,)).fetchone()[0]
    )


@dataclass(frozen=True, slots=True)
class Part:
    """The page of a report or a file beside it, in two versions: the captures that show it, None where none does.
    ``state`` is ``same``, ``changed`` (other bytes), ``gone`` or ``added``."""

    name: str
    url: str
    before: str | None
    after: str | None
    state: str


_PARTS = """
SELECT c.url, '' AS name, c.capture_id, c.payload_digest FROM report_versions v
JOIN captures c ON c.capture_id = v.read_from WHERE v.version_id = :version
UNION ALL
SELECT * FROM (SELECT t.url, t.name, t.file_capture_id, c.payload_digest FROM report_versions v
JOIN attachments t ON t.capture_id = v.described_by AND t.page_id = v.read_from
JOIN captures c ON c.capture_id = t.file_capture_id WHERE v.version_id = :version ORDER BY t.position)
"""


def file_differences(connection: sqlite3.Connection, old: str, new: str) -> list[Part]:
    """The page first, then its files in the order in which it links them."""
    before, after = (_parts(connection, version) for version in (old, new))
    found = []
    for url in dict.fromkeys((*before, *after)):
        a, b = before.get(url), after.get(url)
        state = "added" if a is None else "gone" if b is None else "same" if a[2] == b[2] else "changed"
        name = next((part[0] for part in (b, a) if part and part[0]), "")
        found.append(Part(name, url, a and a[1], b and b[1], state))
    return found


def _parts(connection: sqlite3.Connection, version: str) -> dict[str, tuple[str, str, str]]:
    """Name, capture and digest by URL."""
    rows = connection.execute(_PARTS, {"version": version})
    return {url: (name, capture, digest or capture) for url, name, capture, digest in rows}


def figure_differences(
    connection: sqlite3.Connection, old: str, new: str
) -> list[tuple[str, Shown | None, Shown | None]]:
    """Figures of two versions that are not the same number with the same standing."""
    before, after = shown_figures(connection, old), shown_figures(connection, new)
    keys = dict.fromkeys((*before, *after))
    pairs = [(key, before.get(key), after.get(key)) for key in keys]
    return [(key, a, b) for key, a, b in pairs if (a and (a.value or 0)) != (b and (b.value or 0))]


_FACTS = (
    "report_id",
    "organ_id",
    "organ",
    "adcode",
    "level",
    "kind",
    "province",
    "city",
    "county",
    "report_year",
    "title",
    "form",
    "url",
    "published_on",
    "due_on",
    "days_late",
    "punctuality",
    "first_seen",
    "last_seen",
    "versions",
    "copies",
)
FIGURE_COLUMNS = ("key", "label", "value", "status", "unit", "raw", "candidates", "failed", "cell", "capture_id")


def answer(connection: sqlite3.Connection, ask: Ask) -> Answer:
    """The figures of the version that ``?version=`` names, else of the present one; facts and sums of the report."""
    report = find(connection, ask, ask.path["id"])
    version = version_of(connection, ask, report)
    name, capture = version["version_id"], version["read_from"]
    checks = connection.execute(
        'SELECT check_id, expression, "left", "right", outcome FROM checks WHERE version_id = ? ORDER BY position',
        (name,),
    )
    facts = {
        **{fact: report[fact] for fact in _FACTS},
        "version_id": name,
        "capture_id": capture,
        "checks": [dict(row) for row in checks],
        "seen": [dict(row) for row in _versions(connection, report["report_id"])],
        "evidence": [{"field": e.field, "source": e.source, "text": e.text} for e in unpack_evidence(version["text"])],
    }
    rows = (
        (f.key, row_of(f.key, ask.language), f.value, f.status, f.unit, f.raw, f.candidates, f.failed, f.cell, capture)
        for f in shown_figures(connection, name).values()
    )
    return Answer("report", facts, FIGURE_COLUMNS, rows)


def diff_answer(connection: sqlite3.Connection, ask: Ask) -> Answer:
    """The figures that changed between two versions; files and sentences beside them."""
    report, versions, old, new = _compared(connection, ask)
    changes = text_difference(_text(connection, old), _text(connection, new))
    facts = {
        "report_id": report["report_id"],
        "before": dict(versions[old]),
        "after": dict(versions[new]),
        "files": [asdict(part) for part in file_differences(connection, old, new)],
        "changes": [asdict(change) for change in changes if change.state not in ("same", "folded")],
    }
    rows = (
        (key, row_of(key, ask.language), a.value if a else None, b.value if b else None)
        for key, a, b in figure_differences(connection, old, new)
    )
    return Answer("diff", facts, ("key", "label", "before", "after"), rows)
