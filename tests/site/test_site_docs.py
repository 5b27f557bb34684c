"""docs/site.md names every address, every argument of a table, and every ready-made one."""

import re
from pathlib import Path

import pytest

from archive.index.departments import KINDS
from archive.site.choices import LEVELS
from archive.site.measures import LATENESS, PRESETS
from archive.site.panel import BY
from archive.site.routes import ROUTES
from archive.site.texts import TEXTS

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "site.md").read_text("utf-8")
UNNAMED = ("/language/", "/-/databases")  # not for people to write


def addresses() -> list[str]:
    plain = [re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda m: m[1].upper(), pattern.strip("^$")) for pattern, _ in ROUTES]
    return [address.replace("\\", "") for address in plain if not address.startswith(UNNAMED)]


def documented(address: str) -> list[str]:
    """As docs/site.md writes it: an address that ends in two ways is two."""
    whole = address.replace("/region/ID", "/region/ADCODE")
    ends = {"SUFFIX": ("json", "csv"), "STYLE": ("bib", "ris")}
    either = next(((name, words) for name, words in ends.items() if name in whole), None)
    return [whole.replace(either[0], word) for word in either[1]] if either else [whole]


@pytest.mark.parametrize("address", addresses())
def test_every_address_is_documented(address: str) -> None:
    for written in documented(address):
        assert f"`{written}`" in DOCS


def test_what_a_table_can_be_asked_is_documented() -> None:
    for name in (*(preset.name for preset in PRESETS), *BY, *LEVELS, *LATENESS):
        assert f"`{name}`" in DOCS, name
    for name in (
        "preset",
        "m",
        "organ",
        "region",
        "level",
        "kind",
        "department",
        "from",
        "to",
        "by",
        "change=1",
        "wide=1",
        "same=1",
    ):
        assert f"`{name}`" in DOCS, name


def test_every_choice_has_words_in_both_languages() -> None:
    wanted = [f"panel.preset.{preset.name}" for preset in PRESETS]
    wanted += [f"{prefix}.{by}" for by in BY for prefix in ("panel.by", "panel.head")]
    wanted += [f"level.{level}" for level in LEVELS] + [f"department.{kind}" for kind in KINDS]
    assert [key for key in wanted if key not in TEXTS] == []
    assert all(zh and en for zh, en in TEXTS.values())
