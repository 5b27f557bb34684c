"""What every table, column and figure means."""

import sqlite3

from archive.forms import all_figures
from archive.index.codebook import relations
from archive.index.headlines import HEADLINES
from archive.site.answers import Answer
from archive.site.labels import labels_of
from archive.site.web import Ask, View


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    del connection
    figures = [(figure, labels_of(figure.key, ask.language)) for figure in all_figures().values()]
    return View("nb_codebook.html", {"headlines": HEADLINES, "relations": relations(), "figures": figures})


def answer(connection: sqlite3.Connection, ask: Ask) -> Answer:
    """The keys of the figures; what the tables and their columns mean is JSON only."""
    del connection, ask  # what every page is given
    facts = {
        "headlines": [{"name": h.name, "before_2019": h.before, "why": h.why[1]} for h in HEADLINES],
        "tables": [
            {
                "name": relation.name,
                "title": relation.title,
                "description": relation.description,
                "columns": [{"name": c.name, "unit": c.unit, "description": c.description} for c in relation.columns],
            }
            for relation in relations()
        ],
    }
    rows = (
        (figure.key, " / ".join(labels_of(figure.key)), " / ".join(labels_of(figure.key, "en")), figure.unit, forms)
        for figure in all_figures().values()
        for forms in (" ".join(figure.forms),)
    )
    return Answer("codebook", facts, ("key", "label", "english", "unit", "forms"), rows, list_name="figures")
