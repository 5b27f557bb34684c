"""The statutory forms as the replica portals print them: labels, keys, and which cells add up.

Wording of the tables: 国办公开办函〔2019〕60号 (form B, 2019–2020), 国办公开办函〔2021〕30号 (form C, 2021 on),
国办发〔2014〕32号 (form A, 2014–2018) and the two-column table of Fujian's municipalities before 2019.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Number = int | Decimal
FormName = Literal["A", "local", "narrative", "B", "C"]


@dataclass(frozen=True, slots=True)
class Line:
    """A data row of table 3: its key and its labels from the outermost to its own."""

    key: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A part of table 2: the caption, then columns and rows as (key, label)."""

    key: str
    caption: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of form A: ``key`` and ``unit`` are None for a heading without a number."""

    key: str | None
    label: str
    unit: str | None


COLUMNS = (
    ("natural_person", "自然人"),
    ("commercial_enterprise", "商业企业"),
    ("research_institution", "科研机构"),
    ("public_welfare_org", "社会公益组织"),
    ("legal_service_org", "法律服务机构"),
    ("other_org", "其他"),
    ("total", "总计"),
)
BALANCE_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = "三、本年度办理结果"
RESULT_TOTAL = Line("result_total", (RESULTS, "（七）总计"))

_NEW = Line("new", ("一、本年新收政府信息公开申请数量",))
_CARRIED_IN = Line("carried_in", ("二、上年结转政府信息公开申请数量",))
_CARRIED_OUT = Line("carried_out", ("四、结转下年度继续办理",))
_GROUPS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "denied",
        "（三）不予公开",
        (
            ("state_secret", "1.属于国家秘密"),
            ("law_prohibited", "2.其他法律行政法规禁止公开"),
            ("three_security", "3.危及“三安全一稳定”"),
            ("third_party", "4.保护第三方合法权益"),
            ("internal_affairs", "5.属于三类内部事务信息"),
            ("process_info", "6.属于四类过程性信息"),
            ("enforcement_file", "7.属于行政执法案卷"),
            ("admin_query", "8.属于行政查询事项"),
        ),
    ),
    (
        "unavailable",
        "（四）无法提供",
        (
            ("not_held", "1.本机关不掌握相关政府信息"),
            ("need_creation", "2.没有现成信息需要另行制作"),
            ("unclear", "3.补正后申请内容仍不明确"),
        ),
    ),
    (
        "not_processed",
        "（五）不予处理",
        (
            ("petition", "1.信访举报投诉类申请"),
            ("duplicate", "2.重复申请"),
            ("publication", "3.要求提供公开出版物"),
            ("excessive", "4.无正当理由大量反复申请"),
            ("confirm", "5.要求行政机关确认或重新出具已获取信息"),
        ),
    ),
)
_OTHER_C = (
    ("other_no_supplement", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    ("other_fee_unpaid", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    ("other_other", "3.其他"),
)
_LEAVES = (
    Line("granted", (RESULTS, "（一）予以公开")),
    Line("partial", (RESULTS, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）")),
    *(Line(f"{group}_{key}", (RESULTS, head, label)) for group, head, rows in _GROUPS for key, label in rows),
)
LINES_B = (_NEW, _CARRIED_IN, *_LEAVES, Line("other", (RESULTS, "（六）其他处理")), RESULT_TOTAL, _CARRIED_OUT)
LINES_C = (
    _NEW,
    _CARRIED_IN,
    *_LEAVES,
    *(Line(key, (RESULTS, "（六）其他处理", label)) for key, label in _OTHER_C),
    RESULT_TOTAL,
    _CARRIED_OUT,
)

OUTCOMES = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
)
PROCEEDINGS = (
    ("review", ("行政复议",)),
    ("litigation_direct", ("行政诉讼", "未经复议直接起诉")),
    ("litigation_after_review", ("行政诉讼", "复议后起诉")),
)

_CHANGES = (("prev_items", "上一年项目数量"), ("delta", "本年增/减"))
ITEMS_B = (
    Item(
        "t2_1",
        "第二十条第（一）项",
        (("made", "本年新制作数量"), ("disclosed", "本年新公开数量"), ("disclosed_total", "对外公开总数量")),
        (("regulation", "规章"), ("normative_doc", "规范性文件")),
    ),
    Item(
        "t2_5",
        "第二十条第（五）项",
        (*_CHANGES, ("decisions", "处理决定数量")),
        (("licence", "行政许可"), ("other_service", "其他对外管理服务事项")),
    ),
    Item(
        "t2_6",
        "第二十条第（六）项",
        (*_CHANGES, ("decisions", "处理决定数量")),
        (("penalty", "行政处罚"), ("coercion", "行政强制")),
    ),
    Item("t2_8", "第二十条第（八）项", _CHANGES, (("fee", "行政事业性收费"),)),
    Item(
        "t2_9",
        "第二十条第（九）项",
        (("projects", "采购项目数量"), ("amount", "采购总金额")),
        (("procurement", "政府集中采购"),),
    ),
)
ITEMS_C = (
    Item(
        "t2_1",
        "第二十条第（一）项",
        (("issued", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数")),
        (("regulation", "规章"), ("normative_doc", "行政规范性文件")),
    ),
    Item("t2_5", "第二十条第（五）项", (("decisions", "本年处理决定数量"),), (("licence", "行政许可"),)),
    Item(
        "t2_6",
        "第二十条第（六）项",
        (("decisions", "本年处理决定数量"),),
        (("penalty", "行政处罚"), ("coercion", "行政强制")),
    ),
    Item("t2_8", "第二十条第（八）项", (("amount", "本年收费金额（单位：万元）"),), (("fee", "行政事业性收费"),)),
)


def items_of(form: FormName) -> tuple[Item, ...]:
    """The parts of table 2; none for the forms before 2019."""
    return {"B": ITEMS_B, "C": ITEMS_C}.get(form, ())


def lines_of(form: FormName) -> tuple[Line, ...]:
    """The data rows of table 3; none for the forms before 2019."""
    return {"B": LINES_B, "C": LINES_C}.get(form, ())


def leaves_of(form: FormName) -> tuple[str, ...]:
    """Keys of the rows of table 3 that add up to its subtotal."""
    outside = ("new", "carried_in", "result_total", "carried_out")
    return tuple(line.key for line in lines_of(form) if line.key not in outside)
