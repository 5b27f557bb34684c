"""Whether a report came late: by its stated day against the statutory one, where that day can be trusted.

A site that moves stamps what it carries over with the day of the move (shenyang.gov.cn: 2021-11-02 on its reports on
2016 to 2020). Such a day is told by what else bears it: reports of several years on one site, at least half of them on
years that were long over. The table ``migrated_dates`` names the reports that bear one; it follows from ``reports``.
"""

from sqlite_utils import Database

DOUBTFUL = 366  # days: a page dated later than that was hardly first published then
PUNCTUALITY = ("on_time", "late", "migrated", "date_doubtful", "unknown")

# Over r (reports) and g (migrated_dates): what to join, the days where they can be trusted, and the word for them.
JOIN = "LEFT JOIN migrated_dates g ON g.report_id = r.report_id"
TRUSTED_DAYS = f"CASE WHEN r.days_late <= {DOUBTFUL} AND g.report_id IS NULL THEN r.days_late END"
WORD = (
    f"CASE WHEN r.days_late IS NULL THEN 'unknown' WHEN r.days_late <= 0 THEN 'on_time' "
    f"WHEN g.report_id NOT NULL THEN 'migrated' WHEN r.days_late > {DOUBTFUL} THEN 'date_doubtful' ELSE 'late' END"
)
# 1 and 0 where the word says so, for shares.
IS_LATE = f"CASE {WORD} WHEN 'late' THEN 1 WHEN 'on_time' THEN 0 END"

_MIGRATED = """
WITH dated AS (
    SELECT report_id, report_year, published_on, substr(url, 1, instr(substr(url, 9) || '/', '/') + 8) AS site
    FROM reports WHERE published_on NOT NULL AND report_year NOT NULL
),
moves AS (
    SELECT site, published_on FROM dated GROUP BY site, published_on
    HAVING count(DISTINCT report_year) > 1
        AND 2 * sum(report_year < CAST(substr(published_on, 1, 4) AS INTEGER) - 1) >= count(*)
)
SELECT report_id FROM dated JOIN moves USING (site, published_on)
"""


def store_migrated(db: Database) -> None:
    """Bring ``migrated_dates`` up to date with ``reports``."""
    db.execute(f"DELETE FROM migrated_dates WHERE report_id NOT IN ({_MIGRATED})")  # noqa: S608
    db.execute(f"INSERT OR IGNORE INTO migrated_dates {_MIGRATED}")
