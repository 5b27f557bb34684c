"""Listings whose entries, columns or pages may stand in the site's own script files: each file is asked for once, and
the page is read when they have come."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from crawler.reading.links import LinkPage
from crawler.reading.page import with_scripts
from crawler.walk.ask import Ask
from crawler.walk.context import PageContext

MAX_SCRIPTS = 8
# Script files of one portal; more are one for each page.
MAX_FILES = 80
# A control that calls a function.
_CALLS = re.compile(r"(?:javascript:|\bonclick\s*=\s*[\"'])\s*(?:return\s+)?[\w$]+\(", re.I)


@dataclass(frozen=True, slots=True)
class Shell:
    """A listing that waits for its script files, or an ``article`` that shows no text; ``other`` is the page whose body
    it showed."""

    ask: Ask
    page: LinkPage
    other: str | None
    wanted: tuple[str, ...]
    article: bool = False


@dataclass(slots=True)
class Shells:
    """The listings that wait, and the files that came."""

    waiting: list[Shell] = field(default_factory=list)
    sources: dict[str, str | None] = field(default_factory=dict)

    def wait(
        self, ask: Ask, page: LinkPage, other: str | None, in_scope: Callable[[str], bool], *, article: bool = False
    ) -> Iterator[Ask]:
        """Let a listing wait for its script files; those that were not asked for yet."""
        wanted = [one for one in page.scripts if in_scope(one)][:MAX_SCRIPTS]
        wanted = [one for one in wanted if one in self.sources or len(self.sources) < MAX_FILES]
        self.waiting.append(Shell(ask, page, other, tuple(wanted), article))
        for url in wanted:
            if url not in self.sources:
                self.sources[url] = None
                yield Ask(url, "script", page.url, trail=ask.trail, depth=ask.depth, score=35.0)

    def came(self, url: str, source: str) -> None:
        """A script file came, or "" where it could not be had."""
        self.sources[url] = source

    def ready(self, *, articles: bool = False) -> Iterator[tuple[Shell, LinkPage]]:
        """Each listing, or each article, whose files have come, and its page as if they stood in it."""
        for shell in [one for one in self.waiting if one.article == articles]:
            sources = [self.sources[url] for url in shell.wanted]
            if None in sources:
                continue
            self.waiting.remove(shell)
            yield shell, with_scripts(shell.page, [one for one in sources if one])


def wants_scripts(ask: Ask, page: LinkPage, context: PageContext) -> bool:
    """Whether what a page is for may stand in its script files: in a column of reports always, in an area of disclosure
    where its controls call functions."""
    if ask.number > 1 or page.is_data or not page.scripts:
        return False
    column = context.in_column or (ask.role == "column" and ask.certain)
    return column or (context.in_disclosure and bool(_CALLS.search(page.source)))
