"""Numbers that only the prose states: what a sentence determines is stated, what it does not is not."""

from decimal import Decimal

import pytest

from archive.extract.prose import ProseRead, read_prose
from archive.model import Block, Number

COUNTY, BUREAU, TOWN = "云溪县人民政府", "云岭市商务局", "青禾镇人民政府"
YEAR = 2016
CASES = "四、因政府信息公开申请行政复议、提起行政诉讼情况"


def read(organ: str | None, *lines: str, year: int | None = YEAR) -> ProseRead:
    return read_prose([Block("paragraph", line) for line in lines], year, organ)


def values(organ: str | None, *lines: str, year: int | None = YEAR) -> dict[str, Number | None]:
    return {figure.key.removeprefix("prose."): figure.value for figure in read(organ, *lines, year=year).figures}


STATED: list[tuple[str, str, str, Number]] = [
    (COUNTY, "2016年，全县共收到政府信息公开申请36件。", "app.received", 36),
    (COUNTY, "全年全县各级行政机关共受理政府信息公开申请128件，同比增长15%。", "app.received", 128),
    (COUNTY, "我县2016年共收到政府信息公开申请36件，均已按时答复。", "app.received", 36),
    (COUNTY, "本年度，县政府共受理公民、法人和其他组织提出的政府信息公开申请12件。", "app.received", 12),
    (BUREAU, "我局全年受理依申请公开件16件，答复率100%。", "app.received", 16),
    (BUREAU, "市商务局2016年度收到信息公开申请9宗。", "app.received", 9),
    (BUREAU, "2016年1月1日至12月31日，本机关共收到政府信息公开申请5件。", "app.received", 5),
    (BUREAU, "截至2016年12月31日，我局全年共收到政府信息公开申请7件，已答复7件。", "app.received", 7),
    (BUREAU, "截至2016年12月31日，我局全年共收到政府信息公开申请7件，已答复7件。", "app.replied", 7),
    (TOWN, "我镇共收到政府信息公开申请三件。", "app.received", 3),
    (TOWN, "全镇收到依申请公开政府信息申请零件。", "app.received", 0),
    (TOWN, "2016年，本镇政府信息公开申请总数为4件。", "app.received", 4),
    (BUREAU, "本单位收到3件政府信息公开申请，均已答复。", "app.received", 3),
    (
        BUREAU,
        "2016年，按照《条例》要求，我局认真办理依申请公开工作，全年共收到政府信息公开申请51件。",
        "app.received",
        51,
    ),
    (BUREAU, "2016年，我局没有收到公民、法人或者其他组织提出的政府信息公开申请。", "app.received", 0),
    (BUREAU, "全年未收到政府信息公开申请。", "app.received", 0),
    (BUREAU, "本年度无公民、法人和其他组织向我局申请公开政府信息的情况。", "app.received", 0),
    (BUREAU, "我局未接到要求公开政府信息的申请。", "app.received", 0),
    (COUNTY, "全县各级各部门共主动公开政府信息12,860条。", "pd.total", 12860),
    (COUNTY, "2016年，全县通过政府网站、政务公开栏等多种渠道主动公开政府信息3200条。", "pd.total", 3200),
    (BUREAU, "我局全年主动公开政府信息86条，其中机构职能类3条。", "pd.total", 86),
    (TOWN, "今年以来，我镇主动公开各类政府信息210条。", "pd.total", 210),
    (COUNTY, "全年累计主动公开政府信息1,024条。", "pd.total", 1024),
    (BUREAU, "2016年度，本局主动向社会公开政府信息共计45条。", "pd.total", 45),
    (COUNTY, "通过县政府门户网站主动公开政府信息10407条。", "pd.website", 10407),
    (TOWN, "2016年在镇政府网站主动公开信息56条。", "pd.website", 56),
    (BUREAU, "我局通过局门户网站主动公开政府信息31条。", "pd.website", 31),
    (COUNTY, "因政府信息公开引起的行政复议5件，均已审结。", "review.total", 5),
    (COUNTY, "因政府信息公开被申请行政复议3件，被提起行政诉讼1件。", "litigation.total", 1),
    (COUNTY, "因政府信息公开被申请行政复议3件，被提起行政诉讼1件。", "review.total", 3),
    (COUNTY, "政府信息公开引发行政复议案件3起，行政诉讼案件2起。", "litigation.total", 2),
    (COUNTY, "政府信息公开行政诉讼46件，其中结果维持25件。", "litigation.total", 46),
    (BUREAU, "我局没有发生因政府信息公开申请行政复议、提起行政诉讼的情况。", "review.total", 0),
    (BUREAU, "我局没有发生因政府信息公开申请行政复议、提起行政诉讼的情况。", "litigation.total", 0),
    (BUREAU, "2016年，未发生因政府信息公开引起的行政复议和行政诉讼案件。", "review.total", 0),
    (TOWN, "我镇未收到有关政府信息公开的行政复议申请。", "review.total", 0),
    (COUNTY, "2016年共收取信息处理费250元。", "info_fee_yuan", 250),
    (COUNTY, "全年收取政府信息公开信息处理费39.5元。", "info_fee_yuan", Decimal("39.5")),
    (BUREAU, "本年度未收取信息处理费。", "info_fee_yuan", 0),
    (BUREAU, "我局未收取政府信息公开费用。", "info_fee_yuan", 0),
    (BUREAU, "全年收到政府信息公开申请10件，上年度结转申请2件。", "app.carried_in", 2),
    (BUREAU, "结转下一年度继续办理的政府信息公开申请3件。", "app.carried_out", 3),
    (COUNTY, "全县收到政府信息公开申请51件，其中当面申请20件，信函申请28件、网络申请3件。", "app.received.letter", 28),
    (COUNTY, "全县收到政府信息公开申请51件，其中当面申请20件，信函申请28件、网络申请3件。", "app.received.online", 3),
    (COUNTY, "因政府信息公开被申请行政复议9件，其中结果维持7件，依法纠错2件。", "review.corrected", 2),
    (COUNTY, "2016年全县共收到政府信息公开申请23件，较去年同期的18件增长两成。", "app.received", 23),
    (COUNTY, "全县共收到政府信息公开申请49件，其中县教育局5件、县公安局10件。", "app.received", 49),
    (BUREAU, "全年受理不动产登记申请5230件；收到政府信息公开申请4件。", "app.received", 4),
    (BUREAU, "我局高度重视依申请公开工作，共收到政府信息公开申请4件。", "app.received", 4),
    (BUREAU, "各科室认真落实责任。我局共收到政府信息公开申请4件。", "app.received", 4),
    (
        COUNTY,
        "截至6月底，全县收到政府信息公开申请12件。截至12月31日，全年共收到政府信息公开申请27件。",
        "app.received",
        27,
    ),
    (COUNTY, "上年收到政府信息公开申请12件，2016年全县共收到政府信息公开申请15件。", "app.received", 15),
    (COUNTY, "1.全县共收到政府信息公开申请15件；2.因政府信息公开被申请行政复议2件。", "review.total", 2),
    (BUREAU, "一是全年共收到政府信息公开申请15件。", "app.received", 15),
    (BUREAU, "2016年，在市政府的正确领导下，我局共收到政府信息公开申请8件。", "app.received", 8),
    (COUNTY, "全县共收到政府信息公开申请15件（其中网络申请3件）。", "app.received", 15),
    (COUNTY, "2016年，全县各级行政机关共受理依申请公开政府信息的申请17件。", "app.received", 17),
    (TOWN, "2016年度我镇未收到任何公民、法人和其他组织要求公开政府信息的申请。", "app.received", 0),
    (
        TOWN,
        "我镇2016年度没有收到政府信息公开申请，也没有因政府信息公开引起的行政复议和行政诉讼。",
        "litigation.total",
        0,
    ),
    (TOWN, "我镇2016年度没有收到政府信息公开申请，也没有因政府信息公开引起的行政复议和行政诉讼。", "app.received", 0),
    (BUREAU, "2016年本局未发生针对政府信息公开工作的行政复议、行政诉讼和申诉案件。", "review.total", 0),
    (BUREAU, "2016年度，未发生因信息公开被申请行政复议、提起行政诉讼的案件。", "litigation.total", 0),
    (COUNTY, "2016年全县政府信息公开申请收到总数为30件，已全部答复。", "app.received", 30),
    (BUREAU, "2016年，我局依法受理政府信息公开申请12件，作出答复12件。", "app.replied", 12),
    (BUREAU, "2016年，我局共收到依申请公开12件，全部按时答复。", "app.received", 12),
    (BUREAU, "2016年我局主动公开政府信息112条，累计主动公开政府信息900条。", "pd.total", 112),
    (COUNTY, "云溪县政府门户网站全年发布政府信息4120条。", "pd.website", 4120),
    (COUNTY, "2016年度，云溪县共收到政府信息公开申请41件。", "app.received", 41),
    (COUNTY, "2016年全年我县收到政府信息公开申请41件。", "app.received", 41),
    (TOWN, "本镇全年主动公开政府信息63条，未收到政府信息公开申请。", "pd.total", 63),
    (TOWN, "本镇全年主动公开政府信息63条，未收到政府信息公开申请。", "app.received", 0),
    (BUREAU, "全年受理政府信息公开申请5件，比上年增加2件，答复5件。", "app.replied", 5),
    (COUNTY, "全年无因政府信息公开引发的行政复议、行政诉讼案件。", "review.total", 0),
    (
        COUNTY,
        "2016年我县各级行政机关共收到政府信息公开申请115件，其中县政府办公室收到政府信息公开申请20件。",
        "app.received",
        115,
    ),
    (TOWN, "2016年无人向我镇提出政府信息公开申请。", "app.received", 0),
    (COUNTY, "2016年1—12月，全县共收到政府信息公开申请36件。", "app.received", 36),
    (COUNTY, "2016年，县政府门户网站共主动公开信息532条。", "pd.website", 532),
    (BUREAU, "本局2016年全年收到的政府信息公开申请共计12件。", "app.received", 12),
    (BUREAU, "2016年，我局共收到政府信息公开申请二十三件。", "app.received", 23),
    (COUNTY, "2016年全县发生政府信息公开行政复议案件3件，未发生行政诉讼案件。", "litigation.total", 0),
]


