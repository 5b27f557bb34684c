"""The values that the walk and the families share."""

import re
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Step:
    """Where a listing page stands in the walk. ``root`` is the directory of the seed, ``column`` the URL of the
    listing's first page, ``number`` counts its pages from 1, ``trail`` holds the texts of the links that led here,
    ``digests`` those of the listings above, ``carry`` what a family wants to know again on the next page."""

    root: str
    column: str
    number: int = 1
    depth: int = 0
    trail: tuple[str, ...] = ()
    digests: tuple[bytes, ...] = ()
    carry: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A further page of a listing: a GET, or a POST of a form. ``carry`` goes into its step; ``ajax`` asks as a script
    of the page would."""

    url: str
    form: tuple[tuple[str, str], ...] = ()
    carry: str = ""
    ajax: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign of a platform: a pattern in an article's URL, in a listing's URL or in a page's source. A sign that no
    other platform bears weighs 3, a weaker one less."""

    where: Literal["article", "listing", "page"]
    pattern: re.Pattern[str]
    meaning: str
    weight: int = 3
