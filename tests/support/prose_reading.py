"""What the prose of an invented report states, for tests of sentences."""

from archive.extract.prose import ProseRead, read_prose
from archive.model import Block, Number

COUNTY, BUREAU, TOWN = "云溪县人民政府", "云岭市商务局", "青禾镇人民政府"
YEAR = 2016


def read(organ: str | None, *lines: str, year: int | None = YEAR) -> ProseRead:
    """The sentences as paragraphs of a report."""
    return read_prose([Block("paragraph", line) for line in lines], year, organ)


def values(organ: str | None, *lines: str, year: int | None = YEAR) -> dict[str, Number | None]:
    """The figures by key, without what all keys begin with."""
    return {figure.key.removeprefix("prose."): figure.value for figure in read(organ, *lines, year=year).figures}
