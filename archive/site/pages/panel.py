"""Build a table: figures × organs × years, as a table, a chart, CSV, and a link that others can open."""

import csv
import io
import sqlite3
from dataclasses import dataclass
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from archive.export.cells import safe_cell
from archive.forms import describe
from archive.index.headlines import HEADLINES
from archive.site.charts import Lines, Series, lines
from archive.site.web import Ask, View

SHOWN_ROWS = 300
CSV_ROWS = 1_000_000
CHART_SERIES = 6
MOST_MEASURES = 12


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of the table: ``sql`` over ``r`` (reports) and ``h`` (headlines); ``share`` is shown in per cent."""

    name: str
    label: str
    sql: str
    parameters: tuple[str, ...] = ()
    share: bool = False


@dataclass(frozen=True, slots=True)
class Preset:
    """A ready-made table for a question asked often."""

    name: str
    measures: tuple[str, ...]


def _ratio(part: str, whole: str) -> str:
    return f"CASE WHEN {whole} > 0 THEN 1.0 * ({part}) / ({whole}) END"


RATIOS: dict[str, str] = {
    "share_granted": _ratio("h.granted + h.partial", "h.handled"),
    "share_denied": _ratio("h.denied", "h.handled"),
    "share_not_held": _ratio("h.not_held", "h.handled"),
    "share_unavailable": _ratio("h.unavailable", "h.handled"),
    "rate_reviews_corrected": _ratio("h.reviews_corrected", "h.reviews"),
    "rate_lawsuits_corrected": _ratio("h.lawsuits_corrected", "h.lawsuits"),
}
_GROUNDS = (
    "state_secret",
    "law_prohibited",
    "three_security",
    "third_party",
    "internal_affairs",
    "process_info",
    "enforcement_file",
    "admin_query",
)
PRESETS = (
    Preset("requests", ("received", "handled", "carried_out")),
    Preset("granted", ("handled", "granted", "partial", "share_granted")),
    Preset("refusals", tuple(f"t3.denied_{ground}.total" for ground in _GROUNDS)),
    Preset("not_held", ("handled", "not_held", "share_not_held")),
    Preset("disputes", ("reviews", "rate_reviews_corrected", "lawsuits", "rate_lawsuits_corrected")),
    Preset("carry", ("carried_in", "received", "handled", "carried_out")),
    Preset("lateness", ("days_late",)),
)
_KEY = (
    "(SELECT json_extract(s.numbers, '$[' || k.position || ']') FROM layout_keys k "
    "JOIN figure_sets s ON s.layout = k.layout AND s.version_id = r.version_id "
    "WHERE k.key = ? AND substr(s.statuses, k.position + 1, 1) <> '-' LIMIT 1)"
)


def measure(name: str, ask: Ask) -> Measure | None:
    """A headline, a share, the lateness, or any figure by its key."""
    if name in {headline.name for headline in HEADLINES}:
        return Measure(name, ask.t(f"headline.{name}"), f"h.{name}")
    if name in RATIOS:
        return Measure(name, ask.t(f"panel.{name}"), RATIOS[name], share=True)
    if name == "days_late":
        return Measure(name, ask.t("panel.days_late"), "r.days_late")
    label = describe(name)
    return Measure(name, " / ".join(label.labels[1:]), _KEY, (name,)) if label else None


@dataclass(frozen=True, slots=True)
class Query:
    """What the visitor asked for."""

    measures: tuple[Measure, ...]
    organs: tuple[str, ...]
    region: str
    kind: str
    first: int
    last: int

    def sql(self, limit: int) -> tuple[str, tuple[object, ...]]:
        """One row per report, in the order of the organs and years."""
        columns = ", ".join(f"{one.sql} AS m{at}" for at, one in enumerate(self.measures))
        where = ["r.report_year BETWEEN ? AND ?"]
        values: list[object] = [parameter for one in self.measures for parameter in one.parameters]
        values += [self.first, self.last]
        if self.organs:
            where.append(f"r.organ_id IN ({', '.join('?' * len(self.organs))})")
            values += self.organs
        if self.region:
            where.append("o.adcode LIKE ? || '%'")
            values.append(self.region)
        if self.kind:
            where.append("o.kind = ?")
            values.append(self.kind)
        return (
            f"SELECT r.report_id, r.organ_id, o.name AS organ, o.adcode, r.report_year, {columns} FROM reports r "
            "JOIN organs o USING (organ_id) LEFT JOIN headlines h USING (report_id) "
            f"WHERE {' AND '.join(where)} ORDER BY o.adcode, o.organ_id, r.report_year LIMIT {limit:d}",
            tuple(values),
        )


def read_query(ask: Ask) -> Query:
    """From the address: ``m`` (measures), ``organ``, ``region``, ``kind``, ``from``, ``to``; nonsense is left out."""
    names = [part for value in ask.many("m") for part in value.split(",")][:MOST_MEASURES]
    preset = next((p for p in PRESETS if p.name == ask.one("preset")), None)
    if preset is not None and not names:
        names = list(preset.measures)
    measures = tuple(found for name in dict.fromkeys(names) if (found := measure(name.strip(), ask)) is not None)
    region = ask.one("region")
    organs = tuple(part.strip() for value in ask.many("organ") for part in value.split(",") if part.strip())[:200]
    return Query(
        measures or tuple(m for name in PRESETS[0].measures if (m := measure(name, ask)) is not None),
        organs,
        region.removesuffix("0000").removesuffix("00") if region.isdecimal() and len(region) == 6 else "",
        ask.one("kind") if ask.one("kind") in ("government", "department") else "",
        ask.number("from", 1900, low=1900, high=2200),
        ask.number("to", 2200, low=1900, high=2200),
    )


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    query = read_query(ask)
    rows = connection.execute(*query.sql(SHOWN_ROWS + 1)).fetchall()
    kept = {
        "m": ",".join(one.name for one in query.measures),
        "organ": ",".join(query.organs),
        **{name: ask.one(name) for name in ("region", "kind", "from", "to")},
    }
    link = urlencode({name: value for name, value in kept.items() if value})
    return View(
        "nb_panel.html",
        {
            "query": query,
            "kept": kept,
            "rows": rows[:SHOWN_ROWS],
            "cut": len(rows) > SHOWN_ROWS,
            "chart": _chart(rows[:SHOWN_ROWS], query),
            "link": link,
            "presets": PRESETS,
            "choices": [(name, m.label) for name in _choices() if (m := measure(name, ask)) is not None],
            "regions": connection.execute(
                "SELECT DISTINCT province AS name, substr(adcode, 1, 2) || '0000' AS adcode FROM organs "
                "WHERE province NOT NULL AND adcode NOT NULL ORDER BY 2"
            ).fetchall(),
            "years": [
                row[0]
                for row in connection.execute(
                    "SELECT DISTINCT report_year FROM reports WHERE report_year NOT NULL ORDER BY 1"
                )
            ],
            "organs": connection.execute(
                "SELECT organ_id, name FROM organs ORDER BY adcode, organ_id LIMIT 500"
            ).fetchall(),
        },
    )


def _choices() -> tuple[str, ...]:
    return (*(headline.name for headline in HEADLINES), *RATIOS, "days_late")


def _chart(rows: list[sqlite3.Row], query: Query) -> Lines | None:
    """The first measure over the years, a line for each of the first organs."""
    organs = list(dict.fromkeys(row["organ_id"] for row in rows))[:CHART_SERIES]
    years = sorted({row["report_year"] for row in rows})
    if not organs or not years:
        return None
    span = range(years[0], years[-1] + 1)
    names = {row["organ_id"]: row["organ"] for row in rows}
    values = {(row["organ_id"], row["report_year"]): row["m0"] for row in rows}
    if any(value is not None and value < 0 for value in values.values()):
        return None
    series = [Series(names[organ], tuple(values.get((organ, year)) for year in span)) for organ in organs]
    return lines(query.measures[0].label, tuple(map(str, span)), series)


def csv_page(connection: sqlite3.Connection, ask: Ask) -> Response:
    """The whole table as CSV with a byte order mark, so that Excel takes it for UTF-8; no cell is a formula."""
    query = read_query(ask)
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(["report_id", "organ_id", "organ", "adcode", "report_year", *(one.name for one in query.measures)])
    for row in connection.execute(*query.sql(CSV_ROWS)):
        write.writerow([safe_cell(value) for value in tuple(row)])
    return Response(
        "\ufeff" + out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="nianbao-panel.csv"'},
    )
