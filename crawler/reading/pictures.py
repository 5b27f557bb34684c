"""The pictures of a page that can be content, wherever their address stands until a script shows them. Pure."""

import re
from collections.abc import Iterator

from lxml import html

# The site's own furniture, as against W0202….png, /__local/…, /upload/…, …/202301/<hex>/images/<hex>.jpg.
_DECORATION = re.compile(
    r"^/(?:images?|img|styles?|static|templates?|skins?|css|assets|common|public|res|resources?|system)/"
    r"|(?:logo|icon|ico|banner|qrcode|ewm|erweima|weixin|wechat|share|print|arrow|blank|spacer|dzjg|jiucuo|beian)\w*\.\w+$"
    r"|\.(?:gif|svg)$",
    re.I,
)
# Where scripts that load pictures late keep the address, first the one that counts.
_LATE = (
    *(
        "data-original",
        "data-src",
        "data-lazy-src",
        "data-lazy",
        "data-lazyload",
        "data-echo",
        "data-url",
        "data-actualsrc",
    ),
    *("lay-src", "original", "_src", "zoomfile", "file", "real_src", "data-srcset", "srcset"),
)
_PICTURE = re.compile(r"\.(?:png|jpe?g|bmp|tiff?|webp)(?:[?!@][^\s'\"]*)?$", re.I)
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*?url\(\s*['\"]?([^'\")\s]+)", re.I)
_QUOTED = re.compile(r"[\"']([^\"'\s<>]{4,300}\.(?:png|jpe?g|bmp|tiff?|webp))[\"']", re.I)


def is_decoration(path: str) -> bool:
    """Whether the picture at a path is the site's own furniture."""
    return _DECORATION.search(path.partition("?")[0]) is not None


def shown_pictures(tree: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    """Each picture of a page's markup with its address as printed: the one that is loaded late before the one that
    stands in its place until then."""
    for node in tree.xpath("//body//img|//body//picture/source"):
        late = next((value for name in _LATE if (value := _first(node.get(name)))), "")
        source = node.get("src") or ""
        if late and (_PICTURE.search(late) or not source or is_decoration(source)):
            yield node, late
        elif source:
            yield node, source


def drawn_pictures(tree: html.HtmlElement, scripts: str) -> Iterator[str]:
    """The pictures that stand in backgrounds, and in lists of a page's scripts."""
    for node in tree.xpath("//body//*[contains(@style, 'url(')]"):
        yield from (one for one in _BACKGROUND.findall(node.get("style") or "") if _PICTURE.search(one))
    yield from (one.replace("\\/", "/") for one in _QUOTED.findall(scripts))


def _first(value: str | None) -> str:
    """The first address of an attribute that may hold several, each with its width (``a.png 1x, b.png 2x``)."""
    return (value or "").strip().partition(",")[0].partition(" ")[0]
