"""What a page's scripts ask a service for, choice by choice: an organ or a year picked in a box, in a tree, in a row of
tabs is put into the request. Pure.

``data: { catalogId: node, year: year }`` with ``node = treeNode.id`` in a handler of the tree, and ``year =
$(this).data('y')`` in one of the tabs, is one request for each organ and each year.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Any

from lxml import html

from crawler.reading.choices import MAX_CHOICES, Choice, choices_of, telling
from crawler.reading.entries import read_addresses
from crawler.reading.functions import bound_functions
from crawler.reading.links import LinkPage
from crawler.reading.program import Program
from crawler.reading.scripts import ScriptRequest, read_program, requests_of
from crawler.reading.values import Elements, Function
from crawler.reading.written import data_values

_FIRST = 0xE300
_LAST = 0xE3FF
_MARK = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
_ASSIGNED = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]*)\s*=(?![=>])\s*")
_WHERE = re.compile(r"\b(?:where|data|params|queryParams)\s*:\s*(?=\{)")
# form.on('select(org)', function (o) {
_LAYUI = re.compile(r"\.on\(\s*[\"']select\(([\w-]+)\)[\"']\s*,\s*(?=function\b|\(?\w*\)?\s*=>)")
_NODE = re.compile(r"\b(\w*[nN]ode)\.(\w+)\b")
_NODE_NAMES = ("name", "text", "title", "label", "orgName", "deptName")
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Service:
    """One request of a page's scripts for what the reader chose; ``words`` are those of the choice, ``sole`` tells that
    it is one choice and no combination of several."""

    words: str
    request: ScriptRequest
    sole: bool


@dataclass(slots=True)
class _Chosen:
    """The choices that were found, each with the mark that stands for it."""

    options: dict[str, list[Choice]]

    def mark(self, options: list[Choice]) -> str:
        mark = chr(_FIRST + len(self.options))
        self.options[mark] = options
        return mark


def read_services(page: LinkPage) -> tuple[Service, ...]:
    """The requests of a page for each choice that it offers."""
    if page.is_data or not _MAY.search(page.scripted):
        return ()
    program = read_program(page.scripted, page.url)
    if program.tree is None:
        return ()
    chosen = _Chosen({})
    for box in list(program.tree.iter("select"))[:10]:
        if (options := choices_of(box)) and not any("/" in value for value, _ in options):
            program.fields[box] = chosen.mark(options)
    _tabs(program, chosen)
    _nodes(program, chosen)
    if not chosen.options:
        return ()
    instead = _reloaded(program)
    addresses = read_addresses(page.scripted)
    found: dict[ScriptRequest, Service] = {}
    for request in requests_of(program, page.url):
        for one in _expanded(_with(request, instead), chosen):
            found.setdefault(one.request, replace(one, request=replace(one.request, addresses=addresses)))
    return tuple(islice(found.values(), MAX_CHOICES))


_MAY = re.compile(r"<select\b|[nN]ode\.\w|\.(?:data|attr)\(|dataset\.", re.I)


def _expanded(request: ScriptRequest, chosen: _Chosen) -> Iterator[Service]:
    """The request with each combination of the choices that stand in it."""
    text = " ".join((request.url, request.body, *(value for _, value in request.form)))
    marks = sorted(set(_MARK.findall(text)) & set(chosen.options))
    if not marks or request.moves:
        return
    for values in islice(product(*(chosen.options[mark] for mark in marks)), MAX_CHOICES):
        filled = dict(zip(marks, (value for value, _ in values), strict=True))
        yield Service(" ".join(words for _, words in values), _filled(request, filled), sole=len(marks) == 1)


def _filled(request: ScriptRequest, values: dict[str, str]) -> ScriptRequest:
    def fill(text: str) -> str:
        return _MARK.sub(lambda mark: values.get(mark[0], ""), text)

    form = tuple((name, fill(value)) for name, value in request.form)
    return replace(request, url=fill(request.url), form=form, body=fill(request.body))


def _with(request: ScriptRequest, instead: dict[str, str]) -> ScriptRequest:
    """The request with what a new choice puts in place of what it begins with."""
    form = tuple((name, instead.get(name, value)) for name, value in request.form)
    body = request.body
    for name, mark in instead.items():
        body = re.sub(rf'("{re.escape(name)}"\s*:\s*)"[^"]*"', rf'\g<1>"{mark}"', body)
    return replace(request, form=form, body=body)


def _reloaded(program: Program) -> dict[str, str]:
    """The fields of a request that the handler of a box sets anew: ``reload({where: {orgId: o.value}})``."""
    found: dict[str, str] = {}
    for handler in _LAYUI.finditer(program.code):
        function, _ = program.value(program.code, handler.end())
        boxes = [box for box in program.fields if box.get("lay-filter") == handler[1]]
        if not isinstance(function, Function) or not boxes:
            continue
        inner = program.within(function.body, {name: Elements((boxes[0],)) for name in function.names[:1]})
        for place in _WHERE.finditer(function.body):
            value, _ = inner.value(function.body, place.end())
            pairs = value.items() if isinstance(value, dict) else ()
            found.update((key, one) for key, one in pairs if isinstance(one, str) and _MARK.fullmatch(one))
        for assigned in _ASSIGNED.finditer(function.body):
            value, _ = inner.value(function.body, assigned.end())
            if isinstance(value, str) and _MARK.fullmatch(value):
                program.bound[assigned[1]] = value
    return found


def _tabs(program: Program, chosen: _Chosen) -> None:
    """Variables that the handlers of a row of elements set, each element to a value of its own."""
    for function, nodes in bound_functions(program):
        if len(nodes) < _FEWEST:
            continue
        for name in dict.fromkeys(_ASSIGNED.findall(function.body)):
            options = _values(program, function, name, nodes)
            if options and telling([words for _, words in options]):
                program.bound[name] = chosen.mark(options)


def _values(program: Program, function: Function, name: str, nodes: tuple[html.HtmlElement, ...]) -> list[Choice]:
    options: dict[str, str] = {}
    for node in nodes:
        value = program.within(function.body, {}, Elements((node,))).local(name)
        if isinstance(value, str) and value:
            options.setdefault(value, " ".join("".join(node.itertext()).split()))
    return list(options.items()) if len(options) >= _FEWEST else []


def _nodes(program: Program, chosen: _Chosen) -> None:
    """The nodes of a tree: names, and the numbers by which a handler knows them."""
    wanted = dict.fromkeys(_NODE.findall(program.code))
    if not wanted:
        return
    nodes = [node for value in data_values(program) for node in _branches(value)]
    for variable, field in wanted:
        options = [
            (str(node[field]), words)
            for node in nodes
            if isinstance(node.get(field), str | int) and (words := _named(node)) and not node.get("isParent")
        ]
        if len(options) >= _FEWEST and telling([words for _, words in options]) and field not in _NODE_NAMES:
            program.bound[f"{variable}.{field}"] = chosen.mark(options)


def _branches(value: Any) -> Iterator[dict[str, Any]]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if _named(one):
                yield one
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(reversed(one))


def _named(node: dict[str, Any]) -> str:
    return next((node[key] for key in _NODE_NAMES if isinstance(node.get(key), str)), "")
