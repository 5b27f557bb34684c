"""An audit hook that refuses every connection and name look-up beyond loopback."""

import ipaddress
import sys
from typing import Any


class BeyondLoopbackError(RuntimeError):
    """A test tried to reach a host that is not this machine's loopback."""


def _is_loopback(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in (None, "", "localhost", "0.0.0.0", "::"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _hook(event: str, args: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = args[1]
        if isinstance(address, tuple) and not _is_loopback(address[0]):
            raise BeyondLoopbackError(f"no test may reach beyond loopback: {event} {address}")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname") and not _is_loopback(args[0]):
        raise BeyondLoopbackError(f"no test may reach beyond loopback: {event} {args[0]!r}")


def raise_fence() -> None:
    """Install the hook for the rest of this process."""
    sys.addaudithook(_hook)
