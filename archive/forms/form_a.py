"""Form A, the national statistics table of report years 2014 to 2018.

Source: 国办发〔2014〕32号, annex 政府信息公开情况统计表 (统计指标 | 单位 | 统计数). Some later rows are worded
as reports print them.
"""

from archive.forms.model import Form, Identity, Row, Table, sum_identity
from archive.forms.sections import HEADINGS_BEFORE_2019

_ROWS = (
    Row("pd", "一、主动公开情况", kind="header"),
    Row(
        "pd.total",
        "(一)主动公开政府信息数",
        (
            "主动公开政府信息数(不同渠道和方式公开相同信息计1条)",
            "主动公开政府信息总数",
        ),
        parent="pd",
        unit="条",
    ),
    Row("pd.normative_disclosed", "其中:主动公开规范性文件数", ("主动公开规范性文件数",), parent="pd.total", unit="条"),
    Row("pd.normative_issued", "制发规范性文件总数", ("制发规范性文件数",), parent="pd", unit="件"),
    Row("pd.channel", "(二)通过不同渠道和方式公开政府信息的情况", parent="pd", kind="header"),
    Row("pd.channel.gazette", "1.政府公报公开政府信息数", ("政府公报公开数",), parent="pd.channel", unit="条"),
    Row("pd.channel.website", "2.政府网站公开政府信息数", ("政府网站公开数",), parent="pd.channel", unit="条"),
    Row("pd.channel.weibo", "3.政务微博公开政府信息数", parent="pd.channel", unit="条"),
    Row("pd.channel.wechat", "4.政务微信公开政府信息数", parent="pd.channel", unit="条"),
    Row("pd.channel.other", "5.其他方式公开政府信息数", parent="pd.channel", unit="条"),
    Row("resp", "二、回应解读情况", kind="header"),
    Row(
        "resp.hotspots",
        "(一)回应公众关注热点或重大舆情数",
        ("回应公众关注热点或重大舆情数(不同方式回应同一热点或舆情计1次)",),
        parent="resp",
        unit="次",
    ),
    Row("resp.channel", "(二)通过不同渠道和方式回应解读的情况", parent="resp", kind="header"),
    Row("resp.press_conf", "1.参加或举办新闻发布会总次数", parent="resp.channel", unit="次"),
    Row("resp.press_conf_leader", "其中:主要负责同志参加新闻发布会次数", parent="resp.press_conf", unit="次"),
    Row("resp.interview", "2.政府网站在线访谈次数", parent="resp.channel", unit="次"),
    Row("resp.interview_leader", "其中:主要负责同志参加政府网站在线访谈次数", parent="resp.interview", unit="次"),
    Row("resp.articles", "3.政策解读稿件发布数", parent="resp.channel", unit="篇"),
    Row("resp.weibo_wechat", "4.微博微信回应事件数", parent="resp.channel", unit="次"),
    Row("resp.other", "5.其他方式回应事件数", parent="resp.channel", unit="次"),
    Row("app", "三、依申请公开情况", kind="header"),
    Row(
        "app.received",
        "(一)收到申请数",
        (
            "受理政府信息公开申请总数",
            "收到政府信息公开申请",
        ),
        parent="app",
        unit="件",
    ),
    Row("app.received.in_person", "1.当面申请数", parent="app.received", unit="件"),
    Row("app.received.fax", "2.传真申请数", parent="app.received", unit="件"),
    Row("app.received.online", "3.网络申请数", parent="app.received", unit="件"),
    Row("app.received.letter", "4.信函申请数", ("信函、传真申请数",), parent="app.received", unit="件"),
    Row("app.closed", "(二)申请办结数", parent="app", unit="件"),
    Row("app.closed.on_time", "1.按时办结数", parent="app.closed", unit="件"),
    Row("app.closed.extended", "2.延期办结数", parent="app.closed", unit="件"),
    Row("app.replied", "(三)申请答复数", ("对申请的答复总数",), parent="app", unit="件"),
    Row(
        "app.replied.already_public",
        "1.属于已主动公开范围数",
        (
            "属于已主动公开范围",
            "属于公开范围",
        ),
        parent="app.replied",
        unit="件",
    ),
    Row("app.replied.granted", "2.同意公开答复数", ("同意公开",), parent="app.replied", unit="件"),
    Row("app.replied.partial", "3.同意部分公开答复数", ("部分公开",), parent="app.replied", unit="件"),
    Row(
        "app.replied.denied",
        "4.不同意公开答复数",
        (
            "不予公开答复数",
            "不予公开",
        ),
        parent="app.replied",
        unit="件",
    ),
    Row("app.denied.state_secret", "其中:涉及国家秘密", parent="app.replied.denied", unit="件"),
    Row("app.denied.trade_secret", "涉及商业秘密", parent="app.replied.denied", unit="件"),
    Row("app.denied.privacy", "涉及个人隐私", parent="app.replied.denied", unit="件"),
    Row(
        "app.denied.three_security",
        "危及国家安全、公共安全、经济安全和社会稳定",
        parent="app.replied.denied",
        unit="件",
    ),
    Row("app.denied.not_gov_info", "不是《条例》所指政府信息", parent="app.replied.denied", unit="件"),
    Row("app.denied.other_law", "法律法规规定的其他情形", parent="app.replied.denied", unit="件"),
    Row(
        "app.replied.not_this_organ",
        "5.不属于本行政机关公开数",
        (
            "非本机关政府信息",
            "非本部门掌握政府信息",
        ),
        parent="app.replied",
        unit="件",
    ),
    Row(
        "app.replied.not_exist",
        "6.申请信息不存在数",
        (
            "信息不存在",
            "政府信息不存在",
        ),
        parent="app.replied",
        unit="件",
    ),
    Row("app.replied.supplement", "7.告知作出更改补充数", parent="app.replied", unit="件"),
    Row("app.replied.other_way", "8.告知通过其他途径办理数", parent="app.replied", unit="件"),
    Row("review.total", "四、行政复议数量", ("行政复议数",), unit="件"),
    Row("review.upheld", "(一)维持具体行政行为数", parent="review.total", unit="件"),
    Row("review.corrected", "(二)被依法纠错数", parent="review.total", unit="件"),
    Row("review.other", "(三)其他情形数", parent="review.total", unit="件"),
    Row("litigation.total", "五、行政诉讼数量", ("行政诉讼数",), unit="件"),
    Row(
        "litigation.upheld",
        "(一)维持具体行政行为或者驳回原告诉讼请求数",
        ("维持具体行政行为数",),
        parent="litigation.total",
        unit="件",
    ),
    Row("litigation.corrected", "(二)被依法纠错数", parent="litigation.total", unit="件"),
    Row("litigation.other", "(三)其他情形数", parent="litigation.total", unit="件"),
    Row("complaints", "六、举报投诉数量", ("接受行政申诉、举报数",), unit="件"),
    Row("fees", "七、依申请公开信息收取的费用", unit="万元"),
    Row("org", "八、机构建设和保障经费情况", kind="header"),
    Row("org.units", "(一)政府信息公开工作专门机构数", parent="org", unit="个"),
    Row("org.reading_points", "(二)设置政府信息公开查阅点数", parent="org", unit="个"),
    Row("org.staff", "(三)从事政府信息公开工作人员数", parent="org", unit="人"),
    Row(
        "org.staff.full_time",
        "1.专职人员数(不包括政府公报及政府网站工作人员数)",
        ("专职人员数",),
        parent="org.staff",
        unit="人",
    ),
    Row("org.staff.part_time", "2.兼职人员数", parent="org.staff", unit="人"),
    Row(
        "org.budget",
        "(四)政府信息公开专项经费(不包括用于政府公报编辑管理及政府网站建设维护等方面的经费)",
        ("政府信息公开专项经费",),
        parent="org",
        unit="万元",
    ),
    Row("train", "九、政府信息公开会议和培训情况", kind="header"),
    Row("train.meetings", "(一)召开政府信息公开工作会议或专题会议数", parent="train", unit="次"),
    Row("train.courses", "(二)举办各类培训班数", parent="train", unit="次"),
    Row("train.people", "(三)接受培训人员数", parent="train", unit="人次"),
)

