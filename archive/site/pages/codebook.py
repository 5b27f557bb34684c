"""What every table, column and figure means."""

import sqlite3

from archive.forms import all_figures
from archive.index.codebook import relations
from archive.site.web import Ask, View


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    del connection, ask
    return View("nb_codebook.html", {"relations": relations(), "figures": tuple(all_figures().values())})
