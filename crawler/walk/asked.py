"""What a walk has asked for, by identity, and what it may ask for."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.domains import registered_domain
from crawler.families.family import Family
from crawler.scope import has_public_name
from crawler.walk.ask import Ask
from crawler.walk.identity import identity


class Asked:
    """``in_scope`` says whether a URL may be asked for; ``families`` know when two URLs are one page."""

    def __init__(self, in_scope: Callable[[str], bool], families: tuple[Family, ...]) -> None:
        self.in_scope = in_scope
        self._families = families
        # What was asked, and for which listing.
        self._seen: dict[str, str] = {}
        self._switched: set[str] = set()
        self._hosts: set[str] = set()

    def key(self, url: str) -> str:
        """The identity of a URL, by a platform's rule where it has one."""
        return next((key for one in self._families if (key := one.identity(url))), None) or identity(url)

    def new(self, ask: Ask) -> bool:
        """Whether nothing like it was asked before."""
        key = self.mark(ask)
        if key in self._seen:
            return False
        self._seen[key] = ask.listing
        return True

    def mark(self, ask: Ask) -> str:
        """What tells one request from another."""
        return self.key(ask.url) + (f" {ask.form}" if ask.form else "") + ask.body

    def may(self, ask: Ask) -> bool:
        """Whether it may be asked for and was not."""
        return self.may_lie(ask) and self.new(ask)

    def may_lie(self, ask: Ask) -> bool:
        """Whether the crawl may go where it leads: within the portal, and for the file of a report to any host that has
        a public name (object stores of clouds, hosts of a site's builder)."""
        return self.in_scope(ask.url) or (ask.role == "attachment" and has_public_name(ask.url))

    def owner(self, ask: Ask) -> str:
        """The listing that the very same was asked for; "" for none."""
        return self._seen.get(self.mark(ask), "")

    def other_scheme(self, ask: Ask) -> Ask | None:
        """The same ask over http in place of https, or the reverse, once; portals link either and answer one of them
        (30 of 3,209 worked only after switching, 2026-04). None where that was tried."""
        parts = urlsplit(ask.url)
        if ask.switched or ask.url in self._switched:
            return None
        self._switched.add(ask.url)
        scheme = "http" if parts.scheme == "https" else "https"
        netloc = parts.netloc.removesuffix(":443").removesuffix(":80")
        return replace(ask, url=parts._replace(scheme=scheme, netloc=netloc).geturl(), switched=True)

    def with_homes(self, asks: list[Ask], deep: int, *, explore: bool) -> list[Ask]:
        """The asks, and before them the home page of each host that is new, and of its domain: what stands in for a
        page is mostly one of them. ``deep`` is the depth from which nothing is followed."""
        homes = []
        for ask in asks:
            parts = urlsplit(ask.url)
            for host in (parts.netloc, f"www.{registered_domain(ask.url)}"):
                if host in self._hosts:
                    continue
                self._hosts.add(host)
                url = f"{parts.scheme}://{host}/"
                home = Ask(url, "home", ask.url, score=40.0, depth=deep)
                if explore and ask.depth == 0 and ask.role == "way":
                    # A search that starts from a page, dead or alive, goes on from its site's home page too.
                    home = Ask(url, "way", ask.url, certain=False, score=4.0, depth=1)
                if self.may(home):
                    homes.append(home)
        return [*homes, *asks]
