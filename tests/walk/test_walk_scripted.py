"""The walk over portals whose lists are reached through scripts alone."""

import pytest

from tests.support.replicas.catalogue import BY_SCRIPT
from tests.support.walking import Walker


@pytest.mark.parametrize("name", sorted(BY_SCRIPT))
def test_what_scripts_ask_for_is_found_and_proved(name: str) -> None:
    walker = Walker(BY_SCRIPT[name]())
    walked = walker.crawl(walker.seeds())
    assert walked.missed == []
    assert walked.false == []
    assert walked.verdict.outcome == "complete", walked.verdict.detail
