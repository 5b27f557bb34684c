"""From a request to a page: language, arguments, errors, headers. The pages are functions of a connection."""

import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, cast, get_args
from urllib.parse import urlencode

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from archive.site.context import SiteContext, context_of, database_of
from archive.site.texts import Language, translate

# Our own pages run one script of ours and load nothing from elsewhere.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'; connect-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class PageMissingError(Exception):
    """What was asked for is not in the index; the message says so to the visitor."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as the pages see it: path parameters, query arguments, language."""

    path: dict[str, str]
    args: dict[str, list[str]]
    language: Language
    context: SiteContext

    def one(self, name: str, default: str = "") -> str:
        """The first value of an argument."""
        return self.args.get(name, [default])[0]

    def many(self, name: str) -> tuple[str, ...]:
        return tuple(value for value in self.args.get(name, []) if value)

    def number(self, name: str, default: int, *, low: int, high: int) -> int:
        """An argument as an int within bounds; nonsense is the default."""
        try:
            return min(max(int(self.one(name)), low), high)
        except ValueError:
            return default

    def t(self, key: str, **values: object) -> str:
        return translate(key, self.language, **values)


@dataclass(frozen=True, slots=True)
class View:
    """A page to be rendered: the template's name and what it shows."""

    template: str
    values: dict[str, Any]
    status: int = 200


Page = Callable[[sqlite3.Connection, Ask], View | Response]
Handler = Callable[[Datasette, Request], Awaitable[Response]]


def language_of(request: Request) -> Language:
    """``?lang=`` counts, then the cookie, then what the browser prefers; Chinese where none of them says."""
    wish = request.args.get("lang") or request.cookies.get("lang")
    if wish in get_args(Language):
        return cast(Language, wish)
    accepts = request.headers.get("accept-language", "zh").lower()
    return "en" if accepts.startswith("en") else "zh"


def _arguments(request: Request) -> dict[str, list[str]]:
    return {name: list(request.args.getlist(name)) for name in request.args}


def other_language(request: Request, language: Language) -> str:
    """The same page in the other language."""
    arguments = _arguments(request)
    arguments["lang"] = ["zh" if language == "en" else "en"]
    return f"{request.path}?{urlencode(arguments, doseq=True)}"


def handler(page: Page) -> Handler:
    """A page as Datasette's routes want it."""

    async def view(datasette: Datasette, request: Request) -> Response:
        context = context_of(datasette)
        if context is None:
            raise NotFound("This Datasette serves no nianbao index")
        language = language_of(request)
        ask = Ask(dict(request.url_vars), _arguments(request), language, context)
        try:
            made = await database_of(datasette, context).execute_fn(lambda connection: page(connection, ask))
        except PageMissingError as error:
            made = View("nb_missing.html", {"message": str(error)}, 404)
        if isinstance(made, Response):
            return made
        html = await datasette.render_template(made.template, {**made.values, "ask": ask}, request=request)
        response = Response.html(html, status=made.status, headers=dict(HEADERS))
        if request.args.get("lang") in ("zh", "en"):
            response.set_cookie("lang", language, max_age=31_536_000, path="/", httponly=True, samesite="lax")
        return response

    return view
