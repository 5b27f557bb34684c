"""Which path shows which page."""

from archive.site.answers import Answering, answered, schema
from archive.site.citations import as_file
from archive.site.pages import (
    captures,
    checks,
    codebook,
    compare,
    coverage,
    feed,
    home,
    lateness,
    number,
    organ,
    panel,
    region,
    report,
    reuse,
    runs,
    search,
)
from archive.site.web import Handler, Page, choose_language, handler, not_served

_ID = r"(?P<id>[^/?#]+)"

_PAGES: tuple[tuple[str, Page], ...] = (
    (r"/$", home.page),
    (r"/reports$", search.page),
    (rf"/report/{_ID}$", report.page),
    (rf"/report/{_ID}/text$", report.text_page),
    (rf"/report/{_ID}/diff$", report.diff_page),
    (rf"/report/{_ID}/number/(?P<name>[^/?#]+)$", number.page),
    (rf"/organ/{_ID}$", organ.page),
    (r"/coverage$", coverage.page),
    (rf"/region/{_ID}$", region.page),
    (r"/compare$", compare.page),
    (r"/panel$", panel.page),
    (r"/checks$", checks.page),
    (r"/lateness$", lateness.page),
    (r"/reuse$", reuse.page),
    (r"/runs$", runs.page),
    (r"/runs\.atom$", runs.feed),
    (r"/codebook$", codebook.page),
    (r"/schemas/(?P<kind>[a-z_]+)\.json$", schema),
    (r"/feed\.atom$", feed.page),
    (rf"/capture/{_ID}$", captures.page),
    (rf"/capture/{_ID}/body$", captures.body),
    (rf"/capture/{_ID}/record\.warc\.gz$", captures.record),
)

# What a page says for programs: .json and .csv behind its address.
_ANSWERS: tuple[tuple[str, Answering], ...] = (
    (r"/reports", search.answer),
    (rf"/report/{_ID}", report.answer),
    (rf"/report/{_ID}/diff", report.diff_answer),
    (rf"/report/{_ID}/number/(?P<name>[^/?#]+?)", number.answer),
    (r"/coverage", coverage.answer),
    (r"/compare", compare.answer),
    (r"/reuse", reuse.answer),
    (r"/codebook", codebook.answer),
    (r"/panel", panel.answer),
    (rf"/region/{_ID}", region.answer),
    (rf"/organ/{_ID}", organ.answer),
    (r"/lateness", lateness.answer),
    (r"/checks", checks.answer),
    (r"/checks/years", checks.year_answer),
)

# What is cited, as reference managers read it.
_CITED = (
    (rf"/report/{_ID}", report.cited),
    (rf"/report/{_ID}/number/(?P<name>[^/?#]+)", number.cited),
    (rf"/capture/{_ID}", captures.cited),
)

ROUTES: tuple[tuple[str, Handler], ...] = (
    *((rf"^{pattern}\.(?P<suffix>json|csv)$", handler(answered(answer))) for pattern, answer in _ANSWERS),
    *((rf"^{pattern}/cite\.(?P<style>bib|ris)$", handler(as_file(cited))) for pattern, cited in _CITED),
    *((rf"^{pattern}", handler(page)) for pattern, page in _PAGES),
    (r"^/language/(?P<language>zh|en)$", choose_language),
    (r"^/-/databases(?:\.json)?$", not_served),  # Datasette's list names the path of the file
)
