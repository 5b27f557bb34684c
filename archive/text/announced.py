"""What a text says of its own, beside the sentences that only announce a report: by which law it is made, that it is
published, what it covers, how it is divided, whom to ask.

The paragraph before a report often is all that its page holds; the report is then a file, a picture or a frame.
"""

import re

# Letters that make a text a report's: a town reported in one sentence of 48 (2011).
ENOUGH_TOLD = 30
# A sentence ends in its sign; a colon, a line and a section's number end what stands before them.
_SENTENCES = re.compile(r"[^。；;！!？?：:\n]*[。；;！!？?：:\n]?")
_SECTION = re.compile(r"(?=[一二三四五六七八九十]{1,2}、|[(（][一二三四五六七八九十][)）])")
_ENDS = ("。", "；", ";", "！", "!", "？", "?")
_REPORT = r"(?:报告|年报)"
_ABOUT_IT = (
    r"编制|编写|撰写|形成|起草|公布|发布|公开(?:发布|如下)|刊[登载]|印发|通过|撤[下回]|更正|显示|指出|全文"
    r"|由|分为|共分|所列|中的?数据|电子版|制[定作]"
)
_ANNOUNCES = re.compile(
    rf"{_REPORT}[^。]{{0,40}}?(?:{_ABOUT_IT})|(?:{_ABOUT_IT})[^。]{{0,60}}?{_REPORT}|(?:予以|现予|特此|向社会)公[布开告]"
    r"|现(?:将|就)[^。]{0,60}(?:如下|公[布开])|统计期限|数据[^。]{0,20}(?:截至|截止|起)|(?:期限|时间)[^。]{0,6}[自从]20"
    r"|由[^。]{4,}(?:部分|附表)组成|(?:分|包[括含])[^。]{0,80}[一二三四五六七八九十]个?(?:部分|方面)"
    r"|如(?:有|对|需|想|欲)[^。]{0,40}(?:疑问|意见|建议|问题|了解|需要|查[阅询])|请(?:与|到|在|登|点|见|参|查|联|拨|致|下|直接)|欢迎"
    r"|(?:联系|咨询|监督)(?:人|电话|方式|地址)|(?:电话|地址|邮编|邮政编码|邮箱|传真)|[见及]附[件表]|附[件表][:：]|扫[描码一]|谅解"
)
# Words of a page around its text.
_SIGNS = re.compile(r"[\s\W_]+")


def told(text: str) -> int:
    """How many letters of ``text`` are whole sentences that do more than announce a report."""
    return sum(
        len(_SIGNS.sub("", part))
        for sentence in _SENTENCES.findall(text)
        for part in _SECTION.split(sentence)
        if part.endswith(_ENDS) and not _ANNOUNCES.search(part)
    )
