"""What the pages need to know of the archive they show, kept beside each Datasette."""

import weakref
from dataclasses import dataclass
from pathlib import Path

from datasette.app import Datasette
from datasette.database import Database

from archive.site.coverage import Announced


@dataclass(frozen=True, slots=True)
class SiteContext:
    """``root`` is the ``warc`` folder that locations are relative to; ``database`` the name Datasette serves;
    ``demo`` says that the pages are those of replica portals; ``declared`` are portals as read_declared gives them;
    ``hosts`` are served beside this machine's own."""

    root: Path
    database: str
    demo: bool
    declared: tuple[Announced, ...]
    hosts: tuple[str, ...] = ()


_CONTEXTS: "weakref.WeakKeyDictionary[Datasette, SiteContext]" = weakref.WeakKeyDictionary()


def set_context(datasette: Datasette, context: SiteContext) -> None:
    _CONTEXTS[datasette] = context


def context_of(datasette: Datasette) -> SiteContext | None:
    """None for a Datasette that somebody else made in this process."""
    return _CONTEXTS.get(datasette)


def database_of(datasette: Datasette, context: SiteContext) -> Database:
    return datasette.get_database(context.database)
