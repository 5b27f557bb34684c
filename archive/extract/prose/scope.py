"""What limits a clause: one channel, one topic, one kind of case; and what does not."""

import re
from typing import Literal

Scope = Literal["all", "website", "part"]

# 通过网站、公开栏等多种渠道: by every channel that there is.
_ALL_CHANNELS = re.compile(
    r"(?:等|多种|各种|各类|不同|多个|多元|各)(?:[^,]{0,8})(?:渠道|形式|方式|途径|载体|平台|媒介|媒体)|(?:各|多)(?:渠道|形式|方式|途径)"
)
_CHANNEL = re.compile(
    r"(?:通过|采用|采取|利用|依托|借助|运用|在|以|经)(?P<channel>.+?)(?:上|平台|渠道|方式|形式|途径)?(?:向(?:社会|公众|社会公众))?$"
)
_SITE = re.compile(r"(?P<owner>.*?)(?:政府)?(?:信息公开|政务)?(?:门户|官方)?(?:网站|官网)$")
_PREPOSITION = re.compile(
    r"(?:主要|重点)?(?:通过|采用|采取|利用|依托|借助|运用|围绕|针对|聚焦|就|在|以|从|对于?|关于|按|经|由|向)"
)
_BACKGROUND = re.compile(
    r"(?:在|以).*(?:下|基础上|为(?:抓手|重点|契机|目标|宗旨|导向|核心|中心|主线|载体|原则|准则|指导|依据|出发点))$|按照?.*|对照.*|以便.*|"
    r"从而.*|由于.*|由.*(?:负责|牵头|组织|承办|落实)|.*(?:答复|回复|办结|办理|完成|处理)(?:完毕)?"
)
# Where most of them are, or a number that is not sure.
_CONCENTRATED = re.compile(r"集中[在于]|主要涉及|不完全统计")
_MATTER = re.compile(r"(?:方面|工作中|中|上)$")
_ASPECT = re.compile(r"(?:方面|领域|类)$")
_OUR_SUBJECT = re.compile(r"依申请公开|申请公开|公开申请|信息公开|主动公开|公开政府信息")


def channel_of(words: str) -> tuple[Scope, str] | None:
    """The scope of a phrase in front of a verb that says by which channel, or that names a website, and whose website
    it is; None for other words."""
    match = _CHANNEL.fullmatch(words)
    if match is None:
        site = _SITE.fullmatch(words)
        return ("website", site["owner"]) if site else None
    if _ALL_CHANNELS.search(words):
        return "all", ""
    site = _SITE.fullmatch(match["channel"])
    return ("website", site["owner"]) if site else ("part", "")


def limits(clause: str) -> Scope | None:
    """What a clause without a number, its time and subject taken away, leaves of the scope for those behind it; None
    where it says nothing of it."""
    if _CONCENTRATED.search(clause):
        return "part"
    if _PREPOSITION.match(clause) and not _BACKGROUND.fullmatch(clause):
        if _ALL_CHANNELS.search(clause):
            return "all"
        return None if _MATTER.search(clause) and _OUR_SUBJECT.search(clause) else "part"
    if _ASPECT.search(clause):
        return None if _OUR_SUBJECT.search(clause) else "part"
    return None
