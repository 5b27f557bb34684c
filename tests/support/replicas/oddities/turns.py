"""The odd organ's list turns its pages, its reports are files or moved, or papers that come near stand beside."""

import io
import zipfile
from collections.abc import Mapping

from tests.support.replicas import bodies
from tests.support.replicas.builder import Entry
from tests.support.replicas.model import Answer
from tests.support.replicas.oddities.site import ODD, Make, Site, html, year_of
from tests.support.replicas.surround import ul

_TURNS: Mapping[str, str] = {
    "t_button_stated": "<p>共5条 1/2页</p><input type='button' value='下一页' onclick=\"location.href='{two}'\">",
    "t_link_stated": "<p>共5条 1/2页 <a href='{two}'>下一页</a></p>",
    "t_select_relative": "<select onchange='location.href=this.options[this.selectedIndex].value'>"
    "<option value='czj.html'>1</option><option value='czj_2.html'>2</option></select>",
    "t_image": "<a href='{two}'><img src='/i/next.gif' border=0></a>",
    "t_arrow": "<a href='{two}'>›</a>",
    "t_icon": "<a class='icon-right' href='{two}'></a>",
    "t_older": "<a href='{two}'>往期年报&gt;&gt;</a>",
    "t_before": "<p><a href='{two}'>2021年及以前</a></p>",
    "t_rel_next": "<link rel='next' href='{two}'>",
    "t_laypage": "<div id='pg'></div><script>layui.use('laypage',function(){layui.laypage.render({elem:'pg',count:5,"
    "limit:3,curr:1,jump:function(o,first){if(!first){location.href='/open/czj_'+o.curr+'.html'}}})})</script>",
    "t_function": "<script>var cur=1,pageCount=2;function next(){location.href='/open/czj_'+(cur+1)+'.html'}</script>"
    "<a href='javascript:next()'>下一页</a> 共2页",
    "t_function_arg": "<script>function goto_page(n){location.href='/open/czj_'+n+'.html'}</script>"
    "<a href='javascript:goto_page(2)'>下一页</a> 第1页/共2页",
    "t_get_form": "<form action='/open/czj.asp' method='get'>共2页 转到第<input name='page' value='1'>页 "
    "<input type='submit' value='GO'></form>",
    "t_hash": "<div class='p' style='display:none'>{rest}</div><a href='#2' onclick='show(2)'>2</a>",
}


def _turned(name: str) -> Make:
    """Three entries on page 1, two on page 2."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        two = url.replace(".html", "_2.html")
        first, rest = ul(site.near(found[:3])), ul(site.near(found[3:]))
        site.page(url, first + _TURNS[name].replace("{two}", two).replace("{rest}", rest))
        if name == "t_get_form":
            site.get("/open/czj.asp", lambda asked: html(site.shown(rest if "page=2" in asked.path else first)))
        elif name != "t_hash":
            site.page(two, rest + ("<p>共5条 2/2页</p>" if "stated" in name else ""))

    return make


def _beside(title: str) -> Make:
    """The column is plain; below it stands a paper whose title has 年报."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        site.listing(url, found, f"<div class='rec'><a href='/open/other.html'>{title}</a></div>")
        text = "<p>现将有关情况公布如下。</p><p>一、基本情况。二、主要做法。三、存在问题。</p>"
        site.builder.article("/open/other.html", title, text, found[0].day)

    return make


# --- the report of 2022 is a file ----------------------------------------------------------------

_PDF = "application/pdf"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LINK = "<p>附件：<a href='{path}'>{title}</a></p>"
_VIEWER = "<iframe src='/pdfjs/web/viewer.html?file={path}'></iframe>"
_DOWNLOAD = "/common/download?fileid=8812"
_VSB = "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=55"
# Where the file is, of which kind, and what links it in the article.
_HELD: Mapping[str, tuple[str, str, str]] = {
    "h_pdf_bare": ("/documents/20182/1/nb/86ba1a54-8a7b", _PDF, _LINK),
    "h_docx_bare": ("/documents/20182/1/nb/86ba1a55-8a7b", _WORD, _LINK),
    "h_octet": (_DOWNLOAD, "application/octet-stream", _LINK),
    "h_zip": ("/upload/nb2022.zip", "application/zip", _LINK),
    "h_viewer": ("/upload/nb2022.pdf", _PDF, _VIEWER),
    "h_viewer_js": ("/upload/nb2022.pdf", _PDF, "<div id='v'></div><script>PDFObject.embed('{path}', '#v');</script>"),
    "h_object": ("/upload/nb2022.pdf", _PDF, "<object data='{path}' type='application/pdf'></object>"),
    "h_onclick": ("/upload/nb2022.pdf", _PDF, "<p onclick=\"window.open('{path}')\">点击查看报告全文</p>"),
    "h_words": ("/upload/nb2022.pdf", _PDF, "<p><a href='{path}'>点此查看</a></p>"),
    "h_direct": ("/upload/nb2022.pdf", _PDF, ""),  # the list leads to the file itself
    "f_text_pdf": (_DOWNLOAD, "application/octet-stream", "<p>附件：<a href='{path}'>{title}.pdf</a></p>"),
    "f_attachment": (_DOWNLOAD, "application/octet-stream", "<p><a href='{path}'>附件下载</a></p>"),
    "f_number": (_DOWNLOAD, "application/octet-stream", "<p><a href='{path}'>附件1</a></p>"),
    "f_jsp": (
        *(_VSB, "application/octet-stream"),
        "<p>附件【<a href='{path}'>{title}.docx</a>】已下载<span>12</span>次</p>",
    ),
    "f_action": ("/file/down.action?id=331", "application/octet-stream", "<p><a href='{path}'>{title}</a></p>"),
}


