"""Form B, report years 2019 and 2020.

Source: 国办公开办函〔2019〕60号, 中华人民共和国政府信息公开工作年度报告格式（试行）.
"""

from archive.forms.model import Column, CrossYear, Form, Identity, Row, Table
from archive.forms.requests import REQUEST_CROSS_YEAR, REQUESTS_B, request_identities
from archive.forms.reviews import REVIEW_IDENTITIES, REVIEWS
from archive.forms.sections import STATUTORY_HEADINGS

_PREVIOUS = Column("prev_items", "上一年项目数量", ("上年项目数量", "上一年度项目数量"), unit="项")
_DELTA = Column("delta", "本年增/减", ("本年增减", "本年度增减"), unit="项", signed=True)
_DECISIONS = Column("decisions", "处理决定数量", ("本年处理决定数量",), unit="件")

DOCUMENTS_B = Table(
    "t2_1",
    "第二十条第(一)项",
    (Row("regulation", "规章"), Row("normative_doc", "规范性文件", ("行政规范性文件",))),
    (
        Column("made", "本年新制作数量", ("新制作数量",)),
        Column("disclosed", "本年新公开数量", ("新公开数量",)),
        Column("disclosed_total", "对外公开总数量", ("对外公开数量",)),
    ),
    "件",
)
LICENCES_B = Table(
    "t2_5",
    "第二十条第(五)项",
    (Row("licence", "行政许可"), Row("other_service", "其他对外管理服务事项", ("其它对外管理服务事项",))),
    (_PREVIOUS, _DELTA, _DECISIONS),
    "项/件",
)
PENALTIES_B = Table(
    "t2_6",
    "第二十条第(六)项",
    (Row("penalty", "行政处罚"), Row("coercion", "行政强制")),
    (_PREVIOUS, _DELTA, _DECISIONS),
    "项/件",
)
FEES_B = Table("t2_8", "第二十条第(八)项", (Row("fee", "行政事业性收费"),), (_PREVIOUS, _DELTA), "项")
PROCUREMENT_B = Table(
    "t2_9",
    "第二十条第(九)项",
    (Row("procurement", "政府集中采购"),),
    (Column("projects", "采购项目数量", unit="项"), Column("amount", "采购总金额", ("采购金额",))),
    None,  # the form prints no unit for the amount: the cell may carry 元, 万元 or 亿元
)

_ITEM_ROWS = tuple(f"{table.id}.{row.key}" for table in (LICENCES_B, PENALTIES_B, FEES_B) for row in table.rows)

FORM_B = Form(
    name="B",
    first_year=2019,
    last_year=2020,
    source="国办公开办函〔2019〕60号",
    tables=(DOCUMENTS_B, LICENCES_B, PENALTIES_B, FEES_B, PROCUREMENT_B, REQUESTS_B, REVIEWS),
    identities=(
        *(
            Identity(
                f"t2_1.total_ge_disclosed.{row.key}",
                (DOCUMENTS_B.key(row.key, "disclosed_total"),),
                (DOCUMENTS_B.key(row.key, "disclosed"),),
                ">=",
                "warning",
            )
            for row in DOCUMENTS_B.rows
        ),
        *request_identities(REQUESTS_B),
        *REVIEW_IDENTITIES,
    ),
    cross_year=(
        *(
            CrossYear(f"b.items.{row}", f"{row}.prev_items", f"{row}.prev_items", previous_plus=(f"{row}.delta",))
            for row in _ITEM_ROWS
        ),
        *REQUEST_CROSS_YEAR,
    ),
    headings=STATUTORY_HEADINGS,
)