@pytest.mark.parametrize(("organ", "sentence", "key", "value"), STATED)
def test_what_a_sentence_determines(organ: str, sentence: str, key: str, value: Number) -> None:
    (figure,) = [figure for figure in read(organ, sentence).figures if figure.key == f"prose.{key}"]
    assert (figure.value, figure.status) == (value, "printed")
    assert (figure.raw or "?") in sentence


NOT_STATED: list[tuple[str, str]] = [
    (COUNTY, "乡镇（街道）主动公开政府信息602条。"),
    (COUNTY, "县教育局：收到政府信息公开申请5件。"),
    (BUREAU, "从全市情况看，全市各级行政机关共收到政府信息公开申请320件。"),
    (BUREAU, "我市共收到政府信息公开申请320件。"),
    (BUREAU, "全市共收到政府信息公开申请320件。"),
    (COUNTY, "全县24个县直部门共收到政府信息公开申请88件，12个乡镇共收到政府信息公开申请13件。"),
    (COUNTY, "县政府办公室收到政府信息公开申请31件，全县各部门收到政府信息公开申请400件。"),
    (COUNTY, "其中，县自然资源局收到政府信息公开申请56件，占比最高。"),
    (COUNTY, "县公安局高度重视信息公开。全年共收到政府信息公开申请21件。"),
    (COUNTY, "县水利局积极配合，收到政府信息公开申请6件，答复6件。"),
    (COUNTY, "各乡镇、各部门共收到政府信息公开申请60件。"),
    (COUNTY, "县本级收到政府信息公开申请20件。"),
    (TOWN, "县政府收到政府信息公开申请20件。"),
    (TOWN, "全县收到政府信息公开申请20件。"),
    (BUREAU, "局属各单位收到政府信息公开申请20件。"),
    (BUREAU, "商务系统共收到政府信息公开申请20件。"),
    (COUNTY, "截至6月底，全县共收到政府信息公开申请12件。"),
    (COUNTY, "12月未收到政府信息公开申请。"),
    (COUNTY, "条例施行十年来共收到政府信息公开申请120件。"),
    (COUNTY, "自县政府信息公开平台开通以来，主动公开政府信息5230条。"),
    (COUNTY, "前三季度，全县共受理政府信息公开申请28件，答复25件。"),
    (COUNTY, "上半年收到政府信息公开申请28件。"),
    (COUNTY, "上半年，全县收到政府信息公开申请28件，答复25件。"),
    (COUNTY, "一季度收到政府信息公开申请3件，1-6月收到政府信息公开申请5件。"),
    (COUNTY, "2015年，全县收到政府信息公开申请28件。"),
    (COUNTY, "2015年全县收到政府信息公开申请28件，主动公开政府信息30条。"),
    (COUNTY, "去年全县收到政府信息公开申请28件。"),
    (COUNTY, "近三年共收到政府信息公开申请28件。"),
    (COUNTY, "截至年底累计收到政府信息公开申请117件。"),
    (COUNTY, "历年累计主动公开政府信息9000条。"),
    (COUNTY, "累计主动公开政府信息9000条。"),
    (COUNTY, "截至目前已主动公开政府信息12,345条。"),
    (COUNTY, "2008年以来，全县共主动公开政府信息9000条。"),
    (COUNTY, "每月主动公开政府信息30条。"),
    (COUNTY, "2017年计划主动公开政府信息1000条。"),
    (COUNTY, "力争全年主动公开政府信息1000条。"),
    (COUNTY, "平均每年收到政府信息公开申请20件。"),
    (COUNTY, "2016年10月收到政府信息公开申请20件。"),
    (COUNTY, "自2016年5月1日起，收到政府信息公开申请20件。"),
    (COUNTY, "2016年上半年收到政府信息公开申请20件。"),
    (COUNTY, "2016年1月至11月收到政府信息公开申请20件。"),
    (COUNTY, "2014年至2016年收到政府信息公开申请20件。"),
    (COUNTY, "通过《云溪日报》主动公开政府信息30条。"),
    (COUNTY, "通过“云溪发布”主动公开政府信息120条。"),
    (COUNTY, "通过政务微信主动公开政府信息120条。"),
    (COUNTY, "围绕疫情防控主动公开政府信息30条。"),
    (COUNTY, "围绕疫情防控，主动公开政府信息30条。"),
    (COUNTY, "在教育领域主动公开政府信息12条。"),
    (COUNTY, "财政预决算方面，主动公开政府信息12条。"),
    (COUNTY, "邮箱收到政府信息公开申请2件。"),
    (COUNTY, "通过网络受理政府信息公开申请5件。"),
    (COUNTY, "通过电子邮箱，收到政府信息公开申请5件。"),
    (COUNTY, "窗口收到政府信息公开申请5件。"),
    (COUNTY, "收到自然人提出的政府信息公开申请13件，企业提出的政府信息公开申请4件。"),
    (COUNTY, "受理公民政府信息公开申请5件，法人政府信息公开申请3件。"),
    (COUNTY, "依托“村村响”大喇叭主动公开政府信息75条，利用宣传车主动公开政府信息18条。"),
    (TOWN, "全年我镇在县政府门户网站主动公开信息60条，在镇门户网站主动公开信息5条。"),
    (TOWN, "在县政府门户网站主动公开信息60条。"),
    (COUNTY, "利用政务公开栏主动公开政府信息75条。"),
    (COUNTY, "收到有关征地拆迁的政府信息公开申请30件。"),
    (COUNTY, "收到涉及环保类政府信息公开申请30件。"),
    (COUNTY, "收到网上政府信息公开申请30件。"),
    (COUNTY, "第一批主动公开政府信息30条。"),
    (COUNTY, "2016年，全县未发生因政府信息公开被纠错的行政复议和败诉的行政诉讼。"),
    (COUNTY, "全年政府信息公开行政诉讼零败诉、行政复议零纠错。"),
    (COUNTY, "没有超期未答复的政府信息公开申请。"),
    (COUNTY, "未收到对答复不服的政府信息公开申请。"),
    (COUNTY, "未收到要求公开个人隐私的政府信息公开申请。"),
    (COUNTY, "未发生因政府信息公开不当引发的行政复议。"),
    (COUNTY, "没有因公开政府信息泄密引发的行政诉讼。"),
    (COUNTY, "未经行政复议直接起诉的政府信息公开案件不在此列。"),
    (COUNTY, "全年发生行政诉讼5件。"),
    (BUREAU, "我局全年办理行政诉讼案件12件，均胜诉。"),
    (COUNTY, "全面推进行政复议信息公开，全年办理行政复议案件56件。"),
    (COUNTY, "县政府全年审结行政复议案件30件。"),
    (COUNTY, "审结政府信息公开行政复议案件3件。"),
    (COUNTY, "规范办理政府信息公开申请。行政审批方面共受理申请121510件。"),
    (COUNTY, "规范办理政府信息公开申请，全年受理行政许可申请300件。"),
    (COUNTY, "全年受理政府信息公开咨询25件，答复25件。"),
    (COUNTY, "全年共答复人大代表建议12件、政协提案20件，均按期答复32件。"),
    (COUNTY, "办理政府信息公开申请事项较多，受理咨询投诉30件，已答复30件。"),
    (COUNTY, "受理低保申请30件，答复30件。"),
    (COUNTY, "不动产登记实现网上申请2000件，当面申请12件。"),
    (COUNTY, "公开行政许可申请条件和办理流程，方便群众办事3次。"),
    (COUNTY, "应收取信息处理费120元。"),
    (COUNTY, "收取信息处理费每件100元。"),
    (COUNTY, "依法应收取信息处理费300元，因申请人生活困难全部减免。"),
    (COUNTY, "减免信息处理费300元。"),
    (COUNTY, "信息处理费收费标准为10元。"),
    (COUNTY, "收取信息处理费3万元。"),
    (COUNTY, "对低保人员未收取信息处理费。"),
    (COUNTY, "全县主动公开政府信息5600余条，较好地回应了关切。"),
    (COUNTY, "全年收到政府信息公开申请50件以上。"),
    (COUNTY, "全年收到政府信息公开申请50多件。"),
    (COUNTY, "全县收到政府信息公开申请近50件。"),
    (COUNTY, "全县收到政府信息公开申请23至25件。"),
    (COUNTY, "全年主动公开政府信息3.2万条。"),
    (COUNTY, "全年收到政府信息公开申请约50件。"),
    (COUNTY, "收到政府信息公开申请5人次。"),
    (COUNTY, "收到政府信息公开申请5件的部门有3个。"),
    (COUNTY, "政府信息公开行政复议、行政诉讼分别为3件、1件。"),
    (COUNTY, "行政复议和行政诉讼共4件。"),
    (COUNTY, "已办结政府信息公开申请51件。"),
    (COUNTY, "不予公开政府信息公开申请3件。"),
    (COUNTY, "县政府及所属部门主动公开政府信息9000条。"),
    (COUNTY, "县政府门户网站“重点领域”专栏主动公开政府信息300条。"),
    (COUNTY, "全县教育系统收到政府信息公开申请9件。"),
    (COUNTY, "县法院受理政府信息公开行政诉讼8件。"),
    (COUNTY, "县司法局共收到行政复议申请18件。"),
    (COUNTY, "截至2016年6月，全县主动公开政府信息800条。"),
    (COUNTY, "5月份，全县主动公开政府信息80条。"),
    (COUNTY, "“十三五”期间，全县主动公开政府信息80000条。"),
    (COUNTY, "第三季度未收到政府信息公开申请。"),
    (COUNTY, "自2008年条例实施以来，全县未发生因政府信息公开引起的行政复议。"),
    (COUNTY, "五年来，未收取信息处理费。"),
    (COUNTY, "建站以来，通过县政府门户网站主动公开政府信息20000条。"),
    (COUNTY, "主要通过县政府公报主动公开政府信息90条。"),
    (COUNTY, "利用微博、微信主动公开政府信息90条。"),
    (COUNTY, "发布新冠肺炎疫情信息90条。"),
    (COUNTY, "未收到企业提出的政府信息公开申请。"),
    (COUNTY, "没有被撤销的政府信息公开行政复议案件。"),
    (COUNTY, "无一起政府信息公开行政诉讼败诉。"),
    (COUNTY, "未发生因政府信息公开申请答复超期引发的行政诉讼。"),
    (COUNTY, "县政府作为复议机关，受理政府信息公开行政复议5件。"),
    (COUNTY, "受理消费者投诉申请200件，收到仲裁申请30件。"),
    (COUNTY, "收到政府信息公开申请补正材料5件。"),
    (COUNTY, "收到政府信息公开申请表5份。"),
    (COUNTY, "拟收取信息处理费50元。"),
    (COUNTY, "信息处理费最高收取100元。"),
    (COUNTY, "退还信息处理费100元。"),
    (COUNTY, "每次收取信息处理费20元，全年收取信息处理费500元。"),
    (COUNTY, "通过县政府网站受理政府信息公开申请12件。"),
    (COUNTY, "疫情期间，共收到政府信息公开申请12件。"),
    (COUNTY, "关于房屋征收，全年收到政府信息公开申请12件。"),
    (COUNTY, "就征地拆迁，收到政府信息公开申请12件。"),
    (COUNTY, "全年收到政府信息公开申请12件左右。"),
    (COUNTY, "全年收到政府信息公开申请达12件之多。"),
    (COUNTY, "全年收到政府信息公开申请超过12件。"),
    (COUNTY, "全年收到政府信息公开申请十余件。"),
    (COUNTY, "全年收到政府信息公开申请几十件。"),
    (COUNTY, "如收到政府信息公开申请5件以上的，应当报告。"),
    (COUNTY, "县直各部门主动公开政府信息602条。"),
    (COUNTY, "各乡镇（街道办）共收到政府信息公开申请15件。"),
    (COUNTY, "其他部门收到政府信息公开申请15件。"),
    (COUNTY, "县住建局、县国土局分别收到政府信息公开申请5件、8件。"),
    (COUNTY, "市政府共收到政府信息公开申请320件。"),
    (BUREAU, "全市商务系统共主动公开政府信息320条。"),
    (BUREAU, "据统计，全市共收到政府信息公开申请320件。"),
    (BUREAU, "下属事业单位收到政府信息公开申请3件。"),
    (BUREAU, "我局机关主动公开政府信息32条，下属单位主动公开政府信息20条。"),
    (BUREAU, "我局主动公开政府信息32条，下属单位主动公开政府信息20条。"),
    (COUNTY, "县教育局主动公开政府信息50条，县卫生局主动公开政府信息60条。"),
    (COUNTY, "县法院全年受理政府信息公开行政诉讼案件3件。"),
    (COUNTY, "我县收到政府信息公开申请15件，县教育局收到政府信息公开申请5件。"),
    (TOWN, "县政府办转来政府信息公开申请1件。"),
    (TOWN, "村级主动公开政府信息30条。"),
    (COUNTY, "公安机关收到政府信息公开申请30件。"),
    (COUNTY, "（一）县政府办公室。共收到政府信息公开申请31件。"),
    (COUNTY, "截至10月31日，全县共收到政府信息公开申请12件。"),
    (COUNTY, "截止2016年9月，全县共收到政府信息公开申请12件。"),
    (COUNTY, "1至11月，全县收到政府信息公开申请12件。"),
    (COUNTY, "今年1-9月，收到政府信息公开申请12件。"),
    (COUNTY, "下半年收到政府信息公开申请12件。"),
    (COUNTY, "2016年第四季度收到政府信息公开申请12件。"),
    (COUNTY, "12月份，我县没有收到政府信息公开申请。"),
    (COUNTY, "自《条例》施行以来，全县共收到政府信息公开申请120件。"),
    (COUNTY, "2008年至2016年，共收到政府信息公开申请120件。"),
    (COUNTY, "八年来共收到政府信息公开申请120件。"),
    (COUNTY, "网站改版以来，主动公开政府信息5230条。"),
    (COUNTY, "2016年5月以来，主动公开政府信息5230条。"),
    (COUNTY, "至2016年底，共主动公开政府信息5230条。"),
    (COUNTY, "到目前为止，共主动公开政府信息5230条。"),
    (COUNTY, "迄今共收到政府信息公开申请120件。"),
    (COUNTY, "从2013年至今，共收到政府信息公开申请120件。"),
    (COUNTY, "2017年1月，收到政府信息公开申请2件。"),
    (COUNTY, "近五年，我县共收到政府信息公开申请120件。"),
    (COUNTY, "党的十八大以来，主动公开政府信息9000条。"),
    (COUNTY, "“十二五”以来，主动公开政府信息9000条。"),
    (COUNTY, "换届以来，共收到政府信息公开申请12件。"),
    (COUNTY, "当月收到政府信息公开申请12件。"),
    (COUNTY, "每季度主动公开政府信息100条。"),
    (COUNTY, "日均主动公开政府信息3条。"),
    (COUNTY, "历年共收到政府信息公开申请120件。"),
    (COUNTY, "在《云溪日报》上主动公开政府信息30条。"),
    (COUNTY, "通过政务微博“云溪发布”主动公开政府信息120条。"),
    (COUNTY, "云溪电视台主动公开政府信息30条。"),
    (COUNTY, "县政府公报主动公开政府信息30条。"),
    (COUNTY, "公开栏主动公开政府信息30条。"),
    (COUNTY, "主动公开环境保护政府信息30条。"),
    (COUNTY, "主动公开财政预决算信息30条。"),
    (COUNTY, "在重点领域主动公开政府信息30条。"),
    (COUNTY, "针对征地拆迁主动公开政府信息30条。"),
    (COUNTY, "聚焦民生主动公开政府信息30条。"),
    (COUNTY, "收到信函方式提出的政府信息公开申请2件。"),
    (COUNTY, "以信函形式收到政府信息公开申请2件。"),
    (COUNTY, "现场受理政府信息公开申请2件。"),
    (COUNTY, "网上收到政府信息公开申请2件。"),
    (COUNTY, "收到征地补偿方面的政府信息公开申请2件。"),
    (COUNTY, "收到企业的政府信息公开申请2件。"),
    (COUNTY, "收到律师提交的政府信息公开申请2件。"),
    (COUNTY, "收到同一申请人提出的政府信息公开申请12件。"),
    (COUNTY, "收到重复的政府信息公开申请12件。"),
    (TOWN, "在县政府门户网站乡镇专栏主动公开政府信息53条。"),
    (BUREAU, "在市政府网站主动公开政府信息53条。"),
    (BUREAU, "通过市政府信息公开平台主动公开政府信息53条。"),
    (COUNTY, "通过广播、宣传车主动公开政府信息40条。"),
    (COUNTY, "首批主动公开政府信息40条。"),
    (COUNTY, "新闻发布会主动公开政府信息40条。"),
    (COUNTY, "未发生因政府信息公开被确认违法的行政诉讼。"),
    (COUNTY, "没有一起政府信息公开行政复议被撤销。"),
    (COUNTY, "政府信息公开类行政复议、行政诉讼无一败诉。"),
    (COUNTY, "政府信息公开行政诉讼案件败诉率为0。"),
    (COUNTY, "未出现逾期答复政府信息公开申请的情况。"),
    (COUNTY, "无超期办理的政府信息公开申请。"),
    (COUNTY, "没有不予受理的政府信息公开申请。"),
    (COUNTY, "没有政府信息公开申请被投诉。"),
    (COUNTY, "未发生政府信息公开申请投诉事件。"),
    (COUNTY, "未因政府信息公开答复不当被提起行政诉讼。"),
    (COUNTY, "没有发生因信息公开引发的群体性行政诉讼。"),
    (COUNTY, "全年共发生行政复议12件、行政诉讼5件，其中涉及政府信息公开行政复议2件。"),
    (COUNTY, "县司法局办理政府信息公开行政复议案件5件。"),
    (COUNTY, "全年受理行政审批申请300件，均已办结。"),
    (COUNTY, "受理社会救助申请121件，公开率100%。"),
    (COUNTY, "规范办理依申请公开。受理群众来信25件，答复25件。"),
    (COUNTY, "全年接到12345热线投诉250件，答复250件。"),
    (COUNTY, "网站收到留言30条，答复30件。"),
    (COUNTY, "办理人大建议12件，答复12件。"),
    (COUNTY, "收到政府信息公开投诉举报3件。"),
    (COUNTY, "收到政府信息公开意见建议3条。"),
    (COUNTY, "收到不动产信息公开查询申请300件。"),
    (COUNTY, "应收信息处理费120元，减免20元，实收100元。"),
    (COUNTY, "信息处理费收费标准为每件100元，共收取信息处理费300元。"),
    (COUNTY, "信息处理费超过30件的每件10元。"),
    (COUNTY, "开具信息处理费收费通知书，金额500元。"),
    (COUNTY, "减免信息处理费500元。"),
    (COUNTY, "未缴信息处理费500元。"),
    (COUNTY, "预收信息处理费500元。"),
    (COUNTY, "收取信息处理费500元，后退还300元。"),
    (COUNTY, "全年收取政府信息公开信息处理费1笔，金额100元。"),
    (COUNTY, "2016年，全县共收到政府信息公开申请36件（次）。"),
    (COUNTY, "2015年全县收到政府信息公开申请40件，2016年收到36件。"),
]


