"""How a listing goes on, read off the page itself: a link to the next page, numbered links, a select box, a script that
puts the number into an address, a form with a field for it. Pure; no platform is known here.
"""

import re
from urllib.parse import parse_qs, parse_qsl, urlsplit

from crawler.reading.addresses import absolute
from crawler.reading.forms import Form
from crawler.reading.links import Link, LinkPage
from crawler.reading.paging import NEXT, Further, Paging
from crawler.reading.postback import posted_back
from crawler.reading.scripts import PAGE_KEYS, ScriptRequest, read_requests
from crawler.reading.tokens import block_end

_OTHER = re.compile(
    r"^\W{0,2}(?:上一?页|前一?页|首页|第一页|尾页|末页|最后一?页|上页|较新的?(?:文章|信息)?|newer(?:posts)?|prev(?:ious)?|first|last)\W{0,2}$|^(?:<|‹|«|<<)$",
    re.I,
)
_LAST = re.compile(r"^\W{0,2}(?:尾页|末页|最后一?页|last)\W{0,2}$", re.I)
# A number of four digits is a year.
_NUMBER = re.compile(r"^\W{0,2}(?:第\s*)?(\d{1,3})(?:\s*页)?\W{0,2}$")
# A control that calls a function with a number, and its words: <a onclick="gopage(3)"><b>3</b></a>
_SCRIPT_CALL = re.compile(
    r"(?:href=[\"']?javascript:|onclick=[\"']?(?:javascript:)?)\s*(?:return\s+)?[A-Za-z_$][\w$.]*\(\s*['\"]?(\d{1,4})['\"]?\s*[,)]"
    r"[^<>]*>(?:\s|<[^/<>][^<>]*>)*([^<>]{0,20})",
    re.I,
)
_PAGE_FIELD = re.compile(
    r"^(?:\w+\.)?_?(?:page|pageno|pageindex|pagenum|pagenumber|cur_?page|currentpage|currpage|pn|nowpage|page_no|gopage|topage)$",
    re.I,
)
# A call that draws a pager, with numbers.
_PAGER = re.compile(
    r"\b(?!function)\w*(?:pagin|setpage|laypage|pager|fenye|turnpage|gopage|pagebar|createpage)\w*[\"']?\s*[,(][^()]{0,200}\d"
    r"|\blaypage\.render\s*\(|\.(?:pagination|jqpaginator|twbspagination)\s*\(",
    re.I,
)
_PAGER_CALL = re.compile(
    r"(?<!function )\b\w*(?:pagin|setpage|laypage|pager|fenye|turnpage|gopage|pagebar|createpage|showpage)\w*"
    r"\(([^()]{5,400})\)",
    re.I,
)
# A control that a script turns the page with: the next page, a number from 2 on, more of the list.
_TURNS = re.compile(
    r"<(?:a|li|span|button|input|div)\b[^>]*(?:javascript:|onclick\s*=\s*)[^>]*\w\s*\([^>]*>\s*(?:<\w+[^>]*>\s*)?"
    r"(?:下一?页|后一?页|尾页|末页|[2-9]|[1-9]\d)\s*<"
    r"|<(?:a|button|div|span|p)\b[^>]*>\s*(?:<\w+[^>]*>\s*)?(?:点击|上拉)?(?:加载|查看|显示)更多(?:内容|信息)?\s*<"
    r"|<(?:input|button)\b[^>]*\bvalue\s*=\s*[\"']\s*下一?页",
    re.I,
)
_SCROLLS = re.compile(
    r"(?:\.scroll\(|\.on(?:\(\s*[\"']scroll[\"']\s*,|scroll\s*=)|addEventListener\(\s*[\"'](?:scroll|touchend)[\"']\s*,)"
    r"\s*(?:function\s*\w*\s*\([^()]*\)|\(?\w*\)?\s*=>)\s*\{"
)
_ASKS = re.compile(
    r"\.(?:get|post|getJSON|ajax|load)\(|\bfetch\(|\.send\(|\b(?:load|get|next)_?(?:more|data|list|page)\w*\(", re.I
)
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_PLACE = re.compile(r"#|\{\w*\}|\[page\]|%d|\*", re.I)
# Pages of one article; more are an attack.
MAX_PARTS = 20
# A control of a pager has a few letters or none.
_LABEL = 8
# As many numbered links are the days of a month.
_DAYS = 28
_NUMBERED_FILE = re.compile(r"^(?P<stem>.*?)[_-]?(?:page[_-]?)?\d{1,4}(?P<end>\.\w+)?$")


