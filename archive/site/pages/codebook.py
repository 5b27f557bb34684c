"""What every table, column and figure means."""

import sqlite3

from archive.forms import all_figures
from archive.index.codebook import relations
from archive.index.headlines import HEADLINES
from archive.site.labels import labels_of
from archive.site.web import Ask, View


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    del connection
    figures = [(figure, labels_of(figure.key, ask.language)) for figure in all_figures().values()]
    return View("nb_codebook.html", {"headlines": HEADLINES, "relations": relations(), "figures": figures})
