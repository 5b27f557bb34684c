"""TCP connections of the crawl: ``CONNECT_TO`` applied, and no private address after the name is resolved.

The check sits between the resolver and the connection, so that a name which resolves to a public address once and to
a private one later (DNS rebinding) gains nothing: the addresses that were checked are the ones connected to.
"""

from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.endpoints import HostnameEndpoint, wrapClientTLS
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import (
    IHostnameResolver,
    IProtocol,
    IProtocolFactory,
    IReactorPluggableNameResolver,
    IResolutionReceiver,
    IStreamClientEndpoint,
)
from twisted.python.failure import Failure
from twisted.web.client import URI
from twisted.web.iweb import IAgentEndpointFactory
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.connect_to import ConnectTo
from crawler.scope import OutOfScopeError, is_public

# Twisted's interfaces are zope's, which the type checker cannot read: what provides one is Any here.

BindAddress = tuple[str, int] | None


@implementer(IAgentEndpointFactory)
class EndpointFactory:
    """Makes the endpoint of each URL. ``timeout`` is in seconds and covers one connection attempt."""

    def __init__(self, reactor: Any, policy: Any, connect_to: ConnectTo, timeout: float, bind: BindAddress) -> None:
        self.reactor = reactor
        self.policy = policy
        self.connect_to = connect_to
        self.timeout = timeout
        # Scrapy's _BindAddressAgent reads this name for its pool key.
        self._bindAddress = bind

    def endpointForURI(self, uri: URI) -> "LazyEndpoint":  # noqa: N802 (Twisted's interface)
        return LazyEndpoint(self, uri)


@implementer(IStreamClientEndpoint)
class LazyEndpoint:
    """Does nothing until it has to connect: most requests go over a kept connection."""

    def __init__(self, factory: EndpointFactory, uri: URI) -> None:
        self._factory = factory
        self._uri = uri

    def __repr__(self) -> str:
        return f"<connection to {self._uri.netloc.decode('ascii', 'replace')}>"

    def connect(self, protocolFactory: IProtocolFactory) -> Deferred[IProtocol]:  # noqa: N803
        made, uri = self._factory, self._uri
        target = made.connect_to.target(uri.host.decode("ascii"), uri.port)
        guard = AddressGuard(made.reactor, private_allowed=target.mapped)
        endpoint: Any = HostnameEndpoint(guard, target.host, target.port, made.timeout, made._bindAddress)
        if uri.scheme == b"https":
            endpoint = wrapClientTLS(made.policy.creatorForNetloc(uri.host, uri.port), endpoint)
        connected: Deferred[IProtocol] = endpoint.connect(protocolFactory)
        return connected.addErrback(guard.explain)


@implementer(IReactorPluggableNameResolver, IHostnameResolver)
class AddressGuard:
    """The reactor as one connection sees it: its resolver leaves out addresses that are not public."""

    def __init__(self, reactor: Any, *, private_allowed: bool) -> None:
        self._reactor = reactor
        self._private_allowed = private_allowed
        self._refused: list[str] = []
        self._host = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)

    @property
    def nameResolver(self) -> "AddressGuard":  # noqa: N802 (Twisted's interface)
        return self

    def resolveHostName(self, receiver: Any, hostName: str, *args: Any, **kwargs: Any) -> Any:  # noqa: N802, N803
        self._host = hostName
        wrapped = receiver if self._private_allowed else _PublicOnly(receiver, self._refused)
        return self._reactor.nameResolver.resolveHostName(wrapped, hostName, *args, **kwargs)

    def explain(self, failure: Failure) -> Failure:
        """Where every address was refused, say that instead of "host name not found"."""
        if self._refused and isinstance(failure.value, DNSLookupError):
            where = ", ".join(self._refused)
            raise OutOfScopeError(
                f"{self._host}: resolves to {where}, which is no public address; CONNECT_TO can map it there"
            ) from failure.value
        return failure


@implementer(IResolutionReceiver)
class _PublicOnly:
    def __init__(self, receiver: Any, refused: list[str]) -> None:
        self._receiver = receiver
        self._refused = refused

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        if is_public(address.host):
            self._receiver.addressResolved(address)
        else:
            self._refused.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        self._receiver.resolutionComplete()
