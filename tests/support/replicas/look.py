"""How a portal's pages look: doctype, menus, footer with the identity of the site. Three skins, none a real site's."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from tests.support.replicas.organs import Place

Menu = Sequence[tuple[str, str]]
_CSS = "body{margin:0;font:14px/1.8 sans-serif}.foot{background:#eee}table{border-collapse:collapse}"


@dataclass(frozen=True, slots=True)
class Look:
    """A site's shell. ``code``: how the footer prints the 网站标识码: colon, blank, attribute of a script, or not."""

    site: str
    place: Place
    menu: Menu
    charset: str = "utf-8"
    skin: int = 0
    code: str = "colon"
    home: str = "/"

    def page(self, title: str, content: str, *, head: str = "", crumbs: Menu = ()) -> str:
        """A whole page."""
        top = _TOPS[self.skin % len(_TOPS)](self, crumbs)
        doctype = (
            "<!DOCTYPE html>" if self.skin != 1 else '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">'
        )
        return (
            f"{doctype}\n<html><head>\n"
            f'<meta http-equiv="Content-Type" content="text/html; charset={self.charset}">\n'
            f"<title>{escape(title)}</title>\n{head}<style>{_CSS}</style></head>\n<body>\n{top}\n{content}\n"
            f"{self._foot()}\n</body></html>\n"
        )

    def meta(self, title: str, column: str, day: str, source: str) -> str:
        """The head's standard meta tags of an article."""
        pairs = (
            ("SiteName", self.site),
            ("SiteIDCode", self.place.site_code),
            ("ColumnName", column),
            ("ArticleTitle", title),
            ("PubDate", day),
            ("ContentSource", source),
        )
        return "".join(f'<meta name="{name}" content="{escape(text)}">\n' for name, text in pairs)

    def _foot(self) -> str:
        code = self.place.site_code
        shown = {
            "colon": f"网站标识码：{code}",
            "blank": f"网站标识码 {code}",
            "joined": f"网站标识码{code}",
            "script": f'<script id="_jiucuo_" sitecode="{code}" src="/images/jiucuo.js"></script>',
        }.get(self.code, "")
        return (
            f'<div class="foot"><p>主办：{self.place.government}　承办：{self.place.government}办公室</p>'
            f'<p>{shown} <a href="https://beian.miit.gov.cn/">备案信息</a> <a href="{self.home}">返回首页</a></p></div>'
        )


def links(menu: Menu, mark: str = " ") -> str:
    """Links in a row."""
    return mark.join(f'<a href="{escape(url)}">{escape(text)}</a>' for text, url in menu)


def items(menu: Menu) -> str:
    """Links as the items of a list."""
    return "".join(f'<li><a href="{escape(url)}">{escape(text)}</a></li>' for text, url in menu)


def _plain(look: Look, crumbs: Menu) -> str:
    path = f'<div class="position">当前位置：{links(crumbs, " &gt; ")}</div>' if crumbs else ""
    return f'<h1><a href="{look.home}">{look.site}</a></h1><ul class="nav">{items(look.menu)}</ul>{path}'


def _table(look: Look, crumbs: Menu) -> str:
    cells = "".join(f'<td><a href="{escape(url)}">{escape(text)}</a></td>' for text, url in look.menu)
    path = f"<tr><td colspan='9'>您的位置：{links(crumbs, ' &gt;&gt; ')}</td></tr>" if crumbs else ""
    return f'<table width="100%"><tr><td colspan="9">{look.site}</td></tr><tr>{cells}</tr>{path}</table>'


def _wide(look: Look, crumbs: Menu) -> str:
    path = f'<p class="crumb">首页位置 {links(crumbs, " / ")}</p>' if crumbs else ""
    return f"<header><nav>{links(look.menu, ' | ')}</nav><strong>{look.site}</strong></header>{path}"


_TOPS = (_plain, _table, _wide)
