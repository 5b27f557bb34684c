"""The text from top to bottom: what carries over from heading to heading, sentence to sentence, clause to clause."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import takewhile

from archive.extract.prose.clauses import ALTERED, WITH_CARRIED, Front, Stated, leading, without_ordinal, wordings_in
from archive.extract.prose.period import Period, is_other_time
from archive.extract.prose.reporter import Reporter, Whose, is_somebody, reporter
from archive.extract.prose.scope import Scope, limits
from archive.extract.prose.wordings import LAWSUITS_IN, OUTCOMES, REVIEWS_IN, WAYS, Matter, Wording
from archive.model import Block, Evidence, Figure, Number
from archive.text.digits import chinese_number
from archive.text.titles import squash

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
# A comma inside a number parts nothing; 行政复议2件、行政诉讼1件 are two clauses.
_CASES_BEHIND = r"、(?=(?:未?发生|没有|无|被?提起|被?申请|引发|(?:政府)?信息公开类?)*行政(?:复议|诉讼))"
_CLAUSE = re.compile(rf"(?:[^,;、]|(?<=\d),(?=\d{{3}}(?!\d))|(?<![件起宗例])、|(?!{_CASES_BEHIND})、)+|;")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_ALTERS = re.compile(r"^(?:次$|不?含|不?包[括含]|除|未含|扣除|加上|另)")
_WITH_CARRIED = re.compile(r"^含上一?年度?结转")
_HEADING = re.compile(
    r"^[\s（(]*(?P<top>第?[一二三四五六七八九十]{1,3}(?:、|[.．]|部分|章)|)"
    r"(?P<sub>[（(]?[一二三四五六七八九十]{1,3}[)）]|[（(]?\d{1,2}[)）.、．](?!\d)|)\s*(?P<words>.*)$",
    re.S,
)
_NUMBERED = re.compile(r"\s*一、")
_SUMS_UP = re.compile(r"汇总[^。]{0,60}(?:乡|镇|街道|县|区)[^。]{0,40}(?:部门|单位)")
_ORDINAL_SIGNS = frozenset("（(第一二三四五六七八九十0123456789０１２３４５６７８９ \xa0\u3000")
_LONGEST_HEADING = 50
_EVIDENCE = 300
"""Letters of the sentences before a part that are evidence with it."""
_RUN_IN = re.compile(r"^(?P<words>[^。:：,，;；\d]{2,24})[。:：](?P<rest>.+)$", re.S)
_BLANK_BEHIND = re.compile(r"^(?P<words>[^。:：,，;；\s]{2,24})\s+(?P<rest>\S.{5,})$", re.S)
_COUNTS = re.compile(r"[\d一二三四五六七八九十零](?:件|条|宗|起|例|元|份|项|个)|[未没无]|(?:为|是)(?:0|零)")
# Every sentence that both of these may find something in, blanks between its letters or not.
_MAY_COUNT = re.compile(
    r"[申诉信费答结].*[\d０-９件条宗起例元份项个未没无零]|[\d０-９件条宗起例元份项个未没无零].*[申诉信费答结]", re.S
)
_PARAGRAPH = "\n"
"""Stands for the beginning of a paragraph among sentences."""
_TRIGGER = re.compile(r"申请|复议|诉讼|信息|费|答复|结转")
_TALKS_OF_REQUESTS = re.compile(r"公开申请|依申请公开|申请公开|信息申请|公开的申请|申请公开政府信息")
_TALKS_OF_CASES = re.compile(
    r"(?:信息公开|依申请公开)[^,;]{0,12}(?:复议|诉讼)|(?:因|由|涉及|有关|关于|针对)[^,;]{0,10}信息公开"
)
_OTHER_MATTERS = re.compile(
    r"登记|许可|审批|执照|证照|办证|处罚|咨询|投诉|举报|留言|来信|来电|来访|信访|提案|建议|议案|热线|舆情|信箱|网民|民意|补贴|补助|救助|"
    r"贷款|仲裁|专利|商标|项目申请|入学|就业|低保"
)
# What a section is about, first match wins: 因政府信息公开申请行政复议 is about cases.
_ABOUT: dict[Matter, re.Pattern[str]] = {
    "cases": re.compile("复议|诉讼"),
    "requests": re.compile("申请"),
    "fees": re.compile("收费|费用"),
}
# Headings above numbers that are those of a part.
_PART_HEADING = re.compile(
    r"领域|专题|专项|疫情|财政|预决算|民生|项目|网站|微信|微博|新媒体|公众号|客户端|公报|公开栏|查阅|栏目|报刊|电视|当面|网上|网络申请|信函"
)
_HEADING_TAIL = re.compile(
    r"(?:(?:的)?(?:政府信息公开|政务公开|信息公开|依申请公开|主动公开|公开)?(?:工作)?(?:办理)?的?(?:情况)?)$"
)
_NO_NAME = re.compile("信息|公开|申请|复议|诉讼|收费|监督|保障|建设")
# Parts of the answers beside the one that is not called so.
_ANSWERED_SO = re.compile(
    r"(?:按时|按期|当场|当日|即时|逾期|延期|超期|超时|及时|(?:工作日|期限|时限|时间)内)[^,;]{0,4}(?:答复|回复|办结)[^,;]{0,4}?(?P<n>\d+)件"
)
_PARTS = frozenset({"pd.website", "app.carried_in", "app.carried_out"})
_DIVIDED = frozenset({"pd.total", "app.received", "app.replied"})
_WAY_KEYS = frozenset(key for key, _ in WAYS)
_SOME_ON_INFORMATION = re.compile(r"其中[^。;]*?信息公开")
_NOT_ALL_TAKEN = re.compile(r"应[收缴]|应当|每|标准|免|退|缓|欠|未缴|按件")
_YEARS = re.compile(r"(?<![比较与同])(20[0-3]\d)年")


@dataclass(frozen=True, slots=True)
class ProseRead:
    """``figures`` are ``printed`` or, where the text contradicts itself, ``ambiguous``; ``evidence`` says of each why
    it is the whole organ's and the whole year's."""

    figures: tuple[Figure, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Heading:
    """The words of a heading; ``top`` where it is one of the report's parts, not one inside a part."""

    words: str
    top: bool


