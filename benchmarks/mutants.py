"""Conditions turned round in the code that decides what is stated: every one must make a test fail.

Each mutant is one condition of placing, headers, visibility, lost cells or prose, turned round in a copy of the
checkout, where the tests named beside it are run until the first fails. They were written down before it was known
which would survive. A mutant whose text is not found exactly once is out of date and an error. ``MUTANTS=prose`` in the
environment takes those whose file or condition holds that word.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_COPIED = ("archive", "tests", "demo", "benchmarks", "crawler", "spiders", "settings", "pyproject.toml", "scrapy.cfg")
_TURNED = re.compile("«(.*?)\\|(.*?)»")


@dataclass(frozen=True, slots=True)
class Mutant:
    """In ``file`` the text ``found`` becomes ``turned``; one of ``tests`` must fail then."""

    file: str
    tests: str
    found: str
    turned: str


def _of(file: str, tests: str, *conditions: str) -> tuple[Mutant, ...]:
    """``«was|becomes»`` stands in each of the conditions."""
    return tuple(Mutant(file, tests, _TURNED.sub(r"\1", text), _TURNED.sub(r"\2", text)) for text in conditions)


MUTANTS = (
    *_of(
        "archive/extract/tables/place.py",
        "tests/tables",
        "elif len(numbers) «>|<» len(keys):",
        "elif len(filled) «>|<» len(numbers):",
        "elif «any|not any»(_reaches_beyond(cell, row) for cell in numbers):",
        'if cell.value.kind «==|!=» "number" and _reaches_beyond(cell, row):',
        "elif «row|not row».lost:",
        "elif _is_no_count(value) and «not is_money|is_money»(key):",
    ),
    *_of(
        "archive/extract/tables/figures.py",
        "tests/tables",
        "if values «==|!=» {0}:",
        "and unlike[table] > «1|0»)",
    ),
    *_of(
        "archive/extract/tables/header.py",
        "tests/tables",
        "and len(covered) «!=|<» 1:",
        "if c.start «< cell.end and cell.start <|<= cell.end and cell.start <=» c.end]",
        "if any(column.start «<|>» label_end for column in header):",
        "if len(printed[key]) <= «1|2»]",
        "if any(second.start «<|<=» first.end for",
        "return «all|any»(key in rest for key in named)",
    ),
    *_of(
        "archive/extract/tables/table_3.py",
        "tests/tables",
        "«<|>» MIN_REQUEST_ROWS",
        "if «begun|not begun» and all(",
    ),
    *_of(
        "archive/extract/tables/columns.py",
        "tests/tables",
        "header[0].start «>|<» begin and",
        "return len(used) «>|<» len(REQUEST_ORDER)",
        "row.data[-1].end != end and len(row.data) «!=|==» count]",
    ),
    *_of(
        "archive/extract/tables/table_2.py",
        "tests/tables",
        "missing = header.others and len(data) «==|!=» len(behind)",
    ),
    *_of(
        "archive/extract/tables/before_2019.py",
        "tests/tables",
        "if crowded and len(row.cells) «<|>» widest:",
        "if local «> national or (columns and local >=|>= national or (columns and local >» national):",
    ),
    *_of(
        "archive/extract/tables/table_4.py",
        "tests/tables",
        "return «all|any»(sum(values[at : at + 4])",
        "len(found) «==|<=» 5 * len(groups)",
    ),
    *_of(
        "archive/extract/tables/flattened/rows.py",
        "tests/tables",
        "return inner >= _INNER_ROWS «and|or» all(",
        "if len(whole) «<|>» len(with_soft):",
        "if «not _is_whole|_is_whole»(row) or (at > 0",
        "and 0 < len(numbers_of(row)) «<|>» len(row.keys)",
    ),
    *_of(
        "archive/extract/tables/unstated.py",
        "tests/tables",
        "if len(requests) «>=|<» _LEAST_ROWS else {}",
    ),
    *_of(
        "archive/extract/prose/reader.py",
        "tests/extract/test_prose.py",
        'others = course.subject «==|!=» "others" or',
        "(front.running and «not front|front».named)",
        'elif scope «!= "all|== "website»" or key == "pd.website":',
        "if (course.within and key «not in|in» _PARTS)",
    ),
    *_of(
        "archive/extract/prose/period.py",
        "tests/extract/test_prose.py",
        'int(match["year"]) «==|!=» year',
    ),
    *_of(
        "archive/extract/prose/clauses.py",
        "tests/extract/test_prose.py",
        "if «not _BEHIND|_BEHIND».fullmatch(",
    ),
    *_of(
        "archive/extract/prose/scope.py",
        "tests/extract/test_prose_in_sections.py",
        "if «_CONCENTRATED|not _CONCENTRATED».search(clause):",
    ),
    *_of(
        "archive/extract/recognised.py",
        "tests/extract/test_recognised.py",
        "for figure in figures if figure.status «not in|in» {",
    ),
    *_of(
        "archive/text/look.py",
        "tests/text",
        "and change.raised and tag «not in|in» BLOCK_TAGS:",
        "if not (visible «and|or» sized):",
        "elif paper is not None and «alike|not alike»(ink, paper):",
    ),
    *_of(
        "archive/text/shown.py",
        "tests/text",
        "return «UNKNOWN if rules & {LIFTED, MASKED} else printed|printed if rules & {LIFTED, MASKED} else UNKNOWN»",
    ),
    *_of(
        "archive/text/boilerplate.py",
        "tests/text",
        "while cut «>|<» last and _CONTACT",
    ),
)


def survives(mutant: Mutant, copy: Path) -> bool:
    """Whether all tests of ``mutant`` pass with it, in a copy of the checkout."""
    path = copy / mutant.file
    source = path.read_text("utf-8")
    if source.count(mutant.found) != 1:
        raise ValueError(f"{mutant.file}: {mutant.found!r} stands there {source.count(mutant.found)} times, not once")
    path.write_text(source.replace(mutant.found, mutant.turned), "utf-8")
    try:
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", mutant.tests]
        return subprocess.run(command, cwd=copy, capture_output=True, check=False).returncode == 0
    finally:
        path.write_text(source, "utf-8")


def run() -> str:
    """A Markdown table of the mutants that survive, and how many were killed."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in _COPIED:
            source = _ROOT / name
            skipped = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, copy / name, ignore=skipped) if source.is_dir() else shutil.copy(
                source, copy / name
            )
        chosen = [mutant for mutant in MUTANTS if os.environ.get("MUTANTS", "") in f"{mutant.file} {mutant.found}"]
        alive = [mutant for mutant in chosen if survives(mutant, copy)]
    lines = [f"{len(chosen) - len(alive)} of {len(chosen)} mutants are killed.", ""]
    if alive:
        lines += ["| file | condition | turned into |", "|---|---|---|"]
        lines += [f"| {mutant.file} | `{mutant.found}` | `{mutant.turned}` |" for mutant in alive]
    return "\n".join(lines)
