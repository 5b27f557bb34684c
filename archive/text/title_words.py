"""The words of titles: what names an annual report on disclosure, and what names something else.

Collected from some 450 titles of reports and 6,000 names of columns of 2008–2026. Titles are matched folded (see
``title_grammar.fold``): no blanks, half-width signs, years in ASCII digits.
"""

import re
from typing import Final, Literal

Reason = Literal[
    "notice",
    "self_check",
    "infographic",
    "guide",
    "draft",
    "work_summary",
    "letter",
    "part_of_year",
    "other_report",
    "not_about_disclosure",
]

# 公开 alone is the subject behind a year only (2017年公开年报).
_SUBJECT: Final = (
    r"(?P<whole>政府(?:政务)?信息(?:主动|[和与及、]政务)?公开|政府信息与政务公开)"
    r"|(?P<part>(?:政务)?信息(?:[和与及、]政务)?公开|政务公开|政府公开|(?<=\d年)公开|(?<=年度)公开)"
)
# Between subject and 报告: nothing but these, or the title is of another report (信息公开保密审查报告).
_FILLER: Final = (
    r"(?:工作|情况|实施|执行|贯彻|落实|推进|推动|开展|进展|完成|信息|统计|总结|条例|规定|有关|相关|基本|总体|本级|全年|年终"
    r"|年度|(?:\(?20\d\d(?:年度?)?\)?)|年|的|和|及|与|暨|政务公开|(?:政府)?信息公开|[-—–、:·])"
)
_NAME: Final = r"(?P<between>[^\W\d_]{2,20}(?:政府|办公室|局|厅|委|委员会|院|中心|处|镇|乡|街道|办事处|[省市县区旗]))"
_ENDING: Final = r"(?:年度报告书?|报告书?|年报)"
# The second form has the organ between subject and 报告 (政府信息公开云岭县水利局2015年年报).
CORES: Final = (
    re.compile(rf"(?:{_SUBJECT})(?P<filler>{_FILLER}*?){_ENDING}(?!度)"),
    re.compile(rf"(?:{_SUBJECT})(?P<filler>{_FILLER}*?{_NAME}{_FILLER}*?){_ENDING}(?!度)"),
)
# Without the subject: 2022年年报, 云岭县水利局2021年度报告.
BARE: Final = re.compile(r"^(?P<before>.*?)(?:工作)?(?:年度(?:工作)?报告书?|年报)")
LAW_REPORT: Final = re.compile(r"^(?P<before>.*?)(?:贯彻|落实|实施|执行)+条例(?:工作|的|有关)*情况的?报告")
YEAR_ONLY: Final = re.compile(r"^(?P<before>\D*)(?:20\d\d)(?:年度?)?(?P<behind>\D*)$")

# Behind 报告, besides remarks in brackets and the names of a site.
TAIL: Final = re.compile(
    r"""^(?:[\s.。:;_~-]|全文|正文|公开稿|终稿|定稿|原文|公布|附件\d*|附表|及附[表件]|[和及]?统计表|表|文字版|word版?|pdf版?|扫描[件版]|下载
        |new|hot|\(?\d{1,2}\)?|20\d\d(?:年度?)?|(?:20)?\d\d[-/.]\d\d?[-/.]\d\d?|[(【\[〔][^)】\]〕]*[)】\]〕])*$""",
    re.X | re.I,
)
SEPARATOR: Final = re.compile(r"[_|丨>»›]+|--+|(?<!\d)[-–—]+|[-–—]+(?!\d)")
# Names of columns that windows put behind a title; words of theirs refuse nothing.
COLUMN_NAMES: Final = re.compile(
    r"通知公告|公告公示|公示公告|公告通知|通知通告|政策解读|法规公文|规划总结|总结计划|法规制度|信息公开(?:指南|目录|制度)|政务公开"
)

