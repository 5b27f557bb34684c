"""Portals that refuse, mislead or exhaust a crawler. Each is a small TRS portal behind what the facts describe."""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from itertools import count
from urllib.parse import urlsplit

from tests.support.replicas.builder import Builder, Entry, newest_first, windows
from tests.support.replicas.columns import Column
from tests.support.replicas.faults import home_page
from tests.support.replicas.look import Look, items, links
from tests.support.replicas.model import Answer, Answerer, Expected, Replica, Request, key_of
from tests.support.replicas.organs import Place, bureaus, government
from tests.support.replicas.surround import calendar, newsroom, ul
from tests.support.replicas.trs import Station, frame, usual

_HTML = (("Content-Type", "text/html; charset=utf-8"),)
_YEARS = range(2020, 2025)


def _listed(station: Station, folder: str, entries: list[Entry]) -> None:
    station.column(folder, "政府信息公开年报", entries, call=usual(), rows=4, column=True)


def _small(
    name: str,
    place: Place,
    label: str,
    domain: str = "gov.cn",
    column: Callable[[Station, str, list[Entry]], None] = _listed,
) -> Builder:
    """A portal of twenty reports in four organs' columns, some news, a calendar."""
    origin = f"http://www.{label}.{domain}"
    menu = (("首页", "/"), ("要闻", "/xw/"), ("政务公开", "/zwgk/"), ("互动", "/hd/"))
    look = Look(f"{place.name}人民政府", place, menu, code="joined")
    builder = Builder(name, "TRS", f"{origin}/", look, frame)
    station = Station(builder, origin, look, "html", count(4000101, 7))
    newsroom(
        builder,
        lambda page: f"/xw/{f'index_{page}.html' if page else ''}",
        lambda number, day: f"/xw/{day:%Y%m}/t{day:%Y%m%d}_{500000 + number}.html",
        count=60,
    )
    builder.page("/hd/", "互动", f'<a href="{calendar(builder)}">日历</a>')
    rows = []
    for number, organ in enumerate((government(place), *bureaus(place, 3))):
        folder = f"/zwgk/nb/{organ.code}/"
        entries = Column(builder, station.filed(folder)).entries(organ, _YEARS, number)
        column(station, folder, newest_first(entries))
        rows.append((organ.name, f"./{organ.code}/"))
    builder.listing_of_links("/zwgk/nb/", "政府信息公开年报", rows)
    builder.page("/zwgk/", "政务公开", f"<ul>{items((('政府信息公开年报', './nb/'),))}</ul>")
    builder.page("/", look.site, f"<p>{links(menu)}</p>")
    return builder


def _guarded(replica: Replica, guard: Callable[[Request], Answer | None]) -> Replica:
    """The replica behind a guard that answers some requests itself."""

    def behind(inner: Answerer) -> Answerer:
        return lambda request: guard(request) or inner(request)

    return replace(replica, answer=behind(replica.answer), emptied=behind(replica.emptied))


def _hostile(builder: Builder, expected: Expected, guard: Callable[[Request], Answer | None]) -> Replica:
    return _guarded(builder.replica(expected=expected, hostile=True), guard)


# --- challenges -------------------------------------------------------------------------------

_RUISHU = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><meta id="m{serial}" content="u7{serial}Lw2fYd0tRq">'
    "<script>window.$_ts = window.$_ts || {{}}; $_ts.seed = {serial};</script>"
    '<script src="/g{serial}/check.js"></script></head><body></body></html>'
)
_JSL = (
    "<script>document.cookie='__jsl_clearance_s={value};max-age=3600;path=/';location.href=location.pathname;</script>"
)


def ruishu() -> Replica:
    """412 with a small page of script for everything, the bytes new each time; headers make no difference."""
    serials = count(16807, 31)

    def guard(_: Request) -> Answer:
        page = _RUISHU.format(serial=next(serials))
        return Answer(412, (*_HTML, ("Set-Cookie", f"hPmU{next(serials)}=60; Path=/; HttpOnly")), page.encode())

    return _hostile(_small("ruishu_412", Place("郴州市", "431000", "city"), "chzhoushi"), "blocked", guard)


