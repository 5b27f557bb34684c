"""Listings without a list, whose entries may stand in the site's own script files: each file is asked for once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from crawler.reading.data import read_scripts
from crawler.reading.links import LinkPage
from crawler.walk.ask import Ask
from crawler.walk.listing import Listing

MAX_SCRIPTS = 8


@dataclass(frozen=True, slots=True)
class Shell:
    """A listing that waits for its script files; without one, an article that shows no text."""

    ask: Ask
    page: LinkPage
    listing: Listing | None
    wanted: tuple[str, ...]


@dataclass(slots=True)
class Shells:
    """The listings that wait, and the files that came."""

    waiting: list[Shell] = field(default_factory=list)
    sources: dict[str, str | None] = field(default_factory=dict)

    def wait(self, ask: Ask, page: LinkPage, listing: Listing | None, in_scope: Callable[[str], bool]) -> Iterator[Ask]:
        """Let a listing wait for its script files; those that were not asked for yet."""
        wanted = tuple(one for one in page.scripts if in_scope(one))[:MAX_SCRIPTS]
        self.waiting.append(Shell(ask, page, listing, wanted))
        for url in wanted:
            if url not in self.sources:
                self.sources[url] = None
                yield Ask(url, "script", page.url, trail=ask.trail, depth=ask.depth, score=16.0)

    def came(self, url: str, source: str) -> None:
        """A script file came, or "" where it could not be had."""
        self.sources[url] = source

    def ready(self, *, articles: bool = False) -> Iterator[tuple[Shell, LinkPage, bool]]:
        """Each listing whose files have come, its page as if they stood in it, and whether they hold entries; or each
        of the articles."""
        for shell in [one for one in self.waiting if (one.listing is None) == articles]:
            sources = [self.sources[url] for url in shell.wanted]
            if None in sources:
                continue
            self.waiting.remove(shell)
            scripts = "".join(f"<script>{one}</script>" for one in sources)
            listed = read_scripts(scripts, shell.page.url)
            source, links = f"{shell.page.source}{scripts}", (*shell.page.links, *listed)
            yield shell, replace(shell.page, source=source, links=links, scripts=()), bool(listed)
