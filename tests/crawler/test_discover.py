"""``scrapy discover``: from a home page to the column, its platform and a spider file that loads."""

import csv
from pathlib import Path

import pytest

from crawler.errors import CrawlerError
from crawler.platforms import FAMILIES, Recognised, Sighting, recognise
from crawler.portal import PortalSpider
from crawler.proposal import propose, write
from crawler.survey import Survey
from tests.support.small_portal import HOST, Pages, Reply, page, scrapy, serve

ROOT = Path(__file__).resolve().parents[2]
REAL_URLS = ROOT.parent / "shared" / "portals" / "report_urls.tsv"
HOME = f"http://{HOST}/"
COLUMN = f"{HOME}zwgk/zfxxgknb/"

ARTICLES = {
    "trs": "http://a.gov.cn/zfxxgknb/202401/t20240129_7.htm",
    "web-idx": "http://a.gov.cn/web/x/0123456789ABCDEF0123456789ABCDEF/index.shtml",
    "vsb": "http://a.gov.cn/info/3601/275671.htm",
    "cycms": "http://a.gov.cn/zfxxgk/view.jsp?id=17750&nian=2021",
    "hanweb": "http://a.gov.cn/art/2023/2/20/art_33705_3965391.html",
    "ucap": "http://a.gov.cn/jia/c107419/202201/bf3c3d6f772049608177f14ef81229e4.shtml",
    "gkmlpt": "http://a.gov.cn/gkmlpt/content/4/4688/post_4688997.html",
    "longsun": "http://a.gov.cn/public/content/38194471",
    "openness": "http://a.gov.cn/XxgkAnnualReport/show/5773.html",
    "ilist": "http://a.gov.cn/info/content.jsp?node_id=GKrm&info_id=7895&tm_id=68",
    "uuid-columns": "http://a.gov.cn/columns/e434bf9c-a0e0-4bfa-8e9c-c421f02dbfe2/202302/17/"
    "eb63700d-3559-4e1d-97c4-436887849add.html",
}
PAGES = {
    "jpaas": "<div uniturl='/api-gateway/jpaas-publish-server/front/page/build/unit'>",
    "truecms": "<script>ask('/truecms/messageController/getMessage.do')</script>",
    "epoint": "<script src='/EWB-FRONT/js/list.js'></script>",
    "leiming": "<a href='newsListController.do?newsList&catId=0'>",
}
SHAPES = {
    "TRS t-date": "trs",
    "TRS-GX t-number": "trs",
    "LN web-idx": "web-idx",
    "VSB /info": "vsb",
    "Hanweb /art": "hanweb",
    "Hanweb xxgkAnnualReport.jsp": "hanweb",
    "UCAP YYYYMM/hex32": "ucap",
    "UCAP c01_ (Harbin)": "ucap",
    "gkmlpt": "gkmlpt",
    "Longsun public/content": "longsun",
    "AH AnnualReport show": "openness",
    "Hebei UUID columns": "uuid-columns",
}


def test_every_family_is_known_by_its_articles_or_pages() -> None:
    assert {family.family for family in FAMILIES} == {*ARTICLES, *PAGES}
    for name, url in ARTICLES.items():
        found = recognise(Sighting([url], [], []))
        assert found.family.family == name
        assert found.evidence
    for name, source in PAGES.items():
        assert recognise(Sighting([], [], [source])).family.family == name


def test_a_weak_mark_alone_names_no_platform() -> None:
    assert recognise(Sighting(["http://a.gov.cn/x/1.html"], [], ["<div class=TRS_Editor>"])).family.family == "generic"
    assert recognise(Sighting([], [], [])).evidence == ()


def test_page_marks_decide_where_articles_do_not() -> None:
    source = "<a onclick=\"_simple_list_gotopage_fun(3,'u',2)\">"
    assert recognise(Sighting(["http://a.gov.cn/x/1.html"], [], [source])).family.family == "vsb"


@pytest.mark.shared
def test_real_report_urls_name_their_platform() -> None:
    with REAL_URLS.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["host_kind"] == "gov.cn"]
    known = [row for row in rows if row["cms_family_by_url_shape"] in SHAPES]
    assert len(known) > 80
    for row in known:
        found = recognise(Sighting([row["url"]], [], []))
        assert found.family.family == SHAPES[row["cms_family_by_url_shape"]], row["url"]


def survey_of(**fields: object) -> Survey:
    values = {
        "url": HOME,
        "seeds": (COLUMN,),
        "recognised": Recognised(FAMILIES[0], ()),
        "reports": 10,
        "promised": 10,
        "sure": 10,
        "organs": 1,
        "columns": 1,
        "years": (2015, 2020),
        "site_name": "甲县人民政府门户网站",
        "site_code": "3508810001",
        "pages": 3,
        "opened": 3,
        "tried": (),
        "troubles": (),
        "left": (),
        **fields,
    }
    return Survey(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.family)