def _label(link: Link) -> str:
    """A pager's words without the blanks that spread them (尾 页)."""
    return re.sub(r"\s+", "", link.text)


def is_next(link: Link) -> bool:
    """Whether a link is named as the next page."""
    return link.leads_on or bool(NEXT.match(_label(link)))


def is_pager(link: Link) -> bool:
    """Whether a link's words are those of a pager and of nothing else."""
    words = _label(link)
    return bool(NEXT.match(words) or _OTHER.match(words) or _NUMBER.match(words))


def has_page_key(url: str) -> bool:
    """Whether the query of a URL asks for a page by number: ``list.jsp?page=2``."""
    return any(key.lower() in PAGE_KEYS for key in parse_qs(urlsplit(url).query))


def page_number(url: str) -> int | None:
    """The number of the page that the query of a URL asks for."""
    values = [value for key, value in parse_qsl(urlsplit(url).query) if key.lower() in PAGE_KEYS]
    return int(values[0]) if values and values[0].isdigit() else None


def read_parts(page: LinkPage, first: str) -> list[Link]:
    """The links to the further pages of an article that is cut into several: ``t1_2.html`` beside ``t1.html``."""
    stem, end = re.fullmatch(r"(.*?)(\.\w+)?", first.partition("?")[0]).groups()  # type: ignore[union-attr]
    part = re.compile(rf"{re.escape(stem)}[_-](?:p(?:age)?)?\d{{1,2}}{re.escape(end or '')}(?:\?.*)?")
    return [link for link in page.links if (is_next(link) or is_pager(link)) and part.fullmatch(link.url)][:MAX_PARTS]


def read_paging(page: LinkPage, number: int = 1) -> Paging:
    """What an HTML page shows of its own paging; ``number`` is the page it is, counted from 1."""
    links = _links(page, number) or posted_back(page, number)
    if links is not None:
        return links
    called = _called(page.source)
    options = _options(page)
    last = max([page.totals.pages or 0, *called, *options])
    moves = [request for request in read_requests(page.scripted, page.url) if request.moves and request.paged]
    if moves and last > 1:
        return _by_template(moves[0], page, number, last)
    drawn = _drawn(page)
    if drawn is not None:
        return drawn
    form = next((found for one in page.forms if (found := _page_field(one)) is not None), None)
    if form is not None and last > 1:
        return _by_form(form, page, number, last)
    if moves and not called and page.totals.pages is None:
        return Paging((_filled(moves[0], number + 1),), page.totals.records, guessed=True)
    called_on = bool(_PAGER.search(page.source) or _TURNS.search(page.source)) or _loads_on_scroll(page.scripted)
    unread = called_on and page.totals.pages is None and page.totals.records is None
    return Paging(records=page.totals.records, pages=page.totals.pages, unread=unread)


def _loads_on_scroll(source: str) -> bool:
    """Whether a script asks for something as one scrolls."""
    return any(
        _ASKS.search(source, place.end(), block_end(source, place.end() - 1)) for place in _SCROLLS.finditer(source)
    )


def _called(source: str) -> list[int]:
    """The numbers that a pager's controls call a function with. A function that is called with the numbers of articles
    is no pager: its controls bear titles, or say to look."""
    found = []
    for value, words in _SCRIPT_CALL.findall(source):
        label = re.sub(r"\s|&nbsp;", "", words)
        numbered = _NUMBER.match(label)
        if int(numbered[1]) == int(value) if numbered else NEXT.match(label) or _OTHER.match(label):
            found.append(int(value))
    return found


