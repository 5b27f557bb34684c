"""What must stay on a page and what must go: a gate whose floor never falls.

For each page the words that belong to the report have to be in the text, and the words of its furniture must not be,
and stand among the removed pieces with a rule. The floor is every word of our own pages; pages of real portals (beside
this checkout, not part of it) are named by short markers.
"""

import json
from pathlib import Path

import pytest

from archive.model import Document, Page
from archive.text import read_page
from archive.text.boilerplate import trim
from tests.conftest import ROOT
from tests.support.pages import FURNITURE, SHELLS, STAYS, TITLE, report_page

CORPUS = Path(ROOT).parent / "shared" / "corpus"
needs_corpus = pytest.mark.shared


def squash(text: str) -> str:
    return "".join(text.split())


def body(page: Page) -> str:
    return squash("".join(block.text for block in page.blocks))


def read(data: bytes, name: str) -> Page:
    return read_page(Document(data, "https://www.yunxi.gov.cn/gk/nb/202301/t20230119_7.html", None, name))


@pytest.mark.parametrize("shell", SHELLS)
def test_what_stays(shell: str) -> None:
    text = body(read(report_page(shell).encode(), "a.html"))
    assert [words for words in STAYS if squash(words) not in text] == []


@pytest.mark.parametrize("shell", SHELLS)
def test_what_goes(shell: str) -> None:
    page = read(report_page(shell).encode(), "a.html")
    text = body(page)
    cut = squash("".join(removed.text for removed in page.removed))
    assert [words for words in FURNITURE if squash(words) in text] == []
    assert [words for words in FURNITURE if squash(words) not in cut] == []
    assert all(removed.rule for removed in page.removed)


@pytest.mark.parametrize("shell", SHELLS)
def test_title_date_and_tables(shell: str) -> None:
    page = read(report_page(shell).encode(), "a.html")
    assert page.titles[0][0] == TITLE
    assert dict(page.metadata_block)["发布日期"].startswith(("2023-01-19", "2023年01月19日"))
    assert [len(block.grid.rows) for block in page.blocks if block.grid] == [14, 28, 4]


@pytest.mark.parametrize("charset", ["gbk", "utf-8", "gb18030"])
def test_the_charset_changes_nothing(charset: str) -> None:
    page = report_page("unknown").replace('charset="utf-8"', f'charset="{charset}"')
    assert body(read(page.encode(charset), "a.html")) == body(read(report_page("unknown").encode(), "a.html"))


def test_plain_text_with_a_portals_head_and_foot() -> None:
    lines = [
        "网站首页 | 政务公开",
        "首页 > 政府信息公开 > 年报",
        TITLE,
        "时间：2023-01-19 来源：县政府办",
        "[字体: 大 中 小] 打印",
    ]
    foot = [
        "上一篇：没有了",
        "主办单位：云溪县人民政府办公室",
        "地址：云溪县东街1号",
        "网站标识码：4306030001",
        "政务微博",
    ]
    text = "本报告依据条例编制，数据截至2022年12月31日，公众可以关注微信公众号，也可以打印申请表。"
    page = read("\n".join([*lines, text, "（此件主动公开）", *foot]).encode(), "a.txt")
    assert [block.text for block in page.blocks] == [text, "（此件主动公开）"]
    assert [removed.text for removed in page.removed] == [*lines, *foot]
    assert page.titles == ((TITLE, "page title"),)