@pytest.mark.parametrize(("organ", "sentence"), NOT_STATED)
def test_what_a_sentence_leaves_open(organ: str, sentence: str) -> None:
    assert values(organ, sentence) == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "全年收到政府信息公开申请15件，按时答复12件，延期答复3件。",
        "全年收到政府信息公开申请16件，其中当场答复6件，15个工作日内答复10件。",
        "收到政府信息公开申请9件，按期答复8件，逾期答复1件。",
        "收到政府信息公开申请9件，书面答复8件。",
        "收到政府信息公开申请9件，答复8件，逾期答复1件。",
        "收到政府信息公开申请9件，同意公开答复8件。",
    ],
)
def test_a_part_of_the_answers_is_not_their_number(sentence: str) -> None:
    found = values(COUNTY, sentence)
    assert "app.received" in found
    assert "app.replied" not in found


def test_all_answered_in_time_are_the_answers() -> None:
    assert values(COUNTY, "全年收到政府信息公开申请9件，在法定时限内作出答复9件。")["app.replied"] == 9


def test_a_bracket_with_what_was_carried_in_changes_the_number_before_it() -> None:
    assert values(COUNTY, "收到政府信息公开申请15件（含上年结转2件）。") == {"app.carried_in": 2}
    found = values(COUNTY, "全县收到政府信息公开申请30件，答复28件（含上年度结转申请3件，另有5件顺延到下年度答复）。")
    assert found == {"app.received": 30, "app.replied": 28, "app.carried_in": 3, "app.carried_out": 5}


