"""Scrapy appends the project folder to sys.path, so an installed package of the same name would win."""

import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("name", ["archive", "crawler", "demo", "settings", "spiders"])
def test_each_package_lies_in_the_checkout(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__file__ is not None
    assert Path(module.__file__).is_relative_to(ROOT)
