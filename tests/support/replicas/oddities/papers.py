"""Papers beside the reports that have all their words and tables, and are none."""

from collections.abc import Mapping

from tests.support.replicas import bodies
from tests.support.replicas.builder import Entry
from tests.support.replicas.oddities.site import ODD, Make, Site

_TITLES: Mapping[str, str] = {
    "half_year": "漯河市财政局2022年上半年政府信息公开工作情况报告",
    "third_quarter": "漯河市财政局2022年第三季度政府信息公开工作情况报告",
    "template_filled": "XX局2023年政府信息公开工作年度报告（参考格式）",
    "evaluation": "漯河市财政局2022年政府信息公开工作第三方评估报告",
    "draft": "漯河市财政局2022年政府信息公开工作年度报告（征求意见稿）",
    "school_year": "漯河市第一中学2021—2022学年信息公开工作年度报告",
    "explained": "漯河市财政局2022年政府信息公开工作年度报告解读",
}


def _beside(title: str) -> Make:
    def make(site: Site, found: list[Entry], url: str) -> None:
        site.builder.article("/open/paper.html", title, bodies.report_html(ODD, 2022, title), found[2].day)
        site.listing(url, [Entry("/open/paper.html", title, found[2].day), *found])

    return make


PAPERS: Mapping[str, Make] = {f"p_{name}": _beside(title) for name, title in _TITLES.items()}
