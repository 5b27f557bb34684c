"""The index as Datasette sees it, with the rows of its largest views counted from the tables behind them."""

from contextvars import ContextVar
from typing import Any

from datasette.database import Database, Results

from archive.site.sqlworker import Statement
from archive.site.visitors import Lane

# A view of four million rows takes seconds to count row by row; the compact tables behind it say the same at once.
COUNTS = {
    "figures": """
SELECT coalesce(sum(CASE length(s.statuses) WHEN 1 THEN l.cells ELSE length(replace(s.statuses, '-', '')) END), 0)
FROM figure_sets s JOIN (SELECT layout, count(*) AS cells FROM layout_keys GROUP BY layout) l USING (layout)
""",
    "checks": "SELECT coalesce(sum(length(outcomes)), 0) FROM check_sets",
    "year_checks": "SELECT coalesce(sum(length(outcomes)), 0) FROM year_check_sets",
    "sections": "SELECT coalesce(sum(json_array_length(sections)), 0) FROM report_versions",
}
_ASKED = {f"select count(*) from {name}": sql for name, sql in COUNTS.items()}  # noqa: S608


# Whether the request in hand brings SQL of the visitor's own.
STRANGE: ContextVar[bool] = ContextVar("STRANGE", default=False)


class IndexDatabase(Database):  # type: ignore[misc]  # Datasette has no types
    """What Datasette asks, visitors' SQL above all, runs in processes apart; our own pages ask by ``execute_fn``, here.
    ``select count(*)`` of a whole view is answered by the equal query of COUNTS."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._lanes = {
            strange: Lane(self.path, immutable=not self.is_mutable, strange=strange) for strange in (False, True)
        }

    async def execute(
        self,
        sql: str,
        params: Any = None,
        truncate: bool = False,
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,  # noqa: ARG002
    ) -> Results:
        """As Datasette's."""
        if sql.startswith("PRAGMA "):  # Datasette's own: visitors' statements are none
            return await super().execute(sql, params)
        most = self.ds.max_returned_rows if truncate else None
        if most is not None and most == (page_size or self.ds.page_size):
            most += 1
        time = min(custom_time_limit or self.ds.sql_time_limit_ms, self.ds.sql_time_limit_ms)
        statement = Statement(_ASKED.get(sql.strip(), sql), _values(params), time, most)
        return await self._lanes[STRANGE.get()].run(statement)

    def start(self) -> None:
        """Have ready what answers the pages of tables."""
        self._lanes[False].start()

    async def attached_databases(self) -> list[Any]:
        """None: their list would tell where the file lies."""
        return []


def _values(params: Any) -> dict[str, object] | list[object]:
    """What a statement is run with; Datasette puts functions of its own beside it."""
    if isinstance(params, dict):
        return {name: value for name, value in params.items() if not callable(value)}
    return list(params or ())
