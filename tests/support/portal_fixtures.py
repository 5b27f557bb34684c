"""Small portals of our own writing, each with a quirk that once went wrong, packed as bundles that replay.

``python -m tests.support.portal_fixtures [NAME …]`` crawls them on loopback and packs what was seen into
``tests/fixtures/portals/NAME.wacz``; the golden beside it is written by ``pytest --regen``.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from crawler.bundle import write_bundle
from tests.support.small_portal import HOST, Pages, Reply, crawl, page, report

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "portals"
SPIDER = "jia"  # what small_portal calls each of its portals


@dataclass(frozen=True)
class Site:
    """A portal: the module and class of its family, its seeds, its pages."""

    family: tuple[str, str]
    seeds: tuple[str, ...]
    pages: Pages
    first_year: int = 2020


def title(year: int, organ: str = "甲县人民政府") -> str:
    return f"{organ}{year}年政府信息公开工作年度报告"


def _trs() -> Site:
    """Pages by createPageHTML, a list of a department's own, an attachment, a report that is gone."""
    article = "/zfxxgknb/{0}01/t{0}0115_{1}.html"
    whole = {(2020, 3): "", (2021, 2): "", (2022, 1): '<a href="./W1.docx">附件：年度报告.docx</a>'}
    pager = '<script>createPageHTML(2, {}, "index", "html")</script>'
    pages: Pages = {
        "/robots.txt": Reply("User-agent: *\nDisallow: /admin/\n", headers={"Content-Type": "text/plain"}),
        "/zfxxgknb/": page(
            (article.format(2022, 1), title(2022)),
            (article.format(2021, 2), title(2021)),
            ("bm/", "部门政府信息公开工作年度报告"),
            extra=pager.format(0),
        ),
        "/zfxxgknb/index_1.html": page(
            (article.format(2020, 3), title(2020)), (article.format(2019, 9), title(2019)), extra=pager.format(1)
        ),
        "/zfxxgknb/bm/": page((article.format(2022, 4), title(2022, "甲县教育局"))),
        article.format(2022, 4): report(title(2022, "甲县教育局")),
        "/zfxxgknb/202201/W1.docx": Reply(b"PK\x03\x04 of no use", headers={"Content-Type": "application/msword"}),
        **{article.format(*key): report(title(key[0]), extra=extra) for key, extra in whole.items()},
    }
    return Site(("trs", "TrsSpider"), (f"http://{HOST}/zfxxgknb/",), pages)


def _hanweb() -> Site:
    """Windows of records by POST, which only the body tells apart."""
    article = "/art/{0}/1/20/art_33705_{0}.html"
    window = "POST /module/web/jpage/dataproxy.jsp?startrecord={}&endrecord={}&perpage=1"
    form = "#col=1&appid=1&webid=3090&columnid=1559772&unitid=4851098&path=%2F"

    def records(*years: int) -> str:
        links = [f'<li><a href="{article.format(y)}" title="{title(y)}">{title(y)[:12]}…</a></li>' for y in years]
        return "".join(f"<record><![CDATA[{link}]]></record>" for link in links)

    script = """<script>$('#4851098').jpage({perPage: 1, totalRecord: 5,
    proxyUrl: '/module/web/jpage/dataproxy.jsp',
    ajaxParam: {webid: '3090', columnid: '1559772', unitid: '4851098', appid: '1'}});</script>"""
    store = f"<datastore><totalrecord>5</totalrecord><recordset>{records(2020)}</recordset></datastore>"
    xml = {"Content-Type": "text/xml; charset=utf-8"}
    pages: Pages = {
        "/col/col33705/index.html": Reply(
            f"<html><head><title>政府信息公开年报</title></head><body>"
            f'<script type="text/xml">{store}</script>{script}</body></html>'
        ),
        window.format(2, 4) + form: Reply(f"<datastore>{records(2021, 2022, 2023)}</datastore>", headers=xml),
        window.format(5, 5) + form: Reply(f"<datastore>{records(2024)}</datastore>", headers=xml),
        **{article.format(year): report(title(year)) for year in range(2020, 2025)},
    }
    return Site(("hanweb", "HanwebSpider"), (f"http://{HOST}/col/col33705/index.html",), pages)


def _vsb_gbk() -> Site:
    """Pages that count down, in GBK, behind a seed that was moved; one report twice under two columns."""
    pager = '<a onclick="_simple_list_gotopage_fun(2,&quot;u&quot;,2)">跳转</a>'

    def gbk(reply: Reply) -> Reply:
        return Reply(reply.body, reply.status, reply.headers, "gbk")

    first = page(("../info/3601/7.htm", title(2021)), ("../info/1291/7.htm", title(2021)), extra=pager)
    pages: Pages = {
        "/old/nb.htm": Reply(status=301, headers={"Location": "/zfxxgk/nb.htm"}),
        "/zfxxgk/nb.htm": gbk(first),
        "/zfxxgk/nb/1.htm": gbk(page(("../../info/3601/6.htm", title(2022)), extra=pager)),
        **{f"/info/3601/{number}.htm": gbk(report(title(year))) for number, year in ((6, 2022), (7, 2021))},
    }
    return Site(("vsb", "VsbSpider"), (f"http://{HOST}/old/nb.htm",), pages, first_year=2021)


def _refused() -> Site:
    """A column behind a firewall's script."""
    challenge = Reply("<html><script>$_ts={}</script></html>", 412)
    return Site(("listing", "ListingSpider"), (f"http://{HOST}/nb/",), {"/nb/": challenge})


SITES = {"trs_departments": _trs, "hanweb_posts": _hanweb, "vsb_gbk": _vsb_gbk, "refused": _refused}


def make(name: str) -> Path:
    """Crawl one of the sites and pack what was seen."""
    site = SITES[name]()
    target = FOLDER / f"{name}.wacz"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        crawl(Path(folder), site.pages, site.family, site.seeds, first_year=site.first_year)
        write_bundle(SPIDER, Path(folder) / "data", target, with_reports=True)
    return target


if __name__ == "__main__":
    for chosen in sys.argv[1:] or SITES:
        print(make(chosen))
