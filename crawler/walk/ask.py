"""What the walk asks for, and as what."""

from dataclasses import dataclass
from typing import Literal

from crawler.reading.scripts import ScriptRequest

# column: a page that should list annual reports, by its words, its address or where its link stands;
# page: a further page of such a listing; way: a page that should lead to columns; unknown: any other page;
# report, file: a report itself; unclear: a report or a listing, the page decides; attachment: a file of a report;
# part: a further page of an article that is cut into several;
# script: a script file of a listing that shows no list of its own; home: a host's home page, to know it again.
Role = Literal["column", "page", "way", "unknown", "report", "unclear", "file", "attachment", "part", "script", "home"]
LISTING_ROLES: frozenset[Role] = frozenset({"column", "page", "way"})
REPORT_ROLES: frozenset[Role] = frozenset({"report", "unclear", "file"})

# What belongs to a report that lies elsewhere.
BESIDE_ROLES: frozenset[Role] = frozenset({"attachment", "part"})

Carry = ScriptRequest | tuple[tuple[str, str], ...] | None


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. ``via`` is the page that linked it, ``title`` and ``year`` what its link says, ``certain`` whether
    its role is; ``listing`` is the key of the listing that it belongs to, ``number`` the page of it counted from 1;
    ``guessed`` marks an address that nothing confirms; ``inside`` that a column with reports led here; ``trail`` holds
    the words of the links that led here; ``score`` orders the asks, higher first; ``again`` counts how often it was
    asked before, ``moves`` the stubs that sent it on, ``switched`` that its scheme was, ``rendered`` that a browser has
    to build it, ``had`` that its answer came already, under another role; ``form`` and ``body`` make it a POST,
    ``ajax`` one of a script."""

    url: str
    role: Role
    via: str | None = None
    title: str = ""
    year: int | None = None
    certain: bool = True
    listing: str = ""
    parent: str = ""
    number: int = 1
    guessed: bool = False
    inside: bool = False
    trail: tuple[str, ...] = ()
    depth: int = 0
    form: tuple[tuple[str, str], ...] = ()
    body: str = ""
    ajax: bool = False
    carry: Carry = None
    score: float = 0.0
    again: int = 0
    moves: int = 0
    switched: bool = False
    rendered: bool = False
    had: bool = False