@needs_corpus
@pytest.mark.parametrize(
    ("name", "stays", "goes"),
    [
        ("djjiangsu", ("翰墨书盛世", "将持续开放至10月13日"), ("当前位置", "打印本页", "关闭窗口", "扫一扫", "字号")),
        ("fjffoshan", ("胡锦超职业技术学校", "规范汉字"), ("当前位置", "相关稿件", "分享至")),
        ("hjhbjdx", ("弘扬和传承书法", "葡韵"), ("政务微博", "主办：", "个人中心", "分享:")),
        ("jchgz", ("“巨无霸”正向“高质量”转型", "绿色美妆"), ("用户登录", "扫一扫", "当前位置", "关注·广州政府网")),
        ("lfygxzf", ("下六甲灌区工程是国务院", "游龙枢纽"), ("桂ICP备", "网站标识码", "当前位置", "文件下载")),
        ("zysc", ("企业服务云", "八大系列活动"), ("蜀ICP备", "主办单位", "责任编辑", "分享：", "网站地图")),
    ],
)
def test_real_pages_of_other_portals(name: str, stays: tuple[str, ...], goes: tuple[str, ...]) -> None:
    page = read((CORPUS / "other_pages" / f"{name}.gov.cn.html").read_bytes(), f"{name}.html")
    text = body(page)
    assert [words for words in stays if squash(words) not in text] == []
    assert [words for words in goes if squash(words) in text] == []


@needs_corpus
def test_gold_pages() -> None:
    gold = json.loads((CORPUS / "gold" / "pingtan_2024.json").read_text(encoding="utf-8"))
    page = read((CORPUS / "real" / "pingtan_2024.html").read_bytes(), "pingtan.html")
    text = body(page)
    assert text.startswith(gold["body_first_text"])
    assert text.endswith(gold["body_last_text"])
    assert [words for words in gold["boilerplate"] if squash(words) in text] == []


@needs_corpus
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_gold_texts(number: str) -> None:
    """The text begins and ends on the lines that gold names (1-based)."""
    gold = json.loads((CORPUS / "gold" / f"{number}.json").read_text(encoding="utf-8"))
    source = (CORPUS / "seeds" / gold["source"]).read_text(encoding="utf-8")
    lines = source.split("\n")[gold["body_lines"][0] - 1 : gold["body_lines"][1]]
    assert body(read(source.encode(), gold["source"])) == squash("".join(lines))


HEADS = {
    "labels and values in lines of their own": (
        "索引号：\nA123/2022-5\n发文机关：\n云溪县人民政府办公室\n发布日期：\n2023-01-19\n"
        "文号：\n标题：\n{title}\n{title}\n字号：\n大\n中\n",
        {"索引号": "A123/2022-5", "发布机构": "云溪县人民政府办公室", "发布日期": "2023-01-19", "发文字号": ""},
    ),
    "one line with bars": (
        "当前位置: 首页 > 政务公开 > 年报\n"
        "索 引 号: | 发文机关: 县政府 | 成文日期: | 发布日期: 2023-01-19 | 主 题 词:\n{title}\n",
        {"索引号": "", "发布机构": "县政府", "发布日期": "2023-01-19"},
    ),
    "a date alone": ("网站首页\n政务公开\n{title}\n2023-01-19\n", {"发布日期": "2023-01-19"}),
    "labels without a colon": (
        "索引号\nA123/2022-5\n组配分类\n政府信息公开年报\n公开日期2023-01-19\n文号\n主题词\n{title}\n",
        {"索引号": "A123/2022-5", "发布日期": "2023-01-19", "发文字号": "", "组配分类": "政府信息公开年报"},
    ),
    "a row with tabs": (
        "当前位置：\t\t首页>政务公开>年度报告\n"
        "索引号\t\tA123/2022-5\t\t文号\t\t\n发布机构\t\t县政府\t\t生成日期\t\t2023-01-19\n{title}\n",
        {"索引号": "A123/2022-5", "发布机构": "县政府", "生成日期": "2023-01-19", "发文字号": ""},
    ),
    "items of a list, label and value apart": (
        "- 【索引号】\n- 1137078/2022-5\n- 【发布时间】\n- 2023-01-19\n- 【主题分类】\n- 政府信息公开年报\n{title}\n",
        {"索引号": "1137078/2022-5", "发布日期": "2023-01-19", "主题分类": "政府信息公开年报"},
    ),
    "items of a list": (
        "  * 首页\n  * 年报\n  * 索引号：A123/2022-5\n  * 文号：云政〔2023〕2号\n{title}\n",
        {"索引号": "A123/2022-5", "发文字号": "云政〔2023〕2号"},
    ),
    "run together": (
        "{title}\n2023年01月19日来源:县政府\n[字体: ] 打印\n",
        {"发布日期": "2023年01月19日", "来源": "县政府"},
    ),
}
FIRST = "本报告依据条例编制，所列数据的统计期限自2022年1月1日起至2022年12月31日止。"


