"""``CONNECT_TO``: send a connection elsewhere, in the manner of curl's ``--connect-to HOST1:PORT1:HOST2:PORT2``.

Only the TCP connection moves. The URL, the Host header, the name that TLS asks for (SNI) and the target URI of the
WARC records stay, so a replica on loopback answers under the portal's real name.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.errors import CrawlerError

_FORM = (
    "write HOST1:PORT1:HOST2:PORT2; an empty HOST1 or PORT1 matches all, "
    "an empty HOST2 or PORT2 keeps what was asked for"
)
_RULE = re.compile(r"(\[[^\]]*\]|[^:\[\]]*):(\d*):(\[[^\]]*\]|[^:\[\]]*):(\d*)", re.ASCII)


class ConnectToError(CrawlerError):
    """A rule of the ``CONNECT_TO`` setting cannot be read."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a TCP connection goes. ``mapped`` is True where a rule named this very host, which is the user's word
    that it may be a private address."""

    host: str
    port: int
    mapped: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One ``HOST1:PORT1:HOST2:PORT2``; None stands for an empty part."""

    host: str | None
    port: int | None
    to_host: str | None
    to_port: int | None

    def matches(self, host: str, port: int) -> bool:
        return self.host in (None, host) and self.port in (None, port)


@dataclass(frozen=True, slots=True)
class ConnectTo:
    """The rules in their order; the first that matches wins, as in curl."""

    rules: tuple[Rule, ...] = ()

    def target(self, host: str, port: int) -> Target:
        """Where to connect for a URL's host and port. Host names are compared without case."""
        host = host.lower()
        for rule in self.rules:
            if rule.matches(host, port):
                return Target(rule.to_host or host, rule.to_port or port, rule.to_host is not None)
        return Target(host, port, mapped=False)


def parse_connect_to(value: str | Iterable[str] | None) -> ConnectTo:
    """Read the ``CONNECT_TO`` setting: a list of rules, or one string of them with commas between.

    Raises:
        ConnectToError: for a rule that cannot be read; names it and the form that it should have.
    """
    if value is None:
        return ConnectTo()
    texts = value.split(",") if isinstance(value, str) else list(value)
    return ConnectTo(tuple(_parse_rule(text.strip()) for text in texts if text.strip()))


def _parse_rule(text: str) -> Rule:
    match = _RULE.fullmatch(text)
    if match is None:
        raise ConnectToError(f"CONNECT_TO={text!r}: {_FORM}")
    host, port, to_host, to_port = match.groups()
    return Rule(_host(host), _port(port, text), _host(to_host), _port(to_port, text))


def _host(text: str) -> str | None:
    return text.strip("[]").lower() or None


def _port(text: str, rule: str) -> int | None:
    if not text:
        return None
    port = int(text)
    if not 0 < port < 65536:
        raise ConnectToError(f"CONNECT_TO={rule!r}: {port} is no port; {_FORM}")
    return port
