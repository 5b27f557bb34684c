"""What a figure's key stands for, as the form prints it; of a number that only the prose states, as form A would."""

from archive.forms import describe

_OF_TABLE_3 = ("carried_in", "carried_out")


def labels_of(key: str) -> tuple[str, ...]:
    """From the table's title to the column; the key itself where nobody knows it."""
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


def heading_of(key: str) -> str:
    """The title of its table; empty where no form has the key."""
    return labels_of(key)[0] if describe(key) else ""


def row_of(key: str) -> str:
    """Row and column in one line, without the table's title."""
    labels = labels_of(key)
    return " / ".join(labels[1:] or labels)