NATIONAL = Table("a", "政府信息公开情况统计表", _ROWS, (), None)


def _under(total: str, *parts: str) -> tuple[str, tuple[str, ...]]:
    return f"a.{total}", tuple(f"a.{part}" for part in parts)


_RESULTS = ("upheld", "corrected", "other")
_REPLIES = (
    "already_public",
    "granted",
    "partial",
    "denied",
    "not_this_organ",
    "not_exist",
    "supplement",
    "other_way",
)
_GROUNDS = ("state_secret", "trade_secret", "privacy", "three_security", "not_gov_info", "other_law")
_CHANNELS = ("gazette", "website", "weibo", "wechat", "other")

FORM_A = Form(
    name="A",
    first_year=2014,
    last_year=2018,
    source="国办发〔2014〕32号",
    tables=(NATIONAL,),
    identities=(
        sum_identity(
            "a.received",
            *_under("app.received", *(f"app.received.{way}" for way in ("in_person", "fax", "online", "letter"))),
        ),
        sum_identity("a.closed", *_under("app.closed", "app.closed.on_time", "app.closed.extended")),
        sum_identity("a.replied", *_under("app.replied", *(f"app.replied.{reply}" for reply in _REPLIES))),
        sum_identity("a.denied", *_under("app.replied.denied", *(f"app.denied.{ground}" for ground in _GROUNDS))),
        sum_identity("a.review", *_under("review.total", *(f"review.{result}" for result in _RESULTS))),
        sum_identity("a.litigation", *_under("litigation.total", *(f"litigation.{result}" for result in _RESULTS))),
        sum_identity("a.staff", *_under("org.staff", "org.staff.full_time", "org.staff.part_time")),
        # One item published through two channels counts once in the total.
        Identity(
            "a.channels_ge_total",
            ("a.pd.total",),
            tuple(f"a.pd.channel.{channel}" for channel in _CHANNELS),
            "<=",
            "warning",
        ),
        Identity("a.subset.normative", ("a.pd.normative_disclosed",), ("a.pd.total",), "<=", "warning"),
        Identity("a.subset.press_conf", ("a.resp.press_conf_leader",), ("a.resp.press_conf",), "<=", "warning"),
        Identity("a.subset.interview", ("a.resp.interview_leader",), ("a.resp.interview",), "<=", "warning"),
    ),
    headings=HEADINGS_BEFORE_2019,
)