def jiasule() -> Replica:
    """521, then 512 once a cookie comes back, round and round: only a script works out what lets in."""
    rounds = count(1)

    def guard(request: Request) -> Answer:
        status = 512 if "__jsluid_h" in request.headers.get("cookie", "") else 521
        page = _JSL.format(value=f"{1700000000 + next(rounds)}.{next(rounds)}|-1|x")
        cookie = ("Set-Cookie", f"__jsluid_h={next(rounds):032x}; max-age=31536000; path=/; HttpOnly")
        return Answer(status, (*_HTML, cookie), page.encode())

    return _hostile(_small("jiasule_521", Place("黄山市", "341000", "city"), "hshanshi"), "blocked", guard)


def articles_468() -> Replica:
    """Lists are served, articles answer 468 to any program (广元)."""

    def guard(request: Request) -> Answer | None:
        if "/t20" not in request.path:
            return None
        return Answer(468, _HTML, "<html><body><h1>468</h1><p>访问被拦截</p></body></html>".encode())

    builder = _small("articles_468", Place("广元市", "510800", "city"), "gyuanshi")
    return _hostile(builder, "blocked|short", guard)


def cookie_gate() -> Replica:
    """Who has no cookie gets one and is sent to the same address again (司法部); nothing more is asked of him."""

    def guard(request: Request) -> Answer | None:
        if "CT6T=" in request.headers.get("cookie", ""):
            return None
        cookie = ("Set-Cookie", "CT6T=5f3a91; Path=/; HttpOnly")
        return Answer(302, (*_HTML, cookie, ("Location", request.url)))

    return _hostile(_small("cookie_gate", Place("丰城市", "360981", "county"), "fchengshi"), "complete", guard)


# --- throttling -------------------------------------------------------------------------------


@dataclass
class _Window:
    """Counts the requests of the last ``seconds``; after more than ``most`` it stays shut until ``pause`` seconds have
    passed without one."""

    most: int
    seconds: float
    pause: float
    _times: deque[float] = field(default_factory=deque)
    _shut: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def shut(self) -> bool:
        """Count one request; whether it comes too soon."""
        with self._lock:
            now = time.monotonic()
            quiet = now - self._times[-1] if self._times else self.pause
            if self._shut and quiet >= self.pause:
                self._shut = False
                self._times.clear()
            self._times.append(now)
            while now - self._times[0] > self.seconds:
                self._times.popleft()
            self._shut = self._shut or len(self._times) > self.most
            return self._shut


def throttled() -> Replica:
    """Eighteen requests within ten seconds, and everything is 200 with the home page, until it is left alone for two
    seconds (CSRC)."""
    window = _Window(18, 10, 2)
    builder = _small("throttled_home", Place("萍乡市", "360300", "city"), "pxiangshi")
    plain = builder.replica()

    def guard(_: Request) -> Answer | None:
        return home_page(plain) if window.shut() else None

    return _hostile(builder, "complete", guard)


def throttled_for_good() -> Replica:
    """After twenty requests everything is 200 with the home page, and stays so."""
    asked = count(1)
    builder = _small("throttled_forever", Place("新余市", "360500", "city"), "xyushi")
    plain = builder.replica()

    def guard(_: Request) -> Answer | None:
        return home_page(plain) if next(asked) > 20 else None

    return _hostile(builder, "blocked|short", guard)


def burst_403() -> Replica:
    """More than twelve requests within two seconds: 403 with ``Retry-After: 2``, until two seconds of quiet."""
    window = _Window(12, 2, 2)

    def guard(_: Request) -> Answer | None:
        if not window.shut():
            return None
        body = "<html><body><h1>403 Forbidden</h1><p>访问过于频繁</p></body></html>".encode()
        return Answer(403, (*_HTML, ("Retry-After", "2")), body)

    return _hostile(_small("burst_403", Place("鹰潭市", "360600", "city"), "ytanshi"), "complete", guard)


def silent() -> Replica:
    """Nothing ever answers: a fence around a region, seen from outside."""
    builder = _small("silent", Place("普洱市", "530800", "city"), "prdishi")
    return _hostile(builder, "blocked|failed", lambda _: Answer(hang=True))


# --- false faces ------------------------------------------------------------------------------

# What mirrors turn to traditional characters, as far as these pages have them.
_TRADITIONAL = str.maketrans(
    "开关报务县区机门统计财审业农发资环应动时间实现条规国会议书总结问题为与从众员办称设类处",
    "開關報務縣區機門統計財審業農發資環應動時間實現條規國會議書總結問題為與從眾員辦稱設類處",
)


