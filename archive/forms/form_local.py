"""The local form with the columns 本年 | 历年累计 that provinces used from 2008 to 2018.

Source: 政府信息公开工作基本情况一览表 as printed by municipalities of Fujian and others. No decree of national scope;
rows that it lacks are those of the national form (form A), keyed alike.
"""

from archive.forms.form_a import NATIONAL
from archive.forms.model import Column, CrossYear, Form, Identity, Row, Table, sum_identity
from archive.forms.sections import HEADINGS_BEFORE_2019

_OWN_ROWS = (
    Row(
        "pd.files",
        "主动公开文件数",
        (
            "主动公开信息数",
            "主动公开信息总数",
            "主动公开政府信息数",
            "主动公开文件数",
        ),
        unit="件",
    ),
    Row(
        "pd.files.website",
        "其中:1.政府网站公开数",
        ("政府网站公开", "网站公开数", "网站公开", "门户网站公开数", "政府门户网站公开数"),
        parent="pd.files",
        unit="件",
    ),
    Row("pd.files.gazette", "2.政府公报公开数", ("政府公报公开",), parent="pd.files", unit="件"),
    Row(
        "app.received",
        "受理政府信息公开申请总数",
        (
            "受理政府信息公开申请数",
            "正式受理政府信息公开申请数",
            "收到政府信息公开申请总数",
            "收到政府信息公开申请数",
            "受理依申请公开信息总数",
            "受理依申请公开政府信息总数",
            "收到申请数",
            "收到申请总数",
            "受理申请总数",
            "受理申请数",
        ),
        unit="件",
    ),
    Row("app.received.in_person", "其中:1.当面申请数", parent="app.received", unit="件"),
    Row("app.received.online", "2.网络申请数", ("网上申请数",), parent="app.received", unit="件"),
    Row("app.received.letter_fax", "3.信函、传真申请数", parent="app.received", unit="件"),
    Row("app.replied", "对申请的答复总数", ("对申请的答复数", "申请答复总数"), unit="件"),
    Row("app.replied.granted", "其中:1.同意公开答复数", parent="app.replied", unit="件"),
    Row("app.replied.partial", "2.同意部分公开答复数", parent="app.replied", unit="件"),
    Row(
        "app.replied.denied",
        "3.不予公开答复数",
        ("不予公开答复总数", "否决公开答复数", "否决公开答复总数", "不同意公开答复数", "不同意公开答复总数"),
        parent="app.replied",
        unit="件",
    ),
    Row("app.replied.other", "4.其他类型答复数", parent="app.replied", unit="件"),
    Row(
        "complaints",
        "接受行政申诉、举报数",
        (
            "行政申诉数",
            "接受行政申诉、举报数",
            "举报投诉数量",
        ),
        unit="件",
    ),
    Row(
        "review.total",
        "行政复议数",
        ("政府信息公开行政复议数", "受理政府信息公开工作行政复议数", "收到政府信息公开工作行政复议数"),
        unit="件",
    ),
    Row(
        "litigation.total",
        "行政诉讼数",
        ("政府信息公开行政诉讼数", "受理政府信息公开工作行政诉讼数", "收到政府信息公开工作行政诉讼数"),
        unit="件",
    ),
    Row("app.received.email", "3.电子邮件申请数", ("电子邮件申请数",), parent="app.received", unit="条"),
    Row("app.received.fax", "传真申请数", parent="app.received", unit="条"),
    Row("app.received.letter", "信函申请数", parent="app.received", unit="条"),
    Row(
        "app.received.other",
        "6.其他形式申请数",
        (
            "其它形式申请数",
            "其他形式申请数",
        ),
        parent="app.received",
        unit="条",
    ),
    Row("fees", "政府信息公开收取的费用", ("收费金额", "收取费用总额", "收取费用"), unit="元"),
    Row("fees.reduced", "政府信息公开收费减免金额", ("减免金额",), unit="元"),
)

_OWN_KEYS = frozenset(row.key for row in _OWN_ROWS)
LOCAL_COLUMNS = (
    Column("year", "本年", ("本年度", "本年度数", "当年", "本年数")),
    Column("cumulative", "历年累计", ("累计", "历年累计数", "累计数")),
)
LOCAL = Table("a", "政府信息公开工作基本情况一览表", _OWN_ROWS, LOCAL_COLUMNS, None)
LOCAL_ONE_COLUMN = Table("a", LOCAL.title, _OWN_ROWS, (), None)
# Rows that a local table may borrow from the national form.
BORROWED_ROWS = tuple(row for row in NATIONAL.rows if row.key not in _OWN_KEYS)

_RECEIVED = ("in_person", "online", "letter_fax")
_REPLIED = ("granted", "partial", "denied", "other")


def _identities(suffix: str, tail: str) -> tuple[Identity, ...]:
    return (
        sum_identity(
            f"fj.received{tail}",
            f"a.app.received{suffix}",
            tuple(f"a.app.received.{way}{suffix}" for way in _RECEIVED),
        ),
        sum_identity(
            f"fj.replied{tail}",
            f"a.app.replied{suffix}",
            tuple(f"a.app.replied.{reply}{suffix}" for reply in _REPLIED),
        ),
    )


FORM_LOCAL = Form(
    name="local",
    first_year=2008,
    last_year=2018,
    source="政府信息公开工作基本情况一览表 (no national decree)",
    tables=(LOCAL,),
    identities=(
        *(identity for column in LOCAL_COLUMNS for identity in _identities(f".{column.key}", f".{column.key}")),
        *(
            Identity(
                f"fj.cumulative_ge_year.{row.key}",
                (LOCAL.key(row.key, "cumulative"),),
                (LOCAL.key(row.key, "year"),),
                ">=",
                "error",
            )
            for row in LOCAL.data_rows()
        ),
    ),
    cross_year=tuple(
        CrossYear(
            f"fj.cumulative.{row.key}",
            LOCAL.key(row.key, "cumulative"),
            LOCAL.key(row.key, "cumulative"),
            plus=(LOCAL.key(row.key, "year"),),
        )
        for row in LOCAL.data_rows()
    ),
    headings=HEADINGS_BEFORE_2019,
)
