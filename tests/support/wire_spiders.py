"""Spiders of the wire's own tests: they ask for what a file lists, and write down what they see."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, ClassVar

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure


class AskerSpider(Spider):
    """Asks for the list in ``<folder>/asks.json``, one after the other, and notes each answer in ``got.jsonl``."""

    name = "asker"
    custom_settings: ClassVar[dict[str, Any]] = {"CONCURRENT_REQUESTS": 1, "HTTPERROR_ALLOW_ALL": True}

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
                meta={"download_timeout": ask["timeout"]},
                cb_kwargs={"name": ask["name"]},
            )

    def note(self, response: Response, name: str) -> None:
        self._write(name, response.status, response.url, response.flags, response.body, None)

    def note_error(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]
        self._write(request.cb_kwargs["name"], None, request.url, [], b"", type(failure.value).__name__)

    def _write(self, name: str, status: int | None, url: str, flags: list[str], body: bytes, error: str | None) -> None:
        seen = {"name": name, "status": status, "url": url, "flags": flags, "body": body.hex(), "error": error}
        with (self.folder / "got.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(seen) + "\n")
