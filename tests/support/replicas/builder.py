"""A replica while it is being written: pages by URL, programs behind them, reports and lists as they are put there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from urllib.parse import parse_qsl, urljoin, urlsplit

from demo.model import Organ
from tests.support.replicas import bodies, model
from tests.support.replicas.look import Look, Menu, items
from tests.support.replicas.model import Answer, Expected, Replica, ReplicaReport, Request, Way, key_of

Text = Callable[[bool], str]  # a page's text; True: with nothing left in it
Alias = Callable[[Request], str | None]
Program = Callable[[Request, bool], Answer | None]
Frame = Callable[["Article"], str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: where it leads, what it shows, the day beside it, and the whole title where one is given."""

    url: str
    text: str
    day: date
    title: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """What a platform's article page is made of; ``body`` is HTML."""

    title: str
    column: str
    day: date
    source: str
    body: str


def plain_frame(article: Article) -> str:
    """An article with no platform's marks."""
    return f"<h2>{escape(article.title)}</h2><p>{article.day}</p><div class='content'>{article.body}</div>"


@dataclass
class Builder:
    """``home`` is the URL a user would give; ``look`` and ``frame`` are used where a page names no other."""

    name: str
    family: str
    home: str
    look: Look
    frame: Frame = plain_frame
    reports: list[ReplicaReport] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    _pages: dict[str, Callable[[bool], Answer]] = field(default_factory=dict)
    _programs: list[tuple[str, str, Program, Alias | None]] = field(default_factory=list)
    _secure: list[str] = field(default_factory=list)
    _only_secure: list[str] = field(default_factory=list)

    # --- pages --------------------------------------------------------------------------------

    def put(self, url: str, text: str | Text, *, look: Look | None = None, kind: str = "text/html") -> str:
        """A page at a URL (relative to the home page); gives the absolute URL."""
        charset = (look or self.look).charset
        make = text if callable(text) else (lambda _, fixed=text: fixed)

        def answer(emptied: bool) -> Answer:
            return Answer(headers=(("Content-Type", kind),), body=make(emptied).encode(charset, "xmlcharrefreplace"))

        return self.put_answer(url, answer)

    def put_answer(self, url: str, answer: Callable[[bool], Answer]) -> str:
        """An answer of any kind at a URL."""
        where = urljoin(self.home, url)
        if key_of(where) in self._pages:
            raise ValueError(f"{self.name}: {where} is there already")
        self._pages[key_of(where)] = answer
        return where

    def page(self, url: str, title: str, content: str | Text, *, look: Look | None = None, crumbs: Menu = ()) -> str:
        """A page of the portal's shell."""
        shell = look or self.look
        make = content if callable(content) else (lambda _, fixed=content: fixed)
        return self.put(url, lambda emptied: shell.page(title, make(emptied), crumbs=crumbs), look=look)

    def move(self, url: str, target: str, status: int = 302) -> str:
        """A redirect."""
        where = urljoin(self.home, target)
        return self.put_answer(url, lambda _: Answer(status, (("Location", where), ("Content-Type", "text/html"))))

    def program(self, host: str, prefix: str, run: Program, alias: Alias | None = None) -> None:
        """Answers for every path of a host that begins with ``prefix``; None passes it on. ``alias``: the list URL that
        a request amounts to, if any."""
        self._programs.append((host.lower(), prefix, run, alias))

    def secure(self, *hosts: str, only: bool = True) -> None:
        """Hosts that speak TLS; with ``only`` they send everybody there who comes over plain HTTP."""
        self._secure.extend(hosts)
        self._only_secure.extend(hosts if only else ())

    # --- lists and articles -------------------------------------------------------------------

    def listing(self, url: str, text: str | Text, *, column: bool = False, look: Look | None = None) -> str:
        """A page that lists reports; ``column``: the first of an organ's column."""
        where = self.put(url, text, look=look)
        return self.listed(where, column=column)

    def shell_list(
        self, url: str, title: str, content: str, *, head: str = "", column: bool = False, look: Look | None = None
    ) -> str:
        """A list page that a script fills: ``content`` has the script."""
        shell = look or self.look

        def text(emptied: bool) -> str:
            return shell.page(title, "<ul></ul>" if emptied else content, head="" if emptied else head)

        return self.listing(url, text, column=column, look=look)

    def listing_of_links(self, url: str, title: str, menu: Menu, *, look: Look | None = None) -> str:
        """A page of the shell that only leads to further lists."""
        shell = look or self.look

        def text(emptied: bool) -> str:
            return shell.page(title, f"<h2>{title}</h2><ul class='sub'>{items(() if emptied else menu)}</ul>")

        return self.listing(url, text, look=look)

    def listed(self, url: str, *, column: bool = False) -> str:
        """Note a URL as a list."""
        where = urljoin(self.home, url)
        if where not in self.lists:
            self.lists.append(where)
        if column and where not in self.columns:
            self.columns.append(where)
        return where

    def way(self, source: str, url: str, *prints: str, method: str = "GET", body: bytes = b"", **more: str) -> str:
        """How a browser gets from a page to a request that no link spells (see model.Way); ``more``: headers, and
        ``through``, the script or page included that prints it."""
        through = more.pop("through", None)
        where = urljoin(self.home, url)
        via = None if through is None else urljoin(self.home, through)
        headers = tuple((name.replace("_", "-"), value) for name, value in more.items())
        self.ways.append(Way(urljoin(self.home, source), where, prints, method, body, headers, via))
        return where

    def article(
        self,
        urls: str | Sequence[str],
        title: str,
        body: str | Text,
        day: date,
        *,
        column: str = "",
        source: str = "",
        look: Look | None = None,
        frame: Frame | None = None,
        crumbs: Menu = (),
    ) -> Entry:
        """An article under each of the URLs; gives its entry for lists."""
        shell, make = look or self.look, body if callable(body) else (lambda _, fixed=body: fixed)
        publisher = source or shell.place.government

        def text(emptied: bool) -> str:
            inner = (frame or self.frame)(Article(title, column, day, publisher, make(emptied)))
            return shell.page(title, inner, head=shell.meta(title, column, str(day), publisher), crumbs=crumbs)

        addresses = [urls] if isinstance(urls, str) else list(urls)
        for url in addresses:
            self.put(url, text, look=shell)
        return Entry(urljoin(self.home, addresses[0]), title, day, title)

    def report(
        self,
        organ: Organ,
        year: int,
        urls: str | Sequence[str],
        *,
        title: str = "",
        form: bodies.Form = "page",
        file: str = "",
        link: str = "",
        **more: object,
    ) -> Entry:
        """A report as an article; where ``form`` is not a page the article only leads to the ``file`` at that URL
        (``link`` is the HTML that does, with ``{url}``)."""
        title = title or f"{organ.name}{year}年政府信息公开工作年度报告"
        addresses = [urljoin(self.home, url) for url in ([urls] if isinstance(urls, str) else urls)]
        held: tuple[str, ...] = ()
        if form == "page":
            body: Text = lambda emptied: "" if emptied else bodies.report_html(organ, year, title)  # noqa: E731
        else:
            held = (self.file(file, organ, year, title, form),)
            shown = _shown(form, link, file, title)
            body = lambda emptied: "" if emptied else shown  # noqa: E731
        day = more.pop("day", None) or bodies.published(organ, year)
        entry = self.article(addresses, title, body, day, **more)  # type: ignore[arg-type]
        self.reports.append(ReplicaReport(organ.name, year, title, tuple(addresses), held))
        return entry

    def bare_file(self, organ: Organ, year: int, url: str, *, title: str = "", form: bodies.Form = "pdf") -> Entry:
        """A report that is a file and nothing else: lists lead straight to it."""
        title = title or f"{organ.name}{year}年政府信息公开工作年度报告"
        where = self.file(url, organ, year, title, form)
        self.reports.append(ReplicaReport(organ.name, year, title, (where,)))
        return Entry(where, title, bodies.published(organ, year), title)

    def file(self, url: str, organ: Organ, year: int, title: str, form: bodies.Form) -> str:
        """A file that holds a report."""

        def answer(emptied: bool) -> Answer:
            body = b"" if emptied else bodies.report_file(organ, year, title, form)
            return Answer(headers=(("Content-Type", bodies.content_type(form)),), body=body)

        where = self.put_answer(url, answer)
        self.files.append(where)
        return where

    # --- done ---------------------------------------------------------------------------------

    def replica(self, *, expected: Expected = "complete", hostile: bool = False) -> Replica:
        """The replica as it stands now."""
        hosts = [urlsplit(f"//{key}").netloc for key in self._pages] + [host for host, *_ in self._programs]
        first = urlsplit(self.home).netloc.lower()
        return Replica(
            name=self.name,
            family=self.family,
            home=self.home,
            hosts=tuple(dict.fromkeys([first, *hosts])),
            reports=tuple(self.reports),
            answer=lambda request: self._answer(request, emptied=False),
            emptied=lambda request: self._answer(request, emptied=True),
            hostile=hostile,
            expected=expected,
            lists=tuple(self.lists),
            columns=tuple(self.columns),
            files=tuple(self.files),
            ways=tuple(self.ways),
            alias=self._alias,
            secure=tuple(self._secure),
            organ=self.look.place.government,
            adcode=self.look.place.adcode,
        )

    def _answer(self, request: Request, *, emptied: bool) -> Answer:
        host, path = request.host, model.canonical(request.path)
        if host in self._only_secure and request.scheme == "http":
            return Answer(301, (("Location", f"https://{host}{request.path}"), ("Content-Type", "text/html")))
        for where, prefix, run, _ in self._programs:
            if where == host and path.startswith(prefix):
                found = run(request, emptied)
                if found is not None:
                    return found
        page = self._pages.get(host + path)
        if page is not None and request.method in ("GET", "HEAD", "POST"):
            return page(emptied)
        return self.missing()

    def _alias(self, request: Request) -> str:
        for where, prefix, _, alias in self._programs:
            if alias is not None and where == request.host and request.path.startswith(prefix):
                found = alias(request)
                if found is not None:
                    return key_of(found)
        return key_of(request.url)

    def missing(self) -> Answer:
        """What the portal says where it has nothing."""
        back = f"<a href='{self.look.home}'>首页</a>"
        text = f"<html><head><title>404</title></head><body><h3>页面不存在</h3>{back}</body></html>"
        return Answer(404, (("Content-Type", "text/html"),), text.encode(self.look.charset))


