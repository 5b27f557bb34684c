"""The contract server's answers in one table: what our WARC holds of them, and what wget's does."""

import shutil
from pathlib import Path

import pytest

from tests.support.fidelity import Kept, ours, wget
from tests.support.wire_answers import ANSWERS, CUT

# wget 1.21.3 on Debian 12: what it keeps as it crossed the wire. A later wget may keep more.
WGET_KEEPS = {"/plain", "/gbk-header", "/two-cookies", "/double-blanks", "/mixed-case", "/404", "/hop1"}


def whole(path: str) -> Kept:
    return Kept(request=True, answer=True, cut_said=True if path in CUT else None)


def test_ours_holds_every_byte(tmp_path: Path) -> None:
    assert ours(tmp_path) == {path: whole(path) for path in ANSWERS}


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
def test_the_same_table_for_wget(tmp_path: Path) -> None:
    kept = wget(tmp_path)
    equal = {path for path, one in kept.items() if one == whole(path)}
    assert equal >= WGET_KEEPS
    assert not any(kept[path].cut_said for path in CUT), "wget never says that an answer was cut"
