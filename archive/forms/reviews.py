"""Table 4, 政府信息公开行政复议、行政诉讼情况: one row of 15 numbers in three groups of five.

Source: 国办公开办函〔2019〕60号 and 国办公开办函〔2021〕30号; the same in forms B and C.
"""

from archive.forms.model import Column, Identity, Row, Table, sum_identity

GROUPS = (
    Row("review", "行政复议"),
    Row("litigation_direct", "未经复议直接起诉", ("未经复议直接诉讼", "未经复议直接提起诉讼", "直接起诉")),
    Row("litigation_after_review", "复议后起诉", ("复议后诉讼", "复议后提起诉讼", "经复议后起诉")),
)
RESULTS = (
    Column("upheld", "结果维持", ("维持",)),
    Column("corrected", "结果纠正", ("纠正",)),
    Column("other", "其他结果", ("其它结果", "其他", "其它")),
    Column("pending", "尚未审结", ("未审结",)),
    Column("total", "总计", ("合计",)),
)
REVIEWS = Table("t4", "政府信息公开行政复议、行政诉讼情况", GROUPS, RESULTS, "件")

REVIEW_IDENTITIES: tuple[Identity, ...] = tuple(
    sum_identity(
        f"t4.sum.{group.key}",
        REVIEWS.key(group.key, "total"),
        tuple(REVIEWS.key(group.key, column.key) for column in RESULTS[:-1]),
    )
    for group in GROUPS
)