def _shown(form: bodies.Form, link: str, url: str, title: str) -> str:
    if link:
        return link.format(url=escape(url), title=escape(title))
    if form == "picture":
        return f'<p align="center"><img src="{escape(url)}" alt=""></p>'
    return f'<p>{escape(title)}见附件。</p><p>附件：<a href="{escape(url)}">{escape(title)}.{form}</a></p>'


def parameters(request: Request) -> dict[str, str]:
    """The parameters of query and form, as a servlet sees them: first values, the form's before the query's."""
    kind = request.headers.get("content-type", "")
    form = request.body.decode("latin-1") if "json" not in kind else ""
    pairs = [*parse_qsl(form, keep_blank_values=True), *parse_qsl(urlsplit(request.path).query, keep_blank_values=True)]
    return dict(reversed(pairs))


def number_of(text: str | None, default: int) -> int | None:
    """A parameter that should be a number; None where it is something else."""
    if text is None or text == "":
        return default
    return int(text) if text.isdigit() else None


def json_answer(text: str, kind: str = "application/json;charset=UTF-8") -> Answer:
    """A JSON (or other text) answer in UTF-8."""
    return Answer(headers=(("Content-Type", kind),), body=text.encode())


def windows(entries: Sequence[Entry], rows: int) -> list[Sequence[Entry]]:
    """Entries cut into pages; none are one empty page."""
    return [entries[start : start + rows] for start in range(0, len(entries), rows)] or [()]


def newest_first(entries: Sequence[Entry]) -> list[Entry]:
    """As lists show them."""
    return sorted(entries, key=lambda entry: (entry.day, entry.url), reverse=True)