def _links(page: LinkPage, number: int) -> Paging | None:
    """A pager made of links; None where there is none."""
    named = [link for link in page.links if is_next(link) or _LAST.match(_label(link))]
    named = [link for link in named if related(page.url, link.url) or _says_next(page.url, link)]
    others = [link for link in page.links if _OTHER.match(_label(link))]
    blocks = {link.block for link in (*named, *others) if link.block}
    numbered = [
        (int(match[1]), link)
        for link in page.links
        if (match := _NUMBER.match(_label(link)))
        and link.kind in {"anchor", "option", "script"}
        and related(page.url, link.url)
        and (
            link.block in blocks
            or (page.totals.pages or 0) > 1
            or has_page_key(link.url)
            or link.kind == "option"
            or _twins(page.url, link.url)
        )
    ]
    numbered = [*numbered, *_sequence(page)]
    if not named and not numbered:
        named = [link for link in page.links if _is_control(link) and _is_after(page.url, link.url, number)]
    if not named and not numbered:
        return None
    further: dict[str, Further] = {}
    for value, link in numbered:
        # The first page is the listing itself, whatever its link is spelled like.
        if value not in {1, number}:
            further.setdefault(link.url, Further(link.url, value))
    for link in named:
        # On a list of one page, "next" and "last" lead to that page.
        if page_number(link.url) not in {1, number}:
            further.setdefault(link.url, Further(link.url))
    own = page.url.partition("#")[0]
    more = tuple(one for url, one in further.items() if url != own)
    claims = any(is_next(link) and link.url in further for link in named)
    stated = page.totals.pages
    return Paging(more, page.totals.records, stated, claims=claims)


def _says_next(listing: str, link: Link) -> bool:
    """Whether a link is called the next page in so many words, so that its address need not be like the listing's."""
    same = urlsplit(listing).netloc.removeprefix("www.") == urlsplit(link.url).netloc.removeprefix("www.")
    return same and bool(NEXT.match(_label(link))) and bool(re.search(r"[页頁]", _label(link)))


def _is_control(link: Link) -> bool:
    """Whether a link can be a pager's: a sign, an icon, a few words about pages."""
    label = _label(link)
    return len(label) <= _LABEL and (not re.search(r"[\u4e00-\u9fff]", label) or bool(re.search(r"[页旧早后]", label)))


def _is_after(listing: str, url: str, number: int) -> bool:
    """Whether an address is the listing's own with the number of the next page, whatever its link is called."""
    if page_number(url) == number + 1 and urlsplit(url).path == urlsplit(listing).path:
        return True
    one, other = urlsplit(listing).path, urlsplit(url).path
    if urlsplit(listing).netloc != urlsplit(url).netloc or not _twins(listing, url):
        return False
    own, after = re.findall(r"\d+", one), re.findall(r"\d+", other)
    if number == 1 and len(after) == len(own) + 1:
        return after[:-1] == own and int(after[-1]) in {1, 2}
    return len(own) == len(after) and own[:-1] == after[:-1] and bool(own) and int(after[-1]) == int(own[-1]) + 1


def related(listing: str, url: str) -> bool:
    """Whether a URL can be a further page of a listing: the same folder, or the same address with another query."""
    one, other = urlsplit(listing), urlsplit(url)
    if one.netloc.removeprefix("www.") != other.netloc.removeprefix("www."):
        return False
    if one.path == other.path:
        return True
    folder, target = one.path.rpartition("/")[0], other.path.rpartition("/")[0]
    stem = re.sub(r"\.\w+$", "", one.path)
    return (
        target == folder
        or (target + "/").startswith(f"{stem}/")
        or _stem(one.path) == _stem(other.path)
        or target == _parent_stem(one.path)
    )


