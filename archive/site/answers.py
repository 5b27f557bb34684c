"""What a page says, for programs: the same rows as JSON and as CSV, under the names that the export uses."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

from datasette.utils.asgi import Response

from archive.export.cells import safe_cell
from archive.site.web import Ask, Page, PageMissingError

SCHEMAS = Path(__file__).parent / "schemas"
_HEADERS = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True, slots=True)
class Answer:
    """``facts`` is what holds for all, JSON only; ``rows`` are in the order of ``columns``. ``kind`` names the schema
    in ``schemas/`` and the file."""

    kind: str
    facts: Mapping[str, object]
    columns: tuple[str, ...]
    rows: Iterable[Sequence[object]]
    list_name: str = "rows"


Answering = Callable[[Connection, Ask], Answer]


def answered(answer: Answering) -> Page:
    """The page that gives an answer in the form its address ends with."""

    def page(connection: Connection, ask: Ask) -> Response:
        made = answer(connection, ask)
        return _csv(made) if ask.whole else _json(made)

    return page


def _json(answer: Answer) -> Response:
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    headers = {**_HEADERS, "Link": f'</schemas/{answer.kind}.json>; rel="describedby"'}
    return Response.json({**answer.facts, "columns": answer.columns, answer.list_name: rows}, headers=headers)


def schema(connection: Connection, ask: Ask) -> Response:
    """What the JSON of an answer is made of, as JSON Schema."""
    del connection  # what every page is given
    path = SCHEMAS / f"{ask.path['kind']}.json"
    if not path.is_file():
        raise PageMissingError(ask.t("schema.unknown", id=ask.path["kind"]))
    return Response.json(json.loads(path.read_text("utf-8")), headers=dict(_HEADERS))


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
    if isinstance(value, list | tuple):  # an excerpt: [is it a hit, words], …
        return safe_cell("".join(str(words) for _, words in value))
    return safe_cell(value)
