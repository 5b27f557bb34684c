"""The walk over small portals where one thing is odd: what can be had is had, what cannot is said."""

import pytest

from tests.support.replicas.oddities import ODDITIES
from tests.support.walking import Walker

# What is not mastered yet.
_NOT_YET = {
    "t_hash": "rows of a hidden second page are read, and the list is said to be short all the same",
}


def _cases() -> list[object]:
    return [
        pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=_NOT_YET[name])) if name in _NOT_YET else name
        for name in ODDITIES
    ]


@pytest.mark.parametrize("name", _cases())
def test_what_is_odd_is_had_or_said(name: str) -> None:
    outcomes, make = ODDITIES[name]
    walked = Walker(make()).search()
    assert walked.missed == []
    assert walked.false == []
    assert walked.verdict.outcome in outcomes, walked.verdict.detail
