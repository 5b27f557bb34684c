"""One answer as the walk reads it: a page with its links and those in its scripts, or the entries of a data answer."""

from dataclasses import replace

from crawler.reading.data import read_answer, read_scripts
from crawler.reading.links import LinkPage, read_links


def read_page(
    source: str, url: str, charset: str = "utf-8", addresses: tuple[str, ...] = (), base: str = ""
) -> LinkPage:
    """Read the decoded text of an answer. Entries of data stand in one block; ``base`` is the page whose script asked
    for them and puts them in, ``addresses`` the templates that it has for their URLs."""
    data = read_answer(source, base or url, charset, addresses)
    if data is not None:
        words = " ".join(link.text for link in data.links)
        totals = data.totals
        return LinkPage(
            url, source, data.links, (), words, is_data=True, totals=totals, size=data.size, served=data.page,
            cursor=data.cursor,
        )  # fmt: skip
    page = read_links(source, url, charset)
    known = {link.url for link in page.links}
    block = 1 + max((link.block for link in page.links), default=0)
    hidden = tuple(
        replace(link, block=block, kind="data", path="script")
        for link in read_scripts(source, url, charset)
        if link.url not in known
    )
    return replace(page, links=(*page.links, *hidden)) if hidden else page
