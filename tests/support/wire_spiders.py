"""Spiders of the wire's own tests: they ask for what a file lists, and write down what they see."""

import json
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Self, cast

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.internet.base import ThreadedResolver
from twisted.internet.defer import Deferred, succeed
from twisted.internet.interfaces import IResolverSimple
from twisted.python.failure import Failure

from archive.model import Discovery

# Bytes; of a longer body its SHA-256 is noted.
LARGEST_NOTED = 20_000


class AskerSpider(Spider):
    """Asks for the list in ``<folder>/asks.json``, one after the other, and notes each answer in ``got.jsonl``."""

    name = "asker"

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        settings.setdict({"CONCURRENT_REQUESTS": 1, "HTTPERROR_ALLOW_ALL": True}, priority="spider")

    def __init__(self, folder: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.folder = Path(folder)
        self.asks = json.loads((self.folder / "asks.json").read_text(encoding="utf-8"))
        self.seeds = tuple(ask["url"] for ask in self.asks if not ask["name"].startswith("outside"))

    async def start(self) -> AsyncIterator[Request]:
        for number, ask in enumerate(self.asks):
            yield Request(
                ask["url"],
                method=ask["method"],
                body=ask["body"],
                dont_filter=True,
                priority=-number,
                callback=self.note,
                errback=self.note_error,
                meta={
                    "download_timeout": ask["timeout"],
                    "render_list": ask["render"],
                    **self._discovery(ask["anchor"]),
                },
                cb_kwargs={"name": ask["name"]},
            )

    def _discovery(self, anchor: str) -> dict[str, Discovery]:
        return {"discovery": Discovery("report", self.seeds[0], anchor, 2023)} if anchor else {}

    def note(self, response: Response, name: str) -> None:
        body = response.body if len(response.body) <= LARGEST_NOTED else sha256(response.body).digest()
        serial = response.headers.get("X-Serial")
        self._write(
            name=name,
            status=response.status,
            url=response.url,
            flags=response.flags,
            body=body.hex(),
            error=None,
            serial=None if serial is None else serial.decode(),
        )

    def note_error(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]
        name = request.cb_kwargs["name"]
        self._write(name=name, status=None, url=request.url, flags=[], body="", error=type(failure.value).__name__)

    def _write(self, **seen: Any) -> None:
        with (self.folder / "got.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(seen) + "\n")


class LoopbackResolver(ThreadedResolver):
    """A DNS that answers 127.0.0.1 for every name, as a hijacked or a rebinding one does."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        return cls(reactor)

    def install_on_reactor(self) -> None:
        self.reactor.installResolver(cast(IResolverSimple, self))  # it is one by zope, which mypy does not read

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802 (Twisted's interface)
        return succeed("127.0.0.1")
