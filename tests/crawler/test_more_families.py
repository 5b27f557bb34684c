"""Families whose lists come as data: crawled from replicas of our own writing, a page of each kind."""

import json
from pathlib import Path

from tests.support.small_portal import HOST, Pages, Reply, crawl, page, report

YEARS = (2020, 2021, 2022, 2023, 2024)
JSON = {"Content-Type": "application/json; charset=utf-8"}
XML = {"Content-Type": "text/xml; charset=utf-8"}


def title(year: int) -> str:
    return f"甲县人民政府{year}年政府信息公开工作年度报告"


def reports(path: str, years: tuple[int, ...] = YEARS) -> dict[str, Reply]:
    return {path.format(year): report(title(year)) for year in years}


def anchor(path: str, year: int) -> str:
    return f'<li><a href="{path.format(year)}" title="{title(year)}">{title(year)[:12]}…</a></li>'


HANWEB_ARTICLE = "/art/{0}/1/20/art_33705_{0}.html"


def hanweb_records(*years: int) -> str:
    return "".join(f"<record><![CDATA[{anchor(HANWEB_ARTICLE, year)}]]></record>" for year in years)


def hanweb_list(*years: int, group: str = "") -> Reply:
    store = f"<datastore>{group}<totalrecord>5</totalrecord><recordset>{hanweb_records(*years)}</recordset></datastore>"
    script = """<script>$('#4851098').jpage({perPage: 1, totalRecord: 5,
    proxyUrl: '/module/web/jpage/dataproxy.jsp',
    ajaxParam: {webid: '3090', columnid: '1559772', unitid: '4851098', appid: '1'}});</script>"""
    head = "<html><head><title>政府信息公开年报</title></head>"
    return Reply(f'{head}<body><script type="text/xml">{store}</script>{script}</body></html>')


def test_hanweb_takes_the_records_of_the_page_and_asks_the_proxy_for_the_rest(tmp_path: Path) -> None:
    form = "#col=1&appid=1&webid=3090&columnid=1559772&unitid=4851098&path=%2F"
    window = "POST /module/web/jpage/dataproxy.jsp?startrecord={}&endrecord={}&perpage=1" + form
    answers: dict[str, Reply] = {
        window.format(2, 4): Reply(f"<datastore>{hanweb_records(2021, 2022, 2023)}</datastore>", headers=XML),
        window.format(5, 5): Reply(f"<datastore>{hanweb_records(2024)}</datastore>", headers=XML),
    }
    pages: Pages = {"/col/col33705/index.html": hanweb_list(2020), **answers, **reports(HANWEB_ARTICLE)}
    crawled, server = crawl(
        tmp_path, pages, ("hanweb", "HanwebSpider"), (f"http://{HOST}/col/col33705/index.html",), minimum=5
    )
    assert (crawled.outcome.outcome, crawled.outcome.years) == ("complete", YEARS), (crawled.outcome, server.paths)


def test_hanweb_follows_the_next_group(tmp_path: Path) -> None:
    proxy = "/module/web/jpage/dataproxy.jsp?page={}&columnid=f00d"
    group = (
        '<nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page={}&amp;columnid=f00d"></a>]]></nextgroup>'
    )
    pages: Pages = {
        "/col/col33705/index.html": hanweb_list(2020, group=group.format(1)),
        proxy.format(1): Reply(f"<datastore>{group.format(2)}{hanweb_records(2021, 2022)}</datastore>", headers=XML),
        proxy.format(2): Reply(f"<datastore>{group.format(3)}{hanweb_records(2023, 2024)}</datastore>", headers=XML),
        proxy.format(3): Reply("<datastore></datastore>", headers=XML),
        **reports(HANWEB_ARTICLE),
    }
    crawled, _ = crawl(tmp_path, pages, ("hanweb", "HanwebSpider"), (f"http://{HOST}/col/col33705/index.html",))
    assert crawled.outcome.years == YEARS


UCAP_ARTICLE = "/jia/c107419/{0}01/bf3c3d6f77204960818{0}f14ef81229.shtml"
UCAP_COLUMN = f"http://{HOST}/jia/c107419/zfxxgknb_list.shtml"


