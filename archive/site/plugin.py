"""What we add to Datasette: pages, search in Chinese, words of the interface."""

import logging
import re
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import handle_exception as own_handler
from datasette import hookimpl
from datasette.app import Datasette
from datasette.filters import FilterArguments
from datasette.utils.asgi import BadRequest, Request, Response
from datasette.views.base import DatasetteError
from jinja2 import Environment
from markupsafe import Markup

from archive.index.codebook import relations
from archive.index.fulltext import match_expression
from archive.site.context import context_of
from archive.site.excerpts import excerpt_sql
from archive.site.guard import App, guarded
from archive.site.identities import in_words
from archive.site.labels import row_of, unit_in
from archive.site.rawcells import cell
from archive.site.routes import ROUTES
from archive.site.texts import translate
from archive.site.web import Handler, language_of, other_language

logger = logging.getLogger(__name__)

# With rich installed, Datasette 0.65.5 prints the stack and its variables for each page that is not found.
own_handler.rich = None


@hookimpl
def register_routes() -> list[tuple[str, Handler]]:
    """Called while Datasette is made, before its context is known; a Datasette without one answers 404."""
    return list(ROUTES)


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Called while Datasette is made, as the above."""
    return lambda app: guarded(app, datasette)


@hookimpl
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Callable[[], Awaitable[Response]]:
    """In place of Datasette's own, which is asked in the end: 0.65.5 trips over many an argument that makes no sense,
    and calls it an error of the server."""
    if request.query_string and not any(re.match(pattern, request.path) for pattern, _ in ROUTES):
        if isinstance(exception, ValueError | TypeError | LookupError):
            # A fault of ours would look the same: whoever looks after the site can tell.
            logger.warning("%s?%s: %r", request.path, request.query_string, exception)
            exception = BadRequest("an argument of this address makes no sense")
        elif isinstance(exception, DatasetteError) and exception.status == 500:
            exception.status = 400
    shown: Callable[[], Awaitable[Response]] = own_handler.handle_exception(datasette, request, exception)
    return shown


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Datasette renders its error pages without the variables of plugins: these stand in for them."""
    env.globals.setdefault("t", lambda key, **values: translate(key, "zh", **values))
    env.globals.setdefault("lang", "zh")
    env.globals.setdefault("other_language_url", "/language/en?back=/")
    env.globals.setdefault("described", {})
    env.globals.setdefault("site", {"database": "archive", "demo": False})


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Datasette's own ``escape_fts`` gives way to ours, registered after it."""
    conn.create_function("escape_fts", 1, match_expression, deterministic=True)
    conn.create_function("excerpt", 2, excerpt_sql, deterministic=True)


@hookimpl
def render_cell(
    row: sqlite3.Row, value: Any, column: str, table: str | None, database: str, datasette: Datasette
) -> Markup | None:
    context = context_of(datasette)
    return cell(datasette, row, column, value, table) if context is not None and database == context.database else None


@hookimpl
def extra_template_vars(datasette: Datasette, request: Request | None) -> dict[str, Any]:
    context = context_of(datasette)
    if context is None or request is None:
        return {}
    language = language_of(request)
    return {
        "t": lambda key, **values: translate(key, language, **values),
        "lang": language,
        "other_language_url": other_language(request, language),
        "site": context,
        "in_words": lambda expression: in_words(expression, language),
        "row_of": lambda key: row_of(key, language),
        "unit_in": lambda unit: unit_in(unit, language),
        "described": {relation.name: relation for relation in relations()},
        "path_now": request.path,
    }


@hookimpl(trylast=True)
def filters_from_request(
    request: Request, database: str, table: str, datasette: Datasette
) -> Callable[[], Awaitable[FilterArguments]] | None:
    """The search box of every table and view that has a ``report_id`` searches the reports' text."""
    context = context_of(datasette)
    if context is None or database != context.database:
        return None

    async def search() -> FilterArguments:
        db = datasette.get_database(database)
        columns = await db.table_columns(table)
        if "report_id" not in columns or table == "report_versions":
            return FilterArguments([], {}, [], {})
        query = request.args.get("_search") or ""
        shown = {"supports_search": True, "search": query}
        if not query:
            return FilterArguments([], {}, [], shown)
        where = (
            "report_id in (select report_id from search_rows where number in "
            "(select rowid from report_search where report_search match escape_fts(:_text_search)))"
        )
        return FilterArguments([where], {"_text_search": query}, [f'search matches "{query}"'], shown)

    return search
