"""Who owns a host name: the registered domain below its public suffix, by the list that tldextract brings along.

Only the suffixes of one top-level domain are kept (``cn`` has some 60 of the list's 10,000), which spares 6 MB, and
nothing is ever fetched. Scrapy's cookie middleware holds an extractor that would fetch the list from the internet at
the first cookie, past every limit of the crawl (2.19.0): it is given this one instead.
"""

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares import cookies
from tldextract.cache import DiskCache
from tldextract.suffix_list import get_suffix_lists


@dataclass(frozen=True, slots=True)
class SplitHost:
    """``suffix`` is the public suffix; ``domain`` the label before it, empty where the host is itself a suffix."""

    domain: str
    suffix: str


def registered_domain(url: str) -> str:
    """The domain that its owner registered: ``zp.gov.cn`` for ``http://www.zp.gov.cn/…`` (``gov.cn`` is a public
    suffix, so ``www.gov.cn`` is a registered domain itself); a bare IP address stands for itself; "" for no host."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    parts = split_host(host, private=False)
    return f"{parts.domain}.{parts.suffix}" if parts.domain and parts.suffix else host


def split_host(host: str, *, private: bool = True) -> SplitHost:
    """A host name cut at its public suffix (https://publicsuffix.org/list/, "Algorithm"). With ``private``, suffixes
    that belong to a company which lets others register below them count too."""
    labels = host.lower().rstrip(".").split(".")
    rules = _rules(_unicode(labels[-1]), private=private)
    names = [_unicode(label) for label in labels]
    for start in range(len(names)):
        rest = ".".join(names[start + 1 :])
        name = f"{names[start]}.{rest}" if rest else names[start]
        if f"!{name}" in rules:
            return SplitHost(labels[start], ".".join(labels[start + 1 :]))
        if name in rules or (rest and f"*.{rest}" in rules):
            return SplitHost(labels[start - 1] if start else "", ".".join(labels[start:]))
    return SplitHost(labels[-1], "")


def _unicode(label: str) -> str:
    try:
        return label.encode("ascii").decode("idna") if label.startswith("xn--") else label
    except UnicodeError:
        return label


@cache
def _rules(top: str, *, private: bool) -> frozenset[str]:
    lists = get_suffix_lists(DiskCache(None), urls=(), cache_fetch_timeout=None, fallback_to_snapshot=True)
    return frozenset(
        rule for rules in lists[: 2 if private else 1] for rule in rules if rule.lstrip("!").rpartition(".")[2] == top
    )


# The type checker knows an extractor of the library there; the middleware asks for ``.domain`` of what it returns.
setattr(cookies, "_split_domain", split_host)  # noqa: B010