def mirror() -> Replica:
    """A clone on a domain of its own: meta tags and footer name the portal that it took the pages from, the text is in
    traditional characters, links of the same paths. None of its pages counts."""
    builder = _small("mirror", Place("渭南市", "610500", "city"), "hkwenan", "com")
    genuine = builder.replica()
    tags = (
        '<link rel="canonical" href="http://www.wnanshi.gov.cn{path}">'
        '<meta name="SiteDomain" content="www.wnanshi.gov.cn">'
    )

    def turned(answer: Answer, path: str) -> Answer:
        text = answer.body.decode().translate(_TRADITIONAL)
        head = tags.format(path=escape(path))
        return replace(answer, body=text.replace("</head>", f"{head}</head>").encode())

    def behind(inner: Answerer) -> Answerer:
        def answer(request: Request) -> Answer:
            given = inner(request)
            kind = dict(given.headers).get("Content-Type", "")
            return turned(given, request.path) if kind.startswith("text/html") and given.status == 200 else given

        return answer

    return replace(
        genuine,
        reports=(),
        answer=behind(genuine.answer),
        emptied=behind(genuine.emptied),
        hostile=True,
        expected="blocked|failed",
    )


def dead_column() -> Replica:
    """Two organs' columns are gone: one leads home by a redirect, the other is the home page with 200."""
    builder = _small("dead_column", Place("防城区", "450603", "county"), "fchengqu")
    plain = builder.replica()
    gone = {key_of(url) for url in plain.columns[1:3]}
    left = tuple(
        report for report in plain.reports if not any(key_of(report.urls[0]).startswith(column) for column in gone)
    )
    moved = key_of(plain.columns[1])

    def guard(request: Request) -> Answer | None:
        key = key_of(request.url)
        if not any(key.startswith(column) for column in gone):
            return None
        return Answer(302, (*_HTML, ("Location", plain.home))) if key.startswith(moved) else home_page(plain)

    return replace(_hostile(builder, "short", guard), reports=left)


def soft_missing() -> Replica:
    """Three reports are linked and their pages say with 200 that there is no such page."""
    builder = _small("soft_missing", Place("靖西市", "451081", "county"), "jxishi")
    plain = builder.replica()
    gone = {key_of(report.urls[0]) for report in plain.reports[1::7]}
    text = builder.look.page("提示信息", "<div class='tip'><p>抱歉，您访问的页面不存在或者已被删除！</p></div>")

    def guard(request: Request) -> Answer | None:
        return Answer(200, _HTML, text.encode()) if key_of(request.url) in gone else None

    left = tuple(report for report in plain.reports if key_of(report.urls[0]) not in gone)
    return replace(_hostile(builder, "short", guard), reports=left)


def endless() -> Replica:
    """Pages past the end repeat the last one and offer the next, for ever."""
    return _small("endless", Place("东兰县", "451224", "county"), "dlanxian", column=_without_end).replica(
        expected="complete|short", hostile=True
    )


def _without_end(station: Station, folder: str, entries: list[Entry]) -> None:
    builder, base, pages = station.builder, station.origin + folder, windows(entries, 4)

    def run(request: Request, emptied: bool) -> Answer | None:
        name = urlsplit(request.path).path.removeprefix(folder)
        number = name.removeprefix("index_").removesuffix(".html") or "0"
        if not number.isdigit():
            return None
        shown = ul([] if emptied else pages[min(int(number), len(pages) - 1)])
        turn = f'<a href="index_{int(number) + 1}.html">下一页</a>'
        return Answer(200, _HTML, station.look.page("政府信息公开年报", f"{shown}<p>{turn}</p>").encode())

    builder.program(urlsplit(base).netloc, folder, run)
    builder.listed(base, column=True)
    for number in range(1, len(pages)):
        builder.listed(f"{base}index_{number}.html")


HOSTILE: Mapping[str, Callable[[], Replica]] = {
    "ruishu_412": ruishu,
    "jiasule_521": jiasule,
    "articles_468": articles_468,
    "cookie_gate": cookie_gate,
    "throttled_home": throttled,
    "throttled_forever": throttled_for_good,
    "burst_403": burst_403,
    "silent": silent,
    "mirror": mirror,
    "dead_column": dead_column,
    "soft_missing": soft_missing,
    "endless": endless,
}
