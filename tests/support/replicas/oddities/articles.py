"""The page of the report of 2022 announces it and holds something else: where the text is then, if anywhere."""

import json
from collections.abc import Mapping
from html import escape

from tests.support.replicas import bodies
from tests.support.replicas.builder import Entry, parameters
from tests.support.replicas.model import Answer, Request
from tests.support.replicas.oddities.site import HTML, ODD, Make, Site, html, json_of, year_of
from tests.support.replicas.surround import ul

INTRODUCTION = (
    "<p>根据《中华人民共和国政府信息公开条例》规定，漯河市财政局编制了2022年政府信息公开工作年度报告，现予公布。"
    "报告中所列数据的统计期限自2022年1月1日起至2022年12月31日止。如对报告有疑问，请与漯河市财政局办公室联系。</p>"
)
NEWS = (
    "<p>近日，市财政局编制完成{title}，全面总结一年来主动公开、依申请公开、平台建设和监督保障情况，并在网站予以公布，"
    "接受监督。</p><p>报告显示公开质量稳步提升。</p>"
)
_WITHDRAWN = "<p>因数据核对需要，本报告暂时撤下，更正后将重新发布，由此带来的不便敬请谅解，咨询电话请见公开指南。</p>"
_ELSEWHERE = "<p>{title}已在市政府门户网站“政府信息公开年报”专栏统一发布，欢迎登录查阅并提出宝贵的意见和建议。</p>"
_CONTENTS = (
    "<p>本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、"
    "存在的主要问题及改进情况、其他需要报告的事项六个部分组成，电子版可在漯河市财政局网站下载。</p>"
)
_SCRIPT = "<script src='/js/f.js'></script>"
_CLOUD = "https://lhfiles.oss-cn-beijing.aliyuncs.com/nb/2022.pdf"


def _shown(site: Site, entry: Entry, inner: str) -> None:
    site.swap(entry, html(site.shown(inner.replace("{title}", entry.text), entry.text)), lost=False)


def _raw(site: Site, where: str, body: str | bytes, kind: str) -> str:
    data = body if isinstance(body, bytes) else body.encode()
    site.builder.put_answer(where, lambda _: Answer(headers=(("Content-Type", kind),), body=data))
    return where if "//" in where else site.origin + where


def _text(entry: Entry) -> str:
    return bodies.report_html(ODD, year_of(entry), entry.text)


def _file(inner: str, where: str = "/up/nb22", script: str = "", intro: str = INTRODUCTION) -> Make:
    """The report is a file; ``script`` is what the page's script file holds."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        site.listing(url, found)
        _shown(site, found[2], intro + inner)
        _raw(site, "/js/f.js", script or "/* */", "application/javascript")
        data = bodies.report_file(ODD, 2022, found[2].text, "pdf")
        site.change(found[2], files=(_raw(site, where, data, "application/octet-stream"),))

    return make


def _asked_for(inner: str, where: str, kind: str, intro: str = INTRODUCTION) -> Make:
    """The text comes from another address."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        site.listing(url, found)
        _shown(site, found[2], intro + inner)
        content = {"data": {"title": found[2].text, "content": _text(found[2])}}
        body = json.dumps(content, ensure_ascii=False) if "json" in kind else f"<div>{_text(found[2])}</div>"
        site.change(found[2], files=(_raw(site, where, body, kind),))

    return make


def _pictures(tag: str, first: str = "", last: str = "", intro: str = INTRODUCTION) -> Make:
    def make(site: Site, found: list[Entry], url: str) -> None:
        site.listing(url, found)
        paths = [f"/up/2022/p{number}.png" for number in (1, 2)]
        _shown(site, found[2], intro + first + "".join(tag.replace("{}", path) for path in paths) + last)
        data = bodies.report_file(ODD, 2022, found[2].text, "picture")
        site.change(found[2], parts=tuple(_raw(site, path, data, "image/png") for path in paths))

    return make


def attachments_by_script(site: Site, found: list[Entry], url: str) -> None:
    """The list of attachments is asked for by the article's number."""
    script = "var aid=2022;$.getJSON('/attach/list?aid='+aid,function(d){fill('#fj',d)})"
    site.listing(url, found)
    _shown(site, found[2], f"{INTRODUCTION}<ul id='fj'></ul><script>{script}</script>")
    listed = json_of([{"fileName": f"{found[2].text}.pdf", "filePath": "/up/2022.pdf"}])
    site.builder.put_answer("/attach/list?aid=2022", lambda _: listed)
    data = bodies.report_file(ODD, 2022, found[2].text, "pdf")
    site.change(found[2], files=(_raw(site, "/up/2022.pdf", data, "application/pdf"),))


