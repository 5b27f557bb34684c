"""The organs whose reports the five portals carry: names and division codes are facts, sizes are made up.

Codes: GB/T 2260, those in force from 2008 to 2025 without a change (so 浑南区 and
辽中区 are not here). The upper portals carry lower organs' reports (Liaoning its cities, Shenyang its districts), so a
report's code is not its portal's.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from demo.forms import FormName
from demo.model import Level, Organ

_LIAONING_CITIES = (
    ("盘锦市", "211100", "panjin"),
    ("营口市", "210800", "yingkou"),
    ("大连市", "210200", "dalian"),
    ("鞍山市", "210300", "anshan"),
    ("抚顺市", "210400", "fushun"),
    ("本溪市", "210500", "benxi"),
    ("丹东市", "210600", "dandong"),
    ("锦州市", "210700", "jinzhou"),
    ("阜新市", "210900", "fuxin"),
    ("辽阳市", "211000", "liaoyang"),
    ("铁岭市", "211200", "tieling"),
    ("朝阳市", "211300", "chaoyang"),
    ("葫芦岛市", "211400", "huludao"),
)
_SHENYANG_DISTRICTS = (
    ("和平区", "210102", "hpq"),
    ("沈河区", "210103", "shq"),
    ("大东区", "210104", "ddq"),
    ("皇姑区", "210105", "hgq"),
    ("铁西区", "210106", "txq"),
    ("苏家屯区", "210111", "sjtq"),
    ("沈北新区", "210113", "sbxq"),
    ("于洪区", "210114", "yhq"),
    ("康平县", "210123", "kpx"),
    ("法库县", "210124", "fkx"),
    ("新民市", "210181", "xms"),
)
_OFFICES = (
    ("政府办公室", "zfb"),
    ("发展和改革局", "fgj"),
    ("教育局", "jyj"),
    ("财政局", "czj"),
    ("自然资源局", "zrzyj"),
    ("民政局", "mzj"),
    ("司法局", "sfj"),
    ("住房和城乡建设局", "zjj"),
    ("交通运输局", "jtj"),
    ("水利局", "slj"),
    ("农业农村局", "nyj"),
    ("商务局", "swj"),
    ("卫生健康局", "wjj"),
    ("应急管理局", "yjj"),
    ("审计局", "sjj"),
    ("市场监督管理局", "scj"),
    ("统计局", "tjj"),
    ("医疗保障局", "ybj"),
    ("林业局", "lyj"),
    ("信访局", "xfj"),
    ("人力资源和社会保障局", "rsj"),
    ("退役军人事务局", "tyj"),
    ("文化体育和旅游局", "wtj"),
    ("政务服务局", "zwj"),
    ("招商局", "zsj"),
    ("公安局", "gaj"),
    ("城市管理局", "cgj"),
    ("生态环境局", "hbj"),
    ("科学技术局", "kjj"),
    ("工业和信息化局", "gxj"),
    ("体育局", "tyjj"),
    ("粮食和物资储备局", "lsj"),
    ("国防动员办公室", "gfb"),
    ("机关事务管理局", "gwj"),
    ("乡村振兴局", "xzj"),
    ("行政审批局", "spj"),
    ("广播电视局", "gdj"),
    ("地方金融监督管理局", "jrj"),
    ("大数据管理局", "dsj"),
    ("外事办公室", "wsb"),
)
_TOWNS = {
    "漳平市": ("菁城街道", "桂林街道", "新桥镇", "双洋镇", "永福镇", "溪南镇", "和平镇", "拱桥镇", "象湖镇", "赤水镇"),
    "麦积区": (
        "道北街道",
        "北道埠街道",
        "马跑泉镇",
        "甘泉镇",
        "渭南镇",
        "东岔镇",
        "花牛镇",
        "中滩镇",
        "新阳镇",
        "元龙镇",
    ),
    "成安县": ("成安镇", "商城镇", "漳河店镇", "李家疃镇", "辛义乡", "柏寺营乡", "道东堡乡", "北乡义镇"),
}


@dataclass(frozen=True, slots=True)
class PortalFacts:
    """What is known of a portal: its spider's name, host, own organ and code, and the organs it carries."""

    name: str
    host: str
    organ: str
    adcode: str

    def organs(self) -> Iterator[Organ]:
        """All organs it can carry, those of the real evidence in front."""
        yield from _POOLS[self.name]()


