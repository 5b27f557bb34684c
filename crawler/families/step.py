"""The values that the walk and the families share."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from scrapy import FormRequest, Request
from twisted.python.failure import Failure

Callback = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Step:
    """Where a listing page stands in the walk. ``root`` is the directory of the seed, ``column`` the URL of the
    listing's first page, ``number`` counts its pages from 1, ``trail`` holds the texts of the links that led here,
    ``digests`` those of the listings above, ``carry`` what a family wants to know again on the next page."""

    root: str
    column: str
    number: int = 1
    depth: int = 0
    trail: tuple[str, ...] = ()
    digests: tuple[bytes, ...] = ()
    carry: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A further page of a listing: a GET, or a POST of a form. ``carry`` goes into its step; ``ajax`` asks as a script
    of the page would."""

    url: str
    form: tuple[tuple[str, str], ...] = ()
    carry: str = ""
    ajax: bool = False

    def request(
        self, callback: Callback, errback: Callable[[Failure], None], cb_kwargs: dict[str, Any], *, priority: int
    ) -> Request:
        """The request that asks for it."""
        headers = {"X-Requested-With": "XMLHttpRequest"} if self.ajax or self.form else None
        if not self.form:
            return Request(self.url, callback, errback=errback, cb_kwargs=cb_kwargs, priority=priority, headers=headers)
        return FormRequest(
            self.url,
            callback,
            errback=errback,
            cb_kwargs=cb_kwargs,
            priority=priority,
            headers=headers,
            formdata=self.form,
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign of a platform: a pattern in an article's URL, in a listing's URL or in a page's source. A sign that no
    other platform bears weighs 3, a weaker one less."""

    where: Literal["article", "listing", "page"]
    pattern: re.Pattern[str]
    meaning: str
    weight: int = 3
