"""Portals drawn at random: no platform that exists, every one another. The same seed gives the same portal."""

import random
from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import count
from urllib.parse import urljoin, urlsplit

from demo.model import Organ
from tests.support.replicas import random_parts as parts
from tests.support.replicas.builder import Builder, Entry, newest_first
from tests.support.replicas.columns import Column
from tests.support.replicas.look import Look
from tests.support.replicas.model import Replica
from tests.support.replicas.organs import BUREAUS, Place, below, bureau, government
from tests.support.replicas.random_parts import Lister
from tests.support.replicas.surround import calendar, newsroom

_PLACES = (
    (Place("宜宾市", "511500", "city"), "翠屏区", "511502"),
    (Place("衢州市", "330800", "city"), "柯城区", "330802"),
    (Place("鹤壁市", "410600", "city"), "淇县", "410622"),
    (Place("白山市", "220600", "city"), "临江市", "220681"),
    (Place("吕梁市", "141100", "city"), "孝义市", "141181"),
    (Place("防城港市", "450600", "city"), "东兴市", "450681"),
    (Place("石嘴山市", "640200", "city"), "平罗县", "640221"),
    (Place("玉溪市", "530400", "city"), "澄江市", "530481"),
    (Place("三明市", "350400", "city"), "沙县区", "350405"),
    (Place("张掖市", "620700", "city"), "民乐县", "620722"),
    (Place("朝阳市", "211300", "city"), "凌源市", "211382"),
    (Place("娄底市", "431300", "city"), "双峰县", "431321"),
)
_LAYOUTS = ("flat", "year", "organ", "hosts")
_WORDS = ("zwgk", "xxgk", "gkzl", "nb", "ndbg", "bmgk", "gk", "zfxx", "bgk", "ygzw", "lm", "tz")


def random_portal(seed: int) -> Replica:
    """The portal of this seed: 15 to 60 reports of three to seven organs."""
    return _Drawn(seed).build()