@dataclass(frozen=True, slots=True)
class _Said:
    key: str
    unit: str
    value: Number
    reason: str


@dataclass(slots=True)
class _Course:
    """What carries over: ``subject`` and ``period`` to the next sentences, the rest to the end of the sentence."""

    subject: Whose = "unnamed"
    period: Period | None = None
    matter: Matter | None = None
    section: Matter | None = None
    heading: str = ""
    part: bool = False
    named: bool = False
    within: bool = False
    scope: Scope = "all"
    received: Number | None = None
    reviews: Number | None = None
    said: list[_Said] = field(default_factory=list)
    shared: set[str] = field(default_factory=set)

    def next_sentence(self) -> None:
        self.named, self.within, self.scope, self.reviews = False, False, "all", None
        self.said, self.shared = [], set()


def read_prose(blocks: Iterable[Block], year: int | None = None, organ: str | None = None) -> ProseRead:
    """The figures that running text states of ``organ`` and of ``year``; where either is not known, of the organ that
    calls itself 我 and of the only year named."""
    blocks = tuple(blocks)
    own = reporter(_who_reports(blocks, organ))
    course = _Course()
    found: dict[str, tuple[str, dict[Number, tuple[str, str]]]] = {}
    waiting: list[str] = []  # sentences that matter only where one behind them counts
    for block in blocks:
        if block.kind == "table":
            continue
        waiting.append(_PARAGRAPH)
        shown = ""
        for sentence in _SENTENCE.findall(block.text):
            heading, printed = _heading_in(sentence.strip(), alone=block.kind == "heading")
            if heading is not None:
                _begin(heading, own, course)
                waiting.clear()
            if not printed:
                continue
            if not _MAY_COUNT.search(printed):
                waiting.append(printed)
            else:
                for earlier in waiting:
                    _pass(earlier, own, year, course)
                waiting.clear()
                for said in _read_sentence(squash(printed), own, year, course):
                    part = said.key.count(".") > 1
                    values = found.setdefault(said.key, (said.unit, {}))[1]
                    values.setdefault(said.value, (f"{shown}{printed}" if part else printed, said.reason))
            shown = f"{shown}{printed}"[-_EVIDENCE:]
    return ProseRead(
        tuple([_figure(key, unit, values) for key, (unit, values) in found.items()]),
        tuple(
            [
                Evidence(f"prose.{key}", reason, words)
                for key, (_, values) in found.items()
                for words, reason in values.values()
            ]
        ),
    )


def _pass(sentence: str, own: Reporter, year: int | None, course: _Course) -> None:
    """Keeps what a sentence that states nothing, or the beginning of a paragraph, leaves for those behind it."""
    if sentence == _PARAGRAPH:
        course.period = None
        return
    course.next_sentence()
    for match in _CLAUSE.finditer(_BRACKETS.sub("", squash(sentence)).rstrip("。!?")):
        _note(without_ordinal(match[0])[0], own, year, course)


