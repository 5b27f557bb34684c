"""What the documents say of the crawler holds."""

import ast
import re
from pathlib import Path

import pytest
from scrapy.utils.test import get_crawler

from crawler.families.listing import ListingSpider
from crawler.platforms import FAMILIES
from crawler.portal import DECLARED
from settings import base

ROOT = Path(__file__).resolve().parents[2]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_each_family_has_its_row_and_no_row_is_left_over() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| `(\w+)\.(\w+)` \|", read("docs/families.md"), re.M)
    families: tuple[type[ListingSpider], ...] = (*FAMILIES, ListingSpider)
    expected = {(f.family, f.__module__.rpartition(".")[2], f.__name__) for f in families}
    assert set(rows) == expected


@pytest.mark.parametrize("family", [*FAMILIES, ListingSpider], ids=lambda family: family.family)
def test_each_family_says_how_to_recognise_it_and_how_it_pages(family: type[ListingSpider]) -> None:
    path = Path(__import__(family.__module__, fromlist=["x"]).__file__ or "")
    text = path.read_text(encoding="utf-8")
    assert "How to recognise it" in text
    assert "How it pages" in text


def test_each_declared_field_is_explained() -> None:
    text = read("CONTRIBUTING.md")
    for field in (*DECLARED, "attachment_hosts"):
        assert f"`{field}`" in text


def test_the_politeness_page_states_the_settings_in_force() -> None:
    text = read("docs/politeness.md")
    assert base.ROBOTSTXT_OBEY
    assert f"in about {base.DOWNLOAD_DELAY:.0f} s per host" in text
    assert f"up to {base.AUTOTHROTTLE_MAX_DELAY:.0f} s" in text
    assert f"| {base.RETRY_TIMES}, for lost connections" in text
    assert f"after {base.BLOCKED_LIMIT} blocked answers" in text


def test_no_door_into_the_crawler_is_open() -> None:
    """Nor is it loaded: two modules that Scrapy has on by default listen for commands."""
    crawler = get_crawler(settings_dict={key: getattr(base, key) for key in ("EXTENSIONS", "EXTENSIONS_BASE")})
    loaded = [type(extension).__name__ for extension in crawler.extensions.middlewares]
    assert "CoreStats" in loaded
    assert not {"TelnetConsole", "RemoteControl"} & set(loaded)


def test_every_portal_is_one_small_file() -> None:
    files = [path for path in (ROOT / "spiders").rglob("*.py") if path.name != "__init__.py"]
    assert len(files) >= 5
    for path in files:
        source = path.read_text(encoding="utf-8")
        said = (ast.get_docstring(ast.parse(source)) or "").splitlines()
        assert len(source.splitlines()) - len(said) <= 15, path


def test_the_file_that_the_readme_calls_whole_is() -> None:
    whole = read("spiders/fujian/zhangping.py")
    assert f"```python\n{whole}```" in read("README.md")
    assert f"```python\n{whole}```" in read("README.zh-CN.md")
