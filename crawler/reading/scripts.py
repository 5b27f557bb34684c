"""What the scripts of a page ask for: addresses put together from literals and variables, with the page number open.
Pure, and no interpreter: an expression that is more than a sum of literals, known variables and the page's number is
left alone.

``$.ajax({url: '/list?cat=' + cat + '&page=' + n})`` asks for data; ``location.href = 'list_' + n + '.html'`` moves on.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml import html

from crawler.reading.marks import ANY, CURSOR, OFFSET, OPEN, PAGE, PAGE_FROM_0, SIZE, SIZE_NAME
from crawler.reading.program import Program
from crawler.reading.tokens import block_end

# A string as scripts write it.
LITERAL = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
# What queries and forms call the number of a page, in lower case.
PAGE_KEYS = frozenset(
    {"page", "pageno", "page_no", "pagenum", "page_num", "pagenumber", "pageindex", "page_index", "currentpage"}
    | {"currpage", "curpage", "cur_page", "nowpage", "pn", "p"}
)
_VARIABLE = re.compile(
    r"(?:^|[\s,;{(.])[\"']?([A-Za-z_$][\w$]*)[\"']?\s*[=:]\s*(?:\"([^\"\n]{0,300})\"|'([^'\n]{0,300})'|(\d{1,12})(?![\w.]))"
)
# A variable that is given the value of a field of the page.
FIELD_OF = re.compile(
    r"([A-Za-z_$][\w$]*)\s*=\s*(?:(?:\$|jQuery)\(\s*[\"'][#.]?([\w-]+)[\"']\s*\)\.val\(\)"
    r"|document\.getElementById\(\s*[\"']([\w-]+)[\"']\s*\)\.value)"
)
_INPUT = re.compile(r"<(?:input|meta)\b[^>]*>", re.I)
_ATTRIBUTE = re.compile(r"\b(id|name|value|content)\s*=\s*[\"']([^\"']*)[\"']", re.I)
_CURSOR_NAME = re.compile(r"cursor$|(?:next|page|continuation)_?token$|^(?:last|max|since|after)_?id$|^after$", re.I)
_OFFSET_NAME = re.compile(r"^(?:start|offset|skip|begin|first|startindex|start_?row|firstresult|from)$", re.I)
_NULL = re.compile(r"\s*(?:null|undefined|''|\"\")\s*(?=[,}])")
_OBJECT_URL = re.compile(r"[{,\s](?:url|proxyUrl|requestUrl|ajaxUrl|dataUrl)\s*:\s*", re.I)
_CALL = re.compile(r"(?:\.(getJSON|get|post|load|ajax)|\b(fetch)|\baxios(?:\.(get|post))?|\.(open))\s*\(\s*")
_SEND = re.compile(r"\.send\(\s*")
MOVE = re.compile(r"\blocation(?:\.href)?\s*=\s*(?!=)|\blocation\.(?:replace|assign)\(\s*|\bwindow\.open\(\s*")
_METHOD = re.compile(r"\b(?:type|method)\s*:\s*[\"'](post|get)[\"']", re.I)
_DATA = re.compile(r"\b(?:data|params|body)\s*:\s*(?:JSON\.stringify\(\s*)?")
_JSON_TYPE = re.compile(r"\bcontentType\s*:\s*[\"']application/json")
# The options of a table of layui: what it sends besides the page, and that it has pages.
_TABLE = re.compile(r"\bcols\s*:\s*\[")
_WHERE = re.compile(r"\bwhere\s*:\s*(?=\{)")
_PAIR = re.compile(r"\s*[\"']?([\w$.-]+)[\"']?\s*:\s*")
_SCRIPTS = re.compile(r"<script\b(?![^>]*\bsrc\s*=)[^>]*>(.*?)</script>", re.S | re.I)
# Comments, and the strings in which their marks are none.
_COMMENTS = re.compile(rf"({LITERAL}|`(?:[^`\\]|\\.)*`)|/\*.*?\*/|(?<![:\"'\w])//[^\n]*", re.S)
_STATIC = re.compile(r"\.(?:js|css|png|jpe?g|gif|svg|ico|woff2?|ttf|mp4|mp3)(?:\?|$)", re.I)
MAX_REQUESTS = 30


# What a page asks for beside its content.
_BESIDE = re.compile(
    r"visit|count|hits?\b|click|stat\b|tongji|\blog|user|weather|config|menu|\bnav|token|captcha|share|comment|session|suggest",
    re.I,
)


@dataclass(frozen=True, slots=True)
class ScriptRequest:
    """One request that a script makes. ``url`` and the values of ``form`` and ``body`` may hold ``PAGE`` or
    ``PAGE_FROM_0``, ``CURSOR`` or ``OFFSET``; ``moves`` tells a jump of the browser from a fetch of data; ``body`` is
    JSON text of a POST; ``size`` is how many entries a page has; ``addresses`` are templates of its entries' URLs."""

    url: str
    method: Literal["GET", "POST"] = "GET"
    form: tuple[tuple[str, str], ...] = ()
    body: str = ""
    moves: bool = False
    size: int = SIZE
    addresses: tuple[str, ...] = ()

    @property
    def beside(self) -> bool:
        """Whether its address names a counter of visits, a log-in, the weather: nothing of the page's own content."""
        return bool(_BESIDE.search(urlsplit(self.url).path))

    @property
    def paged(self) -> bool:
        """Whether the page's number, or its place in the list, is part of it."""
        return any(mark in text for text in self._texts for mark in (PAGE, PAGE_FROM_0, CURSOR, OFFSET))

    @property
    def by_cursor(self) -> bool:
        """Whether each page is asked for with what the one before gave."""
        return any(CURSOR in text for text in self._texts)

    def page(self, number: int, cursor: str = "") -> "ScriptRequest":
        """The request for page ``number``, counted from 1; ``cursor`` is what the page before it gave."""
        body = self.body.replace(f'"{CURSOR}"', json.dumps(cursor, ensure_ascii=False) if cursor else "null")
        return replace(
            self,
            url=self._fill(self.url, number, cursor),
            form=tuple((name, self._fill(value, number, cursor)) for name, value in self.form),
            body=self._fill(body, number, cursor),
        )

    @property
    def _texts(self) -> tuple[str, ...]:
        return (self.url, self.body, *(value for _, value in self.form))

    def _fill(self, text: str, number: int, cursor: str) -> str:
        values = {PAGE: number, PAGE_FROM_0: number - 1, OFFSET: (number - 1) * self.size, CURSOR: cursor}
        for mark, value in values.items():
            text = text.replace(mark, str(value))
        return text


