"""What a log says once."""

import logging

from crawler.logs import CertificatesOnce

TLS = "scrapy.core.downloader.tls"


def _record(name: str, host: str) -> logging.LogRecord:
    words = 'Remote certificate is not valid for hostname "%s"'
    return logging.LogRecord(name, logging.WARNING, __file__, 1, words, (host,), None)


def test_a_certificate_is_complained_of_once_a_host() -> None:
    once = CertificatesOnce()
    said = [once.filter(_record(TLS, host)) for host in ("a.gov.cn", "a.gov.cn", "b.gov.cn", "a.gov.cn")]
    assert said == [True, False, True, False]
    assert all(once.filter(_record("crawler", "a.gov.cn")) for _ in range(2)), "what others say is theirs to repeat"