def test_two_numbers_for_one_thing_are_candidates() -> None:
    (figure,) = read(COUNTY, "本年共收到政府信息公开申请31件。", "受理政府信息公开申请30件，全部办结。").figures
    assert (figure.value, figure.status, figure.candidates) == (None, "ambiguous", (30, 31))


def test_tables_are_not_prose() -> None:
    assert read_prose([Block("table", "收到政府信息公开申请51件。另有若干说明文字。")], YEAR, COUNTY).figures == ()


def test_the_evidence_says_why() -> None:
    sentence = "2016年，我县共收到政府信息公开申请8件。"
    (found,) = read(COUNTY, sentence).evidence
    assert (found.field, found.source, found.text) == ("prose.app.received", "我县; the year named", sentence)


def test_a_sentence_on_another_year_or_of_another_organ_states_nothing() -> None:
    sentence = "2021年，河西县水利局收到政府信息公开申请7件。"
    assert values("河西县水利局", sentence, year=2021) == {"app.received": 7}
    assert values("河西县水利局", sentence, year=2022) == {}
    assert values("河东县水利局", sentence, year=2021) == {}


def test_who_reports_may_be_unknown() -> None:
    assert values(None, "我局收到政府信息公开申请7件。") == {"app.received": 7}
    assert values(None, "全县收到政府信息公开申请7件。") == {}
    assert values(None, "2015年收到政府信息公开申请18件，2016年收到政府信息公开申请23件。", year=None) == {}