def _file(kind: str, title: str) -> bytes:
    data = bodies.report_file(ODD, 2022, title, "docx" if kind in {_WORD, "application/zip"} else "pdf")
    if kind != "application/zip":
        return data
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("nb2022.docx"), data)
    return buffer.getvalue()


def _held(name: str) -> Make:
    path, kind, link = _HELD[name]

    def make(site: Site, found: list[Entry], url: str) -> None:
        one = found[2]
        headers = [("Content-Type", kind)]
        if kind == "application/octet-stream":
            headers.append(("Content-Disposition", "attachment; filename=nb2022.pdf"))
        answer = Answer(headers=tuple(headers), body=_file(kind, one.title))
        site.builder.put_answer(path, lambda _: answer)
        site.get("/pdfjs/web/viewer.html", lambda _: html("<html><script src='viewer.js'></script></html>"))
        if link:
            site.swap(one, html(site.shown(link.format(path=path, title=one.title), one.title)), lost=False)
            site.listing(url, found)
        else:
            near = site.near(found)
            site.page(url, ul([*near[:2], Entry(path, one.text, one.day), *near[3:]]))
        site.change(one, urls=(one.url, site.origin + path), files=(site.origin + path,))

    return make


# --- reports that are elsewhere ------------------------------------------------------------------


def _moved(answer: Answer) -> Make:
    """The address of the report of 2022 sends its reader on."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        one = found[2]
        site.swap(one, answer, lost=False)
        site.listing(url, found)
        site.builder.article("/arch/2022.html", one.title, bodies.report_html(ODD, 2022, one.title), one.day)
        site.change(one, urls=(f"{site.origin}/arch/2022.html",))

    return make


def article_of_links(site: Site, found: list[Entry], url: str) -> None:
    """The column has one paper; in it stand links to the reports."""
    title = "财政局历年政府信息公开工作年度报告汇总"
    rows = "".join(f"<p><a href='{one.url}'>{year_of(one)}年</a></p>" for one in site.near(found))
    site.builder.article("/open/hz.html", title, rows, found[0].day)
    site.page(url, f"<ul><li><a href='/open/hz.html'>{title}</a></li></ul>")


def cross_posted(site: Site, found: list[Entry], url: str) -> None:
    """Each report stands under a second address as well, in 通知公告."""
    rows = []
    for number, one in enumerate(found):
        path = f"/notice/{number}.html"
        site.builder.article(path, one.title, bodies.report_html(ODD, year_of(one), one.title), one.day)
        site.change(one, urls=(one.url, site.origin + path))
        rows.append(Entry(path, one.text, one.day))
    site.page("/notice/", ul(rows))
    site.listing(url, found, "<a href='/notice/'>通知公告</a>")


# --- scripts that speak of other pages and move nothing until a reader acts ------------------------

_SCRIPTS: Mapping[str, str] = {
    "m_search": "<script>function search(){ var q=document.getElementById('q').value; "
    "location.href='/search.html?q='+q; }</script><input id='q'><button onclick='search()'>搜索</button>",
    "m_search_literal": "<script>function toHome(){ window.location.href='/'; }</script>"
    "<button onclick='toHome()'>首页</button>",
    "m_mobile": "<script>if(/Android|iPhone/i.test(navigator.userAgent)){ location.href='/m/index.html'; }</script>",
    "m_select": "<script>function go(v){ if(v!='') location.href=v; }</script><select onchange='go(this.value)'>"
    "<option value=''>友情链接</option><option value='http://www.gov.cn/'>中国政府网</option></select>",
}
_DULL = (
    "/m/index.html",
    "/upgrade.html",
    "/user/login.html",
    "/search.html",
    "/search.html?q=",
    "/big5/",
    "/open/czj_",
)


def _unmoved(script: str) -> Make:
    def make(site: Site, found: list[Entry], url: str) -> None:
        site.page(url, script + ul(site.near(found)))
        for path in _DULL:
            site.page(path, "<p>本页没有内容。</p>")

    return make


_NEAR = (
    "实验小学2023—2024学年度校务公开年报",
    "2022年环境质量年报",
    "2023年政府工作报告",
    "关于报送2022年政府信息公开工作年度报告的通知",
)

TURNS: Mapping[str, Make] = {
    **{name: _turned(name) for name in _TURNS},
    **{name: _held(name) for name in _HELD},
    **{f"n_beside{number}": _beside(title) for number, title in enumerate(_NEAR)},
    **{name: _unmoved(script) for name, script in _SCRIPTS.items()},
    "moved_script": _moved(html("<script>location.replace('/arch/2022.html')</script>")),
    "moved_meta": _moved(html("<meta http-equiv='refresh' content='0; url=/arch/2022.html'>")),
    "moved_302": _moved(Answer(302, (("Location", "/arch/2022.html"),))),
    "article_of_links": article_of_links,
    "cross_posted": cross_posted,
}
