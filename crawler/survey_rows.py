"""What the surveys of a province came to: a row for each portal, kept as it comes, and the table of them.

In ``<ARCHIVE_DIR>/proposals/<province>/`` a portal that was surveyed has ``<portal>.json``, its row; one whose columns
were found has ``<portal>.py`` too, the spider file proposed. A row is written last and at once, so whatever stops a
survey, a portal with a row was surveyed to its end. ``survey.tsv`` is made of the rows.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from archive.runs import write_whole
from crawler.errors import CrawlerError
from crawler.proposal import Proposal, propose
from crawler.registry import RegistryEntry, portal_name
from crawler.survey import Survey
from crawler.tables import aligned, span

# found: columns, and the crawl's own walk finds every report that the search saw; unclear: no column, or a proposal to
# look at by hand; blocked: refused or challenged; failed: no page could be read.
State = Literal["found", "unclear", "blocked", "failed"]
STATES: tuple[State, ...] = get_args(State)

TABLE = "survey.tsv"
_FINISHED = "finished"
_HEADS = ("portal", "organ", "state", "family", "columns", "reports", "years", "why")


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One portal: ``seeds`` the columns proposed, ``reports`` what the crawl's walk found from them, ``organs`` whose
    they are, ``pages`` how many were read, ``why`` one line, ``surveyed`` when in UTC."""

    portal: str
    organ: str
    adcode: str
    home: str
    state: State
    family: str
    seeds: tuple[str, ...]
    reports: int
    organs: int
    years: tuple[int, ...]
    pages: int
    why: str
    surveyed: str


def row_of(entry: RegistryEntry, survey: Survey, reason: str) -> tuple[SurveyRow, Proposal | None]:
    """What a survey came to, and the proposal where there is one. ``reason`` is Scrapy's, for which it ended."""
    proposal = propose(survey) if survey.seeds and not survey.blocked else None
    state, why = _judge(survey, reason, proposal)
    row = SurveyRow(
        portal=portal_name(entry.home),
        organ=entry.organ,
        adcode=entry.adcode,
        home=entry.home,
        state=state,
        family=survey.recognised.family.family if proposal else "",
        seeds=survey.seeds if proposal else (),
        reports=survey.promised if proposal else 0,
        organs=survey.organs,
        years=survey.years,
        pages=survey.pages,
        why=_one_line(why),
        surveyed=_now(),
    )
    return row, proposal


def failed_row(entry: RegistryEntry, why: str) -> SurveyRow:
    """The row of a survey that could not begin."""
    return SurveyRow(
        portal=portal_name(entry.home),
        organ=entry.organ,
        adcode=entry.adcode,
        home=entry.home,
        state="failed",
        family="",
        seeds=(),
        reports=0,
        organs=0,
        years=(),
        pages=0,
        why=_one_line(why),
        surveyed=_now(),
    )


def _judge(survey: Survey, reason: str, proposal: Proposal | None) -> tuple[State, str]:
    stopped = "" if reason == _FINISHED else f"stopped by {reason} after {survey.pages} pages"
    if survey.blocked:
        return "blocked", survey.blocked
    if proposal is not None:
        doubts = [stopped] if stopped else []
        if survey.promised < survey.reports:
            doubts.append(f"a crawl would find {survey.promised} of the {survey.reports} reports that the search saw")
        if proposal.unsure:
            doubts.append(f"to write by hand: {', '.join(proposal.unsure)}")
        if doubts:
            return "unclear", "; ".join(doubts)
        return "found", "; ".join(survey.recognised.evidence) or "no platform recognised"
    if not survey.opened:
        return "failed", "; ".join(filter(None, [stopped, next(iter(survey.troubles), "no page could be read")]))
    left = f"; {len(survey.left)} links of unknown worth were not followed" if survey.left else ""
    return "unclear", stopped or f"no column of annual reports within {survey.pages} pages{left}"


def write_row(folder: Path, row: SurveyRow, proposal: Proposal | None) -> None:
    """Keep what a survey came to in the folder of its province: the proposal first, then the row."""
    folder.mkdir(parents=True, exist_ok=True)
    if proposal is not None:
        write_whole(folder / f"{row.portal}.py", proposal.text)
    write_whole(folder / f"{row.portal}.json", json.dumps(asdict(row), ensure_ascii=False, indent=1) + "\n")


def read_rows(folder: Path) -> dict[str, SurveyRow]:
    """The rows of a province by portal, in the order of codes.

    Raises:
        CrawlerError: for a file that is no row.
    """
    rows = [_read(path) for path in folder.glob("*.json")]
    return {row.portal: row for row in _in_order(rows)}


def read_row(folder: Path, portal: str) -> SurveyRow | None:
    """The row of one portal; None where it has none.

    Raises:
        CrawlerError: for a file that is no row.
    """
    path = folder / f"{portal}.json"
    return _read(path) if path.is_file() else None


def forget_rows(folder: Path, portals: Iterable[str]) -> None:
    """Have these portals asked again; proposals stay until others take their place."""
    for portal in portals:
        (folder / f"{portal}.json").unlink(missing_ok=True)


def write_table(folder: Path, rows: Mapping[str, SurveyRow]) -> Path:
    """Write the rows as tab-separated values with a head; columns and years have blanks between them."""
    text = io.StringIO()
    table = csv.writer(text, delimiter="\t", lineterminator="\n")
    table.writerow(field.name for field in fields(SurveyRow))
    for row in _in_order(rows.values()):
        table.writerow(" ".join(map(str, v)) if isinstance(v, tuple) else v for v in asdict(row).values())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / TABLE
    write_whole(path, text.getvalue())
    return path


def as_text(rows: Mapping[str, SurveyRow]) -> str:
    """The table for a terminal."""
    cells = [
        (r.portal, r.organ, r.state, r.family, str(len(r.seeds)), str(r.reports), span(r.years), r.why)
        for r in _in_order(rows.values())
    ]
    return aligned([_HEADS, *cells])


def _in_order(rows: Iterable[SurveyRow]) -> list[SurveyRow]:
    """By code, as the registry has them."""
    return sorted(rows, key=lambda row: (row.adcode, row.portal))


def _read(path: Path) -> SurveyRow:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        row = SurveyRow(**{**held, "seeds": tuple(held["seeds"]), "years": tuple(held["years"])})
    except (ValueError, TypeError, KeyError) as error:
        raise CrawlerError(
            f"{path}: is no row of a survey ({error}); delete it, and the portal is asked again"
        ) from None
    return row


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
