"""Who owns a host name: the registered domain below its public suffix, by the list that tldextract brings along.

Nothing is ever fetched. Scrapy's cookie middleware holds an extractor that would fetch the list from the internet at
the first cookie, past every limit of the crawl (2.19.0): it is given this one instead.
"""

from urllib.parse import urlsplit

from scrapy.downloadermiddlewares import cookies
from tldextract import TLDExtract
from tldextract.remote import looks_like_ip

# With the suffixes that belong to a company which lets others register below them, as cookies need them.
EXTRACT = TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)
setattr(cookies, "_split_domain", EXTRACT)  # noqa: B010 (its stubs give it no public name)


def registered_domain(url: str) -> str:
    """The domain that its owner registered: ``zp.gov.cn`` for ``http://www.zp.gov.cn/…`` (``gov.cn`` is a public
    suffix, so ``www.gov.cn`` is a registered domain itself); a bare IP address stands for itself; "" for no host."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    if not host or ":" in host or looks_like_ip(host):
        return host  # without the list, which takes 5 MB when it is first asked (2026)
    return EXTRACT(host, include_psl_private_domains=False).top_domain_under_public_suffix or host