@pytest.mark.parametrize(
    ("organ", "lines", "found"),
    [
        # The subject is the heading's, the line's before a colon, or the sentence's before.
        (COUNTY, ("三、依申请公开情况", "（一）县民政局", "收到政府信息公开申请6件。"), {}),
        (COUNTY, ("三、依申请公开情况", "（一）县民政局。收到政府信息公开申请6件。"), {}),
        (COUNTY, ("三、依申请公开情况", "（一）乡镇政府信息公开情况", "主动公开政府信息60条。"), {}),
        (
            COUNTY,
            ("（一）县民政局", "收到政府信息公开申请6件。", "（二）总体情况", "收到政府信息公开申请9件。"),
            {"app.received": 9},
        ),
        (COUNTY, ("县水利局积极落实。", "收到政府信息公开申请6件。"), {}),
        (COUNTY, ("县水利局积极落实。", "我县共收到政府信息公开申请6件。"), {"app.received": 6}),
        (COUNTY, ("县水利局：", "收到政府信息公开申请6件。"), {}),
        # The time carries over inside a paragraph.
        (COUNTY, ("上半年，公开工作有序推进。收到政府信息公开申请6件。",), {}),
        (COUNTY, ("上半年，公开工作有序推进。", "收到政府信息公开申请6件。"), {"app.received": 6}),
        (COUNTY, ("截至9月底，收到政府信息公开申请6件，答复5件。全年收到政府信息公开申请9件。",), {"app.received": 9}),
        # What is counted is the section's matter.
        (COUNTY, (CASES, "行政复议3件，行政诉讼1件。"), {"review.total": 3, "litigation.total": 1}),
        (COUNTY, (CASES, "行政诉讼5件，其中涉及政府信息公开2件。"), {}),
        (COUNTY, (CASES, "收到行政复议申请5件。"), {}),
        (
            COUNTY,
            (CASES, "受理因政府信息公开引起的行政复议5件，其中，被依法纠错数4件；行政诉讼2件。"),
            {"review.total": 5, "review.corrected": 4, "litigation.total": 2},
        ),
        (COUNTY, ("一、概述", "行政复议3件，行政诉讼1件。"), {}),
        (COUNTY, ("三、依申请公开情况", "共受理申请12件，已答复12件。"), {"app.received": 12, "app.replied": 12}),
        (COUNTY, ("三、依申请公开情况", "受理行政许可300件，共受理申请12件。"), {}),
        (COUNTY, ("五、收费及减免情况", "未收取任何费用。"), {"info_fee_yuan": 0}),
        (COUNTY, ("五、收费及减免情况 无收费及减免情况。",), {"info_fee_yuan": 0}),
        (COUNTY, ("一、概述", "未收取任何费用。"), {}),
        # A heading of a topic, a channel or a way makes a part of what stands below it.
        (COUNTY, ("二、主动公开情况", "（一）重点领域公开情况", "主动公开政府信息30条。"), {}),
        (COUNTY, ("二、主动公开情况", "（二）政务微信", "主动公开政府信息30条。"), {}),
        (COUNTY, ("二、主动公开情况", "（二）政务微信", "（三）总体情况", "主动公开政府信息30条。"), {"pd.total": 30}),
        # A heading and its text in one line.
        (
            BUREAU,
            ("（二）公开内容 2016年1月1日至2016年12月31日，本局共主动公开政府信息3条，其中全文电子化达100%。",),
            {"pd.total": 3},
        ),
        # Ways and the website stand beside the sum.
        (
            COUNTY,
            ("全县共收到政府信息公开申请9件。其中当面申请2件。",),
            {"app.received": 9, "app.received.in_person": 2},
        ),
        (COUNTY, ("全县共收到政府信息公开申请9件。", "县水利局收到申请的方式包括：当面申请2件。"), {"app.received": 9}),
        (COUNTY, ("全县主动公开政府信息90条，其中门户网站公布信息40条。",), {"pd.total": 90, "pd.website": 40}),
        (
            COUNTY,
            ("政府信息公开行政复议35件，其中结果维持7件；政府信息公开行政诉讼6件，其中结果维持5件。",),
            {"review.total": 35, "review.upheld": 7, "litigation.total": 6},
        ),
        # The office of a government reports for all of it where it sums up what all reported.
        ("云溪县人民政府办公室", ("全县各级各部门共收到政府信息公开申请9件。",), {}),
        (
            "云溪县人民政府办公室",
            ("本报告汇总各乡镇和县直各部门情况编制而成。", "一、概述", "全县各级各部门共收到政府信息公开申请9件。"),
            {"app.received": 9},
        ),
    ],
)
def test_what_carries_over(organ: str, lines: tuple[str, ...], found: dict[str, Number]) -> None:
    assert values(organ, *lines) == found


def test_a_part_brings_the_sentences_before_it() -> None:
    figures = read(COUNTY, "全县共收到政府信息公开申请9件。其中当面申请2件。").figures
    (evidence,) = [figure.raw or "" for figure in figures if figure.key.endswith("in_person")]
    assert evidence.startswith("全县共收到")