def test_a_proposed_file_is_a_portal(family: type, tmp_path: Path) -> None:
    proposal = propose(survey_of(recognised=Recognised(family, ())), name="jia_xian")
    assert proposal.path == "spiders/fujian/jia_xian.py"
    assert len(proposal.text.splitlines()) <= 15
    scope: dict[str, object] = {"__name__": "proposed"}
    exec(compile(proposal.text, proposal.path, "exec"), scope)
    spider = scope["JiaXianSpider"]
    assert isinstance(spider, type)
    assert issubclass(spider, PortalSpider)
    portal = spider.portal()
    assert (portal.organ, portal.adcode) == ("甲县人民政府", "350881")
    assert (portal.first_year, portal.expected_minimum) == (2015, 8)


def test_what_the_survey_does_not_know_is_named() -> None:
    proposal = propose(survey_of(site_code=None, site_name=None, years=()))
    assert proposal.unsure == ("organ", "adcode", "first_year")
    assert proposal.path == "spiders/national/jia.py"
    assert "（填写机关名称）" in proposal.text
    with pytest.raises(CrawlerError, match="no column"):
        propose(survey_of(seeds=()))
    with pytest.raises(CrawlerError, match="'Jia Xian' cannot name a portal"):
        propose(survey_of(), name="Jia Xian")


def test_an_existing_file_is_not_written_over(tmp_path: Path) -> None:
    proposal = propose(survey_of())
    path = write(proposal, tmp_path)
    assert path.read_text(encoding="utf-8") == proposal.text
    assert (path.parent / "__init__.py").is_file()
    with pytest.raises(CrawlerError, match="exists"):
        write(proposal, tmp_path)


def test_a_shell_is_the_column_though_its_list_comes_as_data(tmp_path: Path) -> None:
    tree = '[{"id": 2811, "name": "政府信息公开年报", "children": []}]'
    article = f"http://{HOST}/gkmlpt/content/4/4688/post_7.html"
    rows = f'[{{"title": "甲县2021年政府信息公开工作年度报告", "url": "{article}"}}]'
    pages: Pages = {
        "/gkmlpt/index": Reply(f"<html><script>window._CONFIG = {{SID: '755031', TREE: {tree}}};</script></html>"),
        "/gkmlpt/api/all/2811?page=1&sid=755031": Reply(f'{{"total": 1, "articles": {rows}}}'),
    }
    with serve(pages) as server:
        done = scrapy(tmp_path, "discover", f"{HOME}gkmlpt/index", port=server.port)
    assert done.returncode == 0, done.stderr
    assert f"column:  {HOME}gkmlpt/index\n" in done.stdout
    assert "family:  gkmlpt (" in done.stdout
    assert "reports: 1 of 1 organs in 1 lists, seen on" in done.stdout


def test_the_command_walks_from_the_home_page(tmp_path: Path) -> None:
    article = "/zwgk/zfxxgknb/{0}/202101/t20210120_1{0}.html"
    listing = {
        f"/zwgk/zfxxgknb/{year}/": page((article.format(year), f"甲县{year}年政府信息公开工作年度报告"))
        for year in (2019, 2020)
    }
    pages: Pages = {
        "/": page(
            ("/zwgk/", "政务公开"), ("/xw/", "新闻"), title="甲县", extra="<p>主办单位：甲县人民政府办公室</p>" * 20
        ),
        "/zwgk/": page(("zfxxgknb/", "政府信息公开年报"), ("/dead/", "政府信息公开"), title="政务公开"),
        "/zwgk/zfxxgknb/": page(("2019/", "2019年"), ("2020/", "2020年"), extra="<p>网站标识码：3508810001</p>"),
        "/dead/": Reply("<script>$_ts={}</script>", 412),
        **listing,
    }
    with serve(pages) as server:
        done = scrapy(tmp_path, "discover", HOME, port=server.port)
        dead = scrapy(tmp_path, "discover", f"{HOME}xw/", port=server.port)
        nothing = scrapy(tmp_path, "discover", "zp.gov.cn")
    with serve({"/": page(("/xw/", "新闻"), title="甲县")}) as server:
        wrong = scrapy(tmp_path / "wrong", "discover", HOME, port=server.port)
    replayed = scrapy(tmp_path, "discover", HOME, "--replay", str(tmp_path / "data" / "warc"))
    assert done.returncode == 0, done.stderr
    assert f"column:  {COLUMN}" in done.stdout
    assert "family:  trs (articles /202401/" in done.stdout
    assert "years 2019–2020" in done.stdout
    assert 'organ = "甲县人民政府"' in done.stdout
    assert 'adcode = "350881"' in done.stdout
    assert "trouble: http://www.jia.gov.cn/dead/: 412" in done.stderr
    assert not any(path.endswith(article.format(2019)) for path in server.paths), "no report is asked for"
    assert f"column:  {COLUMN}" in dead.stdout, "from a page that is gone the search goes on from the home page"
    assert wrong.returncode == 1
    assert "error: no column of annual reports within 2 pages" in wrong.stderr
    assert nothing.returncode == 1
    assert "error: name one http or https URL" in nothing.stderr
    assert replayed.returncode == 0, replayed.stderr
    assert replayed.stdout == done.stdout
    assert f"replayed; what it kept lies in {tmp_path / 'data' / 'replay' / 'survey-'}" in replayed.stderr
