"""The troubles of the last runs as an Atom feed (RFC 4287), for whoever looks after the archive."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree as ET

from archive.runs.files import RunReport, runs_of
from archive.runs.words import headline, troubles

ATOM = "http://www.w3.org/2005/Atom"
_MOST = 100
# A run of the country is a file of some megabytes.
_RUNS = 10


def troubles_of(archive: Path) -> str:
    """The feed of an archive's last runs."""
    reports = (run.report() for run in islice(runs_of(archive), _RUNS))
    return troubles_feed(report for report in reports if report is not None)


def troubles_feed(reports: Iterable[RunReport]) -> str:
    """The newest first; a run without a trouble has no entry."""
    ET.register_namespace("", ATOM)
    told = [(report, *trouble) for report in reports for trouble in troubles(report)][:_MOST]
    feed = ET.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", "tag:nianbao,2026:troubles")
    _add(feed, "title", "nianbao: troubles")
    _add(feed, "updated", told[0][0].ended if told else "1970-01-01T00:00:00+00:00")
    ET.SubElement(_add(feed, "author"), f"{{{ATOM}}}name").text = "nianbao"
    for report, portal, what in told:
        entry = _add(feed, "entry")
        _add(entry, "id", f"tag:nianbao,2026:troubles/{report.plan.run}/{portal or 'run'}/{what.partition(':')[0]}")
        _add(entry, "title", _clean(f"{portal or 'run'}: {what}"[:200]))
        _add(entry, "updated", report.ended)
        _add(entry, "summary", _clean(f"{what}\n{headline(report)}"))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def _add(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    child = ET.SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = text
    return child


def _clean(text: str) -> str:
    """Without the control characters that XML 1.0 cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")
