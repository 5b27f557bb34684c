"""From an answer to what the walk makes of it: a page, a file, or something that could not be had. Pure."""

from dataclasses import dataclass

from archive.errors import DocumentError
from archive.text.attachments.sniff import sniff, unread
from archive.text.decode import decode
from crawler.blocking import Answer, check_answer
from crawler.errors import BlockedError, DeadPageError, MirrorError
from crawler.hijack import check_host
from crawler.reading.links import LinkPage
from crawler.reading.moves import refreshed_to
from crawler.reading.page import read_page
from crawler.reading.scripts import ScriptRequest
from crawler.walk.ask import BESIDE_ROLES, REPORT_ROLES, Ask
from crawler.walk.records import ProblemKind
from crawler.walk.walk import Walk

_MARKUP = (b"<html", b"<body", b"<!doctype html", b"<script", b"<head")


@dataclass(frozen=True, slots=True)
class Received:
    """A whole answer. ``asked`` is the URL first asked for, ``url`` the one that answered after redirects; ``refresh``
    its header of that name."""

    asked: str
    url: str
    status: int
    content_type: str
    body: bytes
    refresh: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What the walk asks because of an answer; ``problem`` and ``detail`` where it could not be had."""

    asks: tuple[Ask, ...]
    problem: ProblemKind | None = None
    detail: str = ""


def take(walk: Walk, ask: Ask, got: Received, page: LinkPage | None) -> Taken:
    """Hand an answer to the walk; ``page`` is what ``page_of`` read of it."""
    try:
        check_answer(Answer(got.asked, got.url, got.status, got.body, page.text if page is not None else ""))
    except BlockedError as error:
        return _lost(walk, ask, "blocked", str(error))
    except DeadPageError as error:
        return _lost(walk, ask, "gone" if got.status < 500 else "failed", str(error))
    if not got.body and page is None:
        return _lost(walk, ask, "unreadable", f"{got.asked}: an empty answer")
    return _take_file(walk, ask, got) if page is None else _take_page(walk, ask, got, page)


def _take_page(walk: Walk, ask: Ask, got: Received, page: LinkPage) -> Taken:
    try:
        check_host(page)
    except MirrorError as error:
        return _lost(walk, ask, "blocked", f"{got.asked}: {error}")
    return Taken(tuple(walk.page(ask, page, got.body)))


def _take_file(walk: Walk, ask: Ask, got: Received) -> Taken:
    if ask.role in REPORT_ROLES | BESIDE_ROLES:
        # What holds a report has to be read; beside a text it is enough that it came.
        fault = unread(got.body)
        if fault is not None and (ask.role in REPORT_ROLES or ask.via in walk.ledger.announced):
            return _lost(walk, ask, "unreadable", f"{got.url}: {fault}")
        return Taken(tuple(walk.file(ask)))
    return _lost(walk, ask, "unreadable", f"{got.url}: binary data in place of a page")


def page_of(ask: Ask, got: Received) -> LinkPage | None:
    """The page of an answer; None for a file, by its bytes or because one was asked for and came."""
    if (target := refreshed_to(got.refresh, got.url)) is not None:
        return LinkPage(got.url, "", (), (), "", moved=target)
    if sniff(got.body) is not None:
        return None
    try:
        decoded = decode(got.body, got.content_type) if got.body else None
    except DocumentError:
        return None
    promised = ask.role == "file" or (ask.role == "attachment" and ask.certain)
    if decoded is None or (promised and not _is_markup(got.body)):
        return None
    scripted = isinstance(ask.carry, ScriptRequest)
    addresses = ask.carry.addresses if isinstance(ask.carry, ScriptRequest) else ()
    base = ask.via or "" if scripted else ""
    return read_page(decoded.text, got.url, decoded.charset, addresses, base)


def _lost(walk: Walk, ask: Ask, kind: ProblemKind, detail: str) -> Taken:
    return Taken(tuple(walk.lost(ask, kind, detail)), kind, detail)


def _is_markup(body: bytes) -> bool:
    head = body[:1000].lower()
    return any(sign in head for sign in _MARKUP)