def read_program(
    source: str, url: str, variables: Mapping[str, str] | None = None, tree: html.HtmlElement | None = None
) -> Program:
    """The scripts of a page and of its handlers, or a script file (``variables`` are then those of the page)."""
    known = dict(variables or {}) | read_variables(source)
    if "<script" not in source.lower():
        return Program(_uncommented(source), url, known=known)
    handlers = re.findall(r"\bonclick\s*=\s*\"([^\"]*)\"", source)
    code = "\n".join((*_SCRIPTS.findall(source), *handlers))
    return Program(_uncommented(code), url, source, known, tree)


def _uncommented(code: str) -> str:
    return _COMMENTS.sub(lambda found: found[1] or " ", code)


def read_requests(source: str, url: str, variables: Mapping[str, str] | None = None) -> tuple[ScriptRequest, ...]:
    """The requests of a page's own scripts, or of a script file (``variables`` are then those of the page)."""
    return requests_of(read_program(source, url, variables), url)


def requests_of(program: Program, url: str) -> tuple[ScriptRequest, ...]:
    """The requests of a program."""
    code = program.code[:2_000_000]
    found: dict[ScriptRequest, None] = {}
    for request in (*_objects(code, url, program), *_calls(code, url, program), *_moves(code, url, program)):
        texts = (request.url, request.body, *(value for _, value in request.form))
        if not _STATIC.search(request.url) and not any(ANY in text for text in texts):
            found.setdefault(request)
        if len(found) >= MAX_REQUESTS:
            break
    return tuple(found)


