"""A city in GBK on iList.jsp, its queries in Chinese; a bureau whose pages turn by posting a form (``goPage``)."""

from collections.abc import Sequence
from html import escape
from itertools import count
from urllib.parse import parse_qs, quote, urlsplit

from demo.model import Organ
from tests.support.replicas.builder import Article, Builder, Entry, newest_first, number_of, parameters, windows
from tests.support.replicas.columns import Column, filed
from tests.support.replicas.look import Look, links
from tests.support.replicas.model import Answer, Replica, Request
from tests.support.replicas.organs import Place, below, bureau, bureaus, government
from tests.support.replicas.surround import calendar, newsroom, sundry, ul

_CITY = Place("绵竹市", "510683", "county")
_HOST = "www.mzhushi.gov.cn"
_ORIGIN = f"http://{_HOST}"
_LIST = "/gk/info/iList.jsp"
_ROWS = 5
_HTML = (("Content-Type", "text/html;charset=GBK"),)


def _frame(article: Article) -> str:
    return (
        f"<div id='attribute'><span>发布机构：{escape(article.source)}</span><span>发布日期：{article.day}</span></div>"
        f"<h1>{escape(article.title)}</h1><div class='info_content'>{article.body}</div>"
    )


def build() -> Replica:
    """The replica."""
    menu = (
        ("首页", "/"),
        ("绵竹新闻", "/xw/index.htm"),
        ("信息公开", "/gk/index.htm"),
        ("服务", "/fw/index.htm"),
    )
    look = Look("绵竹市人民政府", _CITY, menu, charset="gbk", skin=1, code="blank")
    builder = Builder("ilist", "iList.jsp", f"{_ORIGIN}/", look, _frame)
    newsroom(
        builder,
        lambda page: f"/xw/index{f'_{page}' if page else ''}.htm",
        lambda number, _: f"/xw/{30000 + number}.htm",
    )
    sundry(builder, (("服务", "/fw/index.htm"), ("公开指南", "/gk/zn.htm")))
    numbers = count(7895, 4)
    categories: dict[str, tuple[str, Sequence[Entry]]] = {}
    for place, organ in enumerate((government(_CITY), *bureaus(_CITY, 5), below(_CITY, "孝德镇", "xdz"))):
        categories[str(15971 + place * 3)] = organ.name, _entries(builder, organ, place, numbers)
    _service(builder, look, categories)
    own = _form_host(builder)
    rows = [(name, _href(category, name)) for category, (name, _) in categories.items()]
    left = (("公开指南", "/gk/zn.htm"), ("公开日历", calendar(builder)))
    # The query stands in the page as Chinese characters, so that it is asked for in the page's own charset.
    content = (
        f"<div class='list_div'>{links(left)}</div><h3>信息公开年报</h3>{links(rows, '<br>')}<p>{links((own,))}</p>"
    )
    builder.page("/gk/index.htm", "信息公开", content)
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    return builder.replica()


def _href(category: str, name: str, page: int = 1) -> str:
    more = f"&cur_page={page}" if page > 1 else ""
    return f"{_LIST}?isSd=false&node_id=GKmzs&cat_id={category}&tm_id=68&q={name}{more}"


def _entries(builder: Builder, organ: Organ, place: int, numbers: "count[int]") -> list[Entry]:
    def file(page: str, _: int, __: str) -> str:
        return f"{_ORIGIN}/wcm.files/upload/GKmzs/{urlsplit(page).path.rsplit('/', 1)[1].removesuffix('.htm')}.pdf"

    def address(_: Organ, year: int, __: object) -> list[str]:
        number = next(numbers)
        static = f"{_ORIGIN}/gk/{organ.code}/{number}.htm"
        if year % 5:
            return [static]
        return [f"{_ORIGIN}/gk/info/content.jsp?node_id=GKmzs&info_id={number}&tm_id=68", static]

    link = "<p id='attribute'>附件：<span class='gk fj' file='{url}'>{title}</span><a href='{url}'>下载</a></p>"
    years = range(2014 if not place else 2021, 2025)
    forms = filed("pdf", 2022, when=organ.code == "mzj")
    column = Column(builder, address, forms=forms, file=file, link=link)
    return newest_first(column.entries(organ, years, place))