def attachment_by_form(site: Site, found: list[Entry], url: str) -> None:
    """A button posts the number of the file."""
    site.listing(url, found)
    field = "<input type='hidden' name='fid' value='77'><button>下载年度报告</button>"
    _shown(site, found[2], f"{INTRODUCTION}<form method='post' action='/file/get.do'>{field}</form>")
    data = bodies.report_file(ODD, 2022, found[2].text, "pdf")

    def run(request: Request) -> Answer:
        wanted = request.method == "POST" and parameters(request).get("fid") == "77"
        return (
            Answer(headers=(("Content-Type", "application/pdf"),), body=data) if wanted else Answer(404, HTML, b"404")
        )

    site.get("/file/get.do", run)
    site.change(found[2], files=(f"{site.origin}/file/get.do",))


def escaped(site: Site, found: list[Entry], url: str) -> None:
    """The editor shows the markup of the text instead of the text."""
    site.listing(url, found)
    _shown(site, found[2], escape(_text(found[2])))


_CHAPTERS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理申请情况",
    "行政复议和行政诉讼情况",
    "存在的主要问题",
    "其他事项",
)


def chapters(site: Site, found: list[Entry], url: str) -> None:
    """A cover; each chapter is a page."""
    site.listing(url, found)
    links = "".join(f"<a href='/zt/{number}.html'>{name}</a> " for number, name in enumerate(_CHAPTERS))
    _shown(site, found[2], INTRODUCTION + links)
    text = _text(found[2])
    step = len(text) // len(_CHAPTERS)
    for number, name in enumerate(_CHAPTERS):
        site.builder.put(f"/zt/{number}.html", site.shown(links + text[number * step : (number + 1) * step], name))
    site.change(found[2], parts=tuple(f"{site.origin}/zt/{number}.html" for number in range(len(_CHAPTERS))))


def _cut(call: str, parts: tuple[str, ...], script: str = "") -> Make:
    """An article in three pages that a script turns; ``{}`` in ``parts`` is the stem of its address."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        site.listing(url, found)
        stem = found[2].url.removesuffix(".html")
        text = _text(found[2])
        third = len(text) // 3
        turn = f"<script>{call.replace('{}', stem.rpartition('/')[2])}</script>{_SCRIPT}"
        _shown(site, found[2], text[:third] + turn)
        _raw(site, "/js/f.js", script or "/* */", "application/javascript")
        where = [part.replace("{}", stem) for part in parts]
        for number, one in enumerate(where, 1):
            shown = site.shown(text[number * third : (number + 1) * third] + turn, found[2].text)
            site.builder.put(one, shown)
        site.change(found[2], parts=tuple(where))

    return make


def _nothing(inner: str) -> Make:
    """The page keeps its title, and no reader can have the report."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        site.listing(url, found)
        _shown(site, found[2], inner)
        site.lost.add(found[2].url)

    return make


