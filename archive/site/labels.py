"""What a figure's key stands for, as the form prints it or in English; of a number that only the prose states, as in
form A."""

from archive.forms import describe
from archive.forms.english import english, english_unit
from archive.site.texts import Language

_OF_TABLE_3 = ("carried_in", "carried_out")


def in_language(label: str, language: Language) -> str:
    """A label of a form, which prints Chinese."""
    return english(label) if language == "en" else label


def unit_in(unit: str | None, language: Language) -> str:
    return "" if unit is None else english_unit(unit) if language == "en" else unit


def labels_of(key: str, language: Language = "zh") -> tuple[str, ...]:
    """From the table's title to the column; the key itself where nobody knows it."""
    return tuple(in_language(label, language) for label in _printed(key))


def _printed(key: str) -> tuple[str, ...]:
    label = describe(key)
    if label is not None:
        return label.labels
    kind, _, rest = key.partition(".")
    if kind == "prose":
        row = rest.rpartition(".")[2]
        like = describe(f"t3.{row}.total" if row in _OF_TABLE_3 else f"a.{rest}")
        if like is not None:
            return ("正文", *(like.labels[1:-1] if like.table == "t3" else like.labels[1:]))
    return (key,)


def heading_of(key: str, language: Language = "zh") -> str:
    """The title of its table; empty where no form has the key."""
    return labels_of(key, language)[0] if describe(key) else ""


def row_of(key: str, language: Language = "zh") -> str:
    """Row and column in one line, without the table's title."""
    labels = labels_of(key, language)
    return " / ".join(labels[1:] or labels)
