"""The wordings in which Chinese reports state each quantity: everything from the verb to the unit.

What stands in front (time, subject, channel) and behind is judged apart: a wording holds nothing that would narrow it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.text.digits import NUMERALS

Matter = Literal["requests", "cases", "publication", "fees"]

NUMBER = r"(?P<n>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|[零〇]|" + NUMERALS + ")"
_IS = r"(?:为|是|有|共有|共计|共|总共|总计|合计|计|:)*"
_TOTAL = r"(?:总数量|总数|总量|件数|条数|数量|数)?"
_CASES = rf"{NUMBER}(?:件|条|宗|份|起|项|个|例)(?!次|/)"
_ORGAN = r"机关|单位|部门|行政机关|局|委|厅|办|处|所|站|院|中心|镇|乡|县|市|区|州|省|街道|级政府|政府"
_AND = r"(?:、|和|或者?|及|与|以及)?"
_ANYBODY = (
    rf"(?:任何形式的|任何|有关)?(?:(?:公民|个人|自然人){_AND}法人{_AND}(?:其他|其它)?(?:社会)?组织|社会公众|公众|群众|申请人|任何人|社会各界)?"
    rf"(?:向[我本](?:{_ORGAN})+)?(?:提出|提交|递交|申请|要求)?的?(?:要求|关于|有关)?"
)
_INFO = (
    r"(?:政府信息依申请公开|依申请公开政府信息|依申请公开信息|政府信息公开|政务信息公开|公开政府信息|公开政务信息|"
    r"依申请公开|信息公开)"
)
_REQUESTS = rf"{_INFO}的?(?:申请件|申请书|申请事项|申请事宜|申请信息|申请|件|事项|办件)"
_ASKED = rf"(?:{_REQUESTS}|依申请公开(?:政府)?(?:信息)?){_TOTAL}"
_GOT = r"(?:收到|受理|接收|收悉|接到|新收|收)(?:到|了|过)?的?"
_NOT = r"(?:未曾|从未|尚未|均未|未|没有|无|均无|并无|暂未)"
_NOT_GOT = rf"{_NOT}(?:收到|接到|受理|接收)(?:过|到|的)*"
_CAUSED = r"(?:引起|引发|导致|产生|发生|而)*"
_ON_INFO = (
    rf"(?:(?:因|由|就|涉及|有关|关于|针对|由于|与)(?:[我本].{{1,3}})?(?:的)?{_INFO}"
    rf"(?:工作|申请|事项|事务|答复|问题|事宜|相关|有关|方面)*{_CAUSED}的?|"
    rf"{_INFO}(?:工作|类|方面|相关|申请)*{_CAUSED}的?)"
)
_HAPPENED = r"(?:受理|发生|出现|收到|产生|引起|引发|存在|涉及|受到|有|被|过|任何|一起|一件)*"
_BROUGHT = r"(?:被)?(?:申请|提起|提出)?(?:的)?"
_REVIEW = rf"{_BROUGHT}行政复议(?:案件|申请|案|数量|数)?"
_LAWSUIT = rf"{_BROUGHT}(?:依申请)?行政诉讼(?:案件|案|数量|数)?"
_ANY_CASE = rf"(?:{_REVIEW}|{_LAWSUIT}|{_BROUGHT}(?:复议|诉讼|行政申诉|申诉|行政赔偿)(?:案件|案)?)"
_ANY_CASES = rf"{_ANY_CASE}(?:(?:{_AND}|,){_ANY_CASE})*"
_EVENT = r"的?(?:情况|现象|问题|事件|案件|情形|事项|行为|发生|申请)*"
_PUBLISHED = r"(?:公开|发布|公布)(?:的|了)?(?:各类|各种|各项)?(?:政府|政务)?信息"
_ITEMS = rf"{_TOTAL}{_IS}{NUMBER}条(?!次)"
_FEE = (
    r"(?:(?:政府)?(?:信息公开|依申请公开)?的?(?:信息)?(?:处理|(?:(?:检索|复制|复印|邮寄|寄送)费?(?:、|和|及|与)?)+等?(?:成本)?)费用?|"
    r"(?:政府)?(?:信息公开|依申请公开)的?(?:相关)?费用?)"
)
_ANY_FEE = rf"(?:{_FEE}|(?:任何|相关|有关)?费用)"
_NOT_TAKEN = rf"{_NOT}(?:向申请人|向公众)?(?:收取|产生|发生|收)过?(?:任何|相关)?"
_FOR_INFO = r"(?:(?:因|对|就|在)?(?:依申请|申请)?(?:提供|公开|办理)*政府信息(?:公开)?(?:申请|工作|事项)*(?:方面|中)?)"
_NEXT_YEAR = r"(?:结转|顺延)[至到]?[下次]一?年度?(?:继续)?(?:办理|答复)?"
# The first part of a key tells the matter and, but for requests and cases, the unit.
_MATTERS: Mapping[str, Matter] = {
    "app": "requests",
    "review": "cases",
    "litigation": "cases",
    "cases": "cases",
    "pd": "publication",
    "info_fee_yuan": "fees",
}
_UNITS: Mapping[Matter, str] = {"requests": "件", "cases": "件", "publication": "条", "fees": "元"}


@dataclass(frozen=True, slots=True)
class Wording:
    """``key`` stands behind ``prose.``; ``word`` is in every match and looked for first. ``bare`` wordings name no
    matter themselves: the sentence or the section must."""

    key: str
    word: str
    pattern: re.Pattern[str]
    bare: bool

    @property
    def matter(self) -> Matter:
        return _MATTERS[self.key.split(".")[0]]

    @property
    def unit(self) -> str:
        return _UNITS[self.matter]


def _wording(key: str, word: str, pattern: str, *, bare: bool = False) -> Wording:
    return Wording(key, word, re.compile(pattern), bare)


COUNTED: Sequence[Wording] = (
    _wording("app.received", "公开", rf"{_GOT}(?:各类)?{_ANYBODY}{_ASKED}{_IS}{_CASES}"),
    _wording("app.received", "申请", rf"{_INFO}的?申请{_TOTAL}{_IS}(?:收到|受理)?{_TOTAL}{_IS}{_CASES}"),
    _wording("app.received", "申请", rf"{_GOT}{_CASES}{_ANYBODY}{_INFO}的?(?:申请件|申请|事项)(?=$)"),
    _wording("app.received", "申请", rf"{_GOT}{_ANYBODY}申请{_TOTAL}{_IS}{_CASES}", bare=True),
    _wording("app.carried_in", "结转", rf"上一?年度?结转的?(?:{_ASKED}|申请)?{_IS}{NUMBER}件"),
    _wording("app.carried_out", "年", rf"{_NEXT_YEAR}的?{_ASKED}{_IS}{NUMBER}件"),
    _wording("app.carried_out", "年", rf"{_NEXT_YEAR}的?(?:申请)?{_IS}{NUMBER}件", bare=True),
    _wording("app.carried_out", "年", rf"{NUMBER}件(?:申请)?{_NEXT_YEAR}", bare=True),
    _wording("app.replied", "答复", rf"(?:作出)?答复了?(?:{_ASKED}|申请)?{_IS}{NUMBER}件(?!次)", bare=True),
    _wording("review.total", "行政复议", rf"{_HAPPENED}{_ON_INFO}{_HAPPENED}{_REVIEW}{_IS}{_CASES}"),
    _wording("review.total", "行政复议", rf"{_HAPPENED}{_REVIEW}{_IS}{_CASES}", bare=True),
    _wording("litigation.total", "行政诉讼", rf"{_HAPPENED}{_ON_INFO}{_HAPPENED}{_LAWSUIT}{_IS}{_CASES}"),
    _wording("litigation.total", "行政诉讼", rf"{_HAPPENED}{_LAWSUIT}{_IS}{_CASES}", bare=True),
    _wording("pd.total", "主动", rf"(?:向社会|向公众|对外)?主动(?:向社会|向公众|对外)?{_PUBLISHED}{_ITEMS}"),
    _wording("pd.total", "主动", rf"主动(?:向社会|向公众|对外)?(?:公开|发布)(?:了)?{NUMBER}条(?:政府|政务)信息"),
    _wording("pd.website", "信息", rf"{_PUBLISHED}{_ITEMS}"),
    _wording("info_fee_yuan", "费", rf"(?:收取|收到|实收|征收)(?:的|了)?{_FEE}{_IS}{NUMBER}元"),
    _wording("info_fee_yuan", "费", rf"(?:收取|实收)(?:的|了)?{_ANY_FEE}{_IS}{NUMBER}元", bare=True),
)

NOTHING: Sequence[Wording] = (
    _wording("app.received", "公开", rf"{_NOT_GOT}{_ANYBODY}{_ASKED}{_EVENT}$"),
    _wording("app.received", "公开", rf"{_GOT}{_ANYBODY}{_ASKED}均?(?:为|是)(?:0|零)(?:件|宗|份|条|起)?$"),
    _wording("app.received", "申请", rf"{_NOT_GOT}{_ANYBODY}申请{_EVENT}$", bare=True),
    _wording("app.received", "申请", rf"(?:没有|无|未有)人?{_ANYBODY}(?:{_REQUESTS}|申请{_INFO}){_EVENT}$"),
    _wording("cases", "行政", rf"{_NOT}{_HAPPENED}{_ON_INFO}{_HAPPENED}{_ANY_CASES}{_EVENT}$"),
    _wording("cases", "行政", rf"{_NOT}{_HAPPENED}{_ANY_CASES}{_EVENT}$", bare=True),
    _wording("cases", "行政", rf"{_ON_INFO}{_ANY_CASES}均?(?:为|是)?(?:0|零)(?:件|起|宗)?$"),
    _wording("info_fee_yuan", "费", rf"{_NOT_TAKEN}{_FEE}{_EVENT}$"),
    _wording("info_fee_yuan", "费", rf"{_NOT}[对就因]{_INFO}(?:工作|申请)*(?:收取|产生)(?:任何|相关)?费用{_EVENT}$"),
    _wording("info_fee_yuan", "费", rf"{_FOR_INFO}(?:{_NOT_TAKEN}{_ANY_FEE}|{_NOT}(?:产生)?收费){_EVENT}$"),
    _wording("info_fee_yuan", "费", rf"{_NOT_TAKEN}{_ANY_FEE}{_EVENT}$", bare=True),
    _wording("info_fee_yuan", "收费", rf"{_NOT}收费(?:(?:及|和|、)减免)?的?(?:情况)?$", bare=True),
)


def _parts(words_by_key: Mapping[str, str]) -> Sequence[tuple[str, re.Pattern[str]]]:
    """Items of a list behind a sum (其中当面申请4件、网络申请21件), by their keys."""
    return tuple(
        (key, re.compile(rf"(?:^|、|其中:?|包括:?){words}{_IS}{NUMBER}件")) for key, words in words_by_key.items()
    )


_BY_WAY = r"(?:方式|形式|渠道)?(?:提交|提出|递交|收到)?的?(?:政府信息公开)?申请[的数]?"
WAYS = _parts(
    {
        "app.received.in_person": rf"(?:通过)?(?:当面|现场){_BY_WAY}",
        "app.received.online": rf"(?:通过)?(?:网络|网上|互联网){_BY_WAY}",
        "app.received.letter": rf"(?:通过)?(?:信函|信件|邮寄){_BY_WAY}",
        "app.received.fax": rf"(?:通过)?传真{_BY_WAY}",
    }
)
OUTCOMES = _parts(
    {
        "review.upheld": r"(?:行政复议)?(?:结果)?维持(?:具体行政行为|原行政行为|结果)?的?数?",
        "review.corrected": r"(?:行政复议)?(?:结果纠正|被?依法纠错)的?数?",
    }
)
REVIEWS_IN, LAWSUITS_IN = re.compile("复议"), re.compile("诉讼")
