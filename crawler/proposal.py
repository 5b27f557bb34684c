"""The spider file that a survey proposes. Pure, but for ``write``."""

import keyword
import re
from dataclasses import dataclass
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from crawler.domains import registered_domain
from crawler.errors import CrawlerError
from crawler.portal import EARLIEST_YEAR
from crawler.survey import Survey

TEMPLATE = Path(__file__).parent / "templates" / "portal.py.tmpl"

# First two digits of GB/T 2260 and the folder under spiders/.
PROVINCES = {
    "11": "beijing", "12": "tianjin", "13": "hebei", "14": "shanxi", "15": "neimenggu",
    "21": "liaoning", "22": "jilin", "23": "heilongjiang",
    "31": "shanghai", "32": "jiangsu", "33": "zhejiang", "34": "anhui", "35": "fujian", "36": "jiangxi",
    "37": "shandong", "41": "henan", "42": "hubei", "43": "hunan", "44": "guangdong", "45": "guangxi", "46": "hainan",
    "50": "chongqing", "51": "sichuan", "52": "guizhou", "53": "yunnan", "54": "xizang",
    "61": "shaanxi", "62": "gansu", "63": "qinghai", "64": "ningxia", "65": "xinjiang",
}  # fmt: skip
_UNKNOWN_FOLDER = "national"
_HEALTHY_SHARE = 0.8


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
    if survey.seed is None:
        raise CrawlerError("the survey found no column of annual reports, so there is nothing to propose")
    name = name or _name_of(survey.seed)
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        raise CrawlerError(f"{name!r} cannot name a portal; write lower-case ASCII letters, digits and _")
    unsure = ["organ"]
    adcode = (survey.site_code or "")[:6]
    if adcode[:2] not in PROVINCES:
        adcode, unsure = "100000", [*unsure, "adcode"]
    if not survey.years:
        unsure.append("first_year")
    base = survey.recognised.family
    text = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        module=base.__module__,
        base=base.__name__,
        class_name="".join(part.capitalize() for part in name.split("_")) + "Spider",
        name=name,
        organ=_organ_of(survey.site_name),
        adcode=adcode,
        seed=survey.seed,
        first_year=max(EARLIEST_YEAR, survey.years[0]) if survey.years else 2008,
        expected_minimum=max(1, int(survey.reports * _HEALTHY_SHARE)),
    )
    folder = PROVINCES.get(adcode[:2], _UNKNOWN_FOLDER)
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


def _name_of(url: str) -> str:
    label = registered_domain(url).partition(".")[0] or (urlsplit(url).hostname or "portal")
    word = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")
    return word if word[:1].isalpha() else f"portal_{word}"


def _organ_of(site_name: str | None) -> str:
    plain = re.sub(r"(?:门户网站|网站|政府网|政务网|-.*)$", "", site_name or "").strip().replace('"', "")
    plain = re.sub(r"(?<=人民政府)办公[室厅]$", "", plain)
    return plain if re.search(r"[\u4e00-\u9fff]{2}", plain) else "（填写机关名称）"
