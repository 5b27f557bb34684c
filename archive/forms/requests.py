"""Table 3, 收到和处理政府信息公开申请情况: the same in forms B and C but for the rows of 其他处理.

Source: 国办公开办函〔2019〕60号 (23 rows) and 国办公开办函〔2021〕30号 (25 rows).
"""

from archive.forms.model import Column, CrossYear, Identity, Row, Table, sum_identity

_LEGAL = "法人或其他组织"

COLUMNS = (
    Column("natural_person", "自然人", ("公民", "个人")),
    Column("commercial_enterprise", "商业企业", ("企业",), group=_LEGAL),
    Column("research_institution", "科研机构", (), group=_LEGAL),
    Column("public_welfare_org", "社会公益组织", ("公益组织",), group=_LEGAL),
    Column("legal_service_org", "法律服务机构", (), group=_LEGAL),
    Column("other_org", "其他", ("其它", "其他组织", "其它组织"), group=_LEGAL),
    Column("total", "总计", ("合计",)),
)

_DENIED = (
    Row("denied", "(三)不予公开", parent="results", kind="header"),
    Row("denied_state_secret", "1.属于国家秘密", ("国家秘密", "涉及国家秘密"), "denied"),
    Row("denied_law_prohibited", "2.其他法律行政法规禁止公开", ("法律行政法规禁止公开",), "denied"),
    Row("denied_three_security", "3.危及“三安全一稳定”", (), "denied"),
    Row("denied_third_party", "4.保护第三方合法权益", (), "denied"),
    Row("denied_internal_affairs", "5.属于三类内部事务信息", ("三类内部事务信息",), "denied"),
    Row("denied_process_info", "6.属于四类过程性信息", ("四类过程性信息",), "denied"),
    Row("denied_enforcement_file", "7.属于行政执法案卷", ("行政执法案卷",), "denied"),
    Row("denied_admin_query", "8.属于行政查询事项", ("行政查询事项",), "denied"),
)
_UNAVAILABLE = (
    Row("unavailable", "(四)无法提供", parent="results", kind="header"),
    Row("unavailable_not_held", "1.本机关不掌握相关政府信息", (), "unavailable"),
    Row("unavailable_need_creation", "2.没有现成信息需要另行制作", (), "unavailable"),
    Row("unavailable_unclear", "3.补正后申请内容仍不明确", (), "unavailable"),
)
_NOT_PROCESSED = (
    Row("not_processed", "(五)不予处理", parent="results", kind="header"),
    Row("not_processed_petition", "1.信访举报投诉类申请", (), "not_processed"),
    Row("not_processed_duplicate", "2.重复申请", (), "not_processed"),
    Row("not_processed_publication", "3.要求提供公开出版物", (), "not_processed"),
    Row("not_processed_excessive", "4.无正当理由大量反复申请", (), "not_processed"),
    Row("not_processed_confirm", "5.要求行政机关确认或重新出具已获取信息", (), "not_processed"),
)
_OTHER_B = (Row("other", "(六)其他处理", ("其它处理",), "results"),)
_OTHER_C = (
    Row("other", "(六)其他处理", ("其它处理",), "results", "header"),
    Row(
        "other_no_supplement",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        ("申请人无正当理由逾期不补正",),
        "other",
    ),
    Row(
        "other_fee_unpaid",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        ("申请人逾期未按收费通知要求缴纳费用",),
        "other",
    ),
    Row("other_other", "3.其他", ("其它", "其他情形"), "other"),
)
_INPUT = (
    Row("new", "一、本年新收政府信息公开申请数量", ("本年新收政府信息公开申请", "本年新收申请数量")),
    Row("carried_in", "二、上年结转政府信息公开申请数量", ("上年结转政府信息公开申请", "上年结转申请数量")),
    Row("results", "三、本年度办理结果", ("本年办理结果",), kind="header"),
    Row("granted", "(一)予以公开", (), "results"),
    Row("partial", "(二)部分公开(区分处理的,只计这一情形,不计其他情形)", (), "results"),
)
_OUTPUT = (
    Row("result_total", "(七)总计", ("合计",), "results", "subtotal"),
    Row("carried_out", "四、结转下年度继续办理", ("结转下一年度继续办理", "结转下年继续办理")),
)
_TITLE = "收到和处理政府信息公开申请情况"
_SHARED = (*_INPUT, *_DENIED, *_UNAVAILABLE, *_NOT_PROCESSED)

REQUESTS_B = Table("t3", _TITLE, (*_SHARED, *_OTHER_B, *_OUTPUT), COLUMNS, "件")
REQUESTS_C = Table("t3", _TITLE, (*_SHARED, *_OTHER_C, *_OUTPUT), COLUMNS, "件")


def request_identities(table: Table) -> tuple[Identity, ...]:
    """Row sums, column sums and balance of table 3.

    The balance is printed in the form itself: 第一项加第二项之和，等于第三项加第四项之和, for each column.
    """
    parts = tuple(column.key for column in table.columns if column.key != "total")
    leaves = tuple(row.key for row in table.rows if row.kind == "leaf" and row.parent is not None)
    keys = tuple(column.key for column in table.columns)
    return (
        *(
            sum_identity(
                f"t3.row_sum.{row.key}", table.key(row.key, "total"), tuple(table.key(row.key, part) for part in parts)
            )
            for row in table.data_rows()
        ),
        *(
            sum_identity(
                f"t3.col_sum.{key}", table.key("result_total", key), tuple(table.key(leaf, key) for leaf in leaves)
            )
            for key in keys
        ),
        *(
            Identity(
                f"t3.balance.{key}",
                (table.key("new", key), table.key("carried_in", key)),
                (table.key("result_total", key), table.key("carried_out", key)),
            )
            for key in keys
        ),
    )


REQUEST_CROSS_YEAR = tuple(
    CrossYear(f"t3.carry.{column.key}", f"t3.carried_out.{column.key}", f"t3.carried_in.{column.key}")
    for column in COLUMNS
)