def test_ucap_counts_its_pages_from_one(tmp_path: Path) -> None:
    call = "<script>createPageHTML('page_div',3,{},'zfxxgknb_list','shtml',5);</script>"

    def listing(number: int, *years: int) -> Reply:
        return page(*((UCAP_ARTICLE.format(year), title(year)) for year in years), extra=call.format(number))

    pages: Pages = {
        "/jia/c107419/zfxxgknb_list.shtml": listing(1, 2024, 2023),
        "/jia/c107419/zfxxgknb_list_2.shtml": listing(2, 2022, 2021),
        "/jia/c107419/zfxxgknb_list_3.shtml": listing(3, 2020),
        **reports(UCAP_ARTICLE),
    }
    crawled, server = crawl(tmp_path, pages, ("ucap", "UcapSpider"), (UCAP_COLUMN,))
    assert (crawled.outcome.outcome, crawled.outcome.years) == ("complete", YEARS)
    assert not any(path.endswith("_1.shtml") for path in server.paths)


def test_ucap_shells_take_json(tmp_path: Path) -> None:
    search = "/common/search/9f8e7d?page={}&_pageSize=15&_isAgg=true&_isJson=true&_template=index"

    def results(*items: tuple[str, str]) -> Reply:
        rows = [{"url": url, "title": text} for url, text in items]
        return Reply(json.dumps({"data": {"total": 17, "page": 1, "rows": 15, "results": rows}}), headers=JSON)

    noise = [(f"/jia/c107419/202001/{number:032x}.shtml", f"甲县通知{number}") for number in range(12)]
    first = [(UCAP_ARTICLE.format(year), title(year)) for year in YEARS[:3]]
    rest = [(UCAP_ARTICLE.format(year), title(year)) for year in YEARS[3:]]
    shell = (
        "<html><head><title>政府信息公开年报</title></head><body><script>var u='/common/search/9f8e7d';</script></body>"
    )
    pages: Pages = {
        "/jia/c107419/zfxxgknb_list.shtml": Reply(shell),
        search.format(1): results(*first, *noise),
        search.format(2): results(*rest),
        **reports(UCAP_ARTICLE),
    }
    crawled, server = crawl(tmp_path, pages, ("ucap", "UcapSpider"), (UCAP_COLUMN,))
    assert crawled.outcome.years == YEARS
    assert search.format(3) not in server.paths


def test_gkmlpt_reads_its_tree_and_pages_by_json(tmp_path: Path) -> None:
    tree = [
        {"id": 1, "name": "法定主动公开内容", "children": [{"id": 2, "name": "机构职能", "children": []}]},
        {"id": 2811, "name": "政府信息公开年报", "children": [], "jump_url": ""},
        {"id": 9, "name": "往年年报", "children": [], "jump_url": "/jia/old/"},
    ]
    config = f"<html><script>window._CONFIG = {{SID: '755031', TREE: {json.dumps(tree)}, AREA: 3}};</script></html>"
    api = "/jia/gkmlpt/api/all/2811?page={}&sid=755031"
    article = "/jia/gkmlpt/content/4/4688/post_{0}.html"

    def listing(*years: int) -> Reply:
        rows = [
            {"id": y, "title": title(y), "url": f"http://{HOST}{article.format(y)}", "publisher": "甲县"} for y in years
        ]
        return Reply(json.dumps({"classify": {"post_count": 4}, "total": 4, "articles": rows}), headers=JSON)

    pages: Pages = {
        "/jia/gkmlpt/index": Reply(config),
        api.format(1): listing(2024, 2023),
        api.format(2): listing(2022, 2021),
        "/jia/old/": page((f"http://{HOST}{article.format(2020)}", title(2020))),
        **reports(article),
    }
    crawled, server = crawl(tmp_path, pages, ("gkmlpt", "GkmlptSpider"), (f"http://{HOST}/jia/gkmlpt/index",))
    assert (crawled.outcome.outcome, crawled.outcome.years) == ("complete", YEARS), crawled.outcome
    assert api.format(3) not in server.paths


