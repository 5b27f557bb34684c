"""The replica portals as an independent witness: what their pages say is read back, and no more.

The replicas know nothing of the reader (an import contract holds that); here every report of a small world is read
from its page, with its attachment where that holds it, and every other article beside the reports is no report.
"""

from urllib.parse import urlsplit

import pytest

from archive.extract.pipeline import extract
from archive.model import Document
from demo.resource import Site
from demo.sites import sites_of
from demo.world import build

WORLD = build(seed=42, organs_per_portal=2, years=(2012, 2017, 2019, 2022))
SITES: dict[str, Site] = {site.host: site for site in sites_of(WORLD)}
PORTALS = {portal.name: portal for portal in WORLD.portals}


def fetch(url: str) -> Document:
    parts = urlsplit(url)
    resource = SITES[parts.netloc].resources[f"{parts.path}?{parts.query}" if parts.query else parts.path]
    return Document(resource.make(), url, resource.content_type, parts.path.rsplit("/", 1)[-1])


@pytest.mark.parametrize("name", PORTALS)
def test_every_report_is_read_as_it_was_written(name: str) -> None:
    for written in PORTALS[name].reports:
        files = [fetch(url) for url in written.urls[len(written.pages) :]]
        for url in written.pages:
            extraction = extract(fetch(url), files)
            read = extraction.report
            assert read is not None, (url, extraction.issues)
            assert (read.title, read.report_year, read.organ, read.adcode) == (
                written.title,
                written.year,
                written.organ.name,
                written.organ.adcode,
            )
            assert (read.published_on, read.index_number, read.document_number) == (
                written.shown_on,
                written.index_number,
                written.document_number,
            )
            stated = {figure.key: figure.value for figure in extraction.figures if not figure.key.startswith("prose.")}
            wrong = {key: value for key, value in stated.items() if value != written.figures[key]}
            assert wrong == {}, url
            assert len(extraction.sections) >= 5
            assert "主办单位" not in extraction.text


@pytest.mark.parametrize("name", PORTALS)
def test_nothing_beside_the_reports_is_taken_for_one(name: str) -> None:
    for other in PORTALS[name].distractions:
        parts = urlsplit(other.url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        resource = SITES[parts.netloc].resources[target]
        if resource.kind == "moved":
            continue
        extraction = extract(fetch(other.url))
        assert extraction.report is None, (other.kind, other.url)
        assert [issue.code for issue in extraction.issues] == ["not_a_report"]
