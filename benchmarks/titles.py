"""What the grammar of titles makes of collected titles of reports, and of titles of other things.

The collected titles are those of ``../shared/portals/report_urls.tsv``, where it is at hand: titles, years and organs
of 285 report pages, as somebody noted them. An organ counts as right where the words that the title gives for it and
the noted name are one name shortened in different ways (阜南县政府办公室, 阜南县人民政府办公室); a note that is a host
or names no organ is not asked for.
"""

import csv
import re
import time
from pathlib import Path

from archive.text.title_grammar import TitleJudgement, judge_title
from tests.support.title_cases import FORMS, IN_COLUMN, NOT_EVEN_IN_COLUMN, ORGANS, REFUSED, REPORTS

COLLECTED = Path(__file__).resolve().parents[2] / "shared" / "portals" / "report_urls.tsv"
_REMARK = re.compile(r"\([^()]*\)")
_SHORTENED = (
    ("人民政府", "政府"),
    ("办公室", "办"),
    ("街道办事处", "街道"),
    ("管理委员会", "管委会"),
    ("发展和改革", "发改"),
    ("委员会", "委"),
    ("经济技术开发区", "经开区"),
)


def run() -> str:
    """Two tables: what was asked with how much of it right, and each miss by name."""
    rows: list[str] = []
    misses: list[str] = []
    if COLLECTED.is_file():
        with COLLECTED.open(encoding="utf-8") as lines:
            collected = list(csv.DictReader(lines, delimiter="\t"))
        for name, wanted in (("in a column of reports", True), ("anywhere", False)):
            asked = [row for row in collected if wanted or "公开" in row["title"]]
            judged = [(row, judge_title(row["title"], in_column=wanted)) for row in asked]
            for question, answers in _answers(judged).items():
                wrong = [row["title"] for row, right in answers if not right]
                rows.append(f"| collected titles {name}: {question} | {len(answers)} | {len(answers) - len(wrong)} |")
                if wanted:
                    misses.extend(f"| {question} | {title} |" for title in dict.fromkeys(wrong))
    own = [form.format(organ=organ, year=2019) for organ in ORGANS for form in FORMS]
    own.extend(case[0] for case in REPORTS)
    rows.append(_count("titles of our own making: a report", [judge_title(t).kind == "report" for t in own]))
    other = [judge_title(title, in_column=True).kind == "other" for title, _ in REFUSED]
    other.extend(judge_title(title, in_column=True).kind == "other" for title in NOT_EVEN_IN_COLUMN)
    rows.append(_count("titles of other things: none, even in a column", other))
    rows.append(
        _count(
            "bare years and cut titles: none outside a column", [judge_title(c[0]).kind == "other" for c in IN_COLUMN]
        )
    )
    table = "\n".join(["| asked | titles | right |", "|---|---:|---:|", *rows])
    missed = "\n".join(["| missed | title |", "|---|---|", *misses])
    return f"{table}\n\n{missed}\n\n{_pace(own)}"


def _answers(judged: list[tuple[dict[str, str], TitleJudgement]]) -> dict[str, list[tuple[dict[str, str], bool]]]:
    dated = [(row, found) for row, found in judged if row["year"].isdecimal()]
    named = [(row, found) for row, found in judged if row["organ"] and "." not in row["organ"]]
    return {
        "a report": [(row, found.kind == "report") for row, found in judged],
        "its year": [(row, str(found.year) == row["year"]) for row, found in dated],
        "its organ": [(row, _same_organ(found.organ, row["organ"])) for row, found in named],
    }


def _same_organ(words: str, noted: str) -> bool:
    shorter, longer = sorted((_short(words), _short(noted)), key=len)
    letters = iter(longer)
    return len(shorter) >= 2 and shorter[-1] == longer[-1] and all(letter in letters for letter in shorter)


def _short(name: str) -> str:
    name = _REMARK.sub("", name) or name
    for long, short in _SHORTENED:
        name = name.replace(long, short)
    return name.removesuffix("政府")


def _count(name: str, right: list[bool]) -> str:
    return f"| {name} | {len(right)} | {sum(right)} |"


def _pace(titles: list[str]) -> str:
    judge_title.cache_clear()
    start = time.perf_counter()
    for title in titles:
        judge_title(title)
    taken = time.perf_counter() - start
    return f"{len(titles)} titles at first sight: {taken / len(titles) * 1e6:.0f} µs each."