class _Drawn:
    """One portal while it is drawn."""

    def __init__(self, seed: int) -> None:
        self.rng = rng = random.Random(f"replica|{seed}")
        self.place, county, adcode = rng.choice(_PLACES)
        label = "".join(rng.choice(("ba", "lin", "qu", "he", "shan", "xi", "yu", "men", "tai", "ge")) for _ in range(3))
        self.domain = f"{label}{seed % 100}.gov.cn"
        self.origin = f"{rng.choice(('http', 'http', 'https'))}://www.{self.domain}"
        self.charset = rng.choice(("utf-8", "utf-8", "gbk"))
        # Layouts and pagers go round, so that a few seeds show them all; the rest is drawn.
        self.layout = _LAYOUTS[seed % len(_LAYOUTS)]
        self.serial = count(rng.randrange(10_000, 900_000), rng.choice((1, 3, 7)))
        self.number = count(rng.randrange(100, 900), 4)
        titles = rng.sample([title for title, _ in BUREAUS], rng.randint(2, 5))
        self.organs = [government(self.place), *(bureau(self.place, title) for title in titles)]
        if rng.random() < 0.6:
            self.organs.append(below(self.place, county, "xq", adcode))
        last = rng.choice((2023, 2024))
        self.years = range(last - rng.randint(3, 6), last + 1)
        self.title = rng.choice(parts.TITLES)
        self.name = rng.choice(parts.COLUMNS)
        look = Look(
            f"{self.place.name}人民政府",
            self.place,
            (),
            self.charset,
            rng.randrange(3),
            rng.choice(("colon", "blank", "joined", "script")),
        )
        self.builder = Builder(f"random_{seed}", f"random, {self.layout}", f"{self.origin}/", look)
        if self.origin.startswith("https"):
            self.builder.secure(f"www.{self.domain}")
        self.lister = parts.lister(rng, self.builder, look, parts.PAGERS[seed % len(parts.PAGERS)])

    def build(self) -> Replica:
        """All of it."""
        chain = self._chain(self._columns())
        self._home(chain)
        return self.builder.replica()

    def _word(self) -> str:
        return f"{self.rng.choice(_WORDS)}{next(self.number)}"

    def _address(self, lister: Lister) -> str:
        return lister.scheme.column(next(self.number), self._word())

    # --- reports ------------------------------------------------------------------------------

    def _entries(self, lister: Lister, url: str, organ: Organ, years: Sequence[int], others: int) -> list[Entry]:
        origin = _origin(url, self.origin)

        def address(_: Organ, __: int, day: date) -> str:
            return origin + lister.scheme.article(
                urlsplit(url)._replace(scheme="", netloc="").geturl(), day, next(self.serial)
            )

        column = Column(self.builder, address, self.title, look=lister.look, name=self.name)
        found = column.reports(organ, years)
        return found + column.beside(organ, max(years), others, self.rng.randrange(9))

    def _columns(self) -> str:
        """The reports in their layout; gives the address that leads to all of them."""
        return {"flat": self._flat, "year": self._by_year, "organ": self._by_organ, "hosts": self._hosts}[self.layout]()

    def _flat(self) -> str:
        url = self._address(self.lister)
        found: list[Entry] = []
        for organ in self.organs:
            found += self._entries(self.lister, url, organ, self.years, len(self.years) // 3)
        return self.lister.put(url, self.name, newest_first(found), column=True)

    def _by_year(self) -> str:
        menu = []
        for year in self.years:
            url = self._address(self.lister)
            found: list[Entry] = []
            for organ in self.organs:
                found += self._entries(self.lister, url, organ, (year,), self.rng.random() < 0.3)
            text = self.rng.choice((f"{year}年", f"{year}年度", f"{year}"))
            menu.append((text, self.lister.put(url, f"{self.name}（{year}年）", newest_first(found), column=True)))
        return self._hub(self.name, menu[::-1])

    def _by_organ(self) -> str:
        menu = []
        for organ in self.organs:
            url = self._address(self.lister)
            found = self._entries(self.lister, url, organ, self.years, len(self.years) // 3)
            menu.append(
                (organ.short, self.lister.put(url, f"{organ.short}{self.name}", newest_first(found), column=True))
            )
        return self._hub(self.name, menu)

    def _hosts(self) -> str:
        """The government's column here; every other organ has a host, a look and addresses of its own."""
        url = self._address(self.lister)
        own = self._entries(self.lister, url, self.organs[0], self.years, len(self.years) // 3)
        first = self.lister.put(url, self.name, newest_first(own), column=True)
        menu = [(self.name, first)]
        rows = []
        for organ in self.organs[1:]:
            origin = f"http://{organ.code}.{self.domain}"
            look = Look(organ.name, self.place, (), self.rng.choice(("utf-8", "gbk")), self.rng.randrange(3))
            lister = parts.lister(self.rng, self.builder, look, self.rng.choice(parts.PAGERS))
            url = origin + lister.scheme.column(next(self.number), self._word())
            name = self.rng.choice(parts.COLUMNS)
            found = self._entries(lister, url, organ, self.years, len(self.years) // 3)
            lister.put(url, name, newest_first(found), column=True)
            inner = origin + lister.scheme.column(next(self.number), self._word())
            section = self.rng.choice(parts.SECTIONS)
            self.builder.page(
                inner, section, parts.menu_html(self.rng, ((name, url), ("公开指南", f"{origin}/zn"))), look=look
            )
            self.builder.page(f"{origin}/zn", "公开指南", "<p>指南</p>", look=look)
            rows.append(
                (
                    organ.name,
                    self.builder.page(
                        f"{origin}/", organ.name, parts.menu_html(self.rng, ((section, inner),)), look=look
                    ),
                )
            )
        offices = self.rng.choice(parts.OFFICES)
        menu.append((offices, self._hub(offices, rows)))
        return self._hub(self.rng.choice(parts.SECTIONS), menu)

    def _hub(self, name: str, menu: Sequence[tuple[str, str]]) -> str:
        """A page that leads to columns: a menu, or a box of choices."""
        near = [(text, _here(url, self.origin)) for text, url in menu]
        if self.rng.random() < 0.3:
            options = "".join(f'<option value="{escape(url)}">{text}</option>' for text, url in near)
            html = f"<select onchange='location.href=this.value'><option value=''>请选择</option>{options}</select>"
        else:
            html = parts.menu_html(self.rng, near)

        def text(emptied: bool) -> str:
            return self.builder.look.page(name, f"<h2>{name}</h2>{'' if emptied else html}")

        return self.builder.listing(self._address(self.lister), text)

    # --- the rest -----------------------------------------------------------------------------

    def _chain(self, target: str) -> str:
        """Up to three pages between the home page and the reports, each with links to other things."""
        for _ in range(self.rng.randint(0, 3)):
            menu = [
                (self.name if self.rng.random() < 0.7 else self.rng.choice(parts.SECTIONS), _here(target, self.origin))
            ]
            for name in self.rng.sample(parts.OTHERS, 3):
                url = self._address(self.lister)
                self.builder.page(url, name, f"<p>{name}见门户网站。</p>")
                menu.append((name, url))
            self.rng.shuffle(menu)
            title = self.rng.choice(parts.SECTIONS)
            target = self.builder.page(self._address(self.lister), title, parts.menu_html(self.rng, menu))
        return target

    def _home(self, target: str) -> None:
        scheme = self.lister.scheme
        news = self._address(self.lister)
        numbers = count(next(self.serial) + 1_000_000)
        newsroom(
            self.builder,
            lambda page: scheme.page(news, page + 1),
            lambda _, day: scheme.article(news, day, next(numbers)),
            count=self.rng.randint(60, 200),
            name=self.rng.choice(("新闻动态", "本地要闻", "工作动态")),
        )
        menu = [
            (self.rng.choice(("新闻", "要闻", "资讯")), news),
            (self.rng.choice(parts.SECTIONS), _here(target, self.origin)),
            (self.rng.choice(("互动", "日历", "活动")), calendar(self.builder, f"/{self._word()}/rl.do")),
        ]
        self.rng.shuffle(menu)
        self.builder.page("/", self.builder.look.site, parts.menu_html(self.rng, menu))


def _origin(url: str, otherwise: str) -> str:
    absolute = urljoin(f"{otherwise}/", url)
    return absolute[: absolute.index("/", 8)]


def _here(url: str, origin: str) -> str:
    """Without scheme and host where the page is on this host."""
    return url.removeprefix(origin) or "/"
