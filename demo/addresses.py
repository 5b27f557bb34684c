"""Where each portal puts its pages: URL schemes as the real hosts show them, real addresses where they are known."""

import hashlib
from dataclasses import dataclass
from datetime import date

from demo.model import Carrier, Organ
from demo.organs import PortalFacts

LIAONING_ROOT = "/web/zwgkx/zfxxgk1/2010zfxxgk_148535"
SHENYANG_ROOT = "/zwgk/zfxxgkndgzbg"
ZHANGPING_COLUMN = "/zwgk/zfxxgkzl/szfxxgk/zfxxgknb"
MAIJI_COLUMN = "/zfxxgk/zfxxgknb"
MAIJI_COMMON_TREE = 1291
CHENGAN_COLUMN = "/zfxxgk"
SHENYANG_MOVED = date(2021, 11, 2)  # the day in the URLs of its reports on 2016–2020
MAIJI_MOVED = date(2023, 3, 18)  # the day its page shows for a report on 2020

# Year folders of the Liaoning portal are opaque: 148535 holds 2020 and 140412 holds 2019; newer ones are plain years.
_LIAONING_FOLDERS = {2020: "148535", 2019: "140412"}
_KNOWN = {
    (
        "盘锦市人民政府",
        2020,
    ): (f"{LIAONING_ROOT}/2010zfxxgk_148535/shizfgzbg/E312B3A1534444079333A0DC8D28C2DA/index.shtml"),
    ("漳平市人民政府", 2023): f"{ZHANGPING_COLUMN}/202401/t20240129_2098495.htm",
    ("成安县人民政府", 2021): f"{CHENGAN_COLUMN}/view.jsp?id=17750&nian=2021",
    ("和平区人民政府", 2017): f"{SHENYANG_ROOT}/2017n/gqxszfxxgkgzndbg/202111/t20211102_625655.html",
    ("沈阳市人民政府", 2016): f"{SHENYANG_ROOT}/2016n/syszfxxgkgzndbg/202111/t20211102_636423.html",
    ("沈阳市人民政府", 2017): f"{SHENYANG_ROOT}/2017n/syszfxxgkgzndbg/202111/t20211102_631186.html",
    ("沈阳市人民政府", 2018): f"{SHENYANG_ROOT}/2018n/syszfxxgkgzndbg/202111/t20211102_635330.html",
    ("沈阳市人民政府", 2020): f"{SHENYANG_ROOT}/2020n/syszfxxgkgzndbg/202111/t20211102_621532.html",
}


@dataclass(frozen=True, slots=True)
class Place:
    """What an address is made of: whose page, about which year, of which day, and a number that no other page has."""

    organ: Organ
    year: int
    day: date
    number: int


def liaoning_folder(year: int) -> str:
    """The folder of a report year."""
    if year > 2020:
        return str(year)
    return f"2010zfxxgk_{_LIAONING_FOLDERS.get(year, 131000 + year * 7 % 9000)}"


def liaoning_group(organ: Organ) -> str:
    """The folder of a group of organs within a year."""
    return {"province": "ln", "city": "shizfgzbg"}.get(organ.level, "bmzfxxgkgzndbg")


def shenyang_group(organ: Organ) -> str:
    """The folder of a group of organs within a year."""
    return {"city": "syszfxxgkgzndbg", "county": "gqxszfxxgkgzndbg"}.get(organ.level, "bmzfxxgkndbg")


def zhangping_column(organ: Organ) -> str:
    """The column of an organ: the city's own stands apart from those of its offices and towns."""
    if organ.level == "county":
        return ZHANGPING_COLUMN
    return f"/{'xz' if organ.level == 'township' else 'bm'}/{organ.code}/zfxxgknb"


def maiji_tree(year: int) -> int:
    """The tree id of a report year: 3601 was seen for 2020, 19382 for 2024, 19402 for 2025."""
    return {2020: 3601, 2024: 19382, 2025: 19402}.get(
        year, 3581 + 10 * (year - 2008) if year < 2020 else 19342 + year - 2020
    )


def page_urls(portal: PortalFacts, place: Place, *, copies: int = 1, known: bool = True) -> tuple[str, ...]:
    """The URLs of a page: the real one of a report where it is ``known``; more than one where the platform shows an
    article under two tree ids."""
    real = _KNOWN.get((place.organ.name, place.year)) if known else None
    return tuple(f"http://{portal.host}{path}" for path in ((real,) if real else _paths(portal, place)[:copies]))


def _paths(portal: PortalFacts, place: Place) -> tuple[str, ...]:
    month, stamp, number = f"{place.day:%Y%m}", f"{place.day:%Y%m%d}", place.number
    if portal.name == "liaoning":
        name = f"{stamp}{number:011d}"
        if place.year < 2023:
            name = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest().upper()
        return (f"{LIAONING_ROOT}/{liaoning_folder(place.year)}/{liaoning_group(place.organ)}/{name}/index.shtml",)
    if portal.name == "zhangping":
        return (f"{zhangping_column(place.organ)}/{month}/t{stamp}_{2000000 + number}.htm",)
    if portal.name == "maiji":
        trees = maiji_tree(place.year), MAIJI_COMMON_TREE
        return tuple(f"/info/{tree}/{200000 + number}.htm" for tree in trees)
    if portal.name == "chengan":
        return (f"{CHENGAN_COLUMN}/view.jsp?id={20000 + number}&nian={place.year}",)
    group = shenyang_group(place.organ)
    return (f"{SHENYANG_ROOT}/{place.year}n/{group}/{month}/t{stamp}_{700000 + number}.html",)


def attachment_url(portal: PortalFacts, page: str, place: Place, carrier: Carrier) -> str:
    """The URL of a page's attachment."""
    if portal.name == "maiji":
        return (
            f"http://{portal.host}/system/_content/download.jsp"
            f"?urltype=news.DownloadAttachUrl&owner=1547714839&wbfileid={900000 + place.number}"
        )
    if portal.name == "chengan":
        return f"http://{portal.host}/upload/{place.year}/{place.number}.{carrier}"
    return f"{page.rsplit('/', 1)[0]}/W0{place.day:%Y%m%d}{place.number:09d}.{carrier}"
