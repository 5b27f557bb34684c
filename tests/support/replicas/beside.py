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
