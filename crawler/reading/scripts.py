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
from urllib.parse import parse_qsl, urljoin

# Private-use characters stand for the number of the page (as counted from 1, or from 0 where the script takes one
# away).
PAGE = "\ue000"
PAGE_FROM_0 = "\ue001"
# Stands for a variable that nothing on the page gives a value.
ANY = "\ue002"
# Stand for what the answer before gave to go on with, and for the number of entries before the page.
CURSOR = "\ue003"
OFFSET = "\ue005"
SIZE = 20
# A string as scripts write it.
LITERAL = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
_PAGE_NAME = re.compile(
    r"^(?:this\.|self\.|vm\.|\w+\.)?_?(?:page|pageno|pageindex|pagenum|pagenumber|currentpage|curpage|currpage|curr|cur|pn|p|n|num|no|index|i|pageid|now|nowpage|pageIdx|_index|which|k|value)$",
    re.I,
)
# What queries and forms call the number of a page, in lower case.
PAGE_KEYS = frozenset(
    {"page", "pageno", "page_no", "pagenum", "page_num", "pagenumber", "pageindex", "page_index", "currentpage"}
    | {"currpage", "curpage", "cur_page", "nowpage", "pn", "p"}
)
_SIZE_NAME = re.compile(r"(?:size|rows|limit|perpage|prepage|per_page|count)$", re.I)
_TERM = re.compile(
    r"""\s*(?: (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`) | (?P<number>\d+(?![\w.])) |
      (?P<call>(?:encodeURIComponent|encodeURI|escape|String|parseInt|Number)\(\s*(?P<inner>[\w.$]+)\s*\)) |
      (?P<field>(?:\$|jQuery)\(\s*["'](?:[#.]|\w*\[\w+=["']?)?(?P<id>[\w-]+)["']?\]?["']\s*\)\.(?:val|attr|text|html|data)\([^()]*\)
      |
      document\.(?:getElementsByName|getElementById|querySelector)\(\s*["'](?:[#.]|\w*\[\w+=["']?)?(?P<element>[\w-]+)["']?\]?["']\s*\)(?:\[0\])?\.(?:content|value|innerHTML|innerText|textContent))
      | (?P<shift>\(\s*(?:parseInt\(\s*)?(?P<shifted>[\w.$]+)\)?\s*(?P<sign>[+-])\s*1\s*\)) |
      (?P<name>[A-Za-z_$][\w.$]*)(?![\w.$(\[]) )\s*""",
    re.X,
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
_HELD = re.compile(r"\$\{\s*([\w$.]+)\s*\}")
_CALL = re.compile(r"(?:\.(getJSON|get|post|load|ajax)|\b(fetch)|\baxios(?:\.(get|post))?|\.(open))\s*\(\s*")
_OPEN = re.compile(f"[{PAGE}{ANY}]")
_CONDITION = re.compile(r"\s*\(?\s*[\w.$]+\s*(?:[=!]==?|[<>]=?)\s*[\w.$'\"]+\s*\)?\s*\?\s*")
_SEND = re.compile(r"\.send\(\s*")
MOVE = re.compile(r"\blocation(?:\.href)?\s*=\s*(?!=)|\blocation\.(?:replace|assign)\(\s*|\bwindow\.open\(\s*")
_METHOD = re.compile(r"\b(?:type|method)\s*:\s*[\"'](post|get)[\"']", re.I)
_DATA = re.compile(r"\b(?:data|params|body)\s*:\s*(?:JSON\.stringify\(\s*)?")
_PAIR = re.compile(r"\s*[\"']?([\w$.-]+)[\"']?\s*:\s*")
_SCRIPTS = re.compile(r"<script\b(?![^>]*\bsrc\s*=)[^>]*>(.*?)</script>", re.S | re.I)
_COMMENTS = re.compile(r"/\*.*?\*/|(?<![:\"'\w])//[^\n]*", re.S)
_STATIC = re.compile(r"\.(?:js|css|png|jpe?g|gif|svg|ico|woff2?|ttf|mp4|mp3)(?:\?|$)", re.I)
MAX_REQUESTS = 30


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


def read_requests(source: str, url: str, variables: Mapping[str, str] | None = None) -> tuple[ScriptRequest, ...]:
    """The requests of a page's own scripts, or of a script file (``variables`` are then those of the page)."""
    known = dict(variables or {}) | read_variables(source)
    code = "\n".join(_SCRIPTS.findall(source)) if "<script" in source.lower() else source
    handlers = "\n".join(re.findall(r"\bonclick\s*=\s*\"([^\"]*)\"", source)) if code is not source else ""
    code = _COMMENTS.sub(" ", f"{code}\n{handlers}")[:2_000_000]
    found: dict[ScriptRequest, None] = {}
    for request in (*_objects(code, url, known), *_calls(code, url, known), *_moves(code, url, known)):
        texts = (request.url, request.body, *(value for _, value in request.form))
        if not _STATIC.search(request.url) and not any(ANY in text for text in texts):
            found.setdefault(request)
        if len(found) >= MAX_REQUESTS:
            break
    return tuple(found)


def read_choices(source: str, url: str) -> tuple[str, ...]:
    """Addresses that a page's scripts put together from one value which nothing on the page gives: ``ANY`` in each
    marks its place, as for the choice of a select box."""
    known = read_variables(source)
    code = _COMMENTS.sub(" ", "\n".join(_SCRIPTS.findall(source)))
    handlers = "\n".join(re.findall(r"\bonchange\s*=\s*\"([^\"]*)\"", source))
    found: dict[str, None] = {}
    for match in MOVE.finditer(f"{code}\n{handlers}"):
        target, _ = evaluate(f"{code}\n{handlers}", match.end(), known)
        if target is not None and len(_OPEN.findall(target)) == 1 and "/" in urljoin(url, target):
            found.setdefault(urljoin(url, _OPEN.sub(ANY, target)))
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


def _objects(code: str, url: str, known: Mapping[str, str]) -> Iterator[ScriptRequest]:
    for match in _OBJECT_URL.finditer(code):
        target, end = evaluate(code, match.end(), known)
        if not target:
            continue
        start = code.rfind("{", max(0, match.start() - 1500), match.end())
        around = code[start : block_end(code, start)] if start >= 0 else code[match.start() : end]
        yield from _request(target, around, url, known)


def _calls(code: str, url: str, known: Mapping[str, str]) -> Iterator[ScriptRequest]:
    for match in _CALL.finditer(code):
        name = next((group for group in match.groups() if group), "")
        start, method = match.end(), None
        as_json = match[3] == "post"  # axios sends objects as JSON
        if name == "open":
            method = re.match(r"[\"'](GET|POST)[\"']\s*,\s*", code[start:], re.I)
            if method is None:
                continue
            start += method.end()
        target, end = evaluate(code, start, known)
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
        yield from _request(target, posted or ("{type: 'post'}" if name == "post" else ""), url, known)


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


def _moves(code: str, url: str, known: Mapping[str, str]) -> Iterator[ScriptRequest]:
    for match in MOVE.finditer(code):
        target, _ = evaluate(code, match.end(), known)
        if target and (PAGE in target or PAGE_FROM_0 in target) and ANY not in target:
            yield ScriptRequest(urljoin(url, target), moves=True)


def _request(target: str, around: str, url: str, known: Mapping[str, str]) -> Iterator[ScriptRequest]:
    if re.search(r"[\s<>{}]", target) or not re.search(r"[/.?]", target):
        return
    method = _METHOD.search(around)
    post = method is not None and method[1].lower() == "post"
    data = _DATA.search(around)
    pairs: tuple[tuple[str, str], ...] = ()
    as_json = False
    if data is not None:
        as_json = "stringify" in data[0]
        if around[data.end() : data.end() + 1] == "{":
            pairs = tuple(_pairs(around[data.end() : block_end(around, data.end())], known))
        else:
            text, _ = evaluate(around, data.end(), known)
            pairs = tuple(parse_qsl(text or "", keep_blank_values=True))
    where = urljoin(url, _opened(target))
    size = next((int(value) for name, value in pairs if _SIZE_NAME.search(name) and value.isdigit()), SIZE)
    if post and as_json:
        yield ScriptRequest(where, "POST", (), json.dumps(dict(pairs), ensure_ascii=False), size=size)
    elif post:
        yield ScriptRequest(where, "POST", pairs, size=size)
    else:
        query = "&".join(f"{name}={value}" for name, value in pairs)
        yield ScriptRequest(f"{where}{'&' if '?' in where else '?'}{query}" if query else where, size=size)


def _opened(target: str) -> str:
    """An address whose query names the first page, with the number left open."""
    head, mark, query = target.partition("?")
    fields = []
    for field in query.split("&"):
        name, sign, value = field.partition("=")
        if value == "1" and name.lower() in PAGE_KEYS:
            value = PAGE
        elif value == "0" and _OFFSET_NAME.match(name):
            value = OFFSET
        fields.append(f"{name}{sign}{value}")
    return f"{head}{mark}{'&'.join(fields)}"


def _pairs(text: str, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    position = 1
    while (key := _PAIR.match(text, position)) is not None:
        value, end = evaluate(text, key.end(), known, key=key[1])
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


def evaluate(code: str, start: int, known: Mapping[str, str], key: str = "") -> tuple[str | None, int]:
    """The value of a sum at ``start`` and where it ends; None where a part of it is not known. Of the two sides of a
    condition (``n == 1 ? a : b``) the one with the page's number counts."""
    condition = _CONDITION.match(code, start)
    if condition is not None:
        first, middle = evaluate(code, condition.end(), known, key)
        colon = re.compile(r"\s*:\s*").match(code, middle)
        if colon is None:
            return None, middle
        second, end = evaluate(code, colon.end(), known, key)
        return next((one for one in (second, first) if one and _OPEN.search(one)), second or first), end
    parts: list[str] = []
    position = start
    while True:
        term = _TERM.match(code, position)
        value = None if term is None else _value(term, known, key)
        if term is None or value is None:
            return None, position
        parts.append(value)
        position = term.end()
        if code[position : position + 1] != "+" or code[position : position + 2] == "++":
            return "".join(parts), position
        position += 1


def _value(term: re.Match[str], known: Mapping[str, str], key: str) -> str | None:
    if term["string"] is not None:
        text = re.sub(r"\\(.)", r"\1", term["string"][1:-1])
        if term["string"][0] == "`":
            text = _HELD.sub(lambda held: _variable(held[1], known, key) or ANY, text)
        return text
    if term["number"] is not None:
        return PAGE if _PAGE_NAME.match(key) and term["number"] in {"1"} else term["number"]
    if term["shifted"] is not None:
        return (PAGE if term["sign"] == "+" else PAGE_FROM_0) if _PAGE_NAME.match(term["shifted"]) else None
    name = term["inner"] or term["id"] or term["element"] or term["name"]
    return _variable(name, known, key)


def _variable(name: str, known: Mapping[str, str], key: str) -> str | None:
    last = name.rpartition(".")[2]
    if _PAGE_NAME.match(key) or (_PAGE_NAME.match(name) and len(last) > 2):
        return PAGE
    value = known.get(name, known.get(last))
    if value is not None and not (_PAGE_NAME.match(name) and value in {"0", "1"}):
        return value
    if _PAGE_NAME.match(name):
        return PAGE
    return str(SIZE) if _SIZE_NAME.search(last) or _SIZE_NAME.search(key) else ANY


def block_end(code: str, start: int) -> int:
    """Where the braces that open at ``start`` are closed."""
    depth = 0
    for position in range(max(start, 0), min(len(code), start + 5000)):
        if code[position] == "{":
            depth += 1
        elif code[position] == "}":
            depth -= 1
            if depth == 0:
                return position + 1
    return min(len(code), start + 5000)
