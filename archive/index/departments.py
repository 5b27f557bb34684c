"""What kind of department an organ is, by its name: so that the education bureaus of all counties can be compared.

Names change with each reform of the institutions (2018: 国土资源局 → 自然资源局, 工商局 → 市场监督管理局, …); what a
department did before and does now is one kind. An organ whose name fits none has none.
"""

import re

# kind: words of the names, the first that fits counts. After the reform plans of 2008, 2013, 2018 and 2023.
_NAMES: tuple[tuple[str, str], ...] = (
    ("tax", "税务|国税|地税"),
    ("state_assets", "国有资产|国资"),
    ("veterans", "退役军人"),
    ("healthcare_security", "医疗保障|医保"),
    ("emergency", "应急|安全生产|安监|消防救援|防震|地震"),
    ("government_services", "行政审批|政务服务|政务和|数据|政务公开|营商环境|信息中心"),
    ("market", "市场监督|市场监管|工商|质量技术|质监|食品药品|食药|药品监督|药监|知识产权"),
    ("environment", "生态环境|环境保护|环保"),
    ("land", "自然资源|国土|规划"),
    ("forestry", "林业|林草|林和草原|园林|绿化"),
    ("housing", "住房|城乡建设|住建|建设局|建设委|房产|房管|公积金|人民防空|人防"),
    ("urban_management", "城市管理|城管|综合执法|综合行政执法|行政执法|市容"),
    ("transport", "交通|公路|港航|铁路|民航|邮政"),
    ("water", "水利|水务"),
    ("agriculture", "农业|农村|农牧|农林|农机|畜牧|海洋|渔业|乡村振兴|扶贫|供销"),
    ("education", "教育|教体|教科"),
    ("police", "公安"),
    ("justice", "司法"),
    ("civil_affairs", "民政"),
    ("finance", "财政"),
    ("financial_regulation", "金融|证券|银行|银保监"),
    ("human_resources", "人力资源|人社|劳动和社会|人事局"),
    ("health", "卫生|卫健|卫计|中医药|疾病预防|疾控|计划生育"),
    ("culture", "文化|旅游|文旅|文广|文体|文物|广播|广电|体育|新闻出版|档案"),
    ("commerce", "商务|商贸|招商|口岸|贸促"),
    ("grain", "粮食|物资储备"),
    ("development", "发展和改革|发展改革|发改|物价|能源"),
    ("industry", "工业|信息化|经信|工信|经贸|经济合作|经济贸易|经济局|中小企业"),
    ("science", "科学技术|科技"),
    ("audit", "审计"),
    ("statistics", "统计|调查队"),
    ("ethnic_religious", "民族|宗教|民宗"),
    ("petitions", "信访"),
    ("foreign_affairs", "外事|侨务|台湾事务|港澳"),
    ("meteorology", "气象"),
    ("office", "办公室|办公厅|机关事务|事务管理局|政府研究室"),
)
_KINDS = tuple((kind, re.compile(words)) for kind, words in _NAMES)
KINDS = tuple(kind for kind, _ in _NAMES)


# A zone's 管理委员会 governs it; those of state assets and of the city's upkeep (国资委, 城管委) are departments.
_GOVERNMENT = re.compile(r"(?:政府|(?<!监督)(?<!城市)管理委员会|管委会)$")


def is_government(organ: str) -> bool:
    """Whether an organ of this name governs a division, a township or a zone; else it is a department of one."""
    return _GOVERNMENT.search(organ) is not None


def department_of(organ: str) -> str | None:
    """One of KINDS; None for governments, for zones, and for names that say nothing known."""
    if is_government(organ):
        return None
    name = organ.replace("人民政府", "")  # which holds 民政
    return next((kind for kind, pattern in _KINDS if pattern.search(name)), None)