# Pages that present a report instead of being one.
PRESENTATION: Final = re.compile(
    r"图解|一图|图读|图说|数说|读懂|解读|长图|图文(?:版|解)|速览|要点摘编|H5"
    r"|^(?:视频|漫画|动漫|音频)|[【\[(](?:视频|漫画|动漫|动画|音频|图表?版?|图片版?|简版|摘要)[】\])]|(?:动漫|动画|漫画|视频|音频|图表|简)版"
)
# Words that say what else a page is, first match names the reason.
_KINDS: Final[tuple[tuple[Reason, str], ...]] = (
    ("infographic", r"图解|图说|图文|读懂|解读|(?:数据|情况|对比|统计)分析|漫画|视频|动漫|音频|长图|摘要|简版"),
    ("self_check", r"自查|自评|整改|检查|督查|督办|评估|考核|测评|核查|评议|审计|调研|抽查|巡查"),
    (
        "guide",
        r"指南|目录|申请表|流程|填报说明|编制说明|起草说明|模[板版]|范[本文例]|格式|样[本表式例张]|空(?:白)?表|示例|制度|规范$",
    ),
    ("draft", r"征求意见|意见稿|草案|草稿|初稿|[讨论审议送报核]{2}稿"),
    (
        "notice",
        r"通知|通告|公告|公示|通报|提醒|培训|部署|会议|座谈|的函|复函|批复|意见|方案|办法|规定$|细则|新闻|召开|预告|发布会",
    ),
    ("letter", r"信箱|来信|致.{0,10}信|咨询|答复|回复|留言|投诉"),
    ("work_summary", r"总结|要点|工作计划|安排$|汇报|述职|述廉|小结|打算|大事记"),
)
REFUSALS: Final = tuple((reason, re.compile(words)) for reason, words in _KINDS)
# Organs whose names hold such words: 审计局, 督查室, 检察院 is none of them, 信访局.
_IN_NAMES: Final = re.compile(
    r"(?:审计|督查|督办|检查|评估|考核|巡查|核查|稽查|会议|培训|咨询|调研|新闻|评议|整改|公告|视频|动漫|投诉)"
    r"(?:绩效)?(?:举报|受理|服务|管理|事务|工作|出版|宣传|产业|鉴定|技术|认证)*(?:领导小组|局|厅|室|署|委|站|组|办|中心|处|科|队|院|所|大队|支队|园区?|基地|社)"
)
# Reports of other laws.
OTHER_REPORTS: Final = re.compile(
    r"法治政府|依法行政|政府工作报告|行政执法|国民经济|"
    r"依申请公开(?:工作|申请)?(?:办理)?(?:情况)?(?:统计|汇总|台账)|(?:网站|绩效|预算|决算|整改|统计|财务|审计|质量|社会责任|环境|安全生产|政务服务)(?:工作)?(?:情况)?(?:年度)?(?:报告|报表|年报)$"
)
_OTHER_AFFAIRS: Final = (
    r"校务|村务|居务|社务|厂务|院务|所务|站务|警务|党务|检务|审务|狱务|司务|司法|办事|事务|财务|账务|组务|队务|会务"
    r"|预算|决算|预决算|财政|财政资金|三公经费|经费|项目|重大项目|招投?标|招标投标|采购|工程建设|征地|征收|拆迁|土地|价格|价费|收费"
    r"|企业|企事业|企事业单位|公用企业|国企|国资|公司|集团|上市公司|基金|银行|药品|食品|食品安全|监管|执法|双随机|信用|权力清单"
    r"|环境|环评|环境影响评价|污染源|气象|水质|教育|教学|高校|高等学校|中小学|医疗|医疗卫生机构|公共企事业单位|扶贫|救助|低保|住房保障"
    r"|政务服务|便民服务|公共服务|招生|就业|人事|干部|纪检|监督|巡察|廉政|重点领域|领域|基层|专项|群团|社会组织|慈善|彩票|公积金"
)
# Directly before 信息公开 these make it somebody else's duty, or another subject.
FOREIGN: Final = re.compile(
    rf"(?:(?:{_OTHER_AFFAIRS})(?:工作)?(?:、|和|及|与|类|相关|有关)?|^(?:各|全[省市县区])?(?:学校|医院))$"
)
# 校务公开, 厂务公开: no 信息 between.
OTHER_DISCLOSURE: Final = re.compile(rf"(?:{_OTHER_AFFAIRS})(?:信息|情况|工作|事项)?公开")
SCHOOL_YEAR: Final = re.compile(r"学年")
# A form to be filled in names nobody: XX局, 某某镇, 20XX年.
NOBODY: Final = re.compile(
    r"(?<![A-Za-z])(?:[X×*]{2,}|某某?)(?:[省市州县区旗镇乡局厅委办院]|街道|单位|部门|机关|学校|人民政府)|20[X×*]{2}年",
    re.I,
)
_ACTS: Final = (
    r"印发|转发|报送|上报|呈报|呈送|填报|编写|编撰|撰写|编制(?!委|办|中心|研究)|做好|召开|举办|督促"
    r"|启动(?!区)|征集|提交|部署|晒出|出炉|加强|规范(?!化)|组织(?:开展|编制)"
)
# What is done with reports: 关于做好…, 转发…, 我县发布….
NOTICE_BEFORE: Final = re.compile(
    rf"{_ACTS}|^关于(?:认真|切实|进一步|扎实|全面|尽快|统一)*(?:开展|推进|组织|公开发布)|^请|(?<!^)(?<!关于)(?:发布|公布)(?!中心|厅|台)"
)
PARTS_OF_YEAR: Final = re.compile(
    r"上半年|下半年|半年度?|年中(?!心)|中期|季度|[一二三四1-4]季|Q[1-4]|旬|\d月份?(?!\d)|[一二三四五六七八九十]月份?|月报|月度"
    r"|[-—–至到~]+(?:20\d\d年)?0?[1-9]月\d"
)
OTHER_SPAN: Final = re.compile(r"上半年|下半年|半年|季度|季报|月报|年中(?!心)|中期")
# Of what these name, not even all tables of a report make one.
NEVER: Final[frozenset[Reason]] = frozenset({"part_of_year", "guide", "draft", "infographic", "self_check"})
NEVER_WORD: Final = re.compile(r"学年|依申请公开.*|公司|集团|银行|企业")
# A notice that sends round the form that reports are to have, or asks for them.
ASKS: Final = re.compile(
    r"格式|模[板版]|范本|样[本表式]|编制|填报|撰写|报送|上报|做好|转发|要求|办法|规定|方案|制度|要点|目录|指南|培训|会议?|召开|新闻"
)
SENTENCE: Final = re.compile(r"[,。;!?，；！？]")

