"""Odd lists that a browser's reader has whole: links by script, lists in frames and files, words of other spellings."""

import re
from collections.abc import Callable, Mapping

from tests.support.replicas import bodies
from tests.support.replicas.builder import Entry
from tests.support.replicas.oddities.site import ODD, Make, Site, html, id_of, json_of, year_of
from tests.support.replicas.surround import ul

_DIGITS = "〇一二三四五六七八九"


def plain(site: Site, found: list[Entry], url: str) -> None:
    """Nothing is odd."""
    site.listing(url, found)


def _lines(line: str, around: str = "{}") -> Make:
    """A list whose lines are written so; ``around`` is what stands around them."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        near = site.near(found)
        shown = "".join(
            line.format(url=one.url, text=one.text, day=one.day, year=year_of(one), id=id_of(one)) for one in near
        )
        site.page(url, around.replace("{}", shown))

    return make


def _titles(text: Callable[[Entry], str]) -> Make:
    """A list whose links say this, and have no titles."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        site.page(url, ul([Entry(one.url, text(one), one.day) for one in site.near(found)], titles=False))

    return make


def _kanji(entry: Entry) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(year_of(entry))) + "年政府信息公开工作年度报告"


def _wide(entry: Entry) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(year_of(entry))) + "年政府信息公开工作年度报告"


def link_around_row(site: Site, found: list[Entry], url: str) -> None:
    """One link around day and title, the title in two pieces."""
    rows = [
        f"<a href='{one.url}'><div><span>{one.day}</span><p><b>{one.text[:10]}</b>{one.text[10:]}</p></div></a>"
        for one in site.near(found)
    ]
    site.page(url, "".join(rows))


def iframe_src_js(site: Site, found: list[Entry], url: str) -> None:
    """A script says what the frame shows."""
    inner = url.replace(".html", "_in.html")
    site.page(url, f"<iframe id='f'></iframe><script>document.getElementById('f').src='{inner}';</script>")
    site.listing(inner, found)


def textarea_list(site: Site, found: list[Entry], url: str) -> None:
    """The list stands in a hidden box, whence a script takes it."""
    box = f"<textarea style='display:none' id='t'>{ul(site.near(found))}</textarea>"
    site.page(url, f"{box}<div id='d'></div><script>d.innerHTML=t.value</script>")


def comment_list(site: Site, found: list[Entry], url: str) -> None:
    """The list stands in a comment, whence a script takes it."""
    script = "var e=document.getElementById('d');e.innerHTML=e.innerHTML.replace('<!--','').replace('-->','')"
    site.page(url, f"<div id='d'><!--{ul(site.near(found))}--></div><script>{script}</script>")


def xml_list(site: Site, found: list[Entry], url: str) -> None:
    """The list is an XML file."""
    script = (
        "$.ajax({url:'/data/nb3.xml',dataType:'xml',success:function(x){$(x).find('item').each(function(){"
        "$('#l').append('<li><a href=\"'+$(this).find('link').text()+'\">'+$(this).find('title').text()+'</a></li>')"
        "})}})"
    )
    site.page(url, f"<ul id='l'></ul><script>{script}</script>")
    rows = "".join(f"<item><title>{one.text}</title><link>{one.url}</link></item>" for one in site.near(found))
    site.builder.put("/data/nb3.xml", f"<?xml version='1.0' encoding='utf-8'?><list>{rows}</list>", kind="text/xml")


def js_file_list(site: Site, found: list[Entry], url: str) -> None:
    """The list is an array in a script of its own."""
    site.page(url, "<ul id='l'></ul><script src='/data/nb3.js'></script>")
    rows = ",".join(f"['{one.text}','{one.url}','{one.day}']" for one in site.near(found))
    loop = (
        "for(var i=0;i<nb.length;i++)document.getElementById('l').innerHTML+="
        "'<li><a href=\"'+nb[i][1]+'\">'+nb[i][0]+'</a></li>';"
    )
    site.builder.put("/data/nb3.js", f"var nb=[{rows}];{loop}", kind="application/javascript")


def more_js_known(site: Site, found: list[Entry], url: str) -> None:
    """A button's own handler asks for the rest."""
    handler = "$.get('/more.json?id=3&p=2', function(d){ }, 'json')"
    site.listing(url, found[:3], f'<button onclick="{handler}">加载更多</button>')
    site.get("/more.json", lambda _: json_of({"data": [{"title": one.text, "url": one.url} for one in found[3:]]}))


def three_pages(site: Site, found: list[Entry], url: str) -> None:
    """A report of which only the first part stands on its page; pages 2 and 3 are linked below."""
    one = found[2]
    lines = bodies.report_html(ODD, 2022, one.title).split("\n")
    cuts = [n for n, line in enumerate(lines) if re.search(r">[二四]、", line) and line.startswith("<p")]
    parts = [lines[: cuts[0]], lines[cuts[0] : cuts[-1]], lines[cuts[-1] :]]
    stem = one.url.removesuffix(".html")
    names = [one.url, f"{stem}_2.html", f"{stem}_3.html"]
    numbers = " ".join(f"<a href='{name}'>{number}</a>" for number, name in enumerate(names, 1))
    tail = f"<p>共3页 {numbers} <a href='{names[1]}'>下一页</a></p>"
    first, *others = [site.shown("\n".join(part) + tail, one.title) for part in parts]
    site.swap(one, html(first), lost=False)
    for name, page in zip(names[1:], others, strict=True):
        site.builder.put(name, page)
    site.change(one, parts=tuple(names[1:]))
    site.listing(url, found)


LISTS: Mapping[str, Make] = {
    "plain": plain,
    "onclick_open": _lines("<li onclick=\"window.open('{url}')\">{text}</li>"),
    "onclick_func": _lines(
        '<li><a href="javascript:show({id})">{text}</a></li>',
        "<script>function show(id){ location.href='/open/doc'+id+'.html'; }</script>{}",
    ),
    "data_href": _lines(
        "<li><a href='javascript:;' data-href='{url}' class='go'>{text}</a></li>",
        "{}<script>$('.go').click(function(){location.href=$(this).data('href')})</script>",
    ),
    "link_around_row": link_around_row,
    "date_links": _lines("<tr><td>{text}</td><td><a href='{url}'>{day}</a></td></tr>", "<table>{}</table>"),
    "view_links": _lines("<tr><td>{text}</td><td><a href='{url}'>查看</a></td></tr>", "<table>{}</table>"),
    "image_links": _lines("<a href='{url}'><img src='/i/{year}.jpg' alt='{year}年'></a>"),
    "bare_images": _lines("<a href='{url}'><img src='/i/{year}.jpg'></a>"),
    "document_write": _lines("document.write('<li><a href=\"{url}\">{text}</a></li>');", "<script>{}</script>"),
    "select_jump": _lines(
        "<option value='{url}'>{year}年</option>",
        "<select onchange='window.open(this.options[this.selectedIndex].value)'>{}</select>",
    ),
    "iframe_src_js": iframe_src_js,
    "textarea_list": textarea_list,
    "comment_list": comment_list,
    "xml_list": xml_list,
    "js_file_list": js_file_list,
    "more_js_known": more_js_known,
    "three_pages": three_pages,
    "other_words": _titles(lambda one: f"关于{year_of(one)}年度政府信息公开工作情况的报告"),
    "spaced_words": _titles(lambda one: f"民 政 局 {' '.join(str(year_of(one)))} 年 年 报"),
    "chinese_years": _titles(_kanji),
    "wide_years": _titles(_wide),
    "cut_early": _titles(lambda one: f"{one.text[:9]}……"),
}
