"""Form C, report years 2021 on.

Source: 国办公开办函〔2021〕30号, 中华人民共和国政府信息公开工作年度报告格式.
"""

from archive.forms.model import Column, CrossYear, Form, Identity, Row, Table
from archive.forms.requests import REQUEST_CROSS_YEAR, REQUESTS_C, request_identities
from archive.forms.reviews import REVIEW_IDENTITIES, REVIEWS
from archive.forms.sections import STATUTORY_HEADINGS

_DECISIONS = Column("decisions", "本年处理决定数量", ("处理决定数量",))

DOCUMENTS_C = Table(
    "t2_1",
    "第二十条第(一)项",
    (Row("regulation", "规章"), Row("normative_doc", "行政规范性文件", ("规范性文件",))),
    (
        Column("issued", "本年制发件数", ("本年制发数", "制发件数")),
        Column("repealed", "本年废止件数", ("本年废止数", "废止件数")),
        Column("in_force", "现行有效件数", ("现行有效数",)),
    ),
    "件",
)
LICENCES_C = Table("t2_5", "第二十条第(五)项", (Row("licence", "行政许可"),), (_DECISIONS,), "件")
PENALTIES_C = Table(
    "t2_6",
    "第二十条第(六)项",
    (Row("penalty", "行政处罚"), Row("coercion", "行政强制")),
    (_DECISIONS,),
    "件",
)
FEES_C = Table(
    "t2_8",
    "第二十条第(八)项",
    (Row("fee", "行政事业性收费"),),
    (Column("amount", "本年收费金额(单位:万元)", ("收费金额",), unit="万元"),),
    "万元",
)

FORM_C = Form(
    name="C",
    first_year=2021,
    last_year=None,
    source="国办公开办函〔2021〕30号",
    tables=(DOCUMENTS_C, LICENCES_C, PENALTIES_C, FEES_C, REQUESTS_C, REVIEWS),
    identities=(
        *(
            Identity(
                f"t2_1.in_force_ge_issued.{row.key}",
                (DOCUMENTS_C.key(row.key, "in_force"),),
                (DOCUMENTS_C.key(row.key, "issued"),),
                ">=",
                "info",  # fails lawfully where a document is issued and repealed in the same year
            )
            for row in DOCUMENTS_C.rows
        ),
        *request_identities(REQUESTS_C),
        *REVIEW_IDENTITIES,
    ),
    cross_year=(
        *(
            CrossYear(
                f"c.in_force.{row.key}",
                DOCUMENTS_C.key(row.key, "in_force"),
                DOCUMENTS_C.key(row.key, "in_force"),
                plus=(DOCUMENTS_C.key(row.key, "issued"),),
                minus=(DOCUMENTS_C.key(row.key, "repealed"),),
            )
            for row in DOCUMENTS_C.rows
        ),
        *REQUEST_CROSS_YEAR,
    ),
    headings=STATUTORY_HEADINGS,
)
