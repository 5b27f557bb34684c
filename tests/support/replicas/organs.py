"""Whom replica reports are about: real places with their codes (facts), the bureaus that every place has."""

from dataclasses import dataclass

from demo.forms import FormName
from demo.model import Level, Organ

BUREAUS = (
    ("教育局", "jyj"),
    ("财政局", "czj"),
    ("民政局", "mzj"),
    ("审计局", "sjj"),
    ("统计局", "tjj"),
    ("司法局", "sfj"),
    ("水利局", "slj"),
    ("商务局", "swj"),
    ("应急管理局", "yjglj"),
    ("交通运输局", "jtysj"),
    ("市场监督管理局", "scjgj"),
    ("卫生健康委员会", "wjw"),
    ("农业农村局", "nyncj"),
    ("自然资源局", "zrzyj"),
    ("发展和改革委员会", "fgw"),
    ("人力资源和社会保障局", "rsj"),
)
_CODES = dict(BUREAUS)


@dataclass(frozen=True, slots=True)
class Place:
    """A division: its name (安顺市), GB/T 2260 code, level, and what the portal calls itself."""

    name: str
    adcode: str
    level: Level

    @property
    def government(self) -> str:
        """Its government's name."""
        return f"{self.name}人民政府"

    @property
    def site_code(self) -> str:
        """A 网站标识码: ten digits that begin with the division's code."""
        return f"{self.adcode}{4 + int(self.adcode) % 90:04d}"


def government(place: Place, code: str = "szf") -> Organ:
    """The place's own government."""
    early: FormName = "A" if place.level != "county" else "narrative"
    size = {"province": 500, "city": 200}.get(place.level, 40)
    return Organ(place.government, place.name, (place.government,), place.adcode, place.level, code, size, early)


def office(place: Place, code: str = "zfb") -> Organ:
    """The office of the place's government."""
    return _organ(f"{place.government}办公室", place, "department", code, 30)


def bureau(place: Place, title: str, code: str = "") -> Organ:
    """A department of the place."""
    return _organ(f"{place.name}{title}", place, "department", code or _CODES[title], 9)


def bureaus(place: Place, count: int, start: int = 0) -> list[Organ]:
    """``count`` departments of the place, in the order of the list."""
    return [bureau(place, title) for title, _ in BUREAUS[start : start + count]]


def below(place: Place, name: str, code: str, adcode: str = "") -> Organ:
    """A government below the place: a county with its own code, or a township."""
    tail = "办事处" if name.endswith("街道") else "人民政府"
    level: Level = "county" if adcode else "township"
    return Organ(
        f"{'' if adcode else place.name}{name}{tail}",
        f"{'' if adcode else place.name}{name}",
        (f"{name}{tail}",),
        adcode or place.adcode,
        level,
        code,
        15 if adcode else 3,
        "narrative",
    )


def zone(place: Place, name: str, code: str) -> Organ:
    """A development zone's committee."""
    return _organ(f"{place.name}{name}管理委员会", place, "department", code, 6)


def _organ(name: str, place: Place, level: Level, code: str, size: int) -> Organ:
    return Organ(name, name, (name,), place.adcode, level, code, size, "narrative")
