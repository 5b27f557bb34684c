"""What stands before every page: which hosts and methods are served, and the headers that all answers carry."""

import base64
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args
from urllib.parse import parse_qsl, quote, urlencode

import datasette
from datasette.app import Datasette

from archive.site.context import context_of
from archive.site.counting import STRANGE
from archive.site.routes import ROUTES
from archive.site.texts import Language

HERE = ("localhost", "127.0.0.1", "[::1]")

OURS = tuple(pattern for pattern, _ in ROUTES)
_METHODS = ("GET", "HEAD")
_OWN_SQL = frozenset({"sql", "_where"})

Message = MutableMapping[str, Any]
App = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]


def _inline_scripts() -> Iterable[str]:
    """The scripts that stand in Datasette's own templates."""
    for path in sorted((Path(datasette.__file__).parent / "templates").glob("*.html")):
        for script in re.findall(r"<script>(.*?)</script>", path.read_text(encoding="utf-8"), re.DOTALL):
            variable = re.fullmatch(r"(.*)\{\{.*\}\}(.*)", script, re.DOTALL)
            yield from (variable[1] + value + variable[2] for value in ("true", "false")) if variable else (script,)


def _policy() -> str:
    """For Datasette's pages: its scripts as they are, and nothing that anybody could slip in. Its charts (vega) compile
    what they draw."""
    hashes = (base64.b64encode(sha256(script.encode()).digest()).decode() for script in _inline_scripts())
    scripts = " ".join(f"'sha256-{one}'" for one in hashes)
    return (
        f"default-src 'none'; script-src 'self' 'unsafe-eval' {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    )


HEADERS = {
    b"content-security-policy": _policy().encode(),
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
}


def guarded(app: App, site: Datasette) -> App:
    """``app`` for the hosts of its site only, whatever their port, asked by GET and HEAD only, with HEADERS on every
    answer."""

    async def guard(scope: Message, receive: Callable[[], Awaitable[Message]], send: Any) -> None:
        context = context_of(site)
        if scope["type"] != "http" or context is None:
            await app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message.get("headers", ())}
                more = [pair for pair in HEADERS.items() if pair[0] not in present]
                message = {**message, "headers": [*message.get("headers", ()), *more]}
            await send(message)

        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1").lower()
        if re.sub(r":\d*$", "", host) not in (*HERE, *map(str.lower, context.hosts)):
            await _refuse(send_with_headers, 421, "this host is not served here; archive browse --host NAME serves it")
        elif scope["method"] not in _METHODS:
            await _refuse(send_with_headers, 405, "nothing here is changed by a request: ask with GET")
        elif (back := _without_language(scope)) is not None:
            await _send_to(send_with_headers, back)
        else:
            query = scope["query_string"].decode("latin-1")
            STRANGE.set(not _OWN_SQL.isdisjoint(name for name, _ in parse_qsl(query, keep_blank_values=True)))
            await app(scope, receive, send_with_headers)

    return guard


def _without_language(scope: Message) -> str | None:
    """Where the language of a page of Datasette's is chosen: there ``?lang=`` would filter by a column that is none."""
    arguments = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    language = dict(arguments).get("lang")
    if language not in get_args(Language) or any(re.match(pattern, scope["path"]) for pattern in OURS):
        return None
    rest = urlencode([pair for pair in arguments if pair[0] != "lang"])
    back = f"{quote(scope['path'])}?{rest}" if rest else quote(scope["path"])
    return f"/language/{language}?{urlencode({'back': back})}"


async def _send_to(send: Any, address: str) -> None:
    await send({"type": "http.response.start", "status": 302, "headers": [(b"location", address.encode("ascii"))]})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(send: Callable[[Message], Awaitable[None]], status: int, why: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"allow", ", ".join(_METHODS).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{why}\n".encode()})
