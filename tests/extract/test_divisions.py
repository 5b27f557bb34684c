"""Organ name, year and context to an adcode."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.divisions import Division, by_adcode, divisions, locate, mentioned


def code(name: str, year: int, *context: str) -> str | None:
    division = locate(name, year, context).division
    return division.adcode if division else None


def test_a_namesake_stays_ambiguous_without_context() -> None:
    place = locate("和平区", 2017)
    assert place.division is None
    assert [candidate.adcode for candidate in place.candidates] == ["120101", "210102"]


@pytest.mark.parametrize("context", ["沈阳市", "沈阳·和平", "首页 > 沈阳市政府信息公开", "210100"])
def test_context_decides(context: str) -> None:
    assert code("和平区人民政府", 2017, context) == "210102"


def test_context_that_names_both_decides_nothing() -> None:
    assert code("和平区", 2017, "天津市与沈阳市交流") is None
    assert code("和平区", 2017, "天津市与沈阳市交流", "210102") == "210102"


@pytest.mark.parametrize(("year", "adcode"), [(2014, "310108"), (2015, "310108"), (2016, None), (2019, None)])
def test_a_division_ends(year: int, adcode: str | None) -> None:
    assert code("闸北区", year) == adcode


def test_successors_are_kept() -> None:
    division = by_adcode("310108", 2014)
    assert division is not None
    assert division.successors == ("310106",)


@pytest.mark.parametrize(
    ("name", "adcode", "rest", "level"),
    [
        ("朝阳市", "211300", "", "city"),
        ("朝阳县人民政府", "211321", "人民政府", "county"),
        ("西安市雁塔区投资合作局", "610113", "投资合作局", "county"),
        ("黔东南州农业农村局", "522600", "农业农村局", "city"),
        ("三都县财政局", "522732", "财政局", "county"),
        ("广西壮族自治区人民政府办公厅", "450000", "人民政府办公厅", "province"),
        ("吉林省吉林市船营区", "220204", "", "county"),
        ("吉林市", "220200", "", "city"),
        ("密云区高岭镇人民政府", "110118", "高岭镇人民政府", "township"),
        ("赣州经济技术开发区管委会", "360700", "经济技术开发区管委会", "zone"),
        ("重庆两江新区", "500000", "两江新区", "zone"),
        ("仙桃市教育局", "429004", "教育局", "county"),
    ],
)
def test_names(name: str, adcode: str, rest: str, level: str) -> None:
    place = locate(name, 2020)
    assert place.division is not None
    assert (place.division.adcode, place.rest, place.level) == (adcode, rest, level)


def test_a_name_without_a_division() -> None:
    assert locate("高岭镇", 2020).level == "township"
    assert locate("平潭综合实验区管委会", 2020) == locate("平潭综合实验区管委会", 2020)
    assert locate("平潭综合实验区管委会", 2020).division is None
    assert locate("我局", 2020).candidates == ()


def test_divisions_that_a_text_names() -> None:
    names = [division.name for division in mentioned("辽宁省沈阳市和平区、盘锦市两地的报告", 2020)]
    assert names == ["和平区", "盘锦市"]


def test_region_of_a_county_comes_from_its_chain() -> None:
    division = by_adcode("620503", 2020)
    assert division is not None
    assert (division.province, division.city, division.name) == ("甘肃省", "天水市", "麦积区")


@given(st.sampled_from(divisions()), st.integers(2008, 2024))
def test_every_division_is_found_by_its_full_name(division: Division, year: int) -> None:
    """Province, city and name in a row lead to the division exactly in the years in which it was valid."""
    name = division.province if division.level == "province" else f"{division.province}{division.name}"
    if division.city:
        name = f"{division.province}{division.city}{division.name}"
    found = locate(name, year).candidates
    if division.valid_in(year) and (division.city is None or any(d.name == division.city for d in _cities(year))):
        assert division in found
    elif not division.valid_in(year):
        assert division not in found


def _cities(year: int) -> list[Division]:
    return [d for d in divisions() if d.level == "city" and d.valid_in(year)]


@pytest.mark.parametrize(
    ("name", "adcode"),
    [
        ("广州越秀区北京街", "440104"),
        ("辽宁沈阳和平区民政局", "210102"),
        ("阜新海州区", "210902"),
        ("国家税务总局北京市海淀区税务局", "110108"),
        ("中共盐池县委宣传部", "640323"),
        ("东乡县水利局", "622926"),
        ("鄂温克旗教育局", "150724"),
        ("南京市公安局江宁分局", "320115"),
        ("南京市公安局交通管理局", "320100"),
        ("新疆生产建设兵团教育局", None),
        ("新疆维吾尔自治区教育厅", "650000"),
        ("北京小学", None),
    ],
)
def test_names_that_shorten_what_they_sit_in(name: str, adcode: str | None) -> None:
    assert code(name, 2020) == adcode


def test_running_text_names_a_place_only_by_its_whole_name() -> None:
    def beside(*texts: str, context: tuple[str, ...] = ()) -> str | None:
        division = locate("朝阳区教育局", 2022, context, texts).division
        return division.adcode if division else None

    assert beside("学习北京冬奥精神，做好公开工作。") is None
    assert beside("地址：长春市朝阳区前进大街1号") == "220104"
    assert beside("“长春·朝阳”门户网站") == "220104"
    assert beside("按照长春市人民政府要求") == "220104"
    assert beside(context=("学习北京",)) == "110105"


def test_words_and_codes_that_contradict_each_other_decide_nothing() -> None:
    assert code("和平区", 2017, "天津市", "210102") is None
    assert code("和平区", 2017, "210102", "沈阳市") == "210102"
    assert code("和平区", 2017, "沈阳市", "110000") == "210102"
