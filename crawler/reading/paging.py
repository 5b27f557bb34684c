"""How a listing goes on, as values: what is to be asked for its further pages, and what it states of its size."""

import re
from dataclasses import dataclass

from crawler.reading.scripts import ScriptRequest

# What the control is called that leads to the next page.
NEXT = re.compile(
    r"^\W{0,2}(?:下一?页|后一?页|下一頁|下页|下一张|下一组|较[旧早]的?(?:文章|信息)?|更早的?(?:文章|信息)?|加载更多|next(?:page)?"
    r"|older(?:posts)?|morepages)\W{0,3}$|^[>›»＞→▶▷]{1,2}$",
    re.I,
)


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
