"""What a crawl may ask for: enforced below Scrapy's middlewares, on every hop, redirects and robots.txt included.

Mirrors on hijacked domains clone gov.cn paths and rewrite hosts, so the allow-list is of registered domains; and no
page may send the crawler to a private address, whatever its host name resolves to.
"""

import ipaddress
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.exceptions import IgnoreRequest

from crawler.domains import registered_domain
from crawler.errors import CrawlerError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# RFC 6052: an IPv4 address in the last four bytes, reached through a translator of the local network.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

_SCHEMES = frozenset({"http", "https"})
# Names that no public server answers to.
_LOCAL = frozenset(
    {"local", "localhost", "localdomain", "internal", "intranet", "lan", "home", "corp", "test", "invalid"}
)


class OutOfScopeError(IgnoreRequest, CrawlerError):
    """A request was refused before a byte was sent: its URL or its address lies outside what the crawl may ask for.
    Scrapy neither retries it nor hands it to a spider's callback."""


@dataclass(frozen=True, slots=True)
class Scope:
    """``domains`` are registered domains with all their hosts; ``hosts`` are single host names that serve a portal's
    attachments, ``found`` those that its reports turned out to link, which may grow. ``_verdicts`` remembers the answer
    per scheme and host: there are few of them, and many requests."""

    domains: frozenset[str]
    hosts: frozenset[str]
    found: AbstractSet[str] = field(default_factory=frozenset, compare=False)
    _verdicts: dict[tuple[str, str], str | None] = field(default_factory=dict, compare=False, repr=False)

    def refusal(self, url: str) -> str | None:
        """Why a URL may not be asked for, or None where it may."""
        parts = urlsplit(url)
        key = (parts.scheme, (parts.hostname or "").rstrip("."))
        if key[1] in self.found and key[0] in _SCHEMES:
            return None
        if key not in self._verdicts:
            self._verdicts[key] = self._judge(*key)
        return self._verdicts[key]

    def check(self, url: str) -> None:
        """Raises:
        OutOfScopeError: where the URL may not be asked for.
        """
        reason = self.refusal(url)
        if reason is not None:
            raise OutOfScopeError(f"{url}: {reason}")

    def _judge(self, scheme: str, host: str) -> str | None:
        if scheme not in _SCHEMES:
            return f"scheme {scheme!r} is neither http nor https"
        if not host:
            return "no host"
        if host in self.hosts or registered_domain(f"//{host}/") in self.domains:
            return None
        known = ", ".join(sorted(self.domains | self.hosts))
        return f"host {host} is outside the portal ({known}); a host of its attachments goes into attachment_hosts"


def scope_of(spider: Spider, attachment_hosts: Iterable[str] = ()) -> Scope:
    """The scope of a spider: the registered domains of its seeds (of ``start_urls`` for one that is no portal), the
    attachment hosts that it or the ``ATTACHMENT_HOSTS`` setting names, and those that its walk finds files on.

    Raises:
        OutOfScopeError: for a spider that names no URL at all: nothing says what it may ask for.
    """
    seeds = [*getattr(spider, "seeds", ()), *(spider.start_urls or ())]
    domains = frozenset(registered_domain(seed) for seed in seeds)
    if not domains:
        raise OutOfScopeError(f"spider {spider.name} declares no seeds, so every URL is out of its scope")
    hosts = [*attachment_hosts, *getattr(spider, "attachment_hosts", ())]
    named = frozenset(host.strip().lower() for host in hosts if host.strip())
    return Scope(domains, named, getattr(spider, "file_hosts", frozenset()))


def has_public_name(url: str) -> bool:
    """Whether a URL names a host as the public internet does: no address, no name of a local network."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    labels = host.split(".")
    local = len(labels) < 2 or labels[-1] in _LOCAL or labels[-1].isdigit() or ":" in host
    return parts.scheme in _SCHEMES and not local


def is_public(text: str) -> bool:
    """Whether an address belongs to the public internet. Addresses that carry an IPv4 address inside (mapped, 6to4,
    Teredo, NAT64) are judged by that one too. What is no address is not public."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(
        one.is_global and not one.is_multicast and not one.is_reserved and not one.is_unspecified
        for one in _carried(address)
    )


def _carried(address: Address) -> list[Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    if address in _NAT64:
        return [ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)]
    inner: list[Address] = [address]
    if address.sixtofour is not None:
        inner.append(address.sixtofour)
    if address.teredo is not None:
        inner.extend(address.teredo)
    return inner
