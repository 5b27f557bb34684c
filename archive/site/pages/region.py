"""A division: what its organs received and decided in sum, the divisions below it, its matrix."""

import sqlite3

from archive.index.headlines import HEADLINES
from archive.site.charts import Series, lines, stacked_bars
from archive.site.choices import significant
from archive.site.pages.coverage import coverage_values, region_name
from archive.site.pages.organ import OUTCOMES
from archive.site.web import Ask, PageMissingError, View

_SUMS = f"""
SELECT r.report_year, count(*) AS reports, {", ".join(f"sum(h.{one.name}) AS {one.name}" for one in HEADLINES)}
FROM organs o JOIN reports r USING (organ_id) JOIN headlines h USING (report_id)
WHERE o.adcode LIKE ? || '%' AND r.report_year NOT NULL GROUP BY 1 ORDER BY 1
"""


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    """``/region/210100``."""
    adcode = ask.path["id"]
    prefix = significant(adcode)
    values = coverage_values(connection, ask, adcode) if prefix else {}
    name = region_name(connection, prefix) if values.get("total") else None
    if name is None:
        raise PageMissingError(ask.t("region.unknown", id=adcode))
    rows = connection.execute(_SUMS, (prefix,)).fetchall()
    labels = tuple(str(row["report_year"]) for row in rows)
    series = [
        Series(ask.t(f"headline.{column}"), tuple(row[column] for row in rows)) for column in ("received", "handled")
    ]
    return View(
        "nb_region.html",
        {
            **values,
            "adcode": adcode,
            "name": name,
            "sums": rows,
            "headlines": HEADLINES,
            "chart": lines(ask.t("region.requests"), labels, series) if rows else None,
            "outcomes": stacked_bars(
                ask.t("organ.outcomes"),
                labels,
                [Series(ask.t(f"headline.{name}"), tuple(row[name] for row in rows)) for name in OUTCOMES],
            )
            if rows
            else None,
        },
    )
