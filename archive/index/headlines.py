"""The figures asked for most, one row a report, under names that mean the same in every form.

A headline is the first of its alternatives that the report states in full: a sum is stated only where every
addend is printed, blank (which counts as 0 beside printed ones), solved or read, never where one is missing or
ambiguous.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from archive.model import FigureStatus, Number

# The grounds of refusal (不予公开), rows of table 3.
DENIED = (
    "state_secret",
    "law_prohibited",
    "three_security",
    "third_party",
    "internal_affairs",
    "process_info",
    "enforcement_file",
    "admin_query",
)
_UNAVAILABLE = ("not_held", "need_creation", "unclear")
_NOT_PROCESSED = ("petition", "duplicate", "publication", "excessive", "confirm")
_OTHER = ("no_supplement", "fee_unpaid", "other")


NEW_FORM = 2019  # the first report year of the forms under the Regulations as revised
Before = Literal["same", "apart", "none"]


@dataclass(frozen=True, slots=True)
class Headline:
    """``alternatives``: each a tuple of keys whose sum is the headline, the preferred first.

    ``before`` compares the forms before NEW_FORM with those since: the ``same`` definition, so that a series runs on;
    ``apart``, both state a number and ``why`` (Chinese, English) they do not mean the same; ``none`` was stated."""

    name: str
    chinese: str
    english: str
    alternatives: tuple[tuple[str, ...], ...]
    before: Before = "none"
    why: tuple[str, str] = ("", "")


def _total(*rows: str) -> tuple[str, ...]:
    return tuple(f"t3.{row}.total" for row in rows)


def _group(prefix: str, rows: tuple[str, ...]) -> tuple[str, ...]:
    return _total(*(f"{prefix}_{row}" for row in rows))


def _three(suffix: str) -> tuple[str, ...]:
    return (f"t4.litigation_direct.{suffix}", f"t4.litigation_after_review.{suffix}")


def _national(*keys: str) -> tuple[tuple[str, ...], ...]:
    """The same cells in the national form of 2014–2018 and in the column 本年 of two-column forms."""
    return tuple(f"a.{key}" for key in keys), tuple(f"a.{key}.year" for key in keys)


_REPLIES = (
    "2018年及以前是申请答复数，2019年起是办理结果总计，含不予处理和逾期不补正等不作答复的情形",
    "replies up to 2018; since 2019 all results, those without a reply (not processed, not supplemented) among them",
)
_ALREADY = (
    "2018年及以前“属于已主动公开范围”单列，2019年起的表没有这一行，计入予以公开",
    "up to 2018 information already public had a row of its own; the form since 2019 has none and counts it here",
)
_GROUNDS = (
    "2018年及以前含“不是《条例》所指政府信息”，2019年起的不予公开理由没有这一项",
    "up to 2018 with requests for what is no government information, which is no ground since 2019",
)
_PENDING = (
    "2018年及以前的合计只有三种结果，2019年起还含尚未审结的",
    "up to 2018 the total has three results; since 2019 it also counts what is pending",
)
HEADLINES = (
    Headline("received", "本年新收申请", "requests received", (_total("new"), *_national("app.received")), "same"),
    Headline("carried_in", "上年结转", "carried in", (_total("carried_in"),)),
    Headline(
        "handled",
        "办理结果总计",
        "requests handled",
        (_total("result_total"), *_national("app.replied")),
        "apart",
        _REPLIES,
    ),
    Headline("carried_out", "结转下年度", "carried out", (_total("carried_out"),)),
    Headline(
        "granted",
        "予以公开",
        "granted",
        (_total("granted"), *_national("app.replied.granted")),
        "apart",
        _ALREADY,
    ),
    Headline("partial", "部分公开", "partly granted", (_total("partial"), *_national("app.replied.partial")), "same"),
    Headline(
        "denied",
        "不予公开",
        "denied",
        (_group("denied", DENIED), *_national("app.replied.denied")),
        "apart",
        _GROUNDS,
    ),
    Headline("unavailable", "无法提供", "unavailable", (_group("unavailable", _UNAVAILABLE),)),
    Headline("not_held", "本机关不掌握", "not held", (_total("unavailable_not_held"),)),
    Headline("not_processed", "不予处理", "not processed", (_group("not_processed", _NOT_PROCESSED),)),
    Headline("other", "其他处理", "other handling", (_group("other", _OTHER), _total("other"))),
    Headline(
        "reviews",
        "行政复议",
        "administrative reviews",
        (("t4.review.total",), *_national("review.total")),
        "apart",
        _PENDING,
    ),
    Headline(
        "reviews_corrected",
        "复议纠正",
        "reviews corrected",
        (("t4.review.corrected",), *_national("review.corrected")),
        "same",
    ),
    Headline("lawsuits", "行政诉讼", "lawsuits", (_three("total"), *_national("litigation.total")), "apart", _PENDING),
    Headline(
        "lawsuits_corrected",
        "诉讼纠正",
        "lawsuits corrected",
        (_three("corrected"), *_national("litigation.corrected")),
        "same",
    ),
)


_KEYS = json.dumps(sorted({key for headline in HEADLINES for keys in headline.alternatives for key in keys}))


def headlines_of(figures: Mapping[str, tuple[Number | None, FigureStatus]]) -> tuple[Number | None, ...]:
    """One number for each of HEADLINES from key → (value, status); None where the report does not state it."""
    return tuple(
        next((total for keys in headline.alternatives if (total := stated_sum(figures, keys)) is not None), None)
        for headline in HEADLINES
    )


def stated_sum(figures: Mapping[str, tuple[Number | None, FigureStatus]], keys: tuple[str, ...]) -> Number | None:
    """The sum of ``keys``; None where one of them is missing or ambiguous, or all are blank."""
    total: Number = 0
    stated = False
    for key in keys:
        value, status = figures.get(key, (None, "ambiguous"))
        if value is not None:
            total, stated = total + value, True
        elif status != "blank":
            return None
    return total if stated else None


def store_headlines(db: Database, report: str, version: str) -> None:
    """Replace the headlines of a report by those of one version."""
    rows = db.execute(
        "SELECT key, value, status FROM figures WHERE version_id = ? AND key IN (SELECT value FROM json_each(?))",
        (version, _KEYS),
    )
    figures: dict[str, tuple[Number | None, FigureStatus]] = {key: (value, status) for key, value, status in rows}
    numbers = headlines_of(figures)
    marks = ", ".join("?" * (len(numbers) + 1))
    db.execute(f"INSERT OR REPLACE INTO headlines VALUES ({marks})", (report, *numbers))  # noqa: S608
