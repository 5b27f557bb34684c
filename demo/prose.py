"""The words of the reports and of the pages beside them: our own, with numbers that agree with the tables."""

import random
from collections.abc import Mapping
from dataclasses import dataclass

from demo.forms import Number
from demo.model import Organ, Report
from demo.phrases import IMPROVEMENTS, PROBLEMS, SUBJECTS

_OPENINGS = (
    "{year}年，{us}把政务公开当作改进工作、服务群众的抓手，按照上级部署逐项落实公开任务，群众办事更方便，监督渠道更畅通。",
    "{year}年，{us}围绕年度重点任务安排公开工作，年初列清单、年中看进度、年底对账，各项公开要求基本落到实处。",
    "{year}年，{us}坚持公开为常态、不公开为例外，把群众最关心的事项放在公开的前列，公开的数量和质量都有提高。",
    "{year}年，{us}对照条例逐条梳理职责，明确了每一类信息由谁公开、何时公开、在哪里公开，公开工作更有章法。",
)
_DISCLOSURE = (
    "（一）主动公开方面。全年通过政府网站发布各类信息{website}条，其中动态类{news}条、文件类{files}条，发布解读材料{articles}篇。",
    "（一）主动公开。一年来在门户网站更新信息{website}条，配发文字、图表和问答形式的解读{articles}篇，公开规划、预算等重点信息{files}条，"
    "其余{news}条为工作动态。",
)
_MANAGEMENT = (
    "（三）政府信息管理方面。制发公文时同步确定公开属性，发布前由经办人、科室负责人、分管负责人依次核对，全年退回修改{returned}件次。",
    "（三）政府信息管理。清理了栏目里过期和重复的内容{returned}处，规范性文件按年份重新编排，旧文件标明是否继续有效。",
)
_PLATFORM = (
    "（四）平台建设方面。网站公开专栏增设{columns}个子栏目，检索结果可以按年份和类别筛选，手机上也能正常阅读。",
    "（四）平台建设。维护好公开专栏和政务新媒体账号，调整栏目{columns}个，方便老年人使用的大字版本上线运行。",
)
_SUPERVISION = (
    "（五）监督保障方面。公开工作纳入年度考核，组织培训{trainings}次，参训{people}人次，全年没有发生因公开不当被追究责任的情形。",
    "（五）监督保障。每季度抽查一次公开内容，发现的错链和错字当月改正，举办业务培训{trainings}次，{people}人次参加。",
)
_NOTHING_ELSE = ("没有其他需要报告的事项。", "本年度未收取信息处理费，无其他需要报告的事项。")