def _who_reports(blocks: Sequence[Block], organ: str | None) -> str | None:
    """The government itself where its office sums up the reports of towns and departments, as the opening says."""
    government = organ.removesuffix("办公室").removesuffix("办公厅") if organ else None
    if government == organ or not (government or "").endswith("政府"):
        return organ
    opening = takewhile(lambda block: not _NUMBERED.match(block.text), blocks)
    return government if any(_SUMS_UP.search(block.text) for block in opening) else organ


def _heading_in(sentence: str, *, alone: bool) -> tuple[_Heading | None, str]:
    """The heading that a sentence is or begins with, and the rest; ``alone`` where it may be one without a number."""
    if not alone and sentence[:1] not in _ORDINAL_SIGNS:
        return None, sentence
    match = _HEADING.match(sentence)
    if match is None or not (alone or match["top"] or match["sub"]):
        return None, sentence
    words, rest = match["words"], ""
    if run_in := _RUN_IN.match(words) or (None if alone else _BLANK_BEHIND.match(words)):
        words, rest = run_in["words"], run_in["rest"]
    elif len(words) > _LONGEST_HEADING or _COUNTS.search(squash(words)):
        return None, words
    return _Heading(squash(words).rstrip("。:"), top=bool(match["top"]) or not match["sub"]), rest


def _begin(heading: _Heading, own: Reporter, course: _Course) -> None:
    """Nothing carries over a heading; it may name a subject of its own, a matter, or a part of one."""
    name = _HEADING_TAIL.sub("", heading.words)
    named = bool(name) and is_somebody(name) and not _NO_NAME.search(name)
    course.subject = own.whose(name) if named else "unnamed"
    course.period = course.received = None
    if heading.top:
        course.heading = heading.words
    course.part = _PART_HEADING.search(heading.words) is not None
    about = (_matter_of(heading.words), _matter_of(course.heading))
    course.matter = course.section = about[0] or about[1]


def _matter_of(heading: str) -> Matter | None:
    return next((matter for matter, words in _ABOUT.items() if words.search(heading)), None)


def _read_sentence(line: str, own: Reporter, year: int | None, course: _Course) -> list[_Said]:
    """What one sentence (squashed) states."""
    course.next_sentence()
    brackets: list[str] = []
    while _BRACKETS.search(line):
        brackets.extend(_BRACKETS.findall(line))
        line = _BRACKETS.sub(_without_bracket, line)
    line = line.rstrip("。!?")
    counts = _TRIGGER.search(line) is not None and _COUNTS.search(line) is not None
    if year is None and len(set(_YEARS.findall(line))) > 1:
        counts = False
    for match in _CLAUSE.finditer(line):
        if match[0] == ";":
            course.within, course.scope = False, "all"
            continue
        clause, of_which = without_ordinal(match[0])
        course.within = course.within or of_which
        stated = wordings_in(clause, own, year) if counts else []
        if not stated:
            _note(clause, own, year, course)
        for one in stated:
            _take(one, own, course)
        if counts:
            _take_parts(clause, course)
    course.within, course.scope = False, "all"
    for clause in (clause for words in brackets if counts for clause in words.split(",")):
        for one in wordings_in(clause.removeprefix("含").removeprefix("另有"), own, year):
            if one.wording.key in {"app.carried_in", "app.carried_out"}:
                _take(one, own, course)
    return _settled(line, course)


def _without_bracket(match: re.Match[str]) -> str:
    """What a bracket leaves of itself: nothing, or a sign that it changes the number before it."""
    return WITH_CARRIED if _WITH_CARRIED.match(match[1]) else ALTERED if _ALTERS.match(match[1]) else ""


def _note(clause: str, own: Reporter, year: int | None, course: _Course) -> None:
    """What a clause that states nothing leaves for those behind it."""
    period, named, rest = leading(clause, own, year)
    if is_other_time(rest):
        period, named = "other", False
    if period is not None:
        course.period = "year" if period == "to_date" and course.named else period
        course.named = course.named or named
    if (whose := own.named_in(rest)) != "unnamed":
        course.subject = whose
    course.scope = limits(rest) or course.scope
    if _OTHER_MATTERS.search(clause):
        course.matter = None
    elif _TALKS_OF_REQUESTS.search(clause):
        course.matter = "requests"
    if _TALKS_OF_CASES.search(clause):
        course.matter = "cases"