CARRIED: Final = re.compile(r"信息公开(?:工作|情况)*(?:年度(?:工作)?报告|年报|总结)")

# Companies publish annual reports of another law.
COMPANY: Final = re.compile(r"公司|企业|集团|银行|基金|股份|学会|协会|商会|社会组织")

# A list of organs rather than one: 各区县市, 市直部门, 乡镇(街道).
GROUP: Final = re.compile(
    r"""^(?:各|全|本|所有|其他|省|市|州|盟|区|县|旗|镇|乡)*
        (?:各|区县市?|县市区|县区|区市县|市县区?|旗县区?|盟市|市州|地市|部门|直属|直单位|直|属|单位|机构|乡镇|镇街|街镇|乡镇街道|园区|开发区|功能区
          |管委会|机关|委办局|垂直|双管|级|组成|派出|企事业|公共|中省)
        (?:县|区|市|乡|镇|部门|直属|单位|机构|乡镇|街道|园区|开发区|功能区|管委会|机关|委办局|级|政府|办公[厅室]|组成|派出|企事业|公共|和|及|与|[、()/])*$""",
    re.X,
)
_ALL_OF: Final = re.compile(r"(?:各|所有|所属)(?:级|乡|镇|县|区|市|街道|部门|单位|机关|委办局)[\u4e00-\u9fff()]{0,8}$")
# 市, 区政府: one organ, but which is said elsewhere.
GENERIC: Final = re.compile(r"^(?:本|我|全)?(?:省|市|州|盟|区|县|旗|镇|乡)?(?:人民)?(?:政府)?(?:办公[厅室])?(?:本级)?$")
COLUMN_BEFORE: Final = re.compile(r"^(?:历年|往年|历史|历届|近年|上一?年度?)(?:来|的)?")
COLUMN_BEHIND: Final = re.compile(r"(?:专栏|栏目|列表|汇总|汇编|公示|公布)$")
# What says that a column is one of annual reports.
COLUMN: Final = re.compile(r"信息公开(?:工作)?(?:年度)?(?:工作)?(?:年报|报告)|年度报告|年报")


def is_group(owner: str) -> bool:
    """Whether ``owner`` names organs of a kind rather than one (市直部门, 云岭县各乡镇)."""
    return bool(owner) and (GROUP.match(owner) or _ALL_OF.search(owner)) is not None


def refusal(words: str) -> tuple[Reason, str] | None:
    """The reason for which ``words`` name no report, with the word that says so."""
    own = _IN_NAMES.sub("", words)
    return next(((reason, found[0]) for reason, pattern in REFUSALS if (found := pattern.search(own))), None)
