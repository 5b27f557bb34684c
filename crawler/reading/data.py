"""Lists that come as data: JSON, JSONP, XML with CDATA, or HTML and objects inside a script. Pure.

Whatever the platform calls its keys, an entry of a list is an object with an address and a title; markup inside a
string is read as a page's markup is.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from crawler.reading.addresses import absolute
from crawler.reading.entries import address_of, read_addresses
from crawler.reading.links import Link, read_fragment
from crawler.reading.program import Program
from crawler.reading.scripts import read_program
from crawler.reading.totals import NOTHING_STATED, Totals
from crawler.reading.written import data_values, plain, written_markup

# An answer with more entries is no listing of a portal; the rest is left alone.
MAX_ENTRIES = 20_000
# Whatever an entry's address and title are called; those of its picture, its channel or its site are others.
_URL_KEY = re.compile(
    r"^(?!(?:img|image|pic|photo|thumb|icon|logo|cover|video|audio|site|channel|column|cat|parent|author|user|qr|api|base)).*"
    r"(?:url|uri|href|link|path|address)s?$|^linkto$",
    re.I,
)
_TITLE_KEY = re.compile(
    r"^(?!(?:site|channel|column|cat|parent|author|user|source|dept|unit|organ|org|file|host|node|type)_?(?:name|title)).*"
    r"(?:title|subject|topic|caption|name)s?$|^(?:bt|mc|titlehtml|label|text|filename|filetitle)$",
    re.I,
)
_PAGE_ADDRESS = re.compile(
    r"^(?:https?:)?/{1,2}[\w./?=&%:;~,@+#-]+$|^[\w./-]+\.(?:s?html?|jsp|aspx?|php|pdf|docx?)(?:\?\S*)?$", re.I
)
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|ico|css|js|mp4)(?:\?|$)", re.I)
_HAN = re.compile(r"[\u4e00-\u9fff]{4}")
_COLUMNS = 12
_NESTED = 3
_FIRST_YEAR, _LAST_YEAR = 2008, 2039
_RECORDS_KEY = re.compile(
    r"^(?:total|count|totalcount|totalrecords?|recordcount|totalelements|totalnum|total_num|totalsize|rowcount|post_count|records?total)$",
    re.I,
)
_PAGES_KEY = re.compile(r"^(?:pages|totalpages?|pagecount|countpage|pagenum|page_count|total_page)$", re.I)
_SIZE_KEY = re.compile(r"^(?:rows|pagesize|size|limit|perpage|prepage|per_page|page_size|numperpage|pagerows)$", re.I)
_PAGE_KEY = re.compile(r"^(?:page|pageno|pageindex|currentpage|curpage|pagenumber|current|page_no|currpage)$", re.I)
_CURSOR_KEY = re.compile(r"^(?:next|end)?_?(?:cursor|page_?token|token|max_?id)$|^(?:last|next)_?id$|^next$", re.I)
_MORE_KEY = re.compile(r"^has_?(?:more|next)(?:_?page)?$|^more$", re.I)
_JSONP = re.compile(r"^\s*(?:/\*.*?\*/)?\s*(?:var\s+)?[\w$.]+\s*(?:\(|=)\s*(?=[\[{])", re.S)
_SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc\s*=)[^>]*>(.*?)</script>", re.S | re.I)
_ELEMENT = re.compile(r"<(item|row|record|entry|article|doc|node)\b[^>]*>(.*?)</\1>", re.S)
_FIELD = re.compile(r"<(\w+)[^>]*>((?:<!\[CDATA\[[^<]*\]\]>|[^<]){1,500})</\1>")
_CDATA_MARK = re.compile(r"<!\[CDATA\[|\]\]>")
# A node of a tree: d.add(3,0,'教育局','/open/jyj.html')
_ADDED = re.compile(r"\.(?:add|addNode|insert|append)\(([^()]{5,300})\)")
_STRINGS = re.compile(r"'([^']*)'|\"([^\"]*)\"")
# Data in an attribute: <doc-list :list="[{&quot;title&quot;…">.
_PACKED = re.compile(r"<[\w-]+\b[^<>]*?\s[:@\w.-]+\s*=\s*(?:\"(\s*[\[{][^\"]{10,})\"|'(\s*[\[{][^']{10,})')")
# A script that takes the marks of comments away.
_UNCOMMENTS = re.compile(r"replace\(\s*[\"'/]<!--")
_COMMENT = re.compile(r"<!--(.*?)-->", re.S)
_LINE_MARK = re.compile(r"\s*[|\t]\s*|\s*,\s*(?=https?:|/)")
# What is not known, in an address.
_OPEN = re.compile(r"%EE%80%8[0-6]")
_TEXTAREA = re.compile(r"<textarea\b[^>]*>(.*?)</textarea>", re.S | re.I)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
_STRING_MARKUP = re.compile(r"([\"'`])((?:(?!\1)[^\\]|\\.)*?<a\b(?:(?!\1)[^\\]|\\.)*)\1", re.S)
_TAGS = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class DataList:
    """The entries of an answer, in order, and what it says of its size: entries in all, ``size`` a page, the ``page``
    that it holds, and the ``cursor`` by which the next one is asked for ("" at the end)."""

    links: tuple[Link, ...]
    totals: Totals = NOTHING_STATED
    size: int | None = None
    page: int | None = None
    cursor: str = ""


def read_answer(source: str, url: str, charset: str = "utf-8", addresses: tuple[str, ...] = ()) -> DataList | None:
    """The list in an answer that is JSON, JSONP or XML as a whole; None for a page of HTML. ``addresses`` are the
    templates for entries that have a number and no address."""
    text = source.lstrip("\ufeff \t\r\n")
    if text[:1] in "{[" or _JSONP.match(text[:300]):
        value = _json(text)
        if value is not None:
            return _from_json(value, url, charset, addresses)
    head = text[:400].lower()
    if (head.startswith("<?xml") or "<datastore" in head or "<recordset" in head) and "<html" not in head:
        return DataList(_from_xml(text, url, charset))
    lines = _from_lines(text, url, charset)
    return DataList(lines) if lines else None


def read_scripts(source: str, url: str, charset: str = "utf-8") -> tuple[Link, ...]:
    """Entries of lists that a page keeps in its scripts: objects, strings of markup, CDATA."""
    found: dict[str, Link] = {}
    for link in _script_links(source, url, charset):
        found.setdefault(link.url, link)
        if len(found) >= MAX_ENTRIES:
            break
    return tuple(found.values())


def _script_links(source: str, url: str, charset: str) -> Iterator[Link]:
    if "<![CDATA[" in source:
        yield from _from_xml(source, url, charset)
    yield from _packed_links(source, url, charset)
    scripts = _SCRIPT.findall(source)
    program = read_program(source, url) if scripts else None
    if program is not None:
        for markup in written_markup(program):
            links = (one for one in read_fragment(markup, url, charset) if one.text or one.kind == "frame")
            yield from (one for one in links if not _OPEN.search(one.url))
        addresses: tuple[str, ...] | None = None
        for value in data_values(program):
            addresses = read_addresses(source) if addresses is None else addresses
            yield from _from_json(value, url, charset, addresses).links
    for script in scripts:
        for _, markup in _STRING_MARKUP.findall(script) if "<a" in script else ():
            yield from (one for one in read_fragment(_unescape(markup), url, charset) if one.text)
        for call in _ADDED.findall(script):
            row = _of_row([one or other for one, other in _STRINGS.findall(call)], url, charset)
            yield from [row] if row is not None else []


def _packed_links(source: str, url: str, charset: str) -> Iterator[Link]:
    """Entries that stand in hidden boxes, in attributes, in comments whose marks a script takes away."""
    hidden = [unescape(one) for one in _TEXTAREA.findall(source) if "<a" in one or "&lt;a" in one]
    for markup in (*hidden, *(_COMMENT.findall(source) if _UNCOMMENTS.search(source) else ())):
        yield from (one for one in read_fragment(markup, url, charset) if one.text)
    for one, other in _PACKED.findall(source):
        value = _json(unescape(one or other).strip())
        yield from _from_json(value, url, charset).links if value is not None else ()


def _json(text: str) -> Any | None:
    """A whole answer: JSON, or an object or array as scripts write it."""
    wrapped = _JSONP.match(text)
    start = wrapped.end() if wrapped else 0
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        value = plain(Program(text).value(text, start)[0])
        return value if isinstance(value, dict | list) else None


def _from_json(value: Any, url: str, charset: str, addresses: tuple[str, ...] = ()) -> DataList:
    links: list[Link] = []
    cursor = ""
    numbers: dict[str, set[int]] = {"records": set(), "pages": set(), "size": set(), "page": set()}
    waiting: list[tuple[Any, int]] = [(value, 0)]
    while waiting and len(links) < MAX_ENTRIES:
        one, depth = waiting.pop()
        if isinstance(one, list):
            row = _of_row(one, url, charset) if one and all(isinstance(cell, str | int) for cell in one) else None
            links.extend([row] if row is not None else [])
            waiting.extend((item, depth + 1) for item in reversed(one))
        elif isinstance(one, dict):
            entry = _entry(one, url, charset, addresses)
            if entry is None and any(isinstance(value, dict) for value in one.values()) and _apart(one):
                entry = _entry(_flat(one), url, charset, addresses)
            if entry is not None:
                links.append(entry)
            else:
                _note_numbers(one, numbers)
                cursor = cursor or _cursor(one)
            waiting.extend(
                (item, depth + 1) for item in reversed(list(one.values())) if isinstance(item, list | dict | str)
            )
        elif isinstance(one, str) and depth and one[:1] in {"[", "{"} and (inside := _json(one)) is not None:
            waiting.append((inside, depth + 1))
        elif isinstance(one, str) and "<" in one and ("<a" in one or "<record" in one):
            links.extend(_from_markup(one, url, charset))
            _note_attributes(one, numbers)
    sole = {name: next(iter(found)) if len(found) == 1 else None for name, found in numbers.items()}
    unique = tuple(dict.fromkeys(links))
    return DataList(unique, Totals(sole["records"], sole["pages"]), sole["size"], sole["page"], cursor)


def _cursor(item: dict[str, Any]) -> str:
    """What an answer gives to ask for the next page with; "" where it says that there is none."""
    if any(value is False for key, value in item.items() if _MORE_KEY.match(key)):
        return ""
    return next(
        (str(v) for k, v in item.items() if _CURSOR_KEY.match(k) and isinstance(v, str | int) and v not in {"", 0}), ""
    )


def _entry(item: dict[str, Any], url: str, charset: str, addresses: tuple[str, ...] = ()) -> Link | None:
    """An object with an address and a title: by the names of its keys, or else by what its values look like."""
    texts = {key: value for key, value in item.items() if isinstance(value, str) and value.strip()}
    named = (value for key, value in texts.items() if _URL_KEY.match(key) and _is_address(value))
    target = next(named, None) or address_of(item, addresses) or next(filter(_is_page, texts.values()), None)
    if target is None:
        return None
    titles = [value for key, value in texts.items() if _TITLE_KEY.match(key)]
    titles = titles or [value for value in texts.values() if _HAN.search(value)]
    if not titles and (year := _year_in(item)) is not None:
        titles = [f"{year}年"]
    where = absolute(url, target, charset)
    if where is None or not titles:
        return None
    return Link(where, max((_plain(title) for title in titles), key=len), None, 1, "data")


def _of_row(row: list[Any], url: str, charset: str) -> Link | None:
    """``["云岭县2023年…年度报告", "/a/1042.html", "2024-01-20"]``"""
    return _entry({str(place): value for place, value in enumerate(row)}, url, charset) if len(row) < _COLUMNS else None


def _from_lines(text: str, url: str, charset: str) -> tuple[Link, ...]:
    """Lines of a text with a mark between their fields: ``title|/a/1042.html|2024-01-20``."""
    if "<" in text[:2000]:
        return ()
    rows = [_LINE_MARK.split(line.strip()) for line in text.splitlines()[:MAX_ENTRIES] if line.strip()]
    found = [_of_row(list(row), url, charset) for row in rows if len(row) > 1]
    return tuple(one for one in found if one is not None) if len(found) == len(rows) else ()


def _flat(item: dict[str, Any], depth: int = 0) -> dict[str, Any]:
    """An object with the values of those inside it, for entries that keep title and address apart."""
    found = dict(item)
    for value in item.values():
        if isinstance(value, dict) and depth < _NESTED:
            found = {**_flat(value, depth + 1), **found}
    return found


def _apart(item: dict[str, Any]) -> bool:
    """Whether an object holds no list, so that what it holds belongs to one entry."""
    return all(
        not isinstance(value, list) and (not isinstance(value, dict) or _apart(value)) for value in item.values()
    )


def _year_in(item: dict[str, Any]) -> int | None:
    years = [value for value in item.values() if isinstance(value, int) and _FIRST_YEAR <= value <= _LAST_YEAR]
    return years[0] if len(years) == 1 else None


def _is_page(value: str) -> bool:
    """Whether a string is the address of a page or a file, whatever it is called."""
    text = value.strip()
    return bool(_PAGE_ADDRESS.match(text)) and not _PICTURE.search(text)


def _is_address(value: str) -> bool:
    if re.search(r"[\u4e00-\u9fff\s]", value.strip()) or len(value) > 2000:
        return False
    return value.startswith(("/", "./", "../", "http://", "https://")) or bool(urlsplit(value).path.rpartition(".")[2])


def _note_numbers(item: dict[str, Any], numbers: dict[str, set[int]]) -> None:
    for name, pattern in (("records", _RECORDS_KEY), ("pages", _PAGES_KEY), ("size", _SIZE_KEY), ("page", _PAGE_KEY)):
        for key, value in item.items():
            if pattern.match(key) and not isinstance(value, bool):
                number = (
                    int(value)
                    if isinstance(value, int) or (isinstance(value, str) and value.isascii() and value.isdigit())
                    else None
                )
                if number is not None:
                    numbers[name].add(number)


def _note_attributes(markup: str, numbers: dict[str, set[int]]) -> None:
    """``<table class="pagination" count="21" rows="10" pageno="1">`` (jpaas, 2026)."""
    for tag in re.findall(r"<[^>]*\bpagination\b[^>]*>", markup):
        for name, key in (("count", "records"), ("rows", "size"), ("pageno", "page")):
            found = re.search(rf"\b{name}=[\"'](\d+)[\"']", tag)
            if found:
                numbers[key].add(int(found[1]))


def _from_xml(source: str, url: str, charset: str) -> tuple[Link, ...]:
    return _of_elements(source, url, charset) or tuple(
        link
        for part in _CDATA.findall(source)
        if "<a" in part
        for link in read_fragment(part, url, charset)
        if link.text or link.title
    )


def _of_elements(source: str, url: str, charset: str) -> tuple[Link, ...]:
    """``<item><title>…</title><link>…</link></item>``"""
    found = []
    for _, inside in _ELEMENT.findall(source):
        fields = {name: unescape(_CDATA_MARK.sub("", text)) for name, text in _FIELD.findall(inside)}
        entry = _entry(fields, url, charset) if len(fields) > 1 else None
        found.extend([entry] if entry is not None else [])
    return tuple(found)


def _from_markup(markup: str, url: str, charset: str) -> tuple[Link, ...]:
    if "<![CDATA[" in markup:
        return _from_xml(markup, url, charset)
    return read_fragment(markup, url, charset)


def _unescape(text: str) -> str:
    plain = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t", "r": ""}.get(match[1], match[1]), plain)


def _plain(title: str) -> str:
    return re.sub(r"\s+", " ", unescape(_TAGS.sub("", title))).strip()
