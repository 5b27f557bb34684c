"""A crawl killed at any moment loses nothing that reached its spider, and goes on to the same content."""

from pathlib import Path

import pytest

from archive.__main__ import main as archive_command
from tests.support.killing import PAGES, kill_crawls


@pytest.mark.parametrize("seed", range(2))
def test_killed_25_times_at_random_moments_nothing_is_lost(tmp_path: Path, seed: int) -> None:
    killed = kill_crawls(tmp_path, 25, seed)
    assert killed.kills == 25
    assert len(killed.noted) > PAGES, "some pages are to reach the spiders before the kills"
    assert killed.noted - killed.kept == set(), "what a spider saw is in the archive, whatever came after"
    assert killed.still_open == 0
    assert archive_command(["verify", "--archive", str(tmp_path / "disturbed")]) == 0
    assert killed.content == killed.undisturbed