def _sequence(page: LinkPage) -> list[tuple[int, Link]]:
    """Links named 2, 3 … whose addresses are one address with that number, or one beside it, put in."""
    found: dict[str, list[tuple[int, Link]]] = {}
    for link in page.links:
        match = _NUMBER.match(_label(link))
        if match is None or not related(page.url, link.url):
            continue
        value = int(match[1])
        for run in re.finditer(r"\d+", link.url):
            if int(run[0]) - value in {-1, 0, 1}:
                shape = f"{link.url[: run.start()]}#{int(run[0]) - value}#{link.url[run.end() :]}"
                found.setdefault(shape, []).append((value, link))
    longest = max(found.values(), key=len, default=[])
    values = {value for value, _ in longest}
    return longest if len(values) > 1 and 2 in values and len(values) < _DAYS else []


def _twins(listing: str, url: str) -> bool:
    """Whether two addresses differ in a number behind the name of the file: ``index.shtml``, ``index_1.shtml``."""
    one, other = (re.sub(r"/$", "/index", urlsplit(address).path) for address in (listing, url))
    same = _stem(other) in {_stem(one), re.sub(r"\.\w+$", "", one)} or re.sub(r"\.\w+$", "", other) == _stem(one)
    return same and urlsplit(listing).query == urlsplit(url).query


def _stem(path: str) -> str:
    match = _NUMBERED_FILE.match(path)
    return match["stem"] if match else re.sub(r"\.\w+$", "", path)


def _parent_stem(path: str) -> str:
    """``/a/zfxxgknb`` for its second page ``/a/zfxxgknb/3.htm``."""
    return path.rpartition("/")[0]


def _options(page: LinkPage) -> list[int]:
    found = re.findall(
        r"<option[^>]*value=[\"']?(\d{1,4})[\"']?[^>]*>\s*(?:第\s*)?(\d{1,4})\s*(?:页)?\s*<", page.source
    )
    numbers = sorted({int(text) for _, text in found})
    return numbers if numbers[:2] == [1, 2] else []


def _by_template(move: ScriptRequest, page: LinkPage, number: int, last: int) -> Paging:
    # What only a call says may be no number of pages: each page has to come before the next one is asked for.
    wanted = range(2, last + 1) if page.totals.pages is not None else range(number + 1, min(number + 2, last + 1))
    more = tuple(_filled(move, value) for value in wanted if value != number)
    return Paging(more, page.totals.records, last, claims=number < last)


def _filled(request: ScriptRequest, number: int) -> Further:
    one = request.page(number)
    return Further(one.url, number, one.form, one.body, not one.moves)


def _drawn(page: LinkPage) -> Paging | None:
    """A pager that a call draws from a count and an address with a place for the number."""
    for call in _PAGER_CALL.findall(page.source):
        numbers = [int(value) for value in re.findall(r"-?\d+", _QUOTED.sub("", call))]
        places = [one or other for one, other in _QUOTED.findall(call)]
        template = next((one for one in places if _PLACE.search(one) and "/" in one), None)
        if template is None or not numbers or numbers[0] < 1:
            continue
        shift = next((value for value in numbers[2:] if value in {-1, 0, 1}), 0)
        further = []
        for number in range(2, numbers[0] + 1):
            target = absolute(page.url, _PLACE.sub(str(number + shift), template))
            further.extend([Further(target, number)] if target else [])
        return Paging(tuple(further), page.totals.records, numbers[0])
    return None


def _page_field(form: Form) -> tuple[Form, str] | None:
    name = next((name for name, _ in form.fields if _PAGE_FIELD.match(name)), None)
    return (form, name) if name else None


def _by_form(form: tuple[Form, str], page: LinkPage, number: int, last: int) -> Paging:
    """Copy the fields, set the one that is named as a page's number, keep method and action (惠州, 2026)."""
    one, field = form
    target = one.action or page.url
    more = []
    for value in range(2, last + 1):
        if value == number:
            continue
        fields = tuple((name, str(value) if name == field else old) for name, old in one.fields)
        if one.method == "get":
            query = "&".join(f"{name}={old}" for name, old in fields)
            more.append(Further(f"{target.partition('?')[0]}?{query}", value))
        else:
            more.append(Further(target, value, fields))
    return Paging(tuple(more), page.totals.records, last, claims=number < last)
