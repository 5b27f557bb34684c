"""How a listing goes on, as values: what is to be asked for its further pages, and what it states of its size."""

from dataclasses import dataclass

from crawler.reading.scripts import ScriptRequest


@dataclass(frozen=True, slots=True)
class Further:
    """One further page: an address, or a form, or JSON. ``number`` is None where the page does not tell; ``carry`` is
    wanted again when it has come."""

    url: str
    number: int | None = None
    form: tuple[tuple[str, str], ...] = ()
    body: str = ""
    ajax: bool = False
    carry: ScriptRequest | tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class Paging:
    """How a listing goes on. ``records`` and ``pages`` are what it states; ``claims`` whether the page itself says that
    there is more; ``guessed`` marks addresses that nothing on the page confirms, so that one which brings nothing is
    the end of the list and no gap; ``unread`` that the page calls a pager which nothing here can read."""

    further: tuple[Further, ...] = ()
    records: int | None = None
    pages: int | None = None
    claims: bool = False
    guessed: bool = False
    unread: bool = False
