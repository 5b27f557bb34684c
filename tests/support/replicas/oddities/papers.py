"""Papers beside the reports that have all their words and tables, and are none; reports that are called as papers."""

from collections.abc import Mapping

from tests.support.replicas import bodies
from tests.support.replicas.builder import Entry
from tests.support.replicas.oddities.site import ODD, Make, Site, html

_TITLES: Mapping[str, str] = {
    "half_year": "漯河市财政局2022年上半年政府信息公开工作情况报告",
    "third_quarter": "漯河市财政局2022年第三季度政府信息公开工作情况报告",
    "template_filled": "XX局2023年政府信息公开工作年度报告（参考格式）",
    "evaluation": "漯河市财政局2022年政府信息公开工作第三方评估报告",
    "draft": "漯河市财政局2022年政府信息公开工作年度报告（征求意见稿）",
    "school_year": "漯河市第一中学2021—2022学年信息公开工作年度报告",
    "analysis": "漯河市财政局2022年政府信息公开年报数据分析",
    "applications": "漯河市财政局2022年依申请公开情况统计",
    "firm": "漯河市水务集团有限公司2022年信息公开年度报告",
    "form_sent": "关于印发《政府信息公开工作年度报告格式》的通知",
    "explained": "漯河市财政局2022年政府信息公开工作年度报告解读",
}


def _beside(title: str) -> Make:
    def make(site: Site, found: list[Entry], url: str) -> None:
        site.builder.article("/open/paper.html", title, bodies.report_html(ODD, 2022, title), found[2].day)
        site.listing(url, [Entry("/open/paper.html", title, found[2].day), *found])

    return make


def _called(title: str) -> Make:
    """The report of 2022 stands under a title that is not quite a report's."""

    def make(site: Site, found: list[Entry], url: str) -> None:
        one = found[2]
        site.swap(one, html(site.shown(bodies.report_html(ODD, 2022, one.title), title)), lost=False)
        site.listing(url, [Entry(each.url, title if each is one else each.title, each.day) for each in found])

    return make


PAPERS: Mapping[str, Make] = {
    **{f"p_{name}": _beside(title) for name, title in _TITLES.items()},
    "p_published": _called("关于公布《漯河市财政局2022年政府信息公开工作年度报告》的公告"),
    "p_news": _called("漯河市财政局发布2022年政府信息公开工作年度报告"),
    "p_summary": _called("漯河市财政局2022年政府信息公开工作总结"),
}
