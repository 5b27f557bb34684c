"""Which element of a page holds the article: a known container where its text bears that out, else the densest.

Containers were collected from the families of 2026: TRS (``TRS_Editor``, ``trs_editor_view``, ``TRS_UEDITOR``), UCAP
(``ucapcontent``, ``#UCAP-CONTENT``), VSB (``vsb_content*``, ``v_news_content``), Hanweb (``#zoom``, ``bt_content``,
``wip_art_con``), and the many ``article-content`` of the others.
"""

import re
from functools import lru_cache

from lxml.etree import _Element

from archive.text.dom import names_of, text_of

# Names that their systems give to nothing but the text of an article.
_TEXT_NAME = re.compile(
    r"(?:^|\s)(?:trs_(?:editor|ueditor|web|editor_view)\S*|v_news_content|vsb_content\w*|ucap[-_]?content|zoom(?:con)?|"
    r"(?:cms)?(?:article|art|news|wz)(?:zzzq)?[-_]?(?:content|contents|con|conts|text|txt|body|nr)\w*|"
    r"htmlcon\w*|wzcon|wzcontent|bt_content|bt-article\S*|wip_art_con|xwnr_txt|gsj_htmlcon\w*|easysite-news-text|"
    r"j-fontcontent|zhengwen|wenzhang|founder-content|doccontent)(?=\s|$)",
    re.I,
)
# Names that often, but not only, hold it.
_LIKELY_NAME = re.compile(
    r"(?:^|\s)(?:(?:info|detail|details|text|txt|page|pages|main|xl|view|xxgk|gk|con|content|cont|nr)"
    r"[-_]?(?:content|contents|con|conts|text|txt|body|nr|main|article|area|detail|view|word|box_con)\w*|"
    r"content_block|content|article|zw)(?=\s|$)",
    re.I,
)
# Marks of the statutory tables: the body has to hold every one that the page has.
MARKERS = ("结转下年度", "第二十条", "信息内容", "统计指标", "历年累计", "复议后起诉")
_HARDLY_ANY = 40
# A cell with less text (characters) than this is data, not a page's article.
_LEAST_ARTICLE = 300
_CONTENT_TAGS = frozenset({"p", "a", "br", "ul", "ol", "li", "h1", "h2", "h3", "h4"})
_TABLE_PARTS = frozenset({"table", "thead", "tbody", "tfoot", "tr"})
_TEXT_TAGS = frozenset({"ucapcontent", "founder-content"})
# Elements that hold articles today, and those that did in the table layouts of before.
_CANDIDATE_TAGS = (("div", "article", "section", "main", *_TEXT_TAGS), ("td", "span", "form"))


@lru_cache(maxsize=4096)
def _rank(name: str) -> int:
    """2 for the name of a text container, 1 for a likely one, 0 for others."""
    return 2 if _TEXT_NAME.search(name) else 1 if _LIKELY_NAME.search(name) else 0


def density(text: str) -> int:
    """How much running text there is: marks of punctuation, which navigation does not have."""
    return text.count("，") + text.count("。") + text.count("、")


def find_body(root: _Element) -> _Element:
    """The element whose content is the article; the whole body of the page where none stands out."""
    body = root.find("body")
    if body is None:
        body = root
    text = text_of(body)
    total = density(text)
    markers = [marker for marker in MARKERS if marker in text]
    for tags in _CANDIDATE_TAGS:
        known = _known_container(body, tags, total, markers)
        if known is not None:
            return known
    return _densest(body, markers)


def _known_container(body: _Element, tags: tuple[str, ...], total: int, markers: list[str]) -> _Element | None:
    """The innermost known container that holds nearly all the text that any known container holds.

    On a page with hardly any running text (an article that is a file or an image) a container's name decides alone.
    """
    named: list[tuple[_Element, int]] = []
    for element in body.iter(*tags):
        name = names_of(element)
        rank = 2 if element.tag in _TEXT_TAGS else _rank(name) if name else 0
        if rank:
            named.append((element, rank))
    for least in (2, 1):
        fit = _fitting([element for element, rank in named if rank >= least], body, total, markers)
        if fit:
            return _innermost(fit)
    if total >= _HARDLY_ANY:
        return None
    for least in (2, 1):
        bearing = [element for element, rank in named if rank >= least and _bears_article(element)]
        if bearing:
            return _innermost(bearing)
    return None


def _bears_article(element: _Element) -> bool:
    """Whether an element with hardly any text holds what an article may be instead: a file, an image, some words."""
    return next(element.iter("img", "a", "table"), None) is not None or len(text_of(element).strip()) >= 20


def _fitting(elements: list[_Element], body: _Element, total: int, markers: list[str]) -> list[_Element]:
    """Those that hold nearly all that any of them holds, if that is most of the page's running text."""
    texts = [text_of(element) for element in elements]
    points = [density(text) for text in texts]
    best = max(points, default=0)
    # Pages for elder readers print the article twice (observed on 四川 and 广州, 2024): the copy counts once.
    if best < max(1, total * 0.6) and best < max(1, density(_without_repeats(body)) * 0.6):
        return []
    return [
        element
        for element, text, own in zip(elements, texts, points, strict=True)
        if own >= best * 0.95 and _holds(text, markers)
    ]


def _innermost(elements: list[_Element]) -> _Element | None:
    """The lowest in the chain that begins with the first of ``elements`` (in document order)."""
    innermost: _Element | None = None
    for element in elements:
        if innermost is None or innermost in element.iterancestors():
            innermost = element
    return innermost


def _holds(text: str, markers: list[str]) -> bool:
    return all(marker in text for marker in markers)


def _without_repeats(body: _Element) -> str:
    """The sentences of a page, each once."""
    return "。".join(set("".join(text_of(body).split()).split("。")))


def _densest(body: _Element, markers: list[str]) -> _Element:
    """Go down from the body while one child holds nearly all of the running text and every marker.

    Layout tables are passed through; a table in which no single cell holds the text is content, and its parent the
    container.
    """
    current = container = body
    text = text_of(current)
    while True:
        enough = _weight(text) * 0.8
        heavy: tuple[_Element, str] | None = None
        for child in current:
            if child.tag not in _CONTENT_TAGS:
                child_text = text_of(child)
                if child.tag == "td" and len(child_text) < _LEAST_ARTICLE:
                    continue
                # Without one mark of punctuation it is a path or a menu beside an article that is an image.
                if _weight(child_text) >= enough and density(child_text) and _holds(child_text, markers):
                    heavy = child, child_text
                    break
        if heavy is None:
            return container
        current, text = heavy
        if current.tag not in _TABLE_PARTS:
            container = current


def _weight(text: str) -> int:
    return density(text) * 20 + len(text.split())
