"""Departments by their names, old and new."""

import pytest

from archive.index.departments import KINDS, department_of, is_government
from archive.site.texts_departments import DEPARTMENTS


@pytest.mark.parametrize(
    ("organ", "kind"),
    [
        ("沈阳市教育局", "education"),
        ("天水市麦积区发展和改革局", "development"),
        ("和平区市场监督管理局", "market"),
        ("沈阳市工商行政管理局", "market"),
        ("国家税务总局沈阳市税务局", "tax"),
        ("成安县人民政府办公室", "office"),
        ("沈阳市规划和自然资源局", "land"),
        ("沈阳市人力资源和社会保障局", "human_resources"),
        ("成安县卫生健康局", "health"),
        ("成安县水利局", "water"),
        ("沈阳市公安局", "police"),
        ("成安县农业农村局", "agriculture"),
        ("成安县文化广电和旅游局", "culture"),
        ("沈阳市医疗保障局", "healthcare_security"),
        ("成安县应急管理局", "emergency"),
        ("沈阳市人民政府国有资产监督管理委员会", "state_assets"),
        ("沈阳市人民政府", None),
        ("沈阳经济技术开发区管理委员会", None),
        ("成安镇人民政府", None),
        ("某某", None),
    ],
)
def test_a_department_is_told_by_its_name(organ: str, kind: str | None) -> None:
    assert department_of(organ) == kind


def test_commissions_of_departments_are_no_governments() -> None:
    assert is_government("沈阳经济技术开发区管理委员会")
    assert not is_government("沈阳市人民政府国有资产监督管理委员会")
    assert not is_government("北京市城市管理委员会")


def test_every_kind_has_words_in_both_languages() -> None:
    assert set(DEPARTMENTS) == set(KINDS)
    assert len(KINDS) == len(set(KINDS))
