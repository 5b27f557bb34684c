"""What stands around and between reports: news, and pages whose titles come near to a report's. All made up."""

import random
from collections.abc import Sequence

from demo import prose
from demo.model import Organ

Text = tuple[str, tuple[str, ...]]
_WHO = ("市领导", "区领导", "调研组", "工作专班", "志愿者", "驻村干部", "代表委员", "检查组")
_DID = ("走访", "检查", "调研", "慰问", "督导", "研究部署", "推进", "协调解决")
_WHAT = (
    *("老旧小区改造", "防汛备汛工作", "春季农业生产", "重点项目建设", "营商环境优化", "森林防火"),
    *("义务教育招生", "城市供水保障", "道路交通安全", "乡村振兴示范点", "企业用工需求"),
    *("文明城市创建", "便民服务中心建设", "食品安全抽检", "冬季供暖", "河道治理"),
)
_LINES = (
    "有关负责人介绍了进展情况，现场解答了群众提出的问题。",
    "会议要求，各责任单位要倒排工期，把任务落实到人。",
    "下一阶段将继续完善机制，定期公布进展，接受社会监督。",
)

_CLOSE = "特此公告。欢迎社会各界监督。"


def news(seed: str, count: int) -> list[Text]:
    """So many pieces of news, no two with one title."""
    rng = random.Random(seed)
    pairs = [(who, did, what) for who in _WHO for did in _DID for what in _WHAT]
    return [
        (f"{who}{did}{what}", (f"日前，{who}{did}{what}。", *rng.sample(_LINES, 2)))
        for who, did, what in rng.sample(pairs, count)
    ]


def near(organ: Organ, year: int, count: int, start: int = 0) -> list[Text]:
    """Pages of a report column that are no reports, each kind in turn from ``start``."""
    who = organ.short
    kinds: Sequence[Text] = (
        prose.notice(who, organ, year),
        (
            f"{who}{year}年度部门决算公开报告",
            (f"根据预算法和决算公开的要求，现将{who}{year}年度决算公开如下。", "收入、支出及“三公”经费情况见附表。"),
        ),
        prose.self_check(who, organ, year),
        (
            f"图解：{who}{year}年政府信息公开工作年度报告",
            (f"一图读懂{who}{year}年政府信息公开工作年度报告。",),
        ),
        (
            f"致群众的一封信（{year}年第1号）",
            ("各位居民朋友：", "冬季用火用电请注意安全，遇有困难可以拨打便民热线。"),
        ),
        (
            f"{who}{year}年度法治政府建设工作报告",
            (f"{year}年，{who}推进依法行政，现将年度工作情况报告如下。", "一、健全制度。二、规范执法。三、加强监督。"),
        ),
        prose.summary(who, year),
        (
            f"关于{year}年度政府信息公开工作年度报告发布情况的通报",
            (f"截至目前，各单位{year}年度报告发布情况通报如下。", "按时发布的单位予以表扬，逾期的请尽快补正。"),
        ),
        (
            f"{who}{year}年预算公开及绩效报告",
            (f"现将{who}{year}年部门预算及绩效目标公开。", "详见附表。"),
        ),
    )
    return [kinds[(start + offset) % len(kinds)] for offset in range(count)]


def decoys(who: str, year: int, which: Sequence[int] = ()) -> list[Text]:
    """Titles and paragraphs of what is no report of the kind sought."""
    next_year = year + 1
    kinds: list[Text] = [
        (
            f"{who}{year}年度预决算公开报告",
            (f"现将{who}{year}年预算执行和决算情况公开如下。", "一般公共预算收入见附表。"),
        ),
        (
            f"{next_year}年政府工作报告",
            (f"各位代表：现在向大会报告{year}年工作，请予审议。", "一年来，经济运行总体平稳。"),
        ),
        (f"{who}统计年鉴（{year}）", ("本年鉴收录国民经济和社会发展的主要统计数据。", "编者：统计部门。")),
        (f"{year}年环境质量年报", (f"{year}年全年空气优良天数比例有所提高。", "地表水考核断面达标。")),
        (f"关于做好{year}年度企业年报公示工作的通告", ("各市场主体应于六月三十日前报送年度报告并公示。", _CLOSE)),
        (f"{who}{year}年法治政府建设年度报告", (f"{year}年，{who}深入推进依法行政。", "现将有关情况报告如下。")),
        (
            f"{who}政府网站工作年度报表（{year}年度）",
            ("填报单位：办公室。", "独立用户访问总量、网站总访问量、信息发布总数见表。"),
        ),
        (f"实验小学{year}—{next_year}学年度校务公开年报", ("学校坚持校务公开，设公开栏二处。", "收费项目已公示。")),
        (
            f"{who}召开{year}年政府信息公开工作年度报告编制培训会",
            ("会议讲解了年度报告的编制要求和常见错误。", "各单位联络员参加。"),
        ),
        (
            f"《{who}{year}年政府信息公开工作年度报告》解读",
            ("一、编制背景。二、主要内容。三、下一步打算。", "具体数据以报告原文为准。"),
        ),
        (
            f"关于报送{year}年政府信息公开工作年度报告的通知",
            ("各单位：请于一月二十日前报送年度报告。", "联系人：公开科。"),
        ),
        (
            "政府信息公开工作年度报告（模板）",
            ("一、总体情况（说明：概述本单位情况）", "二、主动公开政府信息情况（填写表格，无数据填0）"),
        ),
        (f"{who}{year}年度绩效自评报告", ("项目绩效目标基本完成。", "自评得分见附表。")),
        (f"{who}{year}年度政务公开工作要点", ("一、推进重点领域公开。二、加强解读回应。", "各单位结合实际抓好落实。")),
    ]
    return [kinds[number] for number in which] if which else kinds
