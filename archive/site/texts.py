"""The words of the interface, Chinese and English side by side."""

from typing import Literal

from archive.site.texts_departments import DEPARTMENTS
from archive.site.texts_pages import PAGES
from archive.site.texts_tables import TABLES

Language = Literal["zh", "en"]

COMMON: dict[str, tuple[str, str]] = {
    "site.name": ("年报", "nianbao"),
    "site.tagline": (
        "政府信息公开工作年度报告 · 数据与证据",
        "Annual reports on open government information: numbers and evidence",
    ),
    "site.demo": ("演示数据：仿真门户的页面，并非真实捕获", "Demo data: pages of replica portals, not real captures"),
    "nav.home": ("首页", "Home"),
    "nav.reports": ("检索报告", "Search"),
    "nav.coverage": ("覆盖情况", "Coverage"),
    "nav.panel": ("自制表格", "Build a table"),
    "nav.compare": ("对比", "Compare"),
    "nav.checks": ("勾稽校验", "Checks"),
    "nav.tables": ("原始数据", "Raw tables"),
    "nav.codebook": ("数据说明", "Codebook"),
    "nav.feed": ("订阅新报告", "Feed of new reports"),
    "nav.skip": ("跳到正文", "Skip to content"),
    "nav.main": ("主导航", "Main"),
    "nav.language": ("English", "中文"),
    "nav.theme": ("切换明暗", "Light or dark"),
    "search.label": ("在报告全文中检索", "Search the reports' text"),
    "search.button": ("检索", "Search"),
    "search.placeholder": ("例如：不掌握 行政复议", "such as 行政复议 不掌握"),
    "footer.license": (
        "报告为国家机关公文（著作权法第五条）；索引以 CC0 发布。",
        "Reports are works of state organs (PRC Copyright Law Art. 5); the index is CC0.",
    ),
    "footer.powered": ("由 Datasette 驱动", "Powered by Datasette"),
    "word.organ": ("行政机关", "Organ"),
    "word.organs": ("机关数", "Organs"),
    "word.filter": ("筛选", "Filter"),
    "word.failing": ("{count} 处不符", "{count} failing"),
    "word.year": ("年度", "Year"),
    "word.report": ("报告", "Report"),
    "word.reports": ("报告", "Reports"),
    "word.region": ("地区", "Region"),
    "word.form": ("表式", "Form"),
    "word.figures": ("数据项", "Figures"),
    "word.checks": ("校验", "Checks"),
    "word.published": ("公布日期", "Published"),
    "word.capture": ("捕获", "Capture"),
    "word.none": ("无", "none"),
    "word.unknown": ("未知", "unknown"),
    "status.printed": ("文档印出", "printed"),
    "status.blank": ("空白（计为0）", "blank (counts as 0)"),
    "status.solved": ("推算唯一", "solved"),
    "status.ambiguous": ("无法确定", "ambiguous"),
    "status.ocr": ("图像识别", "read by OCR"),
    "outcome.pass": ("通过", "holds"),
    "outcome.fail": ("不符", "fails"),
    "outcome.undetermined": ("无法判断", "undetermined"),
    "missing.title": ("没有找到", "Not found"),
    "missing.back": ("回到首页", "Back to the home page"),
}

TEXTS = {**COMMON, **PAGES, **TABLES, **{f"department.{name}": words for name, words in DEPARTMENTS.items()}}


def translate(key: str, language: Language, **values: object) -> str:
    """A text of the interface; KeyError for one that nobody wrote."""
    text = TEXTS[key][0 if language == "zh" else 1]
    return text.format(**values) if values else text