def read_choices(source: str, url: str) -> tuple[str, ...]:
    """Addresses that a page's scripts put together from one value which nothing on the page gives: ``ANY`` in each
    marks its place, as for the choice of a select box."""
    program = read_program(source, url)
    code = "\n".join((program.code, *re.findall(r"\bonchange\s*=\s*\"([^\"]*)\"", source)))
    found: dict[str, None] = {}
    for match in MOVE.finditer(code):
        target, _ = program.text(code, match.end())
        if target is not None and len(OPEN.findall(target)) == 1 and "/" in urljoin(url, target):
            found.setdefault(urljoin(url, OPEN.sub(ANY, target)))
    return tuple(found)


def read_variables(source: str) -> dict[str, str]:
    """Names with a literal value in a page: variables and keys of scripts, inputs and meta tags. The first one wins."""
    found: dict[str, str] = {}
    for tag in _INPUT.findall(source):
        attributes = {name.lower(): value for name, value in _ATTRIBUTE.findall(tag)}
        value = attributes.get("value", attributes.get("content"))
        for key in (attributes.get("id"), attributes.get("name")):
            if key and value is not None:
                found.setdefault(key, value)
    for name, one, other in FIELD_OF.findall(source):
        if (one or other) in found:
            found.setdefault(name, found[one or other])
    for name, double, single, number in _VARIABLE.findall(source):
        value = double or single or number
        if value:
            found.setdefault(name, value)
    return found


def _objects(code: str, url: str, program: Program) -> Iterator[ScriptRequest]:
    for match in _OBJECT_URL.finditer(code):
        target, end = program.text(code, match.end())
        if not target:
            continue
        start = code.rfind("{", max(0, match.start() - 1500), match.end())
        around = code[start : block_end(code, start)] if start >= 0 else code[match.start() : end]
        yield from _request(target, around, url, program)


def _calls(code: str, url: str, program: Program) -> Iterator[ScriptRequest]:
    for match in _CALL.finditer(code):
        name = next((group for group in match.groups() if group), "")
        start, method = match.end(), None
        as_json = match[3] == "post"  # axios sends objects as JSON
        if name == "open":
            method = re.match(r"[\"'](GET|POST)[\"']\s*,\s*", code[start:], re.I)
            if method is None:
                continue
            start += method.end()
        target, end = program.text(code, start)
        if not target:
            continue
        rest = re.match(r"\s*,\s*(?=\{)", code[end:])
        around = ""
        if rest is not None:
            begin = end + rest.end()
            around = code[begin : block_end(code, begin)]
            if name in {"get", "post", "getJSON", "load"} and not re.match(r"\{\s*(?:params|data)\s*:", around):
                around = f"{{data: {'JSON.stringify(' if as_json else ''}{around}}}"
        if name == "open":
            around = _sent(code, end, post=method is not None and method[1].upper() == "POST")
        posted = f"{{type: 'post', {around[1:]}" if name == "post" and around else around
        yield from _request(target, posted or ("{type: 'post'}" if name == "post" else ""), url, program)


def _sent(code: str, start: int, *, post: bool) -> str:
    """The options of a request that is opened by hand: what its ``send`` is given."""
    sent = _SEND.search(code, start, start + 4000)
    if not post:
        return ""
    end = -1 if sent is None else _closing_bracket(code, sent.end())
    return "{type: 'post'}" if sent is None or end < 0 else f"{{type: 'post', data: {code[sent.end() : end]}}}"


