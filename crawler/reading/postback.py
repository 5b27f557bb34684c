"""Lists of ASP.NET whose pages are posted back: each is asked for with the hidden state of the page before it. Pure.

``javascript:__doPostBack('ctl00$gv','Page$2')`` sends the whole form with these two words as event and argument; a
server that misses the state answers with the first page again.
"""

import re
from html import unescape

from crawler.reading.links import LinkPage
from crawler.reading.paging import NEXT, Further, Paging

_CALL = re.compile(
    r"<a\b[^>]*__doPostBack\(\s*'([^']*)'\s*,\s*'([^']*)'\s*\)[^>]*>((?:(?!</a>).){0,80})</a>", re.I | re.S
)
_TAGS = re.compile(r"<[^>]+>|\s+")


def posted_back(page: LinkPage, number: int) -> Paging | None:
    """The page after this one, since its state is this page's; None where nothing is posted back."""
    if "__doPostBack" not in page.source:
        return None
    calls = [
        (target, argument, _TAGS.sub("", words)) for target, argument, words in _CALL.findall(unescape(page.source))
    ]
    numbered = {int(words): (target, argument) for target, argument, words in calls if words.isdigit()}
    named = next(((target, argument) for target, argument, words in calls if NEXT.match(words)), None)
    event = numbered.get(number + 1, named if number + 1 > max(numbered, default=0) else None)
    form = next((one for one in page.forms if any(name == "__VIEWSTATE" for name, _ in one.fields)), None)
    if not calls or form is None:
        return None
    totals = page.totals
    if event is None:
        return Paging(records=totals.records, pages=totals.pages)
    kept = [(name, value) for name, value in form.fields if name not in {"__EVENTTARGET", "__EVENTARGUMENT"}]
    fields = (("__EVENTTARGET", event[0]), ("__EVENTARGUMENT", event[1]), *kept)
    further = Further(form.action or page.url, number + 1, fields)
    return Paging((further,), totals.records, totals.pages, claims=True)