@pytest.mark.parametrize("name", HEADS)
def test_heads_of_plain_texts(name: str) -> None:
    head, pairs = HEADS[name]
    page = read(f"{head.format(title=TITLE)}{FIRST}\n一、总体情况".encode(), "a.txt")
    assert page.titles[0][0] == TITLE
    assert [block.text for block in page.blocks if block.text != TITLE] == [FIRST, "一、总体情况"]
    assert dict(page.metadata_block).items() >= pairs.items()


def test_a_date_in_brackets_under_the_title_stays() -> None:
    page = read(f"{TITLE}\n（2023年1月19日）\n{FIRST}".encode(), "a.txt")
    assert [block.text for block in page.blocks] == [TITLE, "（2023年1月19日）", FIRST]


def test_a_table_of_metadata_above_the_text_is_no_data() -> None:
    first = "<tr><td>索 引 号</td><td>A-5</td><td>发布机构</td><td>县政府</td></tr>"
    table = f"<table>{first}<tr><td>文 号</td><td></td></tr></table>"
    page = read(f'<div class="TRS_Editor">{table}<p>{TITLE}</p><p>{FIRST}</p></div>'.encode(), "a.html")
    assert [block.text for block in page.blocks] == [TITLE, FIRST]
    assert dict(page.metadata_block) == {"索引号": "A-5", "发布机构": "县政府", "发文字号": ""}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("网站标识码：4306030001", "site_code"),
        ("湘ICP备00000001号-1", "icp"),
        ("湘公网安备 00000000000001号", "police_record"),
        ("版权所有：云溪县人民政府", "copyright"),
        ("主办单位：云溪县人民政府办公室", "host"),
        ("上一篇：没有了", "previous_next"),
        ("【打印本页】【关闭窗口】", "tools"),
        ("扫一扫在手机打开当前页", "qr_code"),
        ("微信公众号", "qr_code"),
        ("相关链接：", "related"),
        ("附件下载", "attachment_widget"),
        (">>图解版", "graphic_link"),
        ("网站地图 | 联系我们", "site_links"),
        ("建议使用IE9以上浏览器", "browser_hint"),
        ("责任编辑：张三", "editor"),
        ("浏览次数：358", "visits"),
    ],
)
def test_each_rule_cuts_its_line_below_the_text(line: str, rule: str) -> None:
    page = read(f"{TITLE}\n{FIRST}\n云溪县人民政府办公室\n{line}".encode(), "a.txt")
    assert [(removed.text, removed.rule) for removed in page.removed] == [(line, rule)]
    assert page.blocks[-1].text == "云溪县人民政府办公室"


@pytest.mark.parametrize(
    "line",
    [
        "（此件主动公开）",
        "附件：云溪县政府信息公开情况统计表",
        "联系地址：云溪县东街1号，邮编414000。",
        "欢迎扫描二维码关注“云溪发布”，也可以拨打电话，或者登录县政府网站，提出意见和建议；我们将及时答复。",
        "无。",
    ],
)
def test_last_lines_of_reports_stay(line: str) -> None:
    page = read(f"{TITLE}\n{FIRST}\n{line}\n版权所有：云溪县人民政府".encode(), "a.txt")
    assert page.blocks[-1].text == line
    assert len(page.removed) == 1


def test_numbers_below_the_foot_count_visits_and_above_it_end_a_table() -> None:
    foot = ["主办单位：云溪区人民政府", "网站标识码：", "5301020001", "您是第", "123456", "位访客"]
    table = ["行政诉讼数", "0", "12"]
    trimmed = trim(["一、总体情况", "本年度推进政府信息公开，健全制度，完善平台，成效明显。", *table, *foot])
    assert list(trimmed.kept) == [0, 1, 2, 3, 4]
    assert [removed.text for removed in trimmed.removed] == foot
