"""From a request to a page: language, arguments, errors, headers. The pages are functions of a connection."""

import sqlite3
from collections.abc import Awaitable, Callable, Mapping
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
    origin: str  # scheme and host that the visitor asked, for addresses that leave the site

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

    @property
    def whole(self) -> bool:
        """Whether all rows are asked for, as a file of CSV, and not one page of them."""
        return self.path.get("suffix") == "csv"

    def t(self, key: str, **values: object) -> str:
        return translate(key, self.language, **values)


@dataclass(frozen=True, slots=True)
class View:
    """A page to be rendered: the template's name and what it shows."""

    template: str
    values: dict[str, Any]
    status: int = 200


Page = Callable[[sqlite3.Connection, Ask], View | Response]
Handler = Callable[..., Awaitable[Response]]  # called with what its parameters name: datasette, request


def linked(kept: Mapping[str, str]) -> Callable[..., str]:
    """A function that makes the address of the same page with other arguments; without any, the arguments alone."""
    return lambda **changes: f"?{urlencode({**kept, **changes})}"


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
    """Where the other language is chosen for this page: ``?lang=`` would be a filter on Datasette's own pages."""
    arguments = {name: values for name, values in _arguments(request).items() if name != "lang"}
    here = f"{request.path}?{urlencode(arguments, doseq=True)}" if arguments else request.path
    return f"/language/{'zh' if language == 'en' else 'en'}?{urlencode({'back': here})}"


def _origin(request: Request) -> str:
    """As the proxy says it, else as the request was made."""
    scheme = request.headers.get("x-forwarded-proto", request.scheme)
    return f"{scheme if scheme in ('http', 'https') else 'http'}://{request.host}"


async def choose_language(request: Request) -> Response:
    """``/language/en?back=/coverage``: remember the language and go back to a page of this site."""
    language = request.url_vars["language"]
    back = request.args.get("back") or "/"
    if not back.startswith("/") or back.startswith(("//", "/\\")) or any(ord(c) < 32 for c in back):
        back = "/"
    response = Response.redirect(back)
    _remember(response, language)
    return response


async def not_served() -> Response:
    """For a page of Datasette's that tells visitors more than they need."""
    raise NotFound("This page is not served")


def _remember(response: Response, language: str) -> None:
    response.set_cookie("lang", language, max_age=31_536_000, path="/", httponly=True, samesite="lax")


def handler(page: Page) -> Handler:
    """A page as Datasette's routes want it."""

    async def view(datasette: Datasette, request: Request) -> Response:
        context = context_of(datasette)
        if context is None:
            raise NotFound("This Datasette serves no nianbao index")
        language = language_of(request)
        ask = Ask(dict(request.url_vars), _arguments(request), language, context, _origin(request))
        try:
            made = await database_of(datasette, context).execute_fn(lambda connection: page(connection, ask))
        except PageMissingError as error:
            made = View("nb_missing.html", {"message": str(error)}, 404)
        if isinstance(made, Response):
            return made
        html = await datasette.render_template(made.template, {**made.values, "ask": ask}, request=request)
        response = Response.html(html, status=made.status, headers=dict(HEADERS))
        if request.args.get("lang") in ("zh", "en"):
            _remember(response, language)
        return response

    return view
