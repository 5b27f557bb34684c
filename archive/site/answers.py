"""What a page says, for programs: the same rows as JSON and as CSV, under the names that the export uses."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from datasette.utils.asgi import Response

from archive.export.cells import safe_cell
from archive.site.web import Ask, Page

_HEADERS = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True, slots=True)
class Answer:
    """``facts`` is what holds for all, JSON only; ``rows`` are in the order of ``columns``. ``kind`` names the schema
    in ``schemas/`` and the file."""

    kind: str
    facts: Mapping[str, object]
    columns: tuple[str, ...]
    rows: Iterable[Sequence[object]]


Answering = Callable[[Connection, Ask], Answer]


def answered(answer: Answering) -> Page:
    """The page that gives an answer in the form its address ends with."""

    def page(connection: Connection, ask: Ask) -> Response:
        made = answer(connection, ask)
        return _csv(made) if ask.whole else _json(made)

    return page


def _json(answer: Answer) -> Response:
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    return Response.json({**answer.facts, "columns": answer.columns, "rows": rows}, headers=dict(_HEADERS))


def _csv(answer: Answer) -> Response:
    """With a byte order mark, so that Excel takes it for UTF-8; no cell is a formula, null is an empty one."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(answer.columns)
    write.writerows([_cell(value) for value in row] for row in answer.rows)
    name = f'attachment; filename="nianbao-{answer.kind}.csv"'
    headers = {**_HEADERS, "Content-Disposition": name}
    return Response("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return safe_cell(value)
