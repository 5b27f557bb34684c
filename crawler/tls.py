"""How a host is spoken to over TLS: as everybody is, and only where that fails with what old servers need.

Seen on portals (2026): keys and groups that OpenSSL's security level 2 refuses, TLS 1.0 alone, no secure renegotiation
(rst.jiangxi.gov.cn, www.jxpta.com); and modern hosts that hang when they are offered all of that at first. So the
permissive context is a second try, it is remembered for the host as long as the crawl lasts, and each capture that it
made says so. What a certificate is worth plays no part in either: a capture says what answered, not who vouches for it.
"""

from typing import Any

from OpenSSL import SSL
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from scrapy.crawler import Crawler
from twisted.internet.ssl import CertificateOptions, TLSVersion

from crawler.errors import ConnectTimeoutError

# Level 1 lets in keys and groups of 1024 bits and SHA-1 signatures, level 0 TLS 1.0 and 1.1 too (OpenSSL 3 and later).
_CIPHERS = "DEFAULT:@SECLEVEL=0"
# SSL_OP_LEGACY_SERVER_CONNECT, which pyOpenSSL does not name: a server without RFC 5746. Scrapy 2.19 sets it always.
_LEGACY_SERVER_CONNECT = 0x4
# What each capture says that was made so.
PERMISSIVE_FACT = ("tlsSecurity", f"permissive: {_CIPHERS}, TLS 1.0 and later, unsafe legacy renegotiation")


class _Normal(_ScrapyClientContextFactory):
    def _get_cert_options(self) -> CertificateOptions:
        return CertificateOptions(**self._get_cert_options_kwargs())


class _PermissiveOptions(CertificateOptions):
    def _makeContext(self, skipCiphers: bool = False) -> SSL.Context:  # noqa: N802, N803 (Twisted's)
        context = super()._makeContext(skipCiphers)
        context.set_options(_LEGACY_SERVER_CONNECT)
        if not skipCiphers:
            context.set_cipher_list(_CIPHERS.encode())
        return context


class _Permissive(_ScrapyClientContextFactory):
    def _get_cert_options(self) -> CertificateOptions:
        oldest: dict[str, Any] = {} if self.tls_min_version else {"insecurelyLowerMinimumTo": TLSVersion.TLSv1_0}
        return _PermissiveOptions(**self._get_cert_options_kwargs(), **oldest)


class TlsPolicies:
    """The contexts of a crawl, and which hosts need the permissive one. ``DOWNLOAD_VERIFY_CERTIFICATES`` asks for more
    than such hosts can give: there is no second try then."""

    def __init__(self, crawler: Crawler) -> None:
        self.normal = _Normal.from_crawler(crawler)
        self.permissive = _Permissive.from_crawler(crawler)
        self._may_relax = not crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        self._relaxed: set[str] = set()
        self._hanging: set[str] = set()

    def is_relaxed(self, host: str) -> bool:
        """Whether the host answers to the permissive context alone. ``host`` is ``name`` or ``name:port``."""
        return host in self._relaxed

    def may_relax(self, host: str) -> bool:
        """Whether a second try with the permissive context may help."""
        return self._may_relax and host not in self._relaxed and host not in self._hanging

    def relax(self, host: str) -> None:
        """The permissive context got through."""
        self._relaxed.add(host)

    def failed(self, host: str, error: Exception) -> None:
        """The permissive context did not get through; where it hung, it is not tried again."""
        if isinstance(error, ConnectTimeoutError):
            self._relaxed.discard(host)
            self._hanging.add(host)