def _take(one: Stated, own: Reporter, course: _Course) -> None:
    """Adds what a wording states, where subject, time, scope and quantity are those of its key."""
    wording, front = one.wording, one.front
    if front is None:
        course.subject = "others" if one.somebody else course.subject
        if one.somebody and not course.within:
            course.shared |= {wording.key}
        return
    _carry(front, course)
    if wording.bare and course.matter != wording.matter:
        return
    course.matter = wording.matter
    key = _key_within(wording, front, own, course)
    others = course.subject == "others" or course.period not in {None, "year"} or (front.running and not front.named)
    if key is None or others or (wording.matter == "cases" and one.number and not _is_defendant(one, course)):
        return
    reason = f"{front.subject or 'no other subject'}; {'the year named' if course.named else 'no other time'}"
    value = _value(one.number) if one.number else 0
    course.said.extend([_Said(each, wording.unit, value, reason) for each in _keys(key, one)])
    if key == "app.received":
        course.received = value
    if key == "review.total":
        course.reviews = value


def _carry(front: Front, course: _Course) -> None:
    """Keeps the subject and the time that a front names for what follows."""
    course.subject = front.whose if front.whose != "unnamed" else course.subject
    course.named = course.named or front.named
    if front.period is not None:
        course.period = "year" if front.period == "to_date" and course.named else front.period


def _key_within(wording: Wording, front: Front, own: Reporter, course: _Course) -> str | None:
    """The key that a wording has in its scope; None where that is a part of what any key counts."""
    scope = front.scope if front.scope != "all" else course.scope
    key: str | None = wording.key
    if scope == "website" and wording.matter == "publication" and _owns(front.site, own):
        key = "pd.website"
    elif scope != "all" or key == "pd.website":
        course.shared |= {"pd.website"} if scope == "website" else set()
        key = None
    if (course.within and key not in _PARTS) or (course.part and key in _DIVIDED):
        return None
    return key


def _keys(key: str, one: Stated) -> Sequence[str]:
    if key != "cases":
        return (key,)
    return [
        name
        for name, word in (("review.total", REVIEWS_IN), ("litigation.total", LAWSUITS_IN))
        if word.search(one.words)
    ]


def _is_defendant(one: Stated, course: _Course) -> bool:
    """Whether cases are those against the organ: a government also receives reviews to decide them."""
    if one.words.startswith("受理"):
        return not one.wording.bare and course.section == "cases"
    return not (one.wording.bare and one.words.startswith("收到"))


def _owns(site: str, own: Reporter) -> bool:
    return not site or own.whose(site) == "ours" or own.whose(f"我{site}") == "ours"


def _take_parts(clause: str, course: _Course) -> None:
    """The ways that requests came by, and the outcomes of reviews, beside their sum."""
    if LAWSUITS_IN.search(clause):
        course.reviews = None
    parts = [*(WAYS if course.received is not None else ()), *(OUTCOMES if course.reviews is not None else ())]
    for key, pattern in parts:
        whole = course.received if key.startswith("app") else course.reviews
        match = pattern.search(clause)
        if match and whole is not None and (value := _value(match["n"])) <= whole:
            course.said.append(_Said(key, "件", value, "part of the sum before it"))


def _settled(line: str, course: _Course) -> list[_Said]:
    """What was said without what the whole sentence makes doubtful."""
    keys = [said.key for said in course.said]
    ways = [said.value for said in course.said if said.key in _WAY_KEYS]
    if course.subject == "others" and sum(ways) != course.received:
        course.shared |= _WAY_KEYS
    doubtful = {key for key in course.shared if key in keys}
    if keys.count("pd.website") > 1:
        doubtful.add("pd.website")
    if any(_value(match["n"]) != course.received for match in _ANSWERED_SO.finditer(line)):
        doubtful.add("app.replied")
    if _SOME_ON_INFORMATION.search(line):
        doubtful |= {"review.total", "litigation.total"}
    if _NOT_ALL_TAKEN.search(line):
        doubtful.add("info_fee_yuan")
    return [
        said for said in course.said if said.key not in doubtful or (said.key == "info_fee_yuan" and not said.value)
    ]


def _value(printed: str) -> Number:
    digits = printed.replace(",", "")
    if digits.isdecimal():
        return int(digits)
    return Decimal(digits) if digits[0].isdecimal() else chinese_number(digits)


def _figure(key: str, unit: str, values: dict[Number, tuple[str, str]]) -> Figure:
    sentences = " … ".join(dict.fromkeys(words for words, _ in values.values()))
    if len(values) == 1:
        return Figure(f"prose.{key}", next(iter(values)), "printed", unit, sentences)
    return Figure(f"prose.{key}", None, "ambiguous", unit, sentences, tuple(sorted(values)))
