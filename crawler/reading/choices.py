"""Select boxes that choose an organ or a year: the pages that their choices lead to. Pure.

The choices of a form are its addresses (温州, 丽水: organ and year of ``xxgkAnnualReport.jsp``); those of a box
without a form go into the address that its script puts together.
"""

import re
from collections.abc import Iterator
from itertools import product

from lxml import html

from crawler.reading.addresses import absolute
from crawler.reading.links import Link, LinkPage
from crawler.reading.marks import ANY
from crawler.reading.scripts import FIELD_OF, MOVE, read_choices, read_program
from crawler.reading.written import data_values

MAX_CHOICES = 600
_MAX_BOXES = 3
_YEAR = re.compile(r"^(?:19|20)\d\d\s*年?(?:度)?$")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_ALL = re.compile(r"^(?:请选择|全部|所有|不限|--|==|选择)")

_FIRST = 0xE200

Choice = tuple[str, str]
_OF_ANOTHER: Choice = ("", "")


def read_selects(page: LinkPage) -> tuple[Link, ...]:
    """A link for each choice, or each combination of choices, that names organs or years. Boxes with other choices
    (pages, sizes, other sites) are left alone."""
    if "<select" not in page.source.lower():
        return ()
    tree = html.document_fromstring(page.source.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    found: dict[str, Link] = {}
    forms = [form for form in tree.iter("form") if form.find(".//select") is not None]
    for form in forms[:5]:
        for link in _of_form(form, page.url):
            found.setdefault(link.url, link)
    for link in _of_boxes(tree, page):
        found.setdefault(link.url, link)
    for box in list(tree.iter("select"))[:10]:
        for link in _of_script(box, page):
            found.setdefault(link.url, link)
    return tuple(found.values())[:MAX_CHOICES]


def _of_form(form: html.HtmlElement, base: str) -> list[Link]:
    action = absolute(base, form.get("action") or "")
    boxes = [(box.get("name"), choices_of(box)) for box in form.xpath(".//select[@name]")][:_MAX_BOXES]
    boxes = [(name, choices) for name, choices in boxes if choices]
    if action is None or not boxes or (form.get("method") or "get").lower() != "get":
        return []
    fixed = [(one.get("name"), one.get("value") or "") for one in form.xpath(".//input[@type='hidden'][@name]")]
    links = []
    for chosen in product(*(choices for _, choices in boxes)):
        pairs = [*fixed, *((name, value) for (name, _), (value, _) in zip(boxes, chosen, strict=True))]
        query = "&".join(f"{name}={value}" for name, value in pairs)
        target = absolute(base, f"{action.partition('?')[0]}?{query}")
        if target is not None:
            links.append(Link(target, " ".join(text for _, text in chosen), kind="option", path="select"))
        if len(links) >= MAX_CHOICES:
            break
    return links


def _of_script(box: html.HtmlElement, page: LinkPage) -> list[Link]:
    choices = choices_of(box)
    if not choices or any("/" in value for value, _ in choices):
        return []
    template = next(iter(read_choices(page.source, page.url)), None)
    if template is None:
        return []
    return [Link(template.replace(ANY, value), text, kind="option", path="select") for value, text in choices]


def _of_boxes(tree: html.HtmlElement, page: LinkPage) -> list[Link]:
    """The addresses that a script puts together from several boxes: each combination of their choices. The choices of
    an empty box are the years that the script has for the choice of another."""
    boxes: dict[str, html.HtmlElement] = {}
    for name, one, other in FIELD_OF.findall(page.source):
        found = tree.xpath("//select[@id=$key or @name=$key]", key=one or other)
        if found and len(boxes) < _MAX_BOXES:
            boxes.setdefault(name, found[0])
    marks = {name: chr(_FIRST + place) for place, name in enumerate(boxes)}
    template = _template(page, marks)
    used = [name for name, mark in marks.items() if template is not None and mark in template]
    if template is None or len(used) < 2:
        return []
    years = _years_by_choice(page.source)
    links: list[Link] = []
    for chosen in product(*(choices_of(boxes[name]) or [_OF_ANOTHER] for name in used)):
        for values in _filled(chosen, years):
            target = template
            for name, (value, _) in zip(used, values, strict=True):
                target = target.replace(marks[name], value)
            url = absolute(page.url, target)
            if url is not None and len(links) < MAX_CHOICES:
                links.append(Link(url, " ".join(text for _, text in values), kind="option", path="select"))
    return links


def _template(page: LinkPage, marks: dict[str, str]) -> str | None:
    program = read_program(page.source, page.url).within("", marks)
    for move in MOVE.finditer(page.source):
        target, _ = program.text(page.source, move.end())
        if target is not None and sum(mark in target for mark in marks.values()) > 1 and ANY not in target:
            return target
    return None


def _years_by_choice(source: str) -> dict[str, list[str]]:
    """``{"szf": [2024, 2023], …}`` in a script."""
    found: dict[str, list[str]] = {}
    for value in data_values(read_program(source, "")):
        for key, years in value.items() if isinstance(value, dict) else ():
            if isinstance(years, list) and years and all(_YEAR.match(str(year)) for year in years):
                found[str(key)] = [str(year) for year in years]
    return found


def _filled(chosen: tuple[Choice, ...], years: dict[str, list[str]]) -> Iterator[list[Choice]]:
    """A combination with the years of its first choice in place of the empty box's."""
    if _OF_ANOTHER not in chosen:
        yield list(chosen)
        return
    for year in next((years[value] for value, _ in chosen if value in years), []):
        yield [(year, f"{year}年") if one == _OF_ANOTHER else one for one in chosen]


def choices_of(box: html.HtmlElement) -> list[Choice]:
    """Values and words of a box whose choices are organs or years; [] for any other."""
    choices = []
    for option in box.xpath(".//option"):
        text = "".join(option.itertext()).strip()
        value = (option.get("value") if option.get("value") is not None else text).strip()
        if value and not _ALL.match(text):
            choices.append((value, text))
    outside = any(value.startswith(("http:", "https:")) for value, _ in choices)
    return choices if telling([text for _, text in choices]) and not outside else []


def telling(words: list[str]) -> bool:
    """Whether choices are organs or years."""
    return bool(words) and all(_YEAR.match(text) or _HAN.search(text) for text in words)