def _unread(data: bytes) -> Make:
    """The file of the report came, and nobody can read it."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        site.listing(url, found)
        _shown(site, found[2], f"{INTRODUCTION}<p>附件：<a href='/up/nb22.rar'>{found[2].text}</a></p>")
        _raw(site, "/up/nb22.rar", data, "application/octet-stream")
        site.lost.add(found[2].url)

    return make


_QUERY = "function createPage(n,c,id){for(var i=1;i<=n;i++)$('#'+id).append('<a href=\"?p='+i+'\">'+i+'</a>')}"
_DOWN = "function downFile(i){window.location='/file/down?id='+i}"
_FILL = "$('#zoom').html(d.data.content)"
_LATE = "<p><img src='/img/blank.gif' data-original='{}'></p>"

_BODIES: Mapping[str, Make] = {
    "a_lazy_original": _pictures(_LATE),
    "a_lazy_bare": _pictures(_LATE, intro=""),
    "a_lazy_src": _pictures("<p><img class='lazy' data-src='{}'></p>"),
    "a_background": _pictures("<div style=\"height:900px;background-image:url('{}')\"></div>"),
    "a_picture_set": _pictures("<picture><source srcset='{} 1x'></picture>"),
    "a_picture_array": _pictures("'{}',", "<div id='v'></div><script>var pics=[", "''];new Viewer('#v',pics)</script>"),
    "a_frame": _asked_for("<iframe src='/ue/2022.htm'></iframe>", "/ue/2022.htm", "text/html"),
    "a_frame_late": _asked_for("<iframe data-src='/ue/2022.htm'></iframe>", "/ue/2022.htm", "text/html"),
    "a_load": _asked_for(
        "<div id='zoom'></div><script>$('#zoom').load('/c/22.inc')</script>", "/c/22.inc", "text/html"
    ),
    "a_load_bare": _asked_for(
        "<div id='z'></div><script>$('#z').load('/c/22.inc')</script>", "/c/22.inc", "text/html", ""
    ),
    "a_json": _asked_for(
        f"<div id='zoom'></div><script>$.getJSON('/api/a?id=22',function(d){{{_FILL}}})</script>",
        "/api/a?id=22",
        "application/json",
    ),
    "a_listed": attachments_by_script,
    "a_form": attachment_by_form,
    "a_call": _file(
        f"<a href='javascript:void(0)' onclick='downFile(3321)'>年度报告</a>{_SCRIPT}", "/file/down?id=3321", _DOWN
    ),
    "a_held": _file(
        f"<span class='file' data-src='/up/nb22'>年度报告.docx</span>{_SCRIPT}", script="$('.file').click(open)"
    ),
    "a_here": _file("<p>请<a href='/up/nb22'>点此</a>浏览。</p>"),
    "a_icon": _file("<p>全文下载：<a href='/up/nb22'><img src='/img/pdf.png'></a></p>"),
    "a_preview": _file("<a href='/plugins/preview?f=L3VwLw=='>在线预览</a>", "/plugins/preview?f=L3VwLw=="),
    "a_book": _file("<div id='b'></div><script>$('#b').flipBook({pdfUrl:'/up/nb.pdf'})</script>", "/up/nb.pdf"),
    "a_cloud": _file(f"<p>附件：<a href='{_CLOUD}'>{{title}}.pdf</a></p>", _CLOUD),
    "a_chapters": chapters,
    "a_cut_query": _cut("createPage(3,1,'pg')", ("{}.html?p=2", "{}.html?p=3"), _QUERY),
    "a_cut_named": _cut("createPageHTML(3, 0, '{}', 'html')", ("{}_1.html", "{}_2.html")),
    "a_escaped": escaped,
}


def newest_alone(site: Site, found: list[Entry], url: str) -> None:
    """The column lists the newest report; each page links the one before."""
    site.listing(url, found[:1])
    for one, before in zip(found, [*site.near(found)[1:], None], strict=True):
        link = f"<p>上一篇：<a href='{before.url}'>{before.text}</a></p>" if before else ""
        _shown(site, one, _text(one) + link)


def _leads_on(inner: str) -> Make:
    """The page that the list links only leads to the report's own."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        near = site.near(found)
        rows = [Entry(f"/open/s{number}.html", one.text, one.day) for number, one in enumerate(near)]
        site.page(url, ul(rows))
        for row, one in zip(rows, near, strict=True):
            site.builder.put(row.url, site.shown(inner.replace("{url}", one.url), one.text))

    return make


ARTICLES: Mapping[str, Make] = {
    **_BODIES,
    "a_newest_alone": newest_alone,
    "a_leads_on": _leads_on("<p>摘要</p><a href='{url}'>阅读全文</a>"),
    "a_leads_on_button": _leads_on("<button onclick=\"window.open('{url}')\">查看全文</button>"),
    "a_leads_on_frame": _leads_on("<iframe src='{url}'></iframe>"),
}

# What nobody can have; the page of the last is there, its further ones are behind a script that is not understood.
ANNOUNCED: Mapping[str, Make] = {
    "only_introduction": _nothing(INTRODUCTION),
    "only_contents": _nothing(INTRODUCTION + _CONTENTS),
    "only_news": _nothing(NEWS),
    "only_withdrawn": _nothing(_WITHDRAWN),
    "only_elsewhere": _nothing(_ELSEWHERE),
    "picture_gone": _nothing("<p><img src='/up/none.png'></p>"),
    "frame_gone": _nothing(f"{INTRODUCTION}<iframe src='/ue/none.htm'></iframe>"),
    "cloud_private": _nothing(f"{INTRODUCTION}<a href='http://192.168.3.12/nb.pdf'>{{title}}.pdf</a>"),
    "file_rar": _unread(b"Rar!\x1a\x07\x00" + bytes(400)),
    "file_cut": _unread(bodies.report_file(ODD, 2022, "报告", "docx")[:3000]),
    "file_unknown": _unread(b"Founder CEB" + bytes(400)),
    "cut_unknown": _cut("createPage(3,1,'pg')", (), "function createPage(n,c,id){draw(n,c,id)}"),
}