# Regulation: 国务院令第492号 until 14 May 2019, revised as 第711号.
_BASIS = {True: "国务院令第711号", False: "国务院令第492号"}


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of a report: its heading, the paragraphs before and after its table, and which table that is."""

    heading: str
    paragraphs: tuple[str, ...]
    table: str | None = None
    after: tuple[str, ...] = ()


def introduction(report: Report) -> str:
    """The opening paragraph, which states the basis and the period."""
    basis = _BASIS[report.year >= 2019]
    return (
        f"根据《中华人民共和国政府信息公开条例》（{basis}）的规定，{report.organ.name}编制了本报告。"
        f"报告中各项数据的统计期限为{report.year}年1月1日至{report.year}年12月31日。"
    )


def sections(report: Report, seed: int) -> tuple[Section, ...]:
    """The numbered parts of a report; the same report and seed give the same words."""
    rng = random.Random(f"{seed}|{report.organ.name}|{report.year}|prose")
    return _since_2019(report, rng) if report.form in ("B", "C") else _before_2019(report, rng)


def _total(figures: Mapping[str, Number | None], key: str) -> Number:
    return figures.get(key) or 0


def _filled(rng: random.Random, choices: tuple[str, ...], report: Report) -> str:
    news, files, articles = rng.randint(30, 4000), rng.randint(5, 300), rng.randint(2, 60)
    return rng.choice(choices).format(
        year=report.year,
        us=report.organ.ourselves,
        website=news + files,
        news=news,
        files=files,
        articles=articles,
        returned=rng.randint(1, 40),
        columns=rng.randint(1, 9),
        trainings=rng.randint(1, 6),
        people=rng.randint(10, 400),
    )


def _subjects(rng: random.Random, report: Report) -> tuple[str, ...]:
    """A few subjects of the year's work in the order of the list, one paragraph each."""
    most = 4 if report.organ.level in ("department", "township") else 9
    taken = sorted(rng.sample(range(len(SUBJECTS)), rng.randint(2, most)))
    paragraphs = []
    for subject in (SUBJECTS[number] for number in taken):
        low, high = subject.numbers
        number = rng.randint(low, high)
        text = rng.choice(subject.paragraphs)
        paragraphs.append(text.format(n=number, m=rng.randint(1, max(1, number // 3)), us=report.organ.ourselves))
    return tuple(paragraphs)


def _outlook(rng: random.Random) -> tuple[str, str]:
    """What is wanting, and what is to be done about it."""
    wanting = rng.sample(PROBLEMS, rng.randint(2, 3))
    plans = rng.sample(IMPROVEMENTS, rng.randint(2, 3))
    ordinals = "一二三"
    faults = "；".join(f"{ordinals[place]}是{text}" for place, text in enumerate(wanting))
    return f"从一年的情况看，还存在以下不足：{faults}。", f"下一步，将{'；'.join(plans)}。"


def _since_2019(report: Report, rng: random.Random) -> tuple[Section, ...]:
    figures = report.figures
    new, carried_in = _total(figures, "t3.new.total"), _total(figures, "t3.carried_in.total")
    closed, carried_out = _total(figures, "t3.result_total.total"), _total(figures, "t3.carried_out.total")
    requests = (
        f"（二）依申请公开方面。全年新收政府信息公开申请{new}件，上年结转{carried_in}件；"
        f"办结{closed}件，结转下年度继续办理{carried_out}件，均在法定期限内答复。"
    )
    reviews = _total(figures, "t4.review.total")
    lawsuits = _total(figures, "t4.litigation_direct.total") + _total(figures, "t4.litigation_after_review.total")
    fourth = (
        "四、政府信息公开行政复议、行政诉讼情况"
        if report.form == "C"
        else "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"
    )
    return (
        Section(
            "一、总体情况",
            (
                _filled(rng, _OPENINGS, report),
                _filled(rng, _DISCLOSURE, report),
                requests,
                *(_filled(rng, choices, report) for choices in (_MANAGEMENT, _PLATFORM, _SUPERVISION)),
                *_subjects(rng, report),
            ),
        ),
        Section("二、主动公开政府信息情况", (), "second"),
        Section("三、收到和处理政府信息公开申请情况", (), "third"),
        Section(fourth, (), "fourth", (f"全年涉及政府信息公开的行政复议{reviews}件，行政诉讼{lawsuits}件。",)),
        Section("五、存在的主要问题及改进情况", _outlook(rng)),
        Section("六、其他需要报告的事项", (rng.choice(_NOTHING_ELSE),)),
    )


def _before_2019(report: Report, rng: random.Random) -> tuple[Section, ...]:
    figures = report.figures
    suffix = ".year" if report.form == "local" else ""
    if report.form == "narrative":
        in_person, online, letter = rng.randint(0, 9), rng.randint(0, 30), rng.randint(0, 9)
        received: Number = in_person + online + letter
        reviews, lawsuits = rng.randint(0, 3), rng.randint(0, 2)
        ways = f"其中当面申请{in_person}件、网络申请{online}件、信函申请{letter}件"
    else:
        received = _total(figures, f"a.app.received{suffix}")
        reviews = int(_total(figures, f"a.review.total{suffix}"))
        lawsuits = int(_total(figures, f"a.litigation.total{suffix}"))
        ways = (
            f"其中当面申请{_total(figures, f'a.app.received.in_person{suffix}')}件、"
            f"网络申请{_total(figures, f'a.app.received.online{suffix}')}件"
        )
    table = {"A": "national", "local": "local"}.get(report.form)
    return (
        Section("一、概述", (_filled(rng, _OPENINGS, report),)),
        Section("二、主动公开政府信息情况", (_filled(rng, _DISCLOSURE, report), *_subjects(rng, report))),
        Section("三、依申请公开政府信息情况", (f"全年共收到政府信息公开申请{received}件，{ways}，已全部答复。",)),
        Section(
            "四、因政府信息公开申请行政复议、提起行政诉讼情况",
            (f"全年因政府信息公开被申请行政复议{reviews}件，提起行政诉讼{lawsuits}件。",),
        ),
        Section("五、存在的主要问题及改进措施", _outlook(rng)),
        Section("六、需要说明的其他事项" + ("与附表" if table else ""), (rng.choice(_NOTHING_ELSE),), table),
    )


def signature(report: Report) -> tuple[str, str]:
    """The organ and the day at the end of a report."""
    day = report.published_on
    return report.organ.name, f"{day.year}年{day.month}月{day.day}日"


def notice(place: str, organ: Organ, year: int) -> tuple[str, tuple[str, ...]]:
    """A notice that asks for annual reports: title and paragraphs."""
    return f"关于做好{year}年度政府信息公开工作年度报告编制和发布工作的通知", (
        "各乡镇人民政府、街道办事处，市（区、县）直各有关单位：",
        f"为做好{place}{year}年度政府信息公开工作年度报告的编制和发布，现将有关事项通知如下。",
        f"一、各单位要对照条例规定的内容编制年度报告，数据统计期限为{year}年1月1日至12月31日，表格数据要前后一致。",
        f"二、部门的年度报告应于{year + 1}年1月31日前在本单位网站或者门户网站公开专栏发布，并报{organ.name}备案。",
        "三、填报表格时注意勾稽关系，新收件数与结转件数之和要等于办理结果总计与结转下年度件数之和。",
        "联系人和电话见附件，年度报告的格式可在公开专栏下载。",
    )


def self_check(place: str, organ: Organ, year: int) -> tuple[str, tuple[str, ...]]:
    """A self-check of the disclosure work, which reads like a report and is none."""
    return f"{place}{year}年政府信息公开工作自查报告", (
        f"按照上级关于开展{year}年政府信息公开工作检查的要求，{organ.name}对照检查表逐项开展了自查，现将情况报告如下。",
        "一、自查的基本情况。检查了公开专栏的栏目设置、更新频次和检索功能，抽查信息120条，发现超过一个月没有更新的栏目3个。",
        "二、发现的问题。部分单位公开目录没有随职责调整更新，少数文件没有标明文号。",
        "三、整改措施。责任单位已在十个工作日内补充更新，后续每月复查一次。",
    )


def picture(report: Report) -> tuple[str, tuple[str, ...]]:
    """The page that tells a report in pictures."""
    return f"图解：{report.title}", (f"一图读懂{report.title}",)


def summary(place: str, year: int) -> tuple[str, tuple[str, ...]]:
    """A summary of the year's openness work."""
    return f"{place}{year}年政务公开工作总结", (
        f"{year}年，{place}围绕政务公开重点工作任务，抓落实、补短板，现将全年工作总结如下。",
        "一、抓好组织领导，明确责任分工，召开专题会议4次，研究解决公开工作中的问题。",
        "二、抓好平台管理，办好门户网站和政务新媒体，回复群众留言356条。",
        "三、抓好业务培训，组织各单位信息员集中学习2次。",
    )


def guide(place: str, organ: Organ) -> tuple[str, tuple[str, ...]]:
    """The guide to disclosure that every portal carries."""
    return f"{place}政府信息公开指南", (
        f"为了方便公民、法人和其他组织获取{place}的政府信息，{organ.name}编制了本指南。",
        "一、主动公开。公开范围、公开形式和公开时限见公开目录。",
        "二、依申请公开。申请人可以当面、通过信函或者网络提出申请，本机关自收到申请之日起二十个工作日内答复。",
        "三、监督方式。认为本机关没有依法履行公开义务的，可以向上一级机关举报。",
    )