def _government(
    place: str, adcode: str, level: Level, code: str, size: int, early: FormName, within: str = ""
) -> Organ:
    name = f"{place}人民政府"
    return Organ(name, place, (f"{within}{name}",), adcode, level, code, size, early)


def _department(
    place: str, office: tuple[str, str], adcode: str, size: int, early: FormName, within: str = ""
) -> Organ:
    title, code = office
    name = f"{place}人民{title}" if title.startswith("政府") else f"{place}{title}"
    return Organ(f"{within}{name}", f"{within}{name}", (name,), adcode, "department", code, size, early)


def _township(place: str, town: str, adcode: str, number: int, early: FormName, within: str = "") -> Organ:
    tail = "办事处" if town.endswith("街道") else "人民政府"
    full = f"{place}{town}{tail}"
    return Organ(f"{within}{full}", f"{within}{place}{town}", (full,), adcode, "township", f"xz{number:02d}", 3, early)


def _liaoning() -> Iterator[Organ]:
    cities = [_government(name, adcode, "city", code, 160, "A") for name, adcode, code in _LIAONING_CITIES]
    yield cities[0]
    yield _government("辽宁省", "210000", "province", "ln", 700, "A")
    yield from cities[1:]
    for name, adcode, code in _LIAONING_CITIES:
        for title, part in _OFFICES[1:]:
            yield _department(name, (title, f"{code}_{part}"), adcode, 12, "A")


def _shenyang() -> Iterator[Organ]:
    districts = [
        _government(name, adcode, "county", code, 50, "narrative", "沈阳市")
        for name, adcode, code in _SHENYANG_DISTRICTS
    ]
    yield _government("沈阳市", "210100", "city", "sys", 420, "A")
    yield from districts
    for office in _OFFICES[1:]:
        yield _department("沈阳市", office, "210100", 25, "A")
    for name, adcode, code in _SHENYANG_DISTRICTS:
        for title, part in _OFFICES[1:]:
            yield _department(name, (title, f"{code}_{part}"), adcode, 8, "narrative", "沈阳市")


def _county(place: str, adcode: str, early: FormName, within: str = "") -> Iterator[Organ]:
    if within:
        yield _department(place, _OFFICES[1], adcode, 9, early, within)
    yield _government(place, adcode, "county", "zf", 45, early, within)
    for office in _OFFICES:
        if not (within and office is _OFFICES[1]):
            yield _department(place, office, adcode, 9, early, within)
    for number, town in enumerate(_TOWNS[place], 1):
        yield _township(place, town, adcode, number, early, within)


_POOLS = {
    "liaoning": _liaoning,
    "zhangping": lambda: _county("漳平市", "350881", "local"),
    "maiji": lambda: _county("麦积区", "620503", "narrative", "天水市"),
    "chengan": lambda: _county("成安县", "130424", "A"),
    "shenyang": _shenyang,
}

PORTALS = (
    PortalFacts("liaoning", "www.ln.gov.cn", "辽宁省人民政府", "210000"),
    PortalFacts("zhangping", "www.zp.gov.cn", "漳平市人民政府", "350881"),
    PortalFacts("maiji", "www.maiji.gov.cn", "麦积区人民政府", "620503"),
    PortalFacts("chengan", "cycms.chengan.gov.cn", "成安县人民政府", "130424"),
    PortalFacts("shenyang", "www.shenyang.gov.cn", "沈阳市人民政府", "210100"),
)