def _closing_bracket(code: str, start: int) -> int:
    depth = 1
    for position in range(start, min(len(code), start + 2000)):
        depth += {"(": 1, ")": -1}.get(code[position], 0)
        if depth == 0:
            return position
    return -1


def _moves(code: str, url: str, program: Program) -> Iterator[ScriptRequest]:
    for match in MOVE.finditer(code):
        target, _ = program.text(code, match.end())
        if target and (PAGE in target or PAGE_FROM_0 in target) and ANY not in target:
            yield ScriptRequest(urljoin(url, target), moves=True)


def _request(target: str, around: str, url: str, program: Program) -> Iterator[ScriptRequest]:
    if re.search(r"[\s<>{}]", target) or not re.search(r"[/.?]", target):
        return
    method = _METHOD.search(around)
    post = method is not None and method[1].lower() == "post"
    table = _TABLE.search(around)
    data = (_WHERE.search(around) if table is not None else None) or _DATA.search(around)
    pairs: tuple[tuple[str, str], ...] = ()
    as_json = _JSON_TYPE.search(around) is not None
    if data is not None:
        as_json = as_json or "stringify" in data[0]
        if around[data.end() : data.end() + 1] == "{":
            pairs = tuple(_pairs(around[data.end() : block_end(around, data.end())], program))
        else:
            text, _ = program.text(around, data.end())
            pairs = tuple(parse_qsl(text or "", keep_blank_values=True))
    pairs = (*pairs, *_table_pages(around)) if table is not None else pairs
    where = urljoin(url, _opened(target))
    size = next((int(value) for name, value in pairs if SIZE_NAME.search(name) and value.isdigit()), SIZE)
    if post and as_json:
        yield ScriptRequest(where, "POST", (), json.dumps(dict(pairs), ensure_ascii=False), size=size)
    elif post:
        yield ScriptRequest(where, "POST", pairs, size=size)
    else:
        query = "&".join(f"{name}={value}" for name, value in pairs)
        yield ScriptRequest(f"{where}{'&' if '?' in where else '?'}{query}" if query else where, size=size)


def _table_pages(options: str) -> Iterator[tuple[str, str]]:
    """The fields by which a table of layui asks for a page, with the names that it is given for them."""
    for key, usual, value in (("pageName", "page", PAGE), ("limitName", "limit", "")):
        named, size = re.search(rf"\b{key}\s*:\s*[\"'](\w+)", options), re.search(r"\blimit\s*:\s*(\d+)", options)
        yield named[1] if named else usual, value or (size[1] if size else "10")


def _opened(target: str) -> str:
    """An address whose query names the first page, or the one after it, with the number left open."""
    head, mark, query = target.partition("?")
    fields = []
    for field in query.split("&"):
        name, sign, value = field.partition("=")
        if value in {"1", "2"} and name.lower() in PAGE_KEYS:
            value = PAGE
        elif value == "0" and _OFFSET_NAME.match(name):
            value = OFFSET
        fields.append(f"{name}{sign}{value}")
    return f"{head}{mark}{'&'.join(fields)}"


def _pairs(text: str, program: Program) -> Iterator[tuple[str, str]]:
    position = 1
    while (key := _PAIR.match(text, position)) is not None:
        value, end = program.text(text, key.end(), key=key[1])
        if value in {None, ANY} and _CURSOR_NAME.search(key[1]):
            empty = _NULL.match(text, key.end())
            value, end = CURSOR, empty.end() if empty else _skip_value(text, key.end())
        elif value in {"0", ANY} and _OFFSET_NAME.match(key[1]):
            value = OFFSET
        if value is not None:
            yield key[1], value
        else:
            end = _skip_value(text, key.end())
        position = end + 1 if text[end : end + 1] == "," else len(text)


def _skip_value(text: str, start: int) -> int:
    depth = 0
    for position in range(start, len(text)):
        if text[position] in "([{":
            depth += 1
        elif text[position] in ")]}":
            depth -= 1
        elif text[position] == "," and depth == 0:
            return position
    return len(text)
