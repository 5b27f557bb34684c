"""The spider file that a survey proposes. Pure, but for ``write``."""

import keyword
import re
from dataclasses import dataclass
from pathlib import Path
from string import Template

from archive.divisions import by_adcode
from crawler.errors import CrawlerError
from crawler.registry import PROVINCES, portal_at, portal_name
from crawler.survey import Survey
from crawler.undeclared import UNKNOWN_ADCODE, UNKNOWN_ORGAN
from crawler.years import EARLIEST_YEAR

TEMPLATE = Path(__file__).parent / "templates" / "portal.py.tmpl"
_UNKNOWN_FOLDER = "national"
_HEALTHY_SHARE = 0.8
_LINE = 100


@dataclass(frozen=True, slots=True)
class Proposal:
    """A spider file: its path under the checkout and its text. ``unsure`` names the fields to look at by hand."""

    path: str
    text: str
    unsure: tuple[str, ...]


def propose(survey: Survey, *, name: str | None = None) -> Proposal:
    """The file for what a survey found.

    Raises:
        CrawlerError: where the survey found no column, or the name cannot be one.
    """
    if not survey.seeds:
        raise CrawlerError("the survey found no column of annual reports, so there is nothing to propose")
    name = name or portal_name(survey.url)
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        raise CrawlerError(f"{name!r} cannot name a portal; write lower-case ASCII letters, digits and _")
    organ, adcode = _whose(survey)
    unsure = [
        field for field, known in (("organ", organ), ("adcode", adcode), ("first_year", survey.years)) if not known
    ]
    base = survey.recognised.family
    text = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        module=base.__module__,
        base=base.__name__,
        class_name="".join(part.capitalize() for part in name.split("_")) + "Spider",
        name=name,
        organ=organ or UNKNOWN_ORGAN,
        adcode=adcode or UNKNOWN_ADCODE,
        seeds=_seeds(survey.seeds),
        first_year=max(EARLIEST_YEAR, survey.years[0]) if survey.years else 2008,
        expected_minimum=max(1, int(survey.sure * _HEALTHY_SHARE)),
    )
    folder = PROVINCES.get((adcode or "")[:2], _UNKNOWN_FOLDER)
    return Proposal(f"spiders/{folder}/{name}.py", text, tuple(unsure))


def write(proposal: Proposal, root: Path) -> Path:
    """Write the file, and make its folder a package.

    Raises:
        CrawlerError: where the file exists.
    """
    path = root / proposal.path
    if path.exists():
        raise CrawlerError(f"{proposal.path} exists; choose another name with --name")
    path.parent.mkdir(parents=True, exist_ok=True)
    (path.parent / "__init__.py").touch()
    path.write_text(proposal.text, encoding="utf-8")
    return path


def _whose(survey: Survey) -> tuple[str | None, str | None]:
    """Organ and adcode: by the registry where the host is known, else by the site's own code and name."""
    entry = portal_at(survey.url)
    code = (survey.site_code or "")[:6]
    stated = code if code[:2] in PROVINCES and by_adcode(code) is not None else None
    organ = _organ_of(survey.site_name, stated)
    if entry is None:
        return organ, stated or (code if code[:2] in PROVINCES else None)
    return (entry.organ if entry.is_at(survey.url) else organ), entry.adcode or stated


def _seeds(seeds: tuple[str, ...]) -> str:
    quoted = [f'"{seed}"' for seed in seeds]
    if len(quoted) == 1:
        return f"({quoted[0]},)"
    line = f"({', '.join(quoted)})"
    return line if len(line) <= _LINE else "(\n" + "".join(f"        {one},\n" for one in quoted) + "    )"


def _organ_of(site_name: str | None, code: str | None) -> str | None:
    """The organ that a site is called after; the government of its place where only the place is named."""
    plain = re.sub(r"(?:门户网站|网站|(?<=人民政府)网|政府网|政务网|(?<=政府)(?:在线|门户)|-.*)$", "", site_name or "")
    plain = re.sub(r"(?<=人民政府)办公[室厅]$", "", re.sub(r'^(?:中国[·•]?)|["\s]', "", plain))
    place = by_adcode(code) if code is not None else None
    if place is not None and plain.removesuffix("政府").removesuffix("人民") in {"", place.name, place.name[:-1]}:
        return f"{place.name}人民政府"
    return plain if re.search(r"[\u4e00-\u9fff]{2}", plain) else None
