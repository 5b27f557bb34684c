"""What stands around the body of a page: what is cut, with its rule, and what is said there of the document."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml.etree import _Element

from archive.model import Link, Removed
from archive.text.boilerplate import breadcrumb_steps, is_breadcrumb, rule_of, titled_of_list, titles_by_year
from archive.text.dom import attribute, names_of, one_line, pieces, text_of
from archive.text.flow import absolute, may_name_file, names_file
from archive.text.titles import SPACE, find_title, is_report_title, year_in_title

_NAMED_RULES = (
    ("page_title", re.compile(r"^h[12] ")),
    ("breadcrumb", re.compile(r"crumb|position|location|dqwz|weizhi|\bwz\b|posi\b|place", re.I)),
    ("tools", re.compile(r"share|print|qrcode|ewm|fontsize|tools?\b|function", re.I)),
    ("related", re.compile(r"relat|xglj|recommend|hot", re.I)),
    ("footer", re.compile(r"foot|copyright|bottom|banquan", re.I)),
    ("navigation", re.compile(r"nav|menu|header|\bhead\b|\btop\b|logo|banner|search", re.I)),
    ("sidebar", re.compile(r"side|aside|\bleft|left\b|\bright|right\b", re.I)),
    ("metadata", re.compile(r"info|source|extend|attr|suoyin|xxgk|meta|date|time", re.I)),
    ("page_title", re.compile(r"title|\bbt\b|biaoti", re.I)),
)
# A menu is longer than this (characters); shorter furniture is looked at piece by piece.
_LONG = 300
# A title stands near its text, over lines or not (letters, and pieces of the page).
_LONGEST_TITLE, _NEAR = 120, 200
_POSITION = re.compile(r"位置\s*[:：]?\s*$")
_HOME = re.compile(r"^(?:网站|本站|门户)?首\s*页$")
_SEPARATOR = re.compile(r"^[\s>＞》›»/\\]+$|^-+>$")


@dataclass(slots=True)
class Surroundings:
    """Texts before and after the body in reading order, the cuts, headings and files among them."""

    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    heading: str | None = None
    links: list[Link] = field(default_factory=list)


def look_around(container: _Element, base: str | None, *, files: bool = True) -> Surroundings:
    """Walk from the document's body down to ``container``; each sibling on the way is one cut.

    ``files`` says whether the page names any file at all, so that its links need not be looked through in vain.
    """
    path = [container, *container.iterancestors()]
    around = Surroundings()
    for inner, outer in zip(path[-2::-1], path[:0:-1], strict=True):
        _text(outer.text, around.before, around.removed, "before_body")
        for sibling in outer:
            if sibling is inner:
                break
            text = _chunk(sibling, around.before, around, "before_body")
            if files:
                _collect_files(sibling, text, around, base)
            _text(sibling.tail, around.before, around.removed, "before_body")
    for inner in path[:-1]:
        _text(inner.tail, around.after, around.removed, "after_body")
        for sibling in inner.itersiblings():
            text = _chunk(sibling, around.after, around, "after_body")
            if files:
                _collect_files(sibling, text, around, base)
            _text(sibling.tail, around.after, around.removed, "after_body")
    return around


def _text(text: str | None, found: list[str], removed: list[Removed], rule: str) -> None:
    if text and (stripped := text.strip()):
        found.append(stripped)
        removed.append(Removed(" ".join(stripped.split()), rule_of(stripped) or rule))


def _chunk(element: _Element, found: list[str], around: Surroundings, where: str) -> str:
    """Cut one sibling of the body, and return its text."""
    if element.tag == "head":
        return ""
    if where == "before_body":
        heading = element if element.tag in {"h1", "h2"} else next(element.iter("h1", "h2"), None)
        if heading is not None and (text := "".join(text_of(heading).split())):
            around.heading = text
    rule = _named_rule(element)
    if rule in {"navigation", "footer", "sidebar"} and len(line := one_line(element)) > _LONG:
        # A site's menus say nothing of the document; only a footer names the site.
        around.removed.append(Removed(line, rule))
        if rule == "footer":
            found.append(line)
        return line
    texts = [stripped for text in pieces(element) if (stripped := text.strip())]
    joined = " ".join(texts)
    if texts:
        found.extend(texts)
        around.removed.append(Removed(joined, rule or _rule_of_texts(texts) or where))
    return joined


def _collect_files(element: _Element, text: str, around: Surroundings, base: str | None) -> None:
    """The links of ``element``, whose whole text is ``text``, that lead to files by their address or their words."""
    named = may_name_file(text)
    for anchor in element.iter("a"):
        href = attribute(anchor, "href")
        if not href or href.startswith(("#", "javascript:")):
            continue
        if names_file(href) or (named and names_file(text_of(anchor))) or names_file(attribute(anchor, "title")):
            around.links.append(Link(absolute(base, href), one_line(anchor) or attribute(anchor, "title")))


@lru_cache(maxsize=4096)
def _rule_of_name(name: str) -> str | None:
    return next((rule for rule, pattern in _NAMED_RULES if pattern.search(name)), None)


def _named_rule(element: _Element) -> str | None:
    """The rule that an element's tag, class and id name."""
    return _rule_of_name(f"{element.tag} {names_of(element)}")


def _rule_of_texts(texts: list[str]) -> str | None:
    return next((rule for text in (*texts[:6], *texts[-2:]) if len(text) < 60 and (rule := rule_of(text))), None)


def find_breadcrumb(texts: list[str]) -> tuple[str, ...]:
    """The navigation path among the texts above the body: after 当前位置, or from 首页 with separators."""
    for i, piece in enumerate(texts):
        if _POSITION.search(piece) and len(piece) < 20:
            return _steps(texts[i + 1 : i + 24])
        if "位置" in piece and len(piece) < 200 and len(breadcrumb_steps(piece)) > 1:
            return breadcrumb_steps(piece)
    for i, piece in enumerate(texts[:-1]):
        if _HOME.match(piece) and _SEPARATOR.match(texts[i + 1]):
            return _steps(texts[i : i + 24])
        if len(piece) < 200 and piece.startswith(("首页", "网站首页")) and is_breadcrumb(piece):
            return breadcrumb_steps(piece)
    return ()


def _steps(texts: list[str]) -> tuple[str, ...]:
    steps: list[str] = []
    separated = any(_SEPARATOR.match(piece) for piece in texts[:4])
    awaiting = True
    for piece in texts:
        if _SEPARATOR.match(piece):
            awaiting = True
            continue
        name = piece.strip(" \xa0\u3000>＞》/|-:：")
        if not name or len(name) > 40 or (separated and not awaiting) or name in steps:
            break
        if is_report_title(name) and year_in_title(name):
            break
        steps.append(name)
        awaiting = piece[-1] in ">＞》/" or not separated
        if name == "正文" or len(steps) == 10:
            break
    return tuple(steps)


def printed_title(texts: list[str]) -> str | None:
    """The last report title with a year among the texts above the body (a breadcrumb names no year); it may be broken
    over several of them."""
    if (listed := titles_by_year(texts)) and (own := titled_of_list(texts, listed)) is not None:
        return SPACE.sub("", texts[own])
    pieces = ["" if len(piece) > _LONGEST_TITLE else piece for piece in texts[-_NEAR:]]
    while (span := find_title(pieces)) is not None:
        title = SPACE.sub("", "".join(pieces[span[0] : span[1]]))
        if year_in_title(title) is not None:
            return title
        pieces = pieces[: span[1] - 1]
    return None
