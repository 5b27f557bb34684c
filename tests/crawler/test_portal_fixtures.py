"""Every bundle under ``tests/fixtures/portals`` is crawled again, and ends as its golden says.

``pytest tests/crawler/test_portal_fixtures.py --regen`` writes the goldens anew, for a review of what changed.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from archive.model import Capture, CrawlOutcome
from archive.warc.reader import read_warc
from tests.support.crawling import crawl
from tests.support.portal_fixtures import FOLDER, SITES

FIXTURES = sorted(FOLDER.glob("*.wacz"))


def replayed(path: Path, folder: Path) -> dict[str, Any]:
    """What a crawl of a bundle's own declaration finds in it."""
    judged = {"crawler.outcome.OutcomeExtension": 100}
    done = crawl(folder, [], spider=str(path), REPLAY=str(path), ROBOTSTXT_OBEY=True, EXTENSIONS=judged)
    roots = list((folder / "replay").glob("*/warc"))
    items = [item for root in roots for file in sorted(root.rglob("*.warc.gz")) for item in read_warc(file, root)]
    (outcome,) = [item for item in items if isinstance(item, CrawlOutcome)] or pytest.fail(done.log)
    captures = [item for item in items if isinstance(item, Capture)]
    found = [(one.url, one.discovery) for one in captures if one.discovery is not None]
    return {
        "outcome": outcome.outcome,
        "detail": outcome.detail,
        "pages": outcome.pages,
        "reports": outcome.reports,
        "years": list(outcome.years),
        "found": sorted([url, one.kind, one.expected_year, one.anchor_text, one.via] for url, one in found),
        "asked": sorted({one.url for one in captures} - {url for url, _ in found}),
    }


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_bundle_ends_as_its_golden_says(path: Path, tmp_path: Path, *, regen: bool) -> None:
    golden = path.with_suffix(".json")
    seen = replayed(path, tmp_path)
    if regen:
        golden.write_text(json.dumps(seen, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert golden.is_file(), f"{golden.name} is missing: write it with pytest --regen, and read it"
    assert seen == json.loads(golden.read_text(encoding="utf-8"))


def test_each_site_has_its_bundle_and_each_golden_its_own() -> None:
    stems = {path.stem for path in FIXTURES}
    assert set(SITES) <= stems
    assert {path.stem for path in FOLDER.glob("*.json")} == stems
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 400_000, "fixtures are small"
