"""What a crawl starts with is out of the garbage collector's sight, once a process."""

import gc
from collections.abc import Iterator

import pytest
from scrapy import signals
from scrapy.utils.test import get_crawler

from crawler.collector import FrozenStartExtension


@pytest.fixture
def thawed() -> Iterator[None]:
    gc.unfreeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("thawed")
def test_the_start_is_frozen_once() -> None:
    crawler = get_crawler(settings_dict={"EXTENSIONS": {"crawler.collector.FrozenStartExtension": 900}})
    (extension,) = [e for e in crawler.extensions.middlewares if isinstance(e, FrozenStartExtension)]
    crawler.signals.send_catch_log(signals.spider_opened)
    frozen = gc.get_freeze_count()
    assert frozen > 10_000
    later = [[number] for number in range(1000)]
    extension.spider_opened()
    assert gc.get_freeze_count() <= frozen, "what came later can still be let go"
    assert len(later) == 1000