def test_trs_takes_the_rest_of_a_list_from_its_search(tmp_path: Path) -> None:
    config = """<script>var SiteInfo = {searchId: 200210}; listModel({listArgs: {channelid: SiteInfo.searchId,
    classsql: "" || "chnlid=1813"}, pagebar: {prepage: 2, recordCount: '5'}});</script>"""
    search = "/was5/web/search?channelid=200210&classsql=chnlid%3D1813&prepage=2&page={}"
    article = "/zfxxgknb/{0}01/t{0}0120_{0}.htm"

    def documents(*years: int) -> Reply:
        found = [{"chnldocurl": f"http://{HOST}{article.format(y)}", "doctitle": title(y)} for y in years]
        return Reply(json.dumps({"pagenum": 3, "docs": found}), headers=JSON)

    pages: Pages = {
        "/zfxxgknb/": page(*((article.format(y), title(y)) for y in (2024, 2023)), extra=config),
        search.format(2): documents(2022, 2021),
        search.format(3): documents(2020),
        **reports(article),
    }
    crawled, server = crawl(tmp_path, pages, ("trs", "TrsSpider"), (f"http://{HOST}/zfxxgknb/",))
    assert (crawled.outcome.outcome, crawled.outcome.years) == ("complete", YEARS), crawled.outcome
    assert search.format(4) not in server.paths


def test_longsun_pages_by_fragments(tmp_path: Path) -> None:
    label = (
        "/site/label/8888?IsAjax=1&dataType=html&labelName=publicInfoList&siteId=6786551&pageSize=15"
        "&pageIndex={}&action=list&isDate=true&dateFormat=yyyy-MM-dd&length=50&organId=6596221&type=3"
        "&catId=7065111&file=%2Fc3%2Fhs%2Fnb"
    )
    article = "/public/content/3819{0}"

    def fragment(*years: int) -> Reply:
        return Reply(f"<ul class='gk_list'>{''.join(anchor(article, year) for year in years)}</ul>")

    shell = """<html><head><title>政府信息公开年报</title></head><body><div id="list"></div><script>
    load({labelName: 'publicInfoList', siteId: '6786551', catId: '7065111', file: '/c3/hs/nb'})</script></html>"""
    pages: Pages = {
        "/public/column/6596221?type=3": Reply(shell),
        label.format(1): fragment(2024, 2023, 2022),
        label.format(2): fragment(2021, 2020),
        label.format(3): fragment(),
        **reports(article),
    }
    crawled, server = crawl(
        tmp_path, pages, ("longsun", "LongsunSpider"), (f"http://{HOST}/public/column/6596221?type=3",)
    )
    assert (crawled.outcome.outcome, crawled.outcome.years) == ("complete", YEARS), crawled.outcome
    assert label.format(5) not in server.paths, "one page beyond the end is tried"


def test_openness_pages_until_nothing_is_new(tmp_path: Path) -> None:
    article = "/XxgkAnnualReport/show/{0}.html"
    listing = "/XxgkAnnualReport/showList/650/page_{}.html"
    pages: Pages = {
        listing.format(1): page(*((article.format(year), title(year)) for year in YEARS[:3])),
        listing.format(2): page(*((article.format(year), title(year)) for year in YEARS[3:])),
        listing.format(3): page(*((article.format(year), title(year)) for year in YEARS[3:])),
        **reports(article),
    }
    crawled, server = crawl(tmp_path, pages, ("openness", "OpennessSpider"), (f"http://{HOST}{listing.format(1)}",))
    assert crawled.outcome.years == YEARS
    assert listing.format(5) not in server.paths, "one page beyond the end is tried"


def test_uuid_columns_are_plain_links(tmp_path: Path) -> None:
    column = "/columns/e434bf9c-a0e0-4bfa-8e9c-c421f02dbfe2"
    article = column + "/202308/21/eb63700d-3559-4e1d-97c4-43688784{0}.html"
    other = "/columns/11111111-2222-3333-4444-555555555555/index.html"
    pages: Pages = {
        f"{column}/index.html": page(
            *((article.format(y), title(y)) for y in YEARS[:3]), ("?p=2", "下一页"), (other, "要闻")
        ),
        f"{column}/index.html?p=2": page(*((article.format(y), title(y)) for y in YEARS[3:])),
        **reports(article),
    }
    crawled, server = crawl(
        tmp_path, pages, ("uuid_columns", "UuidColumnsSpider"), (f"http://{HOST}{column}/index.html",)
    )
    assert crawled.outcome.years == YEARS, server.paths
    assert other not in server.paths