def _service(builder: Builder, look: Look, categories: dict[str, tuple[str, Sequence[Entry]]]) -> None:
    def run(request: Request, emptied: bool) -> Answer | None:
        asked = parse_qs(urlsplit(request.path).query, encoding="gbk", errors="replace")
        category, word = asked.get("cat_id", [""])[0], asked.get("q", [""])[0]
        if category not in categories:
            return builder.missing()
        name, entries = categories[category]
        # A word that is not the category's name as GBK spells it finds nothing.
        pages = windows(entries if word in ("", name) else (), _ROWS)
        page = number_of(asked.get("cur_page", ["1"])[0], 1) or 1
        shown = pages[page - 1] if page <= len(pages) and not emptied else ()
        near = [Entry(entry.url.removeprefix(_ORIGIN), entry.text, entry.day) for entry in shown]
        turns = [("上一页", _href(category, name, page - 1))] if page > 1 else []
        turns += [("下一页", _href(category, name, page + 1))] if page < len(pages) else []
        text = f"<h2>{name}</h2><div class='list_div'>{ul(near)}</div><p>第{page}页 {links(turns)}</p>"
        return Answer(headers=_HTML, body=look.page(f"{name}年报", text).encode("gbk", "xmlcharrefreplace"))

    def url(category: str, page: int) -> str:
        name = categories[category][0]
        return f"{_ORIGIN}{_href(category, quote(name, encoding='gbk'), page)}"

    def alias(request: Request) -> str | None:
        asked = parse_qs(urlsplit(request.path).query, encoding="gbk", errors="replace")
        category = asked.get("cat_id", [""])[0]
        return url(category, number_of(asked.get("cur_page", ["1"])[0], 1) or 1) if category in categories else None

    builder.program(_HOST, _LIST, run, alias)
    for category, (_, entries) in categories.items():
        for page in range(1, len(windows(entries, _ROWS)) + 1):
            builder.listed(url(category, page), column=page == 1)


def _form_host(builder: Builder) -> tuple[str, str]:
    """卫健委: pages turn by ``javascript:goPage(N)``, which posts the page's form to its own address."""
    organ = bureau(_CITY, "卫生健康委员会")
    host = "wjw.mzhushi.gov.cn"
    path = "/index/showList/000000000004/000000000129"
    look = Look(organ.name, _CITY, (("首页", "/"), ("信息公开年报", path)), charset="gbk", code="joined")
    numbers = count(5001)
    column = Column(builder, lambda _, __, ___: f"http://{host}/index/showDetail/{next(numbers):012d}", look=look)
    entries = newest_first(column.entries(organ, range(2012, 2025), 6))
    pages = windows(entries, _ROWS)
    hidden = (("typeId", "000000000004"), ("boardId", "000000000129"), ("totalRows", str(len(entries))))

    def run(request: Request, emptied: bool) -> Answer | None:
        asked = parameters(request)
        page = number_of(asked.get("pageNO"), 1) or 1
        if request.method == "POST" and any(asked.get(name) != value for name, value in hidden):
            page = 1
        shown = pages[page - 1] if page <= len(pages) and not emptied else ()
        fields = "".join(f"<input type='hidden' name='{name}' value='{value}'>" for name, value in hidden)
        text = _FORM % {
            "path": path,
            "fields": fields if not emptied else "",
            "list": ul([Entry(urlsplit(entry.url).path, entry.text, entry.day) for entry in shown]),
            "turns": "" if emptied else _turns(page, len(pages)),
            "page": page,
        }
        return Answer(headers=_HTML, body=look.page("信息公开年报", text).encode("gbk", "xmlcharrefreplace"))

    def alias(request: Request) -> str | None:
        page = number_of(parameters(request).get("pageNO"), 1) or 1
        return f"http://{host}{path}" + (f"?pageNO={page}" if page > 1 else "")

    builder.program(host, path, run, alias)
    where = builder.listed(f"http://{host}{path}", column=True)
    for page in range(2, len(pages) + 1):
        builder.listed(f"{where}?pageNO={page}")
        form = "&".join(f"{name}={value}" for name, value in hidden) + f"&newstitle=&sTime=&eTime=&pageNO={page}"
        kind = {"Content_Type": "application/x-www-form-urlencoded"}
        builder.way(where, where, f"goPage({page})", "totalRows", method="POST", body=form.encode(), **kind)
    return organ.name, builder.page(f"http://{host}/", organ.name, f"<p>{links(look.menu)}</p>", look=look)


def _turns(page: int, pages: int) -> str:
    numbers = "".join(f"<a href='javascript:goPage({other})'>{other}</a> " for other in range(1, pages + 1))
    return f"第{page}页 {numbers}<a href='javascript:goPage({pages})'>尾页</a>"


_FORM = """<form name="form1" id="form1" method="post" action="%(path)s">%(fields)s
<input name="newstitle" value=""><input name="sTime" value=""><input name="eTime" value="">
<input type="hidden" name="pageNO" id="pageNO" value="%(page)d"></form>%(list)s<div class="page">%(turns)s</div>
<script>
function goPage(page) { document.getElementById('pageNO').value = page; document.form1.submit(); }
</script>"""
